"""Whether a group of children differs from the other children, and when that cannot be said."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import Literal

import msgspec

# Fewer children than this say nothing about a group.
FEWEST = 10
# 95 in 100 intervals drawn like this hold the true share.
_Z = 1.96
Verdict = Literal["higher", "lower", "no clear difference", "too few", "no others", "not compared"]


class Compared(msgspec.Struct, frozen=True):
    """A group beside all other children: how many of how many, and whether that differs."""

    group: str
    yes: int
    of: int
    verdict: Verdict

    @property
    def share(self) -> float | None:
        """In per cent; None if the group is empty."""
        return 100 * self.yes / self.of if self.of else None


def compare(groups: Mapping[str, tuple[int, int]]) -> list[Compared]:
    """Each group (how many of how many) beside all the others, in the same order.

    A share is called higher or lower only if its 95% interval (Wilson) and that of the other
    children do not overlap. Where they do, the difference may be chance.
    """
    every_yes = sum(yes for yes, _ in groups.values())
    every = sum(of for _, of in groups.values())
    return [
        Compared(group, yes, of, _verdict(yes, of, every_yes - yes, every - of))
        for group, (yes, of) in groups.items()
    ]


def interval(yes: int, of: int) -> tuple[float, float]:
    """The Wilson score interval of a share, between 0 and 1. ``of`` must not be 0."""
    share, square = yes / of, _Z * _Z
    middle = share + square / (2 * of)
    either = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (middle - either) / (1 + square / of), (middle + either) / (1 + square / of)


def _verdict(yes: int, of: int, other_yes: int, others: int) -> Verdict:
    if of < FEWEST:
        return "too few"
    if others < FEWEST:
        return "no others"
    low, high = interval(yes, of)
    other_low, other_high = interval(other_yes, others)
    if low > other_high:
        return "higher"
    return "lower" if high < other_low else "no clear difference"
