"""Whether the areas for improvement could be counted."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = (("record", "0003_words"),)
    operations = (
        migrations.AddField(
            model_name="inspection",
            name="improvements_read",
            field=models.BooleanField(default=True),
        ),
    )
