"""Remembers which models could not read a report's findings, so that its page can say so."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Adds the field."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("record", "0013_clear_sentences")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="document",
            name="findings_failed_with",
            field=models.CharField(blank=True, max_length=80),
        )
    ]
