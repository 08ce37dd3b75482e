"""Which numbers are too small to be shown: the limits, with their sources.

The Department for Education's figures on children in need show counts of 1 to 5 as "c" and hide
further cells where a total would give them away. True zeros are shown, as in its figures on
children looked after. That shares of fewer than 10 are withheld is Cusp's own, stricter choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HIDDEN = "c"
TOTAL = "all"
SMALLEST, LARGEST = 1, 5
SHARES_OF_AT_LEAST = 10
# A hidden small number must be able to reach LARGEST + 1, and the whole numbers that fit must be at
# least this far apart.
WIDTH = LARGEST - SMALLEST + 1


class CannotDisclose(Exception):
    """Nothing can be published; the message says why in one sentence."""


@dataclass(frozen=True)
class Rule:
    """A rule of disclosure control, where it comes from, and whether it is law or a choice."""

    what: str
    status: Literal["published practice", "local"]
    source: str


RULES = (
    Rule(
        "Counts of 1 to 5 are hidden, and further cells that would give them away",
        "published practice",
        "Department for Education, Children in need 2024, data guidance",
    ),
    Rule(
        "Zeros are shown",
        "published practice",
        "Department for Education, Children looked after in England, methodology",
    ),
    Rule(
        "A zero is hidden if it shows that all of a group of 1 to 5 are in one category",
        "local",
        "Cusp, docs/disclosure.md",
    ),
    Rule(
        "Shares of fewer than 10 are withheld, and shares where 1 to 5 are left over",
        "local",
        "Cusp, docs/disclosure.md",
    ),
    Rule(
        "A hidden number of 1 to 5 could be 6 or more, and at least 5 apart from its lowest value",
        "local",
        "Cusp, docs/disclosure.md",
    ),
)


def is_small(count: int) -> bool:
    """Whether a count is too small to be shown."""
    return SMALLEST <= count <= LARGEST
