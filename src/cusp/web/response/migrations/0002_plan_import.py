"""Files that somebody uploaded to change the plan."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies: ClassVar = [
        ("response", "0001_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PlanImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("workbook", "The plan’s own workbook"),
                            ("existing plan", "An existing plan"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("accepted", "Accepted")],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField(default=bytes)),
                ("columns", models.BinaryField(default=bytes)),
                ("found", models.BinaryField(default=bytes)),
                ("answers", models.JSONField(default=dict)),
                ("dealt_with", models.JSONField(default=list)),
                ("result", models.JSONField(default=list)),
                ("changes", models.PositiveIntegerField(default=0)),
                ("by_then", models.CharField(max_length=200)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("accepted_by_then", models.CharField(blank=True, max_length=200)),
                ("accepted_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="response.plan",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["workbook", "existing plan"])),
                        name="plan_import_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "accepted"])),
                        name="plan_import_state",
                    ),
                ],
            },
        ),
    ]
