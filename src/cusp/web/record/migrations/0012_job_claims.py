"""A job is claimed by one run of it; the worker's own status says whether it is alive."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def continue_stopped(apps: Any, _editor: object) -> None:
    """The worker continues every job by itself, so none is stopped any more."""
    jobs = apps.get_model("record", "UploadJob").objects
    jobs.filter(state="stopped").update(state="waiting")


STATES = [("waiting", "Waiting"), ("running", "Running"), ("done", "Done")]
IN_STATES = models.Q(state__in=["waiting", "running", "done"])


class Migration(migrations.Migration):
    """A claim in place of a heartbeat."""

    dependencies = (("record", "0011_sentence_in_passage"),)
    operations = (
        migrations.RemoveField("uploadjob", "last_heartbeat"),
        migrations.AddField("uploadjob", "claim", models.UUIDField(null=True)),
        migrations.RunPython(continue_stopped, migrations.RunPython.noop),
        migrations.RemoveConstraint("uploadjob", "upload_job_state"),
        migrations.AlterField(
            "uploadjob",
            "state",
            models.CharField(choices=STATES, default="waiting", max_length=10),
        ),
        migrations.AddConstraint(
            "uploadjob", models.CheckConstraint(condition=IN_STATES, name="upload_job_state")
        ),
    )
