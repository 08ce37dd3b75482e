"""Columns with a fixed set of values take no others."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Checks alone; no value changes."""

    dependencies = (("record", "0008_plain_names"),)

    operations = (
        migrations.AlterField(
            model_name="correction",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("same", "Carried over"),
                    ("partial", "Carried over in part"),
                    ("none", "Not carried over"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="inspection",
            name="published_from",
            field=models.CharField(
                blank=True,
                choices=[("report", "The report"), ("ofsted", "Ofsted’s website")],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="measure",
            name="better",
            field=models.CharField(
                choices=[("high", "High"), ("low", "Low"), ("neither", "Neither")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="passage",
            name="kind",
            field=models.CharField(
                choices=[
                    ("item", "Area for improvement"),
                    ("lscb-item", "Safeguarding board’s area for improvement"),
                    ("paragraph", "Paragraph"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reportsentence",
            name="polarity",
            field=models.CharField(
                choices=[
                    ("strength", "Praise"),
                    ("weakness", "Criticism"),
                    ("mixed", "Praise and criticism"),
                    ("context", "Neither"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="uploadedreport",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("added", "Added"),
                    ("known", "Already in the record"),
                    ("refused", "Refused"),
                    ("held", "Waiting for an officer"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="uploadjob",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("stopped", "Stopped"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["same", "partial", "none"])),
                name="correction_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_from__in", ["report", "ofsted", ""])),
                name="inspection_published_from",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("better__in", ["high", "low", "neither"])),
                name="measure_better",
            ),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["item", "lscb-item", "paragraph"])),
                name="passage_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportsentence",
            constraint=models.CheckConstraint(
                condition=models.Q(("polarity__in", ["strength", "weakness", "mixed", "context"])),
                name="report_sentence_polarity",
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadedreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "added", "known", "refused", "held"])),
                name="uploaded_report_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="uploadjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "done", "stopped"])),
                name="upload_job_state",
            ),
        ),
    )
