"""The sheets of a workbook as typed cells: text, numbers, dates, formulas, errors, joined cells.

A reader of workbooks gives a blank for an error, for a formula without a stored value and for the
rest of a joined cell. To a person who compares two versions, each of these is something else than a
blank. Call this in a separate process (see :mod:`cusp.outside.process`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Literal
from xml.parsers import expat

import msgspec

from cusp.outside.workbooks import (
    CannotOpen,
    Marks,
    cell_range,
    check_size,
    column_letters,
    opened,
)

LARGEST_MB = 30
# 50,000 rows of twelve columns are 40 MB when unpacked.
_LARGEST_UNPACKED_MB = 150
MOST_ROWS, MOST_COLUMNS = 100_000, 200
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_AS_NEW = "save it as an Excel workbook (.xlsx) and try again"
Kind = Literal["text", "number", "date", "formula", "error", "joined", "other"]
Joined = tuple[int, int, int, int]


class Cell(msgspec.Struct, frozen=True, array_like=True):
    """A cell with content: its kind, and its value as a person sees it.

    ``text`` of a formula is its stored value, if there is one. ``day`` is the value of a date. A
    cell is "joined" if it belongs to the joined cell that begins in row and column ``of``.
    """

    kind: Kind
    text: str = ""
    day: date | None = None
    of: tuple[int, int] | None = None


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """A visible sheet. Rows and columns are numbered from 1; blank cells are left out.

    ``joined`` are ranges of joined cells: first row, first column, last row, last column.
    """

    name: str
    rows: list[tuple[int, dict[int, Cell]]]
    joined: list[Joined]


def visible_sheets(data: bytes) -> list[Sheet]:
    """Every visible sheet. Raises :class:`CannotOpen`.

    Macros are not read. Hidden sheets are left out, but hidden rows and columns are not: a filter
    hides rows.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if why := why_not_a_workbook(data, LARGEST_MB, "a plan"):
        raise CannotOpen(why)
    marks = check_size(data, megabytes=_LARGEST_UNPACKED_MB)
    parts = parts_of_sheets(data, megabytes=_LARGEST_UNPACKED_MB)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            names = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
                and sheet.visible == SheetVisibleEnum.Visible
            ]
            checked = {name: marks[parts[name]] for name in names}  # before any sheet is read
            return [_sheet(book.get_sheet_by_name(name), checked[name]) for name in names]
    except CannotOpen:
        raise
    except (CalamineError, ValueError, KeyError, IndexError, OSError):
        raise CannotOpen(f"is damaged and cannot be opened: {_AS_NEW}") from None


def why_not_a_workbook(data: bytes, megabytes: int, what: str) -> str:
    """Why a file cannot be a workbook of ``what``, by its content; empty if it can."""
    if len(data) > megabytes * 2**20:
        return f"is over {megabytes} MB, far larger than {what}: check the file"
    if not data.strip():
        return "is empty: check the file"
    if data.startswith(b"%PDF"):
        return "is a PDF, not an Excel workbook: use the workbook"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return f"is in an old Excel format (.xls) or has a password: {_AS_NEW}"
    if not data.startswith(b"PK"):
        return f"is not an Excel workbook: open it in Excel, {_AS_NEW}"
    return _other_zip(data)


def _other_zip(data: bytes) -> str:
    """What a zip file is, if it is something else than a workbook."""
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return f"is damaged and cannot be opened: {_AS_NEW}"
    if _WORKBOOK in names:
        return ""
    if "word/document.xml" in names:
        return "is a Word document, not an Excel workbook"
    if "xl/workbook.bin" in names:
        return f"is a binary workbook (.xlsb): {_AS_NEW}"
    if "content.xml" in names:
        return f"is an OpenDocument file: {_AS_NEW}"
    return f"is not an Excel workbook: open it in Excel, {_AS_NEW}"


def parts_of_sheets(data: bytes, *, megabytes: int) -> dict[str, str]:
    """The part of the file that holds each sheet, by the sheet's name."""
    with opened(data, megabytes=megabytes) as parts:
        try:
            sheets = _elements(parts.read(_WORKBOOK), "sheet")
            relations = _elements(parts.read(_RELATIONS), "Relationship")
        except KeyError:
            raise CannotOpen(f"is damaged and cannot be opened: {_AS_NEW}") from None
    targets = {each.get("Id", ""): each.get("Target", "") for each in relations}
    found = {}
    for sheet in sheets:
        target = next((targets.get(v, "") for k, v in sheet.items() if k.endswith(":id")), "")
        path = PurePosixPath("/xl") / target
        found[sheet.get("name", "")] = str(path).lstrip("/")
    return found


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of every element with this name."""
    found: list[dict[str, str]] = []

    def begin(tag: str, values: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(values)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(xml, True)
    return found


def _sheet(page: Any, marks: Marks) -> Sheet:
    joined = [place for each in marks.joined if (place := cell_range(each))]
    special = _special(marks, joined)
    first_row, first_column = page.start or (0, 0)
    rows = []
    for number, values in enumerate(page.to_python(), first_row + 1):
        cells = {
            column: cell
            for column, value in enumerate(values, first_column + 1)
            if (cell := _cell(value))
        }
        cells |= {
            column: _with(kind, of, cells.get(column))
            for column, (kind, of) in special.pop(number, {}).items()
        }
        if cells:
            rows.append((number, dict(sorted(cells.items()))))
    for number, there in special.items():
        rows.append((number, {column: _with(k, of, None) for column, (k, of) in there.items()}))
    rows.sort(key=lambda row: row[0])
    _check_extent(rows)
    return Sheet(page.name, rows, joined)


def _check_extent(rows: list[tuple[int, dict[int, Cell]]]) -> None:
    widest = max((max(cells) for _, cells in rows), default=0)
    if len(rows) > MOST_ROWS:
        raise CannotOpen(f"has {len(rows):,} rows; a plan can have up to {MOST_ROWS:,}")
    if widest > MOST_COLUMNS:
        raise CannotOpen(
            f"has something in column {column_letters(widest)}, far to the right: delete "
            "everything outside the table, save the workbook and try again"
        )


_Special = dict[int, dict[int, tuple[Kind, tuple[int, int] | None]]]


def _special(marks: Marks, joined: list[Joined]) -> _Special:
    """Cells that are not plain values, by row and column: their kind, and where they begin."""
    found: _Special = {}
    for top, left, row, column in _within(joined, marks):
        if (row, column) != (top, left):
            found.setdefault(row, {})[column] = "joined", (top, left)
    spread = [place for each in marks.spread if (place := cell_range(each))]
    for *_, row, column in _within(spread, marks):
        found.setdefault(row, {})[column] = "formula", None
    for row, column in marks.formulas:
        found.setdefault(row, {})[column] = "formula", None
    for row, column in marks.errors - set(marks.formulas):
        found.setdefault(row, {})[column] = "error", None
    return found


def _within(ranges: list[Joined], marks: Marks) -> Iterator[tuple[int, int, int, int]]:
    """Each cell of each range, as far as the sheet has content, with where its range begins."""
    last_row, last_column = max(marks.rows, default=0), max(marks.columns, default=0)
    for top, left, bottom, right in ranges:
        for row in range(top, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                yield top, left, row, column


def _with(kind: Kind, of: tuple[int, int] | None, cell: Cell | None) -> Cell:
    return Cell(kind, cell.text if cell else "", of=of)


def _cell(value: Any) -> Cell | None:
    if isinstance(value, str):
        return Cell("text", value) if value.strip() else None
    if isinstance(value, bool):
        return Cell("other", str(value).upper())
    if isinstance(value, int | float):
        return Cell("number", f"{value:.15g}")
    if isinstance(value, datetime):
        return _day(value.date())
    if isinstance(value, date):
        return _day(value)
    return Cell("other", str(value))  # a time of day, or a length of time


def _day(day: date) -> Cell:
    return Cell("date", f"{day.day} {day:%B} {day.year}", day)
