"""How topics stood in one inspection after another: praised, criticised, both, not mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from cusp.findings import SURE_POLARITY
from cusp.web.record.findings.praise_and_criticism import (
    MIXED,
    STRENGTH,
    TOPIC_WORDS,
    WEAKNESS,
    topics_of,
)
from cusp.web.record.models import ReportSentence

State = Literal["praised", "criticised", "both", "not mentioned"]
# From this share of praise on, or of criticism, a topic is called by it alone.
_MOST = 2 / 3
# A finding made in so many inspections running is named as one that comes again.
RUNNING = 3
_CRITICAL = ("criticised", "both")
FIRST = 12


class TopicCounts(msgspec.Struct, frozen=True):
    """How many sentences surely praise a topic, criticise it, and do both."""

    strengths: int = 0
    weaknesses: int = 0
    mixed: int = 0

    @property
    def state(self) -> State:
        """What they come to. A sentence that does both counts half for each."""
        up, down = self.strengths + self.mixed / 2, self.weaknesses + self.mixed / 2
        if not up + down:
            return "not mentioned"
        if up >= _MOST * (up + down):
            return "praised"
        return "criticised" if down >= _MOST * (up + down) else "both"

    @property
    def critical(self) -> int:
        """Sentences that criticise, also those that praise as well."""
        return self.weaknesses + self.mixed

    @property
    def words(self) -> str:
        """The counts, as "3 praise, 1 criticises"."""
        parts = [
            f"{n} {one if n == 1 else many}"
            for n, one, many in (
                (self.strengths, "praises", "praise"),
                (self.weaknesses, "criticises", "criticise"),
                (self.mixed, "does both", "do both"),
            )
            if n
        ]
        return ", ".join(parts)


class Line(msgspec.Struct, frozen=True):
    """A topic over the inspections that were read, the earliest first."""

    code: str
    told: tuple[TopicCounts, ...]

    @property
    def words(self) -> str:
        """The topic as people say it."""
        return TOPIC_WORDS[self.code]

    @property
    def critical(self) -> int:
        """Sentences that criticise it in all inspections."""
        return sum(counts.critical for counts in self.told)

    @property
    def times(self) -> int:
        """Inspections that criticised it, also those that praised it as much."""
        return sum(counts.state in _CRITICAL for counts in self.told)


class Again(msgspec.Struct, frozen=True):
    """A topic criticised in several inspections running."""

    code: str
    days: tuple[date, ...]

    @property
    def words(self) -> str:
        """The topic as people say it."""
        return TOPIC_WORDS[self.code]


class TopicChange(msgspec.Struct, frozen=True):
    """A topic that went from criticised to praised between two inspections, or the other way."""

    code: str
    before: TopicCounts
    after: TopicCounts

    @property
    def words(self) -> str:
        """The topic as people say it."""
        return TOPIC_WORDS[self.code]


def told_of(rows: Iterable[ReportSentence]) -> dict[str, TopicCounts]:
    """What one inspection surely said of each topic."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row.sure >= SURE_POLARITY and row.polarity in (STRENGTH, WEAKNESS, MIXED):
            for code in topics_of(row):
                counts[code][row.polarity] += 1
    return {code: TopicCounts(n[STRENGTH], n[WEAKNESS], n[MIXED]) for code, n in counts.items()}


def over_time(inspections: Sequence[Mapping[str, TopicCounts]]) -> list[Line]:
    """Each topic that was praised or criticised at least once, the most criticised first.

    First by the number of inspections that criticised it, for reports were once much longer.
    """
    codes = dict.fromkeys(code for counts in inspections for code in counts)
    lines = [Line(c, tuple(counts.get(c, TopicCounts()) for counts in inspections)) for c in codes]
    return sorted(lines, key=lambda line: (-line.times, -line.critical, line.words))


def repeated(lines: Iterable[Line], days: Sequence[date]) -> list[Again]:
    """Topics criticised in three or more inspections running, the longest run first.

    A topic with as much praise as criticism counts: the criticism was made again all the same.
    """
    found = []
    for line in lines:
        run: list[date] = []
        longest: list[date] = []
        for day, told in zip(days, line.told, strict=True):
            run = [*run, day] if told.state in _CRITICAL else []
            longest = run if len(run) >= max(len(longest), RUNNING) else longest
        if longest:
            found.append(Again(line.code, tuple(longest)))
    return sorted(found, key=lambda change: -len(change.days))


def turned(
    before: Mapping[str, TopicCounts], after: Mapping[str, TopicCounts]
) -> tuple[list[TopicChange], list[TopicChange]]:
    """Topics from criticised to praised, and from praised to criticised, the plainest first."""
    both = [TopicChange(c, told, after[c]) for c, told in before.items() if c in after]
    better = [t for t in both if (t.before.state, t.after.state) == ("criticised", "praised")]
    worse = [t for t in both if (t.before.state, t.after.state) == ("praised", "criticised")]
    return (
        sorted(better, key=lambda t: -(t.before.critical + t.after.strengths)),
        sorted(worse, key=lambda t: -(t.before.strengths + t.after.critical)),
    )
