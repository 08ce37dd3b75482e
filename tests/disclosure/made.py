"""Tables for tests, and an attacker who shares no code with what is tested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]

from cusp.disclosure import Table

Grid = Sequence[Sequence[int]]
BIG = 100_000


def table(text: str) -> Table:
    """A table drawn as words: names first, then counts."""
    head, *lines = (line.split() for line in text.strip().splitlines())
    counts = tuple(tuple(None if word == "c" else int(word) for word in line[1:]) for line in lines)
    return Table(tuple(line[0] for line in lines), tuple(head[1:]), counts, head[0])


def drawn(made: Table) -> str:
    """A table as words, for comparison."""
    lines = [" ".join((made.corner, *made.columns))]
    for name, counts in zip(made.rows, made.counts, strict=True):
        lines.append(" ".join((name, *("c" if n is None else str(n) for n in counts))))
    return "\n".join(lines)


def with_totals(grid: Grid) -> Table:
    """A table with both totals around these counts."""
    lines = [[*row, sum(row)] for row in grid]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    names = [f"r{at}" for at in range(len(grid))]
    columns = [f"k{at}" for at in range(len(grid[0]))]
    return Table((*names, "all"), (*columns, "all"), tuple(map(tuple, lines)), "x")


def attack(grid: Grid, papers: Sequence[Table]) -> dict[tuple[int, int], tuple[int, int]]:
    """The range of each inner cell that no paper shows, from all papers about this grid.

    The attacker knows that both totals add up, and which hidden numbers are zero. A highest value
    of ``BIG`` means no limit.
    """
    true = with_totals(grid)
    height, width = len(true.rows), len(true.columns)
    places = list(true.places())
    shown = {
        (true.rows.index(paper.rows[r]), true.columns.index(paper.columns[c])): paper.counts[r][c]
        for paper in papers
        for r, c in paper.places()
        if paper.counts[r][c] is not None
    }
    named = {
        (true.rows.index(paper.rows[r]), true.columns.index(paper.columns[c]))
        for paper in papers
        for r, c in paper.places()
    }
    least = {(r, c): int((r, c) in named and true.counts[r][c] != 0) for r, c in places}
    lowest = [shown.get(place, least[place]) for place in places]
    highest = [shown.get(place, BIG) for place in places]
    sums = [[(r, c) for c in range(width)] for r in range(height)]
    sums += [[(r, c) for r in range(height)] for c in range(width)]
    matrix = np.array(
        [[(p in line) * (-1 if p == line[-1] else 1) for p in places] for line in sums]
    )
    found = {}
    for at, (r, c) in enumerate(places):
        if (r, c) not in shown and r < height - 1 and c < width - 1:
            ends = [_end(at, sign, matrix, Bounds(lowest, highest)) for sign in (1, -1)]
            found[r, c] = (ends[0], ends[1])
    return found


def _end(at: int, sign: int, matrix: np.ndarray[Any, Any], bounds: Bounds) -> int:
    aim = np.zeros(matrix.shape[1])
    aim[at] = sign
    adds_up = LinearConstraint(matrix, 0, 0)
    done = milp(aim, constraints=adds_up, bounds=bounds, integrality=np.ones(len(aim)))
    assert done.x is not None, done.message
    end: int = round(done.x[at])
    return end
