"""Links between two inspections' areas for improvement, with officers' corrections applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from cusp.history.carried_over import SURE
from cusp.web.record.choices import Verdict
from cusp.web.record.models import Correction

# From this score up, a match is called very likely.
_VERY_LIKELY = 0.9
VERDICTS: dict[str, str] = dict(Verdict.choices)


class CarriedLink(msgspec.Struct, frozen=True):
    """A later item and the earlier one it continues.

    ``score`` is the library's (0 to 1), or ``None`` if only an officer made the link.
    ``correction`` is the latest correction.
    """

    later: int
    earlier: int
    kind: Literal["same", "partial"]
    score: float | None = None
    correction: Correction | None = None

    @property
    def sure(self) -> bool:
        """Whether to show it as carried over rather than possibly carried over."""
        return self.correction is not None or (self.score or 0) >= SURE

    @property
    def kind_words(self) -> str:
        """Whether the whole item is carried over, or only part."""
        return VERDICTS[self.kind]

    @property
    def likelihood(self) -> str:
        """How likely the match is, in words; empty if only an officer made it."""
        if self.score is None:
            return ""
        if self.score >= _VERY_LIKELY:
            return "very likely"
        return "likely" if self.score >= SURE else "possible"


class Carried(msgspec.Struct, frozen=True):
    """What was carried over between two inspections, by item number."""

    links: tuple[CarriedLink, ...]
    new: tuple[int, ...]
    no_longer_raised: tuple[int, ...]
    refused: tuple[Correction, ...] = ()

    @property
    def carried(self) -> tuple[CarriedLink, ...]:
        """Links that are certain enough or were confirmed by an officer."""
        return tuple(link for link in self.links if link.sure)

    @property
    def perhaps(self) -> tuple[CarriedLink, ...]:
        """Links that somebody should check."""
        return tuple(link for link in self.links if not link.sure)

    @property
    def earlier_items(self) -> int:
        """How many earlier items were carried over."""
        return len({link.earlier for link in self.carried})

    @property
    def later_items(self) -> int:
        """How many later items continue an earlier one."""
        return len({link.later for link in self.carried})


def together(
    links: Iterable[CarriedLink],
    corrections: Iterable[Correction],
    *,
    earlier_items: Iterable[int],
    later_items: Iterable[int],
) -> Carried:
    """The proposal with the latest correction of each pair of items applied."""
    earlier_items, later_items = list(earlier_items), list(later_items)
    standing = {(link.later, link.earlier): link for link in links}
    newest = {(c.later_number, c.earlier_number): c for c in corrections}
    refused = []
    for pair, correction in newest.items():
        if pair[0] not in later_items or pair[1] not in earlier_items:
            continue  # the report was read again and has fewer items now
        if correction.verdict == Verdict.NONE:
            standing.pop(pair, None)
            refused.append(correction)
            continue
        kind: Literal["same", "partial"] = "same" if correction.verdict == "same" else "partial"
        score = standing[pair].score if pair in standing else None
        standing[pair] = CarriedLink(*pair, kind=kind, score=score, correction=correction)
    links = tuple(standing[pair] for pair in sorted(standing))
    linked_later, linked_earlier = {x.later for x in links}, {x.earlier for x in links}
    return Carried(
        links,
        new=tuple(n for n in later_items if n not in linked_later),
        no_longer_raised=tuple(n for n in earlier_items if n not in linked_earlier),
        refused=tuple(refused),
    )
