"""Drafts can be published; decisions have votes; members can keep notes for themselves."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Minutes, decisions and notes."""

    dependencies: ClassVar = [
        ("boards", "0001_boards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MemberNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="decision",
            name="abstained",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="named",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="decision",
            name="votes_against",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="votes_for",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="minutes",
            name="published_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"), ("published_on__isnull", False), _connector="OR"
                ),
                name="agreed_minutes_are_published",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="boards.agendaitem",
            ),
        ),
        migrations.AddField(
            model_name="membernote",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meeting_notes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="membernote",
            constraint=models.UniqueConstraint(fields=("item", "person"), name="one_note_a_member"),
        ),
    ]
