"""A plan that was kept in Excel or Word: which column is what, and its actions.

``propose`` suggests what each column is, a person corrects that, and ``actions_in`` reads the rows.
What was worked out from the layout, such as a lead in a joined cell, is listed in ``read_as``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import msgspec

from cusp.outside.sheets import Cell, Sheet
from cusp.outside.workbooks import column_letters, column_number
from cusp.plans.workbook.changes import Asked
from cusp.plans.workbook.dates import quoted
from cusp.plans.workbook.fields import FIELDS, OF_OTHER_PLANS, Columns, columns_of, normal
from cusp.plans.workbook.reading import headings, value_of
from cusp.plans.workbook.table import Value

CHOICES = (*(f for f in FIELDS if f.kind not in ("to read", "to fill")), *OF_OTHER_PLANS)
_KINDS = {field.name: field.kind for field in CHOICES}
_HEADINGS_WITHIN = 40
_EXAMPLES = 3
# Columns in which a row that only carries on the row above has nothing of its own.
_OF_ONE_ACTION = ("id", "lead", "start", "due", "done", "delivery", "priority")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.):]?|[A-Z][.):])\s+(?=\S)")
_CONTINUED = re.compile(r"^\(?(?:continued|cont(?:'d|\.)?)\)?[:.]?$", re.I)


class Proposed(msgspec.Struct, frozen=True):
    """A column: its letter, its heading, the field it seems to be, and some of its cells."""

    column: str
    heading: str
    field: str | None
    examples: tuple[str, ...]


class Proposal(msgspec.Struct, frozen=True):
    """What a sheet's columns seem to be. ``heading_row`` is 0 if no headings were recognised."""

    sheet: str
    heading_row: int
    columns: tuple[Proposed, ...]


class Choice(msgspec.Struct, frozen=True):
    """What a person decided about a sheet: the field of each column that is to be read."""

    sheet: str
    heading_row: int
    fields: dict[str, str]


class FoundAction(msgspec.Struct, frozen=True):
    """An action as the file has it. ``values`` leaves out what is blank or asked about."""

    id: str
    row: int
    priority: str
    values: dict[str, Value]


class Existing(msgspec.Struct, frozen=True):
    """The content of an existing plan. ``read_as`` says how unusual rows and cells were read."""

    priorities: tuple[str, ...]
    actions: tuple[FoundAction, ...]
    asked: tuple[Asked, ...]
    read_as: tuple[Asked, ...]


def propose(sheet: Sheet) -> Proposal:
    """What each column of a sheet seems to be, by its heading."""
    best, row = Columns({}, {}), 0
    for number, cells in islice(sheet.rows, _HEADINGS_WITHIN):
        columns = columns_of(headings(cells), CHOICES)
        if len(columns.of) > max(1, len(best.of)):
            best, row = columns, number
    names = {column: name for name, column in best.of.items()}
    used = sorted({column for number, cells in sheet.rows if number >= row for column in cells})
    heads = next((headings(cells) for number, cells in sheet.rows if number == row), {})
    return Proposal(sheet.name, row, tuple(
        Proposed(
            column_letters(column), heads.get(column, ""), names.get(column),
            tuple(islice(_examples(sheet, row, column), _EXAMPLES)),
        )
        for column in used
    ))  # fmt: skip


def _examples(sheet: Sheet, heading_row: int, column: int) -> Iterator[str]:
    for number, cells in sheet.rows:
        own = sum(cell.kind != "joined" for cell in cells.values())
        cell = cells.get(column)
        if number > heading_row and own > 1 and cell and cell.text.strip():
            yield " ".join(cell.text.split())[:80]


def actions_in(sheets: Sequence[Sheet], choices: Sequence[Choice]) -> Existing:
    """The actions on the chosen sheets."""
    by_name = {sheet.name: sheet for sheet in sheets}
    reader = _Reader()
    for choice in choices:
        if choice.sheet in by_name:
            reader.read(by_name[choice.sheet], choice)
    return reader.existing()


class _Reader:
    def __init__(self) -> None:
        self.actions: list[FoundAction] = []
        self.priorities: dict[str, None] = {}
        self.asked: list[Asked] = []
        self.read_as: list[Asked] = []

    def existing(self) -> Existing:
        """What was read."""
        counted = Counter(action.id for action in self.actions if action.id)
        asked = [
            Asked(action.id, f"The id {action.id} is given to {counted[action.id]} actions.",
                  action.row, field="id")
            for action in self.actions
            if counted[action.id] > 1
        ]  # fmt: skip
        self.asked += asked
        return Existing(
            tuple(self.priorities), tuple(self.actions), tuple(self.asked), tuple(self.read_as)
        )

    def read(self, sheet: Sheet, choice: Choice) -> None:
        """Read the rows of a sheet."""
        self.columns = {field: column_number(c) for c, field in choice.fields.items()}
        self.rows = dict(sheet.rows)
        self.priority, self.above = "", False
        heads = headings(self.rows.get(choice.heading_row, {}))
        self.stretch = {(top, left): right for top, left, _, right in sheet.joined if right > left}
        for number, cells in sheet.rows:
            own = {c: cell for c, cell in cells.items() if cell.kind != "joined"}
            if number <= choice.heading_row or not own:
                continue
            if heads and _normals(headings(own)) == _normals(heads):
                continue  # the headings again, on the next page
            self._take(number, cells, own)

    def _take(self, number: int, cells: dict[int, Cell], own: dict[int, Cell]) -> None:
        title = self._title(number, own)
        if title:
            self.priority, self.above = title, False
            self.priorities.setdefault(title)
        elif self.above and self._continues(own):
            self._continue(number, own)
        elif any(column in cells for column in self.columns.values()):
            self._add(number, cells)

    def _title(self, number: int, own: dict[int, Cell]) -> str:
        """The priority that a row names if it is a heading within the table."""
        if len(own) != 1:
            return ""
        ((column, cell),) = own.items()
        reach = self.stretch.get((number, column), column) - column + 1
        title = _NUMBER.sub("", " ".join(cell.text.split()), count=1)
        if reach * 2 >= len(self.columns) and reach > 1:
            return title
        if column == self.columns.get("id") and " " in title:
            why = f"Row {number} has only {quoted(title)}, so it was read as a priority."
            self.read_as.append(Asked("", why, number, column_letters(column), "priority"))
            return title
        return ""

    def _continues(self, own: dict[int, Cell]) -> bool:
        single = [self.columns[name] for name in _OF_ONE_ACTION if name in self.columns]
        return "id" in self.columns and not any(column in own for column in single)

    def _continue(self, number: int, own: dict[int, Cell]) -> None:
        """Join a row that only carries on the row above."""
        last = self.actions.pop()
        values = dict(last.values)
        for name, column in self.columns.items():
            text = own[column].text.strip() if column in own else ""
            if text and not _CONTINUED.match(text):
                before = values.get(name, Value())
                values[name] = Value(f"{before.text}\n{text}".strip())
        self.actions.append(msgspec.structs.replace(last, values=values))
        why = f"Row {number} has no id, lead or dates, so it was joined with the action above."
        self.read_as.append(Asked(last.id, why, number))

    def _add(self, number: int, cells: dict[int, Cell]) -> None:
        values = {}
        id_cell = cells.get(self.columns.get("id", 0))
        name = " ".join(id_cell.text.split()) if id_cell and id_cell.kind != "joined" else ""
        for field, column in self.columns.items():
            if field != "id" and column in cells:
                value = self._value(name, number, field, column, cells[column])
                if value.text:
                    values[field] = value
        priority = self._priority(name, number, values)
        if "action" in self.columns and "action" not in values:
            self._ask(name, number, "action", "This row has no action.")
        self.actions.append(FoundAction(name, number, priority, values))
        self.above = True

    def _value(self, name: str, number: int, field: str, column: int, cell: Cell) -> Value:
        if cell.kind == "joined" and cell.of:
            top, left = cell.of
            start = self.rows.get(top, {}).get(left)
            if top == number or left != column or start is None:
                return Value()  # it belongs to the column on its left, or is blank
            value = value_of(field, start)
            why = f"Row {number} shares the joined cell {column_letters(left)}{top}: {value.text}"
            self.read_as.append(Asked(name, why, number, column_letters(column), field))
        else:
            value = value_of(field, cell)
        if value.problem:
            self._ask(name, number, field, value.problem)
            return Value()
        if value.note:
            self.read_as.append(Asked(name, value.note, number, column_letters(column), field))
        if _KINDS.get(field) == "date":
            return value
        return Value(value.text.strip())

    def _priority(self, name: str, number: int, values: dict[str, Value]) -> str:
        """The row's own priority, or the one in the heading above it."""
        own = values.pop("priority", None)
        if own:
            title = " ".join(own.text.split())
            self.priorities.setdefault(title)
            return title
        if "priority" in self.columns and not self.priority:
            self._ask(name, number, "priority", "This row has no priority.")
        return self.priority

    def _ask(self, name: str, number: int, field: str, why: str) -> None:
        column = column_letters(self.columns[field])
        self.asked.append(Asked(name, why, number, column, field))


def _normals(heads: dict[int, str]) -> dict[int, str]:
    return {column: normal(heading) for column, heading in heads.items()}
