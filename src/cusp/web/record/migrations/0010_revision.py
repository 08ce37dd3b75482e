"""One number that rises with every change of the record."""

from __future__ import annotations

import time
from typing import Any

from django.db import migrations, models


def put_in_row(apps: Any, _: Any) -> None:
    """The one row there is."""
    apps.get_model("record", "RecordRevision").objects.create(pk=1, number=time.time_ns() // 1000)


class Migration(migrations.Migration):
    """A table with one row."""

    dependencies = (("record", "0009_fixed_sets"),)

    operations = (
        migrations.CreateModel(
            name="RecordRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_revision")
                ],
            },
        ),
        migrations.RunPython(put_in_row, migrations.RunPython.noop),
    )
