"""How many sentences of a report praise and criticise each topic: the one rule for all of Cusp.

The web application stores the counts, and briefings count by the same rule, so that nothing calls a
topic praised that something else calls criticised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from cusp.findings.topics import SURE_TOPIC

State = Literal["praised", "criticised", "both", "not mentioned"]
STRENGTH, WEAKNESS, MIXED = "strength", "weakness", "mixed"
PRAISE_OR_CRITICISM = (STRENGTH, WEAKNESS, MIXED)
# For sentences with no certain topic: shown last, and never counted as a topic.
UNSURE_TOPIC = "other"
# Comments on the safeguarding board are not about the council.
BOARD = "lscb"
# With at least this share of praise, a topic counts as praised; the same for criticism.
_MOST = 2 / 3


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


def certain_topics(area: str, topics: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """The topics that a sentence in a section is clearly about, from all with their likelihoods.

    The section on the safeguarding board is about the board, not the council.
    """
    if area == BOARD:
        return (BOARD,)
    return tuple(code for code, sure in topics if sure >= SURE_TOPIC and code != UNSURE_TOPIC)


def counted(sentences: Iterable[Said]) -> TopicCounts:
    """How many of these clearly praise, criticise or do both."""
    number = Counter(said.polarity for said in sentences if said.clear)
    return TopicCounts(number[STRENGTH], number[WEAKNESS], number[MIXED])


def turns(before: TopicCounts, after: TopicCounts) -> Literal["better", "worse"] | None:
    """Whether a topic went from criticised to praised (better) or the other way round (worse)."""
    if (before.state, after.state) == ("criticised", "praised"):
        return "better"
    return "worse" if (before.state, after.state) == ("praised", "criticised") else None
