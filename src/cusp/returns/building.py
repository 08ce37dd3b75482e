"""Turns the rows below the headings of a list into a typed table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from cusp.outside.large_sheets import LargeSheet
from cusp.outside.workbooks import column_letters
from cusp.returns.forms import Column, ListForm
from cusp.returns.headings import Found
from cusp.returns.record import Problem, Table
from cusp.returns.values import CUT, Bad, is_blank, long_id, reader

if TYPE_CHECKING:
    import pyarrow

Values = dict[str, list[Any]]
_NO_VALUE = Bad(
    "The cell has a formula, and its result is not stored in the file",
    "Open the workbook in Excel, let it calculate, save it and try again.",
)
_NOT_APPLICABLE = "#N/A"


class Builder:
    """Builds the table of one list, and collects the problems of its cells."""

    def __init__(self, sheet: LargeSheet, found: Found, form: ListForm, *, from_1904: bool) -> None:
        self.form, self.found, self.from_1904 = form, found, from_1904
        self.first_row = sheet.first_row + found.row + 1
        self.first_column = sheet.first_column
        self.headings = {
            name: (self.letter(place), " ".join(str(sheet.rows[found.row][place]).split()))
            for name, place in found.columns.items()
        }
        self.problems: list[Problem] = []
        self.unread: dict[int, list[str]] = defaultdict(list)
        self.special = self._special(sheet)
        rows = sheet.rows[found.row + 1 :]
        level = len({len(row) for row in rows}) < 2
        self.cells: list[Sequence[Any]] = (
            list(zip(*rows, strict=True)) if level else list(zip_longest(*rows, fillvalue=""))
        )
        self.kept = self._kept(len(rows))
        self.ids: list[str | None] = []
        self.values: Values = {}

    def letter(self, place: int) -> str:
        """The letters of a column, by its place in the rows."""
        return column_letters(self.first_column + place)

    def problem(self, bad: Bad, *, row: int | None, name: str) -> None:
        """Add what is wrong with a cell; ``row`` is its place among the rows kept."""
        letter, heading = self.headings[name]
        self.problems.append(
            Problem(
                list=self.form.label, column=letter, heading=heading,
                row=None if row is None else self.number(row),
                child_id=None if row is None else self.ids[row],
                severity=bad.severity, what=bad.what, mend=bad.mend,
            )
        )  # fmt: skip

    def number(self, row: int) -> int:
        """A row's number in Excel."""
        return self.first_row + self.kept[row]

    def table(self) -> Table:
        """The table, with its problems in :attr:`problems`."""
        import pyarrow

        count = len(self.kept)
        self.ids = [None] * count
        columns: dict[str, pyarrow.Array] = {
            "row": pyarrow.array([self.number(row) for row in range(count)], pyarrow.int32())
        }
        for column in self.form.columns:  # the id comes first
            there = column.name in self.found.columns
            values = self._read(column) if there else [None] * count
            self.values[column.name] = values
            columns[column.name] = pyarrow.array(values, arrow_type(column))
        unread = [self.unread.get(row) for row in range(count)] if self.unread else [None] * count
        columns["unread"] = pyarrow.array(unread, pyarrow.list_(pyarrow.string()))
        return Table(self.form.name, pyarrow.table(columns), self.headings)

    def _read(self, column: Column) -> list[Any]:
        place = self.found.columns[column.name]
        cells = self._cells(place)
        if bool in set(map(type, cells)):  # True and 1 are the same key
            cells = [str(cell) if isinstance(cell, bool) else cell for cell in cells]
        read = reader(column.type, column.codes, from_1904=self.from_1904)
        known = {cell: read(cell) for cell in set(cells)}
        values = list(map(known.__getitem__, cells))
        bad = {cell for cell, value in known.items() if isinstance(value, Bad)}
        wrong = {r: values[r] for r, cell in enumerate(cells) if cell in bad} if bad else {}
        wrong |= self._special_cells(place, column, values)
        for row, why in wrong.items():
            values[row] = why.value
        if column.name == self.form.id_column:
            self.ids = values
        for row, why in sorted(wrong.items()):
            self.problem(why, row=row, name=column.name)
            if why.value is None or why.value.endswith(CUT):
                self.unread[row].append(column.name)
        return values

    def _cells(self, place: int) -> list[Any]:
        if place >= len(self.cells):
            return [""] * len(self.kept)
        cells = self.cells[place]
        return list(cells) if len(cells) == len(self.kept) else [cells[i] for i in self.kept]

    def _special_cells(self, place: int, column: Column, values: list[Any]) -> dict[int, Bad]:
        """The cells of a column that the reader gives wrongly. Blanks are set at once."""
        found = {}
        if special := self.special.get(place):
            places = {index: row for row, index in enumerate(self.kept)}
            for index, cell in special.items():
                if (row := places.get(index)) is None:
                    continue
                if isinstance(cell, Bad):
                    found[row] = cell
                elif cell == _NOT_APPLICABLE:
                    values[row] = None
                elif column.type == "id":
                    found[row] = long_id(cell)
        return found

    def _special(self, sheet: LargeSheet) -> dict[int, dict[int, Bad | str]]:
        """Cells that need care, by their place in the row and their row below the headings."""
        found: dict[int, dict[int, Bad | str]] = defaultdict(dict)
        care = sheet.care
        cells: dict[tuple[int, int], Bad | str] = dict(care.digits)
        cells |= dict.fromkeys(care.no_value, _NO_VALUE)
        for place, shown in care.errors.items():
            cells[place] = shown if shown == _NOT_APPLICABLE else _error(shown)
        for (row, column), cell in cells.items():
            if row >= self.first_row:
                found[column - self.first_column][row - self.first_row] = cell
        return dict(found)

    def _kept(self, count: int) -> list[int]:
        """The rows that are about somebody: all but blank ones and those with an empty form."""
        place = self.found.columns.get(self.form.id_column)
        if place is None or place >= len(self.cells):
            return list(range(count))
        without = {
            cell for cell in set(self.cells[place]) if is_blank(cell)
        }  # fmt: skip
        if not without:
            return list(range(count))
        special = self.special.get(place, {})
        return [
            index
            for index, cell in enumerate(self.cells[place])
            if cell not in without or index in special or self._says_something(index)
        ]

    def _says_something(self, index: int) -> bool:
        """Whether a row without an id must not be left out. Notes its absence if it may be."""
        anything = False
        for name, place in self.found.columns.items():
            if is_blank(self.cells[place][index]) and index not in self.special.get(place, {}):
                continue
            if not self.form.column(name).shared:
                return True
            anything = True
        if anything:
            letter, heading = self.headings[self.form.id_column]
            self.problems.append(
                Problem(
                    list=self.form.label, row=self.first_row + index, column=letter,
                    heading=heading, severity="warning",
                    what="The row has no id and nothing of this list, so it was left out",
                    mend="Enter the id, or delete the row.",
                )
            )  # fmt: skip
        return False


def _error(shown: str) -> Bad:
    return Bad(
        f"The cell shows the error {shown or 'of a formula'}",
        "Correct the formula or enter the value itself.",
    )


def arrow_type(column: Column) -> Any:
    """The type of a column in a table."""
    import pyarrow

    return {
        "date": pyarrow.date32(), "count": pyarrow.int32(), "age": pyarrow.float64(),
    }.get(column.type, pyarrow.string())  # fmt: skip
