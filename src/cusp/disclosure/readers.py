"""What readers can work out: which whole numbers still fit each number that is not shown.

Evidence is a set of points: whole numbers for every cell that agree with all that is published. A
hidden number is safe if the points show enough different values for it. A point that is not found
never makes a number safe, so a solver that gives up leads to more being hidden, not less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from cusp.disclosure.relations import Cell, Floats, Ints, Relations
from cusp.disclosure.rules import LARGEST, SHARES_OF_AT_LEAST, WIDTH, CannotDisclose

Flags = npt.NDArray[np.bool_]


class Need(Enum):
    """How a number that is not shown must be protected."""

    SMALL = "could be 6 or more, and its values are at least 5 apart"
    OTHER = "could be more than it is"
    WORKED_OUT = "cannot be pinned down to 1 to 5"
    WORKED_OUT_OF = "cannot be pinned down to 1 to 9"


@dataclass(frozen=True)
class Range:
    """The lowest and highest whole number that fit; no highest means that any number fits."""

    lowest: int
    highest: int | None


class Readers:
    """Everything that is public, seen from one table of true (or possible) numbers, ``start``.

    ``hidden`` are the cells that readers do not know. All others have their value in ``start``.
    """

    def __init__(
        self, relations: Relations, start: Ints, hidden: Flags, least: Mapping[Cell, int]
    ) -> None:
        self.relations, self.start, self.hidden = relations, start, hidden.copy()
        self.least = np.array([least.get(cell, 0) for cell in relations.cells], dtype=np.int64)
        self.least = np.minimum(self.least, start)
        # So large that no sum of shown numbers comes near it: to readers, any number fits.
        self.most = int(10 * (start.max(initial=0) + len(start)) + 1_000)
        self.points: list[Ints] = []
        self.lowest, self.highest = start.copy(), start.copy()

    def add(self, point: Ints) -> None:
        """Keep a point as evidence."""
        self.points.append(point)
        self.lowest = np.minimum(self.lowest, point)
        self.highest = np.maximum(self.highest, point)

    def show(self, at: int) -> None:
        """Let readers know a cell; points in which it has another value no longer count."""
        self.hidden[at] = False
        self._keep([point for point in self.points if point[at] == self.start[at]])

    def hide(self, at: int, before: list[Ints] | None = None) -> None:
        """Hide a cell; points from ``before`` it was shown count again."""
        self.hidden[at] = True
        if before is not None:
            old = set(map(id, before))
            self._keep([*before, *(point for point in self.points if id(point) not in old)])

    def _keep(self, points: list[Ints]) -> None:
        self.points = points
        self.lowest = np.min([self.start, *points], axis=0)
        self.highest = np.max([self.start, *points], axis=0)

    def targets(self, needs: Mapping[int, Need]) -> dict[int, int]:
        """The value that each number not yet safe must be able to reach."""
        found = {}
        for at, need in needs.items():
            low, high = int(self.lowest[at]), int(self.highest[at])
            if not _safe(need, low, high, int(self.start[at])):
                found[at] = _target(need, low, int(self.start[at]))
        return found

    def spread(self, needs: Mapping[int, Need]) -> dict[int, int]:
        """Find points that show many numbers to be safe at once; what is left, with its targets."""
        left = self.targets(needs)
        for _ in range(12):
            if not left:
                break
            point = self._raise(left)
            if point is None:
                break
            self.add(point)
            before, left = len(left), self.targets(needs)
            if len(left) == before:
                break
        return left

    def reach(self, at: int, target: int) -> None:
        """Find a point where the cell is as near the target as it can be, then as low as it can."""
        for point in (self._raise({at: target}), self._lower(at)):
            if point is not None:
                self.add(point)

    def unsafe(self, needs: Mapping[int, Need], *, most: int | None = None) -> list[int]:
        """The numbers that are not protected as they must be, or the first ``most`` of them."""
        found: list[int] = []
        for at in self.spread(needs):
            for _ in range(2):  # a lower lowest value can bring the target nearer
                target = self.targets({at: needs[at]}).get(at)
                if target is not None:
                    self.reach(at, target)
            if self.targets({at: needs[at]}):
                found.append(at)
                if len(found) == most:
                    break
        return found

    def exact(self, at: int) -> Range:
        """The exact range of a cell."""
        low, high = self._lower(at), self._raise({at: self.most})
        if low is None or high is None:
            raise CannotDisclose("These numbers are too complex to check, so nothing is published.")
        top = int(high[at])
        return Range(int(low[at]), None if top > self.most // 2 else top)

    def _raise(self, targets: Mapping[int, int]) -> Ints | None:
        aim = np.zeros(len(self.start))
        lowest, highest = self._bounds()
        for at, target in targets.items():
            if self.hidden[at]:
                aim[at] = -1
                highest[at] = max(target, int(self.start[at]))
        return self.relations.point(aim, lowest, highest)

    def _lower(self, at: int) -> Ints | None:
        aim = np.zeros(len(self.start))
        aim[at] = 1
        return self.relations.point(aim, *self._bounds())

    def _bounds(self) -> tuple[Floats, Floats]:
        lowest = np.where(self.hidden, self.least, self.start).astype(float)
        highest = np.where(self.hidden, self.most, self.start).astype(float)
        return lowest, highest


def _safe(need: Need, low: int, high: int, start: int) -> bool:
    match need:
        case Need.SMALL:
            return high > LARGEST and high - low >= WIDTH
        case Need.OTHER:
            return high > start
        case Need.WORKED_OUT:
            return low == 0 or high > LARGEST
        case _:
            return low == 0 or high >= SHARES_OF_AT_LEAST


def _target(need: Need, low: int, start: int) -> int:
    match need:
        case Need.SMALL:
            return max(LARGEST + 1, low + WIDTH)
        case Need.OTHER:
            return start + 1
        case Need.WORKED_OUT:
            return LARGEST + 1
        case _:
            return SHARES_OF_AT_LEAST
