"""How much of what reports say about a topic is criticism, with a range for small numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import sqrt
from operator import add
from typing import Protocol

import msgspec

from cusp.findings import TOPICS
from cusp.web.record.findings.counted_topics import NONE, TopicCounts

# Percentages from fewer reports than this are marked.
FEW = 10
NAMES: dict[str, str] = {topic.code: topic.words for topic in TOPICS}
# For a range that holds the true share in 9 of 10 cases.
_DEVIATIONS = 1.645


class Counted(Protocol):
    """A report with its counts by topic."""

    @property
    def counts(self) -> Mapping[str, TopicCounts]: ...  # noqa: D102


class Share(msgspec.Struct, frozen=True):
    """What some reports say about a topic; ``of`` is the topic, or the group, such as a year.

    ``counts`` are sentences. ``criticised``, ``praised`` and ``both`` are reports in which the
    topic is one of these, as :attr:`TopicCounts.state` decides.
    """

    of: str
    reports: int
    criticised: int
    praised: int
    both: int
    counts: TopicCounts

    @property
    def mentioned(self) -> int:
        """Reports that praise or criticise."""
        return self.criticised + self.praised + self.both

    @property
    def few(self) -> bool:
        """Whether to treat percentages with caution."""
        return self.mentioned < FEW

    @property
    def criticism(self) -> int:
        """Sentences that criticise and do not praise."""
        return self.counts.weaknesses

    @property
    def praise(self) -> int:
        """Sentences that praise and do not criticise."""
        return self.counts.strengths

    @property
    def mixed(self) -> int:
        """Sentences that do both."""
        return self.counts.mixed

    @property
    def sentences(self) -> int:
        """Sentences that praise, criticise or do both."""
        return self.counts.sentences

    @property
    def exact_share(self) -> float:
        """The share of criticism; a sentence that does both counts half. 0 if there are none."""
        return self.counts.criticism / self.sentences if self.sentences else 0.0

    @property
    def criticism_share(self) -> int | None:
        """The same as a percentage; ``None`` if there are no sentences."""
        return round(100 * self.exact_share) if self.sentences else None

    @property
    def criticism_range(self) -> tuple[int, int] | None:
        """The percentages that it may be between, given how few sentences there are."""
        if not self.sentences:
            return None
        low, high = wilson(self.exact_share, self.sentences)
        return round(100 * low), round(100 * high)

    @property
    def range_words(self) -> str:
        """The range, as "28% to 34%"; empty if there are no sentences."""
        found = self.criticism_range
        return f"{found[0]}% to {found[1]}%" if found else ""

    @property
    def name(self) -> str:
        """A topic in words; anything else unchanged."""
        return NAMES.get(self.of, self.of)


def share(name: str, reports: Sequence[Counted], topic: str) -> Share:
    """What some reports say about a topic."""
    counts = [report.counts.get(topic, NONE) for report in reports]
    states = [each.state for each in counts]
    return Share(
        of=name,
        reports=len(reports),
        criticised=states.count("criticised"),
        praised=states.count("praised"),
        both=states.count("both"),
        counts=reduce(add, counts, NONE),
    )


def wilson(share: float, number: int) -> tuple[float, float]:
    """Wilson's 90% interval for a share of a number of sentences."""
    square = _DEVIATIONS**2
    middle = share + square / (2 * number)
    half = _DEVIATIONS * sqrt(share * (1 - share) / number + square / (4 * number**2))
    whole = 1 + square / number
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
