"""The scale of grades: positions, borders between grades, and measures of agreement.

The scale runs from 0.5 to 4.5: inadequate up to 1.5, requires improvement up to 2.5, good up to
3.5, outstanding above. For each of the three borders, a model gives the likelihood that a section
is above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cusp.reports.record import GradeCode

Array = NDArray[np.float64]
GRADES: tuple[GradeCode, ...] = ("inadequate", "requires improvement", "good", "outstanding")
BORDERS = (1, 2, 3)
LOWEST, HIGHEST = 0.5, 4.5
# Measured as 0.17 on reports the model has seen, and rounded up for those it has not.
SPREAD = 0.2
# The scale in small steps: none is on a border, and each band has the same number.
_POINTS = np.round(np.arange(0.51, 4.5, 0.02), 2)


def grade_number(grade: GradeCode) -> int:
    """1 for inadequate to 4 for outstanding; "adequate" counts as requires improvement."""
    return GRADES.index("requires improvement" if grade == "adequate" else grade) + 1


def grade_at(position: float) -> GradeCode:
    """The grade for a position; a border belongs to the grade below."""
    return GRADES[int(np.searchsorted((1.5, 2.5, 3.5), position))]


def sigmoid(values: Array) -> Array:
    """Log odds as probabilities."""
    clipped: Array = np.clip(values, -30, 30)
    return 1 / (1 + np.exp(-clipped))


@dataclass(frozen=True)
class Scale:
    """Converts log odds at the borders to a position and its range.

    ``softness`` spreads sections across their band rather than in the middle of it; ``cuts`` are
    where the soft sum crosses a border. ``spread`` is how far a position moves if only half of a
    section's sentences are read. ``steepness`` is how fast the grade beyond a border is ruled out.
    """

    softness: float
    cuts: tuple[float, float, float]
    spread: float = SPREAD
    steepness: float = 10.0

    def positions(self, odds: Array) -> Array:
        """Positions for rows of log odds, with a column for each border."""
        soft = sigmoid(odds / self.softness).sum(axis=1)
        found: Array = np.interp(soft, (0.0, *self.cuts, 3.0), (LOWEST, 1.5, 2.5, 3.5, HIGHEST))
        return found

    def ranges(self, odds: Array) -> Array:
        """The lower and upper ends of the 80 % range of each row.

        Each grade is weighted by its probability at that position, and within its band by closeness
        to the position. So a range crosses a border only if the grade beyond cannot be ruled out,
        and always does so if the position is close to the border.
        """
        middle = self.positions(odds)
        weights = self._chances(middle)
        near = np.exp(-0.5 * ((_POINTS[None, :] - middle[:, None]) / self.spread) ** 2) + 1e-12
        near = near.reshape(len(odds), 4, -1)
        mass = near / near.sum(axis=2, keepdims=True) * weights[:, :, None]
        grown = mass.reshape(len(odds), -1).cumsum(axis=1)
        low = _POINTS[(grown < 0.1).sum(axis=1)]
        high = _POINTS[np.minimum((grown < 0.9).sum(axis=1), len(_POINTS) - 1)]
        ends: Array = np.stack([np.minimum(low, middle), np.maximum(high, middle)], axis=1)
        return ends

    def _chances(self, positions: Array) -> Array:
        """How likely each grade is at a position, with a column for each grade."""
        above = sigmoid((positions[:, None] - np.array([1.5, 2.5, 3.5])) * self.steepness)
        ends = np.hstack([np.ones((len(above), 1)), above, np.zeros((len(above), 1))])
        chances: Array = ends[:, :-1] - ends[:, 1:]
        return chances


def fit_scale(odds: Array, grades: NDArray[np.int64], *, softness: float, touches: float) -> Scale:
    """The scale that puts as many sections above each border as were graded above it.

    Ranges are set so that a share ``touches`` of them includes the printed grade. ``odds`` must
    come from models that have not seen the sections.
    """
    soft: Array = np.sort(sigmoid(odds / softness).sum(axis=1))
    cuts = []
    for border in BORDERS:
        below = int((grades <= border).sum())
        low, high = soft[max(below - 1, 0)], soft[min(below, len(soft) - 1)]
        cuts.append(float(np.clip((low + high) / 2, 0.01 * border, 2.9 + 0.01 * border)))
    first, second, third = cuts
    second = max(second, first + 0.01)
    cut = (first, second, max(third, second + 0.01))
    tried = [Scale(softness, cut, steepness=float(s)) for s in np.geomspace(2, 200, 60)]
    return min(tried, key=lambda s: abs(touching(s.ranges(odds), grades) - touches))


def touching(ranges: Array, grades: NDArray[np.int64]) -> float:
    """The share of ranges that include part of the printed grade's band."""
    return float(((ranges[:, 0] <= grades + 0.5) & (ranges[:, 1] >= grades - 0.5)).mean())


def kappa(grades: Sequence[int], predicted: Sequence[int]) -> float:
    """Agreement beyond chance (Cohen's kappa with quadratic weights)."""
    table = np.zeros((4, 4))
    np.add.at(table, (np.asarray(grades) - 1, np.asarray(predicted) - 1), 1)
    rows, columns = np.indices(table.shape)
    cost = (rows - columns) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1)
    expected = float((cost * chance).sum())
    return 1 - float((cost * table).sum()) / expected if expected else float("nan")


def area_under_curve(grades: NDArray[np.int64], positions: Array, border: int) -> float:
    """How often a section graded above a border is placed higher than one graded below it.

    Only the two grades beside the border count; ``nan`` if one of them is missing.
    """
    low, high = positions[grades == border], positions[grades == border + 1]
    if not len(low) or not len(high):
        return float("nan")
    above = (high[:, None] > low[None, :]).sum() + 0.5 * (high[:, None] == low[None, :]).sum()
    return float(above / (len(low) * len(high)))
