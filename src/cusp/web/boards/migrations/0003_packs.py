"""Packs, jobs that publish agendas, and the published response as a paper."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add two tables and a kind of paper."""

    dependencies: ClassVar = [
        ("boards", "0002_minutes_published_votes_and_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MadePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "copy",
                    models.CharField(
                        choices=[("public", "Public"), ("members", "Members")], max_length=20
                    ),
                ),
                ("wanted", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("entries", models.JSONField(default=list)),
                ("why", models.TextField(blank=True, verbose_name="why there is no pack")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="PublishJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("late_reason", models.CharField(blank=True, max_length=500)),
                (
                    "seen",
                    models.CharField(max_length=64, verbose_name="digest of what the officer saw"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Published"),
                            ("failed", "Not published"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                (
                    "doing",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what the worker is doing"
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="why it was not published")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="agendapaper",
            name="paper_kind",
        ),
        migrations.AlterField(
            model_name="agendapaper",
            name="kind",
            field=models.CharField(
                choices=[
                    ("uploaded", "Uploaded file"),
                    ("plan full", "The improvement plan"),
                    ("plan exceptions", "Exceptions in the improvement plan"),
                    ("plan changes", "Changes to the plan since the last meeting"),
                    ("measures", "Measures with charts"),
                    ("comparison", "Comparison of inspections"),
                    ("place", "Place in the grade"),
                    ("report", "Written report"),
                    ("statement", "The published response to the inspection"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="agendapaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "uploaded",
                            "plan full",
                            "plan exceptions",
                            "plan changes",
                            "measures",
                            "comparison",
                            "place",
                            "report",
                            "statement",
                        ],
                    )
                ),
                name="paper_kind",
            ),
        ),
        migrations.AddField(
            model_name="madepack",
            name="publication",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="packs",
                to="boards.publication",
            ),
        ),
        migrations.AddField(
            model_name="publishjob",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publishjob",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publish_jobs",
                to="boards.meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="madepack",
            constraint=models.CheckConstraint(
                condition=models.Q(("copy__in", ["public", "members"])), name="pack_copy"
            ),
        ),
        migrations.AddConstraint(
            model_name="madepack",
            constraint=models.UniqueConstraint(
                fields=("publication", "copy", "wanted"), name="one_pack_of_the_same_papers"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "done", "failed"])),
                name="publish_job_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="publishjob",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("meeting",),
                name="one_waiting_publish_job_a_meeting",
            ),
        ),
    ]
