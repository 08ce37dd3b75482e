"""Reports that wait for a council, and incomplete ones that were replaced."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables and two columns."""

    dependencies = (
        ("record", "0006_taken_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.AddField(
            model_name="authority",
            name="registered",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="inspection",
            name="complete",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="SupersededReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("reader", models.CharField(max_length=40)),
                ("packed", models.BinaryField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("superseded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="superseded",
                        to="record.inspection",
                    ),
                ),
            ],
            options={
                "ordering": ("-superseded_at",),
            },
        ),
        migrations.CreateModel(
            name="WaitingReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=255)),
                ("size", models.PositiveBigIntegerField()),
                ("pages", models.PositiveIntegerField()),
                ("reader", models.CharField(max_length=40)),
                ("packed", models.BinaryField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("printed", models.CharField(max_length=200, verbose_name="council as printed")),
                ("start", models.DateField(verbose_name="first day on site")),
                ("end", models.DateField(verbose_name="last day on site")),
                ("refused_because", models.CharField(blank=True, max_length=300)),
                ("refused_by_then", models.CharField(blank=True, max_length=200)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("added_at", "id"),
            },
        ),
    )
