"""Topics in one inspection after another: praised, criticised, both or not mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from cusp.web.record.findings.counted_topics import NONE, TOPIC_WORDS, TopicCounts, turns

# A topic criticised in at least this many inspections in a row is listed as repeated.
RUNNING = 3
_CRITICAL = ("criticised", "both")
FIRST = 12


class Line(msgspec.Struct, frozen=True):
    """A topic across the inspections that were read, earliest first."""

    code: str
    counts: tuple[TopicCounts, ...]

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]

    @property
    def critical(self) -> int:
        """Sentences that criticise it, across all inspections."""
        return sum(counts.critical for counts in self.counts)

    @property
    def times(self) -> int:
        """Inspections that criticised it, including those that praised it equally."""
        return sum(counts.state in _CRITICAL for counts in self.counts)


class Again(msgspec.Struct, frozen=True):
    """A topic criticised in several inspections in a row."""

    code: str
    days: tuple[date, ...]

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


class TopicChange(msgspec.Struct, frozen=True):
    """A topic that went from criticised to praised between inspections, or the other way round."""

    code: str
    before: TopicCounts
    after: TopicCounts

    @property
    def words(self) -> str:
        """The topic in plain words."""
        return TOPIC_WORDS[self.code]


def over_time(inspections: Sequence[Mapping[str, TopicCounts]]) -> list[Line]:
    """Each topic that was praised or criticised at least once, most criticised first.

    Sorted first by the number of inspections that criticised it, because older reports are longer.
    """
    codes = dict.fromkeys(code for counts in inspections for code in counts)
    lines = [Line(c, tuple(counts.get(c, NONE) for counts in inspections)) for c in codes]
    return sorted(lines, key=lambda line: (-line.times, -line.critical, line.words))


def repeated(lines: Iterable[Line], days: Sequence[date]) -> list[Again]:
    """Topics criticised in three or more inspections in a row, longest run first.

    A topic with as much praise as criticism still counts, because it was criticised again.
    """
    found = []
    for line in lines:
        run: list[date] = []
        longest: list[date] = []
        for day, counts in zip(days, line.counts, strict=True):
            run = [*run, day] if counts.state in _CRITICAL else []
            longest = run if len(run) >= max(len(longest), RUNNING) else longest
        if longest:
            found.append(Again(line.code, tuple(longest)))
    return sorted(found, key=lambda change: -len(change.days))


def turned(
    before: Mapping[str, TopicCounts], after: Mapping[str, TopicCounts]
) -> tuple[list[TopicChange], list[TopicChange]]:
    """Topics that went from criticised to praised, and the other way round, clearest first."""
    both = [TopicChange(c, counts, after[c]) for c, counts in before.items() if c in after]
    better = [t for t in both if turns(t.before, t.after) == "better"]
    worse = [t for t in both if turns(t.before, t.after) == "worse"]
    return (
        sorted(better, key=lambda t: -(t.before.critical + t.after.strengths)),
        sorted(worse, key=lambda t: -(t.before.strengths + t.after.critical)),
    )
