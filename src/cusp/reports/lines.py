"""Join pieces of text that share a baseline into lines, left to right.

Coordinates are points from the top left of the page as it is read.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cusp.reports.placing import Box


class Run(NamedTuple):
    """A piece of a line in one font. ``baseline`` is measured from the top of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the ink."""
        return (self.x0, self.top, self.x1, self.bottom)


class Line(NamedTuple):
    """Runs that share a baseline, left to right. Footnote marks are in ``marks``."""

    page: int
    runs: tuple[Run, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    marks: tuple[Run, ...] = ()

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the ink."""
        return (self.x0, self.top, self.x1, self.bottom)


def lines_of(runs: list[Run], page: int) -> list[Line]:
    """Runs grouped by baseline, top to bottom, with raised marks in the line they belong to."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.x0)):
        if groups and run.baseline - groups[-1][-1].baseline <= _ON_ONE_LINE * run.size:
            groups[-1].append(run)
        elif groups and _hangs_on(groups[-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [line_of(group, page) for group in groups]


# Baselines within a line differ by less than this, even in mixed fonts (share of the size).
_ON_ONE_LINE = 0.25
# A raised mark is at most this far above its line (share of the line's size).
_RAISED = 0.8


def _hangs_on(group: list[Run], run: Run) -> bool:
    """Whether ``group`` is all raised marks for the line that ``run`` begins."""
    return run.baseline - group[0].baseline <= _RAISED * run.size and all(
        r.size < _MARK_SIZE * run.size and r.text.strip(" ,").isdigit() for r in group
    )


# A footnote mark is smaller than this share of its line's size.
_MARK_SIZE = 0.8


def line_of(group: list[Run], page: int) -> Line:
    """A line made from its runs: text joined, footnote marks kept separate."""
    if len(group) == 1:
        (run,) = group
        text = folded(run.text)
        return Line(page, (run,), text, *run[1:5], run.baseline, run.size, run.bold)
    runs = sorted(group, key=_by_x)
    main = max(runs, key=_weight)
    marks = tuple(run for run in runs if _is_mark(run, main))
    if marks:
        runs = [run for run in runs if run not in marks]
    bold = sum(len(r.text) for r in runs if r.bold) * 2 > sum(len(r.text) for r in runs)
    _, lefts, tops, rights, bottoms, *_ = zip(*runs, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    text = joined(runs)
    if marks:  # a mark before a comma leaves a gap that is not in the text
        text = _BEFORE_POINT.sub(r"\1", text)
    return Line(page, tuple(runs), text, *box, main.baseline, main.size, bold, marks)


_BEFORE_POINT = re.compile(r"\s+([,.;:)])")
_by_x = operator.attrgetter("x0")


def _weight(run: Run) -> float:
    return len(run.text) * run.size


def _is_mark(run: Run, main: Run) -> bool:
    """A footnote mark: digits, smaller than the line and above its baseline."""
    return (
        run.size < main.size * _MARK_SIZE
        and run.baseline < main.baseline - 1.0
        and run.text.strip(" ,").isdigit()
    )


def folded(text: str) -> str:
    """``text`` with each stretch of white space as one space, and none at either end."""
    return " ".join(text.split())


def joined(runs: Sequence[Run]) -> str:
    """The text of runs on one line, with a space where there is a gap."""
    parts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is not None and run.x0 - before.x1 > 0.3 * run.size:
            parts.append(" ")
        parts.append(run.text)
        before = run
    return folded("".join(parts))


def around(boxes: Sequence[tuple[float, ...]]) -> tuple[float, float, float, float]:
    """The smallest box that holds all of ``boxes``, to a tenth of a point."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    edges = (min(lefts), min(tops), max(rights), max(bottoms))
    left, top, right, bottom = (round(edge, 1) for edge in edges)
    return (left, top, right, bottom)


# A drawn bullet is at most this far before its line, and this large (shares of the line's size).
_BEFORE, _LARGEST = 3.5, 0.8
# Its middle is this far above the baseline.
_LOWEST, _HIGHEST = -0.05, 0.8


def with_bullets(lines: Sequence[Line], shapes: Iterable[Box]) -> list[Line]:
    """The lines, with a bullet character added to each that has a bullet drawn before it."""
    changed = list(lines)
    for shape in sorted(shapes, reverse=True):  # the one nearest to the line comes first
        for i, line in enumerate(changed):
            if _is_bullet_of(shape, line):
                drawn = Run("\u2022", *shape, line.baseline, line.size, line.bold)
                changed[i] = line_of([drawn, *line.runs, *line.marks], line.page)
                break
    return changed


def _is_bullet_of(shape: Box, line: Line) -> bool:
    left, top, right, bottom = shape
    size = line.size
    apart = line.x0 - right
    above = line.baseline - (top + bottom) / 2
    return (
        -0.1 * size < apart < _BEFORE * size
        and _LOWEST * size < above < _HIGHEST * size
        and max(right - left, bottom - top) < _LARGEST * size
        and line.runs[0].text[:1] != "\u2022"
    )
