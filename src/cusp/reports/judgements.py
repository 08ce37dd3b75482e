"""Read the table of judgements, row by row.

A row's label is on the left and may wrap. Its grade is in a column on the right, may wrap too, and
is often centred, so its words can be above and below the label's line. So labels and grades are
read separately, then paired by their height on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from cusp.reports.grades import GRADE_WORDS, begins_grade, ends_grade, grade_of, not_graded
from cusp.reports.pages import Line, Run, around, joined
from cusp.reports.record import AreaCode, Cite, Judgement, Problem

# How similar a label must be to a known one, out of 100.
_ALIKE = 94
_MISPRINTS = 2
# How the problem for a row without a grade begins.
NO_GRADE = "no grade found"
_NO_LETTERS = re.compile(r"[\W\d_]+")
_BEFORE_LABEL = "0123456789.,:;)( \t-–—•"
# A grade belongs to a label if their middles are less than this far apart (points).
_NEAR = 22.0


@dataclass
class Cell:
    """Words in one column that belong together, and their place."""

    page: int
    runs: list[Run] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    last: float = 0.0

    def add(self, line: Line, runs: Sequence[Run]) -> None:
        """Add the part of a line that belongs to this cell."""
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
        """Its middle, in points from the top of the page."""
        return (min(r.top for r in self.runs) + max(r.bottom for r in self.runs)) / 2

    @property
    def cite(self) -> Cite:
        """Its place."""
        return Cite(self.page, around([r.box for r in self.runs]))


_Row = tuple[AreaCode, Cell, Cell | None]


@dataclass(frozen=True)
class Table:
    """What was read from a table: judgements, problems, and the lines it occupies."""

    judgements: tuple[Judgement, ...]
    problems: tuple[Problem, ...]
    lines: tuple[Line, ...]


def split_columns(line: Line, width: float) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """A line's runs to the left and right of the gap before a grade in the right-hand column."""
    if not line.text.rstrip(" .:").lower().endswith(GRADE_WORDS):
        return line.runs, ()
    for i, run in enumerate(line.runs):
        apart = i == 0 or run.x0 - line.runs[i - 1].x1 > line.size
        if run.x0 > 0.44 * width and apart:
            return line.runs[:i], line.runs[i:]
        # In some reports spaces fill the gap, so the column seems to begin further left.
        remainder = joined(line.runs[i:])
        if i and line.x1 > 0.5 * width and (grade_of(remainder) or not_graded(remainder)):
            return line.runs[:i], line.runs[i:]
        if (
            i and run.x0 > 0.5 * width and ends_grade(remainder)
        ):  # a narrow gap before a wrapped grade
            return line.runs[:i], line.runs[i:]
    return line.runs, ()


def read_table(lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]) -> Table:
    """The judgements in ``lines``, for rows with the labels in ``areas``.

    ``areas`` holds the normalised label (letters only) of each row in the framework's table. Rows
    without a readable grade are listed in the problems.
    """
    seen: dict[AreaCode, _Row] = {}
    for row in _rows(lines, width, areas):
        seen.setdefault(row[0], row)  # further down, the same words are a section heading
    rows = list(seen.values())
    judgements: list[Judgement] = []
    problems: list[Problem] = []
    for area, label, grade in rows:
        code = grade_of(grade.text) if grade else None
        if grade is None:
            problems.append(Problem(f"judgements.{area}", f"{NO_GRADE} beside “{label.text}”"))
        elif code is None:
            why = f"no grade was given: the report says “{grade.text}”"
            problems.append(Problem(f"judgements.{area}", why))
        else:
            judgements.append(Judgement(area, code, grade.text, grade.cite, label.text))
    return Table(tuple(judgements), tuple(problems), _lines_of(rows))


@dataclass(frozen=True)
class GradedHeading:
    """A section heading printed as a row of a table: its lines, and the grade beside it."""

    lines: tuple[Line, ...]
    grade: tuple[Run, ...]


def graded_headings(
    lines: Sequence[Line], width: float, labels: Sequence[tuple[str, AreaCode]]
) -> list[GradedHeading]:
    """Section headings in ``labels`` with their grade in a column beside them."""
    return [
        GradedHeading(_lines_of([row]), tuple(row[2].runs))
        for row in _rows(lines, width, labels)
        if row[2] is not None
    ]


def _rows(lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]) -> list[_Row]:
    """Each label in ``areas`` that is in the lines, with the nearest grade."""
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
    """The lines that rows occupy, from top to bottom."""
    cells = [cell for _, *label_and_grade in rows for cell in label_and_grade if cell is not None]
    own = {id(line): line for cell in cells for line in cell.lines}
    return tuple(sorted(own.values(), key=lambda ln: (ln.page, ln.baseline)))


def _nearest(label: Cell, grades: Sequence[Cell]) -> Cell | None:
    near = [g for g in grades if g.page == label.page and abs(g.middle - label.middle) < _NEAR]
    return min(near, key=lambda g: abs(g.middle - label.middle), default=None)


def _columns(
    lines: Sequence[Line], width: float, areas: Sequence[tuple[str, AreaCode]]
) -> tuple[list[Cell], list[Cell]]:
    """The cells that hold labels, and those that hold grades."""
    labels: list[Cell] = []
    grades: list[Cell] = []
    for line in lines:
        left, right = split_columns(line, width)
        right_text, left_text = joined(right), joined(left) if right else line.text
        grade_continues = bool(grades) and _continues_grade(grades[-1], right_text, line)
        is_grade = bool(right) and (
            grade_continues or begins_grade(right_text) or not_graded(right_text)
        )
        if right and not is_grade:
            continue
        takes = _takes(labels, left_text, line, areas) if left else is_grade
        if left and not takes:
            continue
        if is_grade:
            if not grade_continues:
                grades.append(Cell(line.page))
            grades[-1].add(line, right)
        if left:
            if takes == "new":
                labels.append(Cell(line.page))
            labels[-1].add(line, left)
    return labels, [g for g in grades if grade_of(g.text) or not_graded(g.text)]


def _continues_grade(cell: Cell, text: str, line: Line) -> bool:
    near = line.page == cell.page and line.baseline - cell.last < 2.2 * line.size
    return bool(text) and near and begins_grade(f"{cell.text} {text}")


def _takes(
    labels: list[Cell], text: str, line: Line, areas: Sequence[tuple[str, AreaCode]]
) -> str | None:
    """Whether text on the left continues the last label (``on``) or begins one (``new``)."""
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
    near = [row for row in areas if abs(len(row[0]) - len(plain)) <= _MISPRINTS]
    closest = max(near, key=lambda row: fuzz.ratio(row[0], plain), default=None)
    return closest[1] if closest and fuzz.ratio(closest[0], plain) >= _ALIKE else None


def _begins(name: str, text: str) -> bool:
    """Whether a row's label begins with ``text``, allowing for a misprinted letter or two."""
    if name.startswith(text):
        return True
    if len(text) < 20 or len(text) > len(name) + _MISPRINTS or text[0] != name[0]:
        return False
    return fuzz.ratio(name[: len(text)], text) >= _ALIKE


def normal(text: str) -> str:
    """The text in lower-case letters only, to compare labels without spaces or punctuation."""
    return _NO_LETTERS.sub("", text.lower())
