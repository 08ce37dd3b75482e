"""Keep the overall place with the places of the parts that it is made from.

An overall judgement is made from the judgements on its parts, so it cannot be far from all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cusp.findings.place.ordinal import HIGHEST, LOWEST, Array

# How far the overall place may be from the nearest part.
# Chosen by cross-validation: see docs/place.md.
REACH = 0.05


def held_together(areas: Sequence[str], positions: Array, ranges: Array) -> tuple[Array, Array]:
    """The positions and ranges of a report's parts, with the overall place moved if need be.

    It is moved to within :data:`REACH` of the interval between the lowest and the highest part.
    Its range then includes both the range where its words put it and the range after the move, so
    that it is wider if the words and the parts disagree.
    """
    parts = [at for at, area in enumerate(areas) if area not in ("overall", "lscb")]
    if "overall" not in areas or not parts:
        return positions, ranges
    overall = list(areas).index("overall")
    lowest, highest = positions[parts].min() - REACH, positions[parts].max() + REACH
    move = float(np.clip(positions[overall], lowest, highest) - positions[overall])
    positions, ranges = positions.copy(), ranges.copy()
    positions[overall] += move
    ranges[overall] += (min(move, 0), max(move, 0))
    ranges[overall] = np.clip(ranges[overall], LOWEST, HIGHEST)
    return positions, ranges
