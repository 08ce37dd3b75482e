"""The table of judgements, row by row.

A row's label stands at the left and may wrap; its grade stands in a column at the right, may wrap
too, and is often centred, so that its words stand above and below the label's line. Labels and
grades are therefore read apart and then paired by their height on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from cusp.reports.grades import GRADE_WORDS, begins_grade, ends_grade, grade_of, not_graded
from cusp.reports.pages import Line, Run, around, joined
from cusp.reports.record import AreaCode, Cite, Judgement, Problem

# How alike a label must be to the one it is taken for, of 100.
_ALIKE = 94
_MISPRINTS = 2
# How the problem of a row without a grade begins.
NO_GRADE = "no grade found"
_NO_LETTERS = re.compile(r"[\W\d_]+")
_BEFORE_LABEL = "0123456789.,:;)( \t-–—•"
# A grade belongs to a label whose middle is no further off than this (points).
_NEAR = 22.0


@dataclass
class Cell:
    """Words in one column that belong together, and where they stand."""

    page: int
    runs: list[Run] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    last: float = 0.0

    def add(self, line: Line, runs: Sequence[Run]) -> None:
        """Takes in what one line holds of this cell."""
        self.runs += runs
        self.texts.append(joined(runs))
        self.lines.append(line)
        self.last = line.baseline

    @property
    def text(self) -> str:
        """The cell's words on one line."""
        return " ".join(self.texts)

    @property
    def middle(self) -> float:
        """Height of its middle on the page, in points from the top."""
        return (min(r.top for r in self.runs) + max(r.bottom for r in self.runs)) / 2

    @property
    def cite(self) -> Cite:
        """Its place."""
        return Cite(self.page, around([r.box for r in self.runs]))


_Row = tuple[AreaCode, Cell, Cell | None]


@dataclass(frozen=True)
class Table:
    """What was read of a table: its judgements, what failed, and the lines it takes up."""

    judgements: tuple[Judgement, ...]
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]


def split_columns(line: Line, width: float) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """A line's runs left and right of the gap before a grade in the page's right part."""
    if not line.text.rstrip(" .:").lower().endswith(GRADE_WORDS):
        return line.runs, ()
    for i, run in enumerate(line.runs):
        apart = i == 0 or run.x0 - line.runs[i - 1].x1 > line.size
        if run.x0 > 0.44 * width and apart:
            return line.runs[:i], line.runs[i:]
        # Some writers fill the gap with spaces, so that the column seems to begin further left.
        rest = joined(line.runs[i:])
        if i and line.x1 > 0.5 * width and (grade_of(rest) or not_graded(rest)):
            return line.runs[:i], line.runs[i:]
        if i and run.x0 > 0.5 * width and ends_grade(rest):  # a narrow gap before a wrapped grade
            return line.runs[:i], line.runs[i:]
    return line.runs, ()


def read_table(lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]) -> Table:
    """The judgements among ``lines``, whose rows have labels that begin as in ``areas``.

    ``areas`` holds the normalised label (letters and digits only) of each row of the framework.
    Rows that have no readable grade are named in the problems.
    """
    seen: dict[AreaCode, _Row] = {}
    for row in _rows(lines, width, areas):
        seen.setdefault(row[0], row)  # the same words further down head a section of the body
    rows = list(seen.values())
    judgements: list[Judgement] = []
    problems: list[Problem] = []
    for area, label, grade in rows:
        code = grade_of(grade.text) if grade else None
        if grade is None:
            problems.append(Problem(f"judgements.{area}", f"{NO_GRADE} beside “{label.text}”"))
        elif code is None:
            why = f"no grade was given: the report prints “{grade.text}”"
            problems.append(Problem(f"judgements.{area}", why))
        else:
            judgements.append(Judgement(area, code, grade.text, grade.cite, label.text))
    return Table(tuple(judgements), tuple(problems), _lines_of(rows))


@dataclass(frozen=True)
class GradedHeading:
    """A heading of the body printed as a table's row: its lines, and the grade beside it."""

    lines: tuple[Line, ...]
    grade: tuple[Run, ...]


def graded_headings(
    lines: Sequence[Line], width: float, labels: Sequence[tuple[str, AreaCode]]
) -> list[GradedHeading]:
    """Headings of sections, named in ``labels``, that have their grade in a column beside them."""
    return [
        GradedHeading(_lines_of([row]), tuple(row[2].runs))
        for row in _rows(lines, width, labels)
        if row[2] is not None
    ]


def _rows(lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]) -> list[_Row]:
    """Each label of ``areas`` among the lines, with the grade nearest to it."""
    labels, grades = _columns(lines, width, areas)
    free = list(grades)
    rows: list[_Row] = []
    for label in labels:
        area = _area(label.text, areas)
        if area is None:
            continue
        grade = _nearest(label, free)
        if grade is not None:
            free.remove(grade)
        rows.append((area, label, grade))
    return rows


def _lines_of(rows: Sequence[_Row]) -> tuple[Line, ...]:
    """The lines that rows take up, from top to bottom."""
    cells = [cell for _, *both in rows for cell in both if cell is not None]
    own = {id(line): line for cell in cells for line in cell.lines}
    return tuple(sorted(own.values(), key=lambda ln: (ln.page, ln.baseline)))


def _nearest(label: Cell, grades: Sequence[Cell]) -> Cell | None:
    near = [g for g in grades if g.page == label.page and abs(g.middle - label.middle) < _NEAR]
    return min(near, key=lambda g: abs(g.middle - label.middle), default=None)


def _columns(
    lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]
) -> tuple[list[Cell], list[Cell]]:
    """Cells of labels and cells of grades."""
    labels: list[Cell] = []
    grades: list[Cell] = []
    for line in lines:
        left, right = split_columns(line, width)
        right_text, left_text = joined(right), joined(left) if right else line.text
        grade_goes_on = bool(grades) and _goes_on_as_grade(grades[-1], right_text, line)
        is_grade = bool(right) and (
            grade_goes_on or begins_grade(right_text) or not_graded(right_text)
        )
        if right and not is_grade:
            continue
        takes = _takes(labels, left_text, line, areas) if left else is_grade
        if left and not takes:
            continue
        if is_grade:
            if not grade_goes_on:
                grades.append(Cell(line.page))
            grades[-1].add(line, right)
        if left:
            if takes == "new":
                labels.append(Cell(line.page))
            labels[-1].add(line, left)
    return labels, [g for g in grades if grade_of(g.text) or not_graded(g.text)]


def _goes_on_as_grade(cell: Cell, text: str, line: Line) -> bool:
    near = line.page == cell.page and line.baseline - cell.last < 2.2 * line.size
    return bool(text) and near and begins_grade(f"{cell.text} {text}")


def _takes(
    labels: list[Cell], text: str, line: Line, areas: Sequence[tuple[str, AreaCode]]
) -> str | None:
    """Whether text at the left goes on with the last label (``on``) or begins one (``new``)."""
    if (
        labels
        and line.page == labels[-1].page
        and line.baseline - labels[-1].last < 2.2 * line.size
    ):
        together = normal(f"{labels[-1].text} {text}")
        if any(_begins(name, together) for name, _ in areas):
            return "on"
    initial = text.lstrip(_BEFORE_LABEL)[:1].lower()
    if all(name[0] != initial for name, _ in areas):
        return None
    begun = normal(text)
    if len(begun) >= 9 and any(_begins(name, begun) for name, _ in areas):
        return "new"
    return None


def _area(label: str, areas: Sequence[tuple[str, AreaCode]]) -> AreaCode | None:
    plain = normal(label)
    near = [one for one in areas if abs(len(one[0]) - len(plain)) <= _MISPRINTS]
    closest = max(near, key=lambda one: fuzz.ratio(one[0], plain), default=None)
    return closest[1] if closest and fuzz.ratio(closest[0], plain) >= _ALIKE else None


def _begins(name: str, text: str) -> bool:
    """Whether a row's label begins with ``text``, a misprinted letter or two allowed."""
    if name.startswith(text):
        return True
    if len(text) < 20 or len(text) > len(name) + _MISPRINTS or text[0] != name[0]:
        return False
    return fuzz.ratio(name[: len(text)], text) >= _ALIKE


def normal(text: str) -> str:
    """Letters only, lower case: labels are compared without spaces, numbers and marks."""
    return _NO_LETTERS.sub("", text.lower())
