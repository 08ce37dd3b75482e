"""Check what is published: the exact range of every hidden number, whole numbers only."""

from __future__ import annotations

from dataclasses import dataclass

from cusp.disclosure.ledger import Ledger
from cusp.disclosure.readers import Range
from cusp.disclosure.relations import Cell
from cusp.disclosure.rules import LARGEST, WIDTH
from cusp.disclosure.system import make_system


@dataclass(frozen=True)
class Finding:
    """A hidden number and the whole numbers that fit everything published."""

    cell: Cell
    range: Range

    @property
    def safe(self) -> bool:
        """Whether the range is as wide as a number of 1 to 5 needs."""
        low, high = self.range.lowest, self.range.highest
        return high is None or (high > LARGEST and high - low >= WIDTH)


def audit(ledger: Ledger) -> list[Finding]:
    """Every hidden number in these papers, with its range.

    Readers are assumed to know that zeros are shown, so that a hidden number is at least 1. That
    is dropped only where it contradicts the papers.
    """
    system = make_system({}, (), ledger, about=ledger.hidden)
    readers = system.readers()
    return [
        Finding(key, readers.exact(system.relations.index[key])) for key in sorted(ledger.hidden)
    ]
