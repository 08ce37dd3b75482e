"""An index by which search finds passages that praise or criticise."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index alone; no value changes."""

    dependencies = (("record", "0010_revision"),)

    operations = (
        migrations.AddIndex(
            model_name="reportsentence",
            index=models.Index(
                fields=["inspection", "address", "polarity", "sure"], name="sentence_in_passage"
            ),
        ),
    )
