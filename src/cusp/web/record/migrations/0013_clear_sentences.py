"""Which sentences pages show without "not sure", and the counts of these by topic.

Until the worker has read every report again, pages show what they showed before: the earlier rules
are repeated here for the sentences already stored.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SURE_POLARITY, SURE_TOPIC = 0.6, 0.5
COLUMNS = {"strength": "strengths", "weakness": "weaknesses", "mixed": "mixed"}


def as_before(apps: Any, _editor: object) -> None:
    """Clear is what was sure, and counts are what the pages on authorities counted."""
    sentences = apps.get_model("record", "ReportSentence").objects.order_by()
    topic_count = apps.get_model("record", "TopicCount")
    sentences.filter(sure__gte=SURE_POLARITY).update(clear=True)
    counts: dict[tuple[int, str], Counter[str]] = {}
    rows = sentences.filter(clear=True, polarity__in=list(COLUMNS))
    for key, area, polarity, topics in rows.values_list(
        "inspection", "area", "polarity", "topics"
    ).iterator():
        about = [code for code, sure in topics if sure >= SURE_TOPIC and code != "other"]
        for code in ["lscb"] if area == "lscb" else about:
            counts.setdefault((key, code), Counter())[COLUMNS[polarity]] += 1
    topic_count.objects.bulk_create(
        [
            topic_count(inspection_id=key, topic=code, **number)
            for (key, code), number in counts.items()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    """A column and a table, filled from what is stored."""

    dependencies = (("record", "0012_job_claims"),)

    operations = (
        migrations.AddField("reportsentence", "clear", models.BooleanField(default=False)),
        migrations.RemoveIndex("reportsentence", "sentence_in_passage"),
        migrations.AddIndex(
            "reportsentence",
            models.Index(
                fields=["inspection", "address", "polarity", "clear"], name="clear_in_passage"
            ),
        ),
        migrations.CreateModel(
            "TopicCount",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("strengths", models.PositiveIntegerField(default=0)),
                ("weaknesses", models.PositiveIntegerField(default=0)),
                ("mixed", models.PositiveIntegerField(default=0)),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topic_counts",
                        to="record.inspection",
                    ),
                ),
            ],
            options={"ordering": ("id",)},
        ),
        migrations.AddConstraint(
            "topiccount",
            models.UniqueConstraint(fields=("inspection", "topic"), name="one_count_a_topic"),
        ),
        migrations.RunPython(as_before, migrations.RunPython.noop),
    )
