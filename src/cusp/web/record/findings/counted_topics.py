"""How many sentences praise and criticise each topic, stored for every page and download.

:func:`topic_counts` counts a report's sentences by the library's rule when they are stored, and the
result is stored with them. Whatever states such a count, or calls a topic praised or criticised,
uses what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from cusp.findings import TOPICS
from cusp.findings.topic_counts import (
    BOARD,
    MIXED,
    NONE,
    PRAISE_OR_CRITICISM,
    STRENGTH,
    UNSURE_TOPIC,
    WEAKNESS,
    TopicCounts,
    certain_topics,
    counted,
    turns,
)
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Inspection, ReportSentence, TopicCount

__all__ = [
    "BOARD",
    "MIXED",
    "NONE",
    "PRAISE_OR_CRITICISM",
    "STRENGTH",
    "TOPIC_WORDS",
    "UNSURE_TOPIC",
    "WEAKNESS",
    "Row",
    "SentenceRow",
    "TopicCounts",
    "counted",
    "sentences_about",
    "store",
    "stored",
    "topic_counts",
    "topics_of",
    "turns",
]
TOPIC_WORDS: dict[str, str] = {topic.code: topic.words for topic in TOPICS} | {
    UNSURE_TOPIC: "Other, or topic uncertain"
}


class SentenceRow(NamedTuple):
    """What is needed of a row of ``ReportSentence``; a long report has a thousand of them."""

    address: str
    page: int | None
    area: str
    polarity: str
    sure: float
    clear: bool
    topics: list[tuple[str, float]]
    text: str


Row = ReportSentence | SentenceRow


def topics_of(row: Row) -> tuple[str, ...]:
    """The topics that a stored sentence is clearly about."""
    return certain_topics(row.area, row.topics)


def topic_counts(rows: Iterable[Row]) -> dict[str, TopicCounts]:
    """What one report clearly said about each topic; a sentence counts for each of its topics."""
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for code in topics_of(row):
            by_topic[code].append(row)
    counts = {code: counted(about) for code, about in by_topic.items()}
    return {code: number for code, number in counts.items() if number.sentences}


def store(inspection: Inspection, rows: Iterable[Row]) -> None:
    """Store the counts for an inspection's sentences, in place of any before them."""
    inspection.topic_counts.all().delete()
    TopicCount.objects.bulk_create(
        TopicCount(inspection=inspection, topic=code, **msgspec.structs.asdict(counts))
        for code, counts in topic_counts(rows).items()
    )


@kept_until_changed()
def stored() -> Mapping[int, Mapping[str, TopicCounts]]:
    """Every report's counts, by inspection. A report that says nothing clear has none."""
    read = ReportSentence.objects.order_by().values_list("inspection", flat=True).distinct()
    found: dict[int, dict[str, TopicCounts]] = {key: {} for key in read}
    for key, code, *numbers in TopicCount.objects.order_by("pk").values_list(
        "inspection", "topic", "strengths", "weaknesses", "mixed"
    ):
        found.setdefault(key, {})[code] = TopicCounts(*numbers)
    return found


def sentences_about(
    code: str, polarity: str, inspections: Iterable[int]
) -> Iterator[ReportSentence]:
    """The sentences counted for a topic: those of a polarity in some inspections."""
    rows = ReportSentence.objects.filter(
        inspection__in=list(inspections), polarity=polarity, clear=True
    )
    named = Q(named__contains=f'"{code}"') | Q(area=BOARD)
    for row in rows.annotate(named=Cast("topics", TextField())).filter(named):
        if code in topics_of(row):
            yield row
