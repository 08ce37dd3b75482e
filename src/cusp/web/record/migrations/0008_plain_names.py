"""Tables and columns get names that say what they hold."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Names alone; no value changes."""

    dependencies = (("record", "0007_waiting"),)

    operations = (
        migrations.RenameModel("Said", "ReportSentence"),
        migrations.AlterField(
            "reportsentence",
            "inspection",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sentences",
                to="record.inspection",
            ),
        ),
        migrations.RenameIndex(
            "reportsentence",
            new_name="record_repo_topic_957cbf_idx",
            old_name="record_said_topic_6484b4_idx",
        ),
        migrations.RenameModel("Adding", "UploadJob"),
        migrations.RenameField("uploadjob", "beat", "last_heartbeat"),
        migrations.RenameModel("AddedFile", "UploadedReport"),
        migrations.RenameField("uploadedreport", "adding", "job"),
    )
