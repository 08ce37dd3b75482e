"""Sentences know whether the next one takes their praise back."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies = (("record", "0005_findings"),)
    operations = (migrations.AddField("said", "taken_back", models.BooleanField(default=False)),)
