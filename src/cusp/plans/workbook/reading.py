"""From the sheets of a workbook to a table of actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from cusp.outside.sheets import Cell, Sheet
from cusp.outside.workbooks import column_letters
from cusp.plans.workbook.dates import date_in, formula, quoted
from cusp.plans.workbook.fields import BY_NAME, Columns, columns_of, normal
from cusp.plans.workbook.table import CannotCompare, Table, TableRow, Value
from cusp.plans.workbook.writing import ACTIONS, RATINGS, REFERENCE, rating_words

# Headings stand below a title and some notes, but not further down than this.
_HEADINGS_WITHIN = 40


def table_in(sheets: Sequence[Sheet]) -> Table:
    """The table of actions in a workbook. Raises :class:`CannotCompare`."""
    sheet, number, columns = _the_one(sheets)
    _refuse_doubled(sheet, columns)
    rows = [row for row in sheet.rows if row[0] > number]
    found = tuple(row for each in rows if (row := _row(each, columns)))
    titles = {row.value("priority").text.strip(): None for row in found}
    return Table(
        rows=found,
        columns={name: column_letters(column) for name, column in columns.of.items()},
        others={normal(head): column_letters(column) for column, head in columns.rest.items()},
        sheet=sheet.name,
        priorities=tuple(title for title in titles if title),
        ratings=_ratings(sheets),
        reference=_reference(sheet),
    )


def headings(cells: Mapping[int, Cell]) -> dict[int, str]:
    """The text in a row, by column."""
    return {column: cell.text for column, cell in cells.items() if cell.kind == "text"}


def _the_one(sheets: Sequence[Sheet]) -> tuple[Sheet, int, Columns]:
    found = []
    for sheet in sheets:
        for number, cells in islice(sheet.rows, _HEADINGS_WITHIN):
            columns = columns_of(headings(cells))
            if "id" in columns.of and len(columns.of) > 1:
                found.append((sheet, number, columns))
                break
    if not found:
        raise CannotCompare(
            "has no table of actions: it needs a row of headings with Id and, for example, Action, "
            "Lead, Start and Due"
        )
    named = [each for each in found if each[0].name == ACTIONS]
    if len(named or found) > 1:
        names = " and ".join(quoted(each[0].name) for each in found[:2])
        raise CannotCompare(f"has a table of actions on the sheets {names}: keep only one of them")
    return (named or found)[0]


def _refuse_doubled(sheet: Sheet, columns: Columns) -> None:
    for field, first, second in columns.doubled:
        places = f"{column_letters(first)} and {column_letters(second)}"
        raise CannotCompare(
            f"has two columns with the heading {field.heading} on the sheet {quoted(sheet.name)} "
            f"({places}): keep only one of them"
        )


def _row(row: tuple[int, dict[int, Cell]], columns: Columns) -> TableRow | None:
    """A row with its values, or ``None`` if it says nothing about an action."""
    number, cells = row
    values = {}
    for name, column in columns.of.items():
        if name != "id" and column in cells:
            values[name] = value_of(name, cells[column])
    written = any(not value.problem or value.text for value in values.values())
    for column, heading in columns.rest.items():
        if column in cells and cells[column].kind not in ("formula", "error", "joined"):
            cell = cells[column]
            values[normal(heading)] = Value(cell.text, cell.day)
    name, problem = _id(cells.get(columns.of["id"]))
    if not (name or problem or written) or (not written and _is_joined(cells, columns)):
        return None
    return TableRow(name, number, values, problem)


def _is_joined(cells: Mapping[int, Cell], columns: Columns) -> bool:
    cell = cells.get(columns.of["id"])
    return cell is not None and cell.kind == "joined"


def _id(cell: Cell | None) -> tuple[str, str]:
    """An id as text, and why it cannot be used."""
    if cell is None or cell.kind == "joined":
        return "", "The id is part of a joined cell." if cell else ""
    shown = " ".join(cell.text.split())
    if cell.kind in ("text", "number"):
        return shown, ""
    if cell.kind == "date":
        return "", f"The id has been turned into a date, {shown}. Enter the id as text."
    if cell.kind == "formula":
        return "", f"The id is a formula. {formula(shown)}"
    return "", "The id cannot be read. Enter it as text."


def value_of(field: str, cell: Cell) -> Value:
    """What a cell says under the heading of a field."""
    if cell.kind == "joined":
        return _joined(cell)
    if field in BY_NAME and BY_NAME[field].kind == "date":
        return date_in(cell)
    if cell.kind == "formula":
        return Value(cell.text, problem=formula(cell.text))
    if cell.kind == "error":
        return Value("error", problem="The cell shows an error. Enter the value.")
    return Value(cell.text)


def _joined(cell: Cell) -> Value:
    top, left = cell.of or (0, 0)
    place = f"{column_letters(left)}{top}"
    problem = f"The cell is joined with {place}. Split the joined cells and fill in each one."
    return Value("", problem=problem)


def _ratings(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The ratings on the sheet that Cusp adds to its own workbooks."""
    sheet = next((each for each in sheets if each.name == RATINGS), None)
    if sheet is None:
        return {}
    pairs = [
        (cells[1].text.strip(), cells[2].text.strip())
        for _, cells in sheet.rows
        if cells.get(1) and cells.get(2)
    ]
    return rating_words(pairs[1:])


def _reference(sheet: Sheet) -> str:
    """The reference that the notes above the headings give."""
    for _, cells in islice(sheet.rows, 10):
        first = cells.get(1)
        if first and first.text.startswith(REFERENCE):
            return first.text.removeprefix(REFERENCE).strip()
    return ""
