"""The tables of a Word document, as the same typed cells as a workbook's sheets.

Word documents join cells in ways that readers repeat or lose, so the grid is worked out here. Call
this in a separate process (see :mod:`cusp.outside.process`).
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cusp.outside.sheets import LARGEST_MB, MOST_COLUMNS, Cell, Joined, Sheet
from cusp.outside.workbooks import CannotOpen

_LARGEST_UNPACKED_MB = 60
_MOST_PARTS = 5_000
_MOST_CELLS = 200_000
_AS_NEW = "save it as a Word document (.docx) and try again"
_DAMAGED = f"is damaged and cannot be opened: {_AS_NEW}"


def is_word(data: bytes) -> bool:
    """Whether a file is to be opened as a Word document, by its content."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            return "word/document.xml" in parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def word_tables(data: bytes) -> list[Sheet]:
    """Every table of a Word document, named "Table 1" and so on. Raises :class:`CannotOpen`.

    Tracked changes are read as if they were accepted. Macros are not read.
    """
    import docx
    from docx.opc.exceptions import OpcError

    _check(data)
    try:
        body = docx.Document(BytesIO(data)).element.body
    except (KeyError, ValueError, OSError, SyntaxError, OpcError, zipfile.BadZipFile):
        raise CannotOpen(_DAMAGED) from None
    tables = [each for each in body.iter(_w("tbl")) if _inside(each, "tbl") is None]
    sheets, cells = [], 0
    for number, table in enumerate(tables, 1):
        sheets.append(_Grid(table).sheet(f"Table {number}"))
        cells += sum(len(row) for _, row in sheets[-1].rows)
        if cells > _MOST_CELLS:
            raise CannotOpen("has far more cells in its tables than a plan: check the file")
    return sheets


def _check(data: bytes) -> None:
    if len(data) > LARGEST_MB * 2**20:
        raise CannotOpen(f"is over {LARGEST_MB} MB, far larger than a plan: check the file")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotOpen(f"is in an old Word format (.doc) or has a password: {_AS_NEW}")
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            infos = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise CannotOpen(f"is not a Word document: {_AS_NEW}") from None
    if "word/document.xml" not in {part.filename for part in infos}:
        raise CannotOpen(f"is not a Word document: {_AS_NEW}")
    unpacked = sum(part.file_size for part in infos) / 2**20
    if unpacked > _LARGEST_UNPACKED_MB or len(infos) > _MOST_PARTS:
        raise CannotOpen(
            f"is {unpacked:,.0f} MB in {len(infos):,} parts when unpacked, far larger than a plan: "
            "copy its table into a new document and try again"
        )


class _Grid:
    """A table's cells on its grid. A row or cell may be inside a content control."""

    def __init__(self, table: Any) -> None:
        self.table = table
        self.cells: dict[int, dict[int, Cell]] = {}
        self.spans: dict[tuple[int, int], list[int]] = {}  # last row and column, by first cell
        self.open: dict[int, tuple[int, int]] = {}  # by column, the cell that goes on below

    def sheet(self, name: str) -> Sheet:
        """The table as a sheet."""
        for number, row in enumerate(_own(self.table, "tr"), 1):
            self._take_row(number, row)
        joined: list[Joined] = [
            (top, left, bottom, right)
            for (top, left), (bottom, right) in self.spans.items()
            if (top, left) != (bottom, right)
        ]
        rows = [(number, cells) for number, cells in self.cells.items() if cells]
        return Sheet(name, rows, joined)

    def _take_row(self, number: int, row: Any) -> None:
        if row.find(f"{_w('trPr')}/{_w('del')}") is not None:  # a tracked deletion
            return
        self.cells[number] = {}
        column = 1 + _number(row.find(f"{_w('trPr')}/{_w('gridBefore')}"), 0)
        below = {}
        for cell in _own(row, "tc"):
            span = max(1, _number(cell.find(f"{_w('tcPr')}/{_w('gridSpan')}"), 1))
            if column + span > MOST_COLUMNS:
                raise CannotOpen(f"has a table of more than {MOST_COLUMNS} columns: check the file")
            merge = cell.find(f"{_w('tcPr')}/{_w('vMerge')}")
            goes_on = merge is not None and merge.get(_w("val"), "continue") == "continue"
            start = self.open.get(column) if goes_on else None
            self._take_cell(number, column, span, start, _text(cell))
            if merge is not None:
                below[column] = start or (number, column)
            column += span
        self.open = below

    def _take_cell(
        self, row: int, column: int, span: int, start: tuple[int, int] | None, text: str
    ) -> None:
        if start is None:
            self.spans[row, column] = [row, column + span - 1]
            if text:
                self.cells[row][column] = Cell("text", text)
        else:
            self.spans[start][0] = row
            self.cells[row][column] = Cell("joined", text, of=start)
        for further in range(column + 1, column + span):
            self.cells[row][further] = Cell("joined", of=start or (row, column))


def _text(cell: Any) -> str:
    """The words of a cell, line by line, with those that were inserted and without those deleted.

    A table inside the cell is read line by line too.
    """
    lines = ["".join(_pieces(paragraph)).strip() for paragraph in cell.iter(_w("p"))]
    return "\n".join(lines).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    for each in paragraph.iter(_w("t"), _w("br"), _w("cr"), _w("tab"), _w("noBreakHyphen")):
        if _inside(each, "p") is not paragraph or _inside(each, "moveFrom") is not None:
            continue  # a text box inside this paragraph, or words that were moved elsewhere
        if each.tag == _w("t"):
            yield each.text or ""
        elif each.tag == _w("noBreakHyphen"):
            yield "-"
        elif each.tag == _w("tab"):
            yield " " if _inside(each, "tabs") is None else ""
        else:
            yield "\n"


def _own(parent: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, without those of a table inside."""
    owner = {"tr": "tbl", "tc": "tr"}[name]
    return (each for each in parent.iter(_w(name)) if _inside(each, owner) is parent)


def _inside(element: Any, name: str) -> Any:
    """The nearest element with this name around another."""
    return next(element.iterancestors(_w(name)), None)


def _number(element: Any, otherwise: int) -> int:
    value = "" if element is None else element.get(_w("val"), "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else otherwise


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
