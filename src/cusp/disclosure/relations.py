"""Counts, the sums that readers know to hold between them, and whole numbers that fit.

This is the reader's side: what can be worked out from everything that is published. All points
found by the solver are checked in exact arithmetic before they count as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

from cusp.disclosure.rules import TOTAL

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_NODES = 500  # a limit on work, not on time, so that results are the same on every machine
_TOLERANCE = 1e-9
_WHOLE = 1e-6


class Cell(NamedTuple):
    """What a number counts: of which measure, for whom, when, and which part of a share.

    In a table, ``group`` names the row and ``when`` the column. Names are matched without regard
    to case and spaces: see :func:`cell`.
    """

    measure: str
    group: str
    when: str
    part: str = "count"

    def __str__(self) -> str:
        names = (self.measure, self.group, self.when)
        words = ", ".join(name for name in names if name)
        return words if self.part == "count" else f"{words} ({self.part})"


def cell(measure: str, group: str, when: str, part: str = "count") -> Cell:
    """The cell with these names, however they are typed."""
    return Cell(*(" ".join(name.split()).casefold() for name in (measure, group, when, part)))


@dataclass(frozen=True)
class Relation:
    """A weighted sum of cells that lies between two numbers, both usually 0.

    If it is ``assumed``, no paper says so, and it only matters if its first cell is in one.
    """

    terms: tuple[tuple[Cell, float], ...]
    low: float = 0
    high: float = 0
    assumed: bool = False


def adds_up(total: Cell, parts: Iterable[Cell]) -> Relation:
    """The parts add up to the total."""
    return Relation(((total, -1), *((part, 1) for part in parts)))


def at_most(total: Cell, parts: Sequence[Cell], axis: Literal["group", "when"]) -> Relation:
    """The parts and whoever is in none of them add up to the total, if that is published."""
    names = " and ".join(sorted(getattr(part, axis) for part in parts))
    rest = total._replace(**{axis: f"{getattr(total, axis)} without {names}"})
    return Relation(((total, -1), *((part, 1) for part in parts), (rest, 1)), assumed=True)


def is_total(name: str) -> bool:
    """Whether a row, column or group is a total by its name: "all" or "North: all"."""
    return name.casefold().rpartition(":")[2].strip() == TOTAL


class Relations:
    """Cells and the relations between them, as a matrix."""

    def __init__(self, cells: Sequence[Cell], relations: Sequence[Relation]) -> None:
        self.cells = list(cells)
        self.index = {cell: at for at, cell in enumerate(self.cells)}
        rows, columns, weights = [], [], []
        for row, relation in enumerate(relations):
            for term, weight in relation.terms:
                rows.append(row)
                columns.append(self.index[term])
                weights.append(weight)
        shape = (len(relations), len(self.cells))
        self.matrix = csr_matrix((weights, (rows, columns)), shape=shape, dtype=float).tocsc()
        self.both_ways = hstack([self.matrix, -self.matrix], format="csc")
        self.work = 0  # how many columns were solved, to limit it
        self.low = np.array([relation.low for relation in relations], dtype=float)
        self.high = np.array([relation.high for relation in relations], dtype=float)

    def holds(self, point: Ints) -> bool:
        """Whether every relation holds for these whole numbers."""
        sums = self.matrix @ point.astype(float)
        return bool(
            (sums >= self.low - _TOLERANCE).all() and (sums <= self.high + _TOLERANCE).all()
        )

    def beside(self, key: Cell) -> set[Cell]:
        """The cells that share a relation with this one."""
        rows = self.matrix[:, self.index[key]].indices
        return {self.cells[at] for at in self.matrix.tocsr()[rows].indices}

    def point(self, aim: Floats, lowest: Floats, highest: Floats) -> Ints | None:
        """Whole numbers within the bounds that fit and have the least ``aim @ point``, or None."""
        if (lowest > highest).any():
            return None
        found = self._solve(self.matrix, aim, (lowest, highest), (self.low, self.high))
        return found if found is not None and self.holds(found) else None

    def move(
        self,
        start: Ints,
        price: tuple[Floats, Floats],
        most: tuple[Floats, Floats],
        least_up: Floats,
    ) -> Ints | None:
        """The cheapest change from ``start`` that keeps the relations, or None.

        ``price`` and ``most`` are for each unit up, and for each unit down.
        """
        size = len(self.cells)
        sums = self.matrix @ start.astype(float)
        found = self._solve(
            self.both_ways,
            np.concatenate(price),
            (np.concatenate([least_up, np.zeros(size)]), np.concatenate(most)),
            (self.low - sums, self.high - sums),
        )
        if found is None:
            return None
        change = found[:size] - found[size:]
        return change if self.holds(start + change) else None

    def _solve(
        self, matrix: Any, aim: Floats, bounds: tuple[Floats, Floats], sums: tuple[Floats, Floats]
    ) -> Ints | None:
        """Solve for the cells that are not fixed by their bounds."""
        lowest, highest = bounds
        free = np.flatnonzero(highest > lowest)
        self.work += 300 + len(free) * (1 + matrix.shape[0] // 100)
        fixed = matrix @ np.where(highest > lowest, 0, lowest)
        part = matrix[:, free]
        rows = np.diff(part.tocsr().indptr) > 0
        low, high = sums[0] - fixed, sums[1] - fixed
        if (low[~rows] > _TOLERANCE).any() or (high[~rows] < -_TOLERANCE).any():
            return None
        found = lowest.copy()
        if rows.any():
            limits = LinearConstraint(part.tocsr()[rows], low[rows], high[rows])
            best = _best(aim[free], limits, Bounds(lowest[free], highest[free]))
            if best is None:
                return None
            found[free] = best
        else:
            found[free] = np.where(aim[free] < 0, highest[free], lowest[free])
        return np.rint(found).astype(np.int64)


def _best(aim: Floats, limits: LinearConstraint, bounds: Bounds) -> Floats | None:
    """The solution in whole numbers. In most tables that of the plain linear problem is whole."""
    for whole in (0, 1):
        result = milp(
            aim,
            constraints=limits,
            bounds=bounds,
            integrality=np.full(len(aim), whole),
            options={"node_limit": _NODES},
        )
        if result.x is None:
            return None
        best: Floats = np.rint(result.x)
        if whole or np.abs(best - result.x).max(initial=0) < _WHOLE:
            return best
    return None
