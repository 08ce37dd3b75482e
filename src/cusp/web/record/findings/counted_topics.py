"""How many sentences praise and criticise each topic: the one rule for every page and download.

:func:`topic_counts` counts a report's sentences when they are stored, and the result is stored with
them. Whatever states such a count, or calls a topic praised or criticised, uses what is stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, Protocol

import msgspec
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from cusp.findings import SURE_TOPIC, TOPICS
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Inspection, ReportSentence, TopicCount

State = Literal["praised", "criticised", "both", "not mentioned"]
STRENGTH, WEAKNESS, MIXED = "strength", "weakness", "mixed"
PRAISE_OR_CRITICISM = (STRENGTH, WEAKNESS, MIXED)
# For sentences with no certain topic: shown last, and never counted as a topic.
UNSURE_TOPIC = "other"
TOPIC_WORDS: dict[str, str] = {topic.code: topic.words for topic in TOPICS} | {
    UNSURE_TOPIC: "Other, or topic uncertain"
}
# Comments on the safeguarding board are not about the council.
BOARD = "lscb"
# With at least this share of praise, a topic counts as praised; the same for criticism.
_MOST = 2 / 3


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


class Said(Protocol):
    """A sentence that may praise or criticise."""

    @property
    def polarity(self) -> str: ...  # noqa: D102
    @property
    def clear(self) -> bool: ...  # noqa: D102


class TopicCounts(msgspec.Struct, frozen=True):
    """How many sentences clearly praise a topic, criticise it, or do both."""

    strengths: int = 0
    weaknesses: int = 0
    mixed: int = 0

    @property
    def state(self) -> State:
        """The overall result. A sentence that does both counts half for each."""
        if not self.sentences:
            return "not mentioned"
        if self.praise >= _MOST * self.sentences:
            return "praised"
        return "criticised" if self.criticism >= _MOST * self.sentences else "both"

    @property
    def sentences(self) -> int:
        """All of them."""
        return self.strengths + self.weaknesses + self.mixed

    @property
    def praise(self) -> float:
        """Sentences of praise, with half of those that do both."""
        return self.strengths + self.mixed / 2

    @property
    def criticism(self) -> float:
        """Sentences of criticism, with half of those that do both."""
        return self.weaknesses + self.mixed / 2

    @property
    def critical(self) -> int:
        """Sentences that criticise, including those that also praise."""
        return self.weaknesses + self.mixed

    @property
    def words(self) -> str:
        """The counts, as "3 positive, 1 negative"."""
        counted = (
            (self.strengths, "positive"),
            (self.weaknesses, "negative"),
            (self.mixed, "mixed"),
        )
        return ", ".join(f"{number} {kind}" for number, kind in counted if number)

    def __add__(self, other: TopicCounts) -> TopicCounts:
        return TopicCounts(
            self.strengths + other.strengths,
            self.weaknesses + other.weaknesses,
            self.mixed + other.mixed,
        )


NONE = TopicCounts()


def topics_of(row: Row) -> tuple[str, ...]:
    """The topics that a sentence is clearly about.

    The section on the safeguarding board is about the board, not the council.
    """
    if row.area == BOARD:
        return (BOARD,)
    sure = tuple(code for code, likely in row.topics if likely >= SURE_TOPIC)
    return tuple(code for code in sure if code != UNSURE_TOPIC)


def counted(sentences: Iterable[Said]) -> TopicCounts:
    """How many of these clearly praise, criticise or do both."""
    number = Counter(said.polarity for said in sentences if said.clear)
    return TopicCounts(number[STRENGTH], number[WEAKNESS], number[MIXED])


def topic_counts(rows: Iterable[Row]) -> dict[str, TopicCounts]:
    """What one report clearly said about each topic; a sentence counts for each of its topics."""
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for code in topics_of(row):
            by_topic[code].append(row)
    counts = {code: counted(about) for code, about in by_topic.items()}
    return {code: number for code, number in counts.items() if number.sentences}


def turns(before: TopicCounts, after: TopicCounts) -> Literal["better", "worse"] | None:
    """Whether a topic went from criticised to praised (better) or the other way round (worse)."""
    if (before.state, after.state) == ("criticised", "praised"):
        return "better"
    return "worse" if (before.state, after.state) == ("praised", "criticised") else None


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
