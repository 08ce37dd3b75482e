"""Opens a workbook, once it is known that what it holds fits into the memory.

Readers of workbooks lay out every cell between the first and the last one. One cell in the far
corner of a sheet makes them ask for hundreds of gigabytes, and the system ends the process. So the
parts of the file are measured first, by what they say of themselves, and each cell is looked for.
Call this in a process of its own: what a file says of itself need not be true.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any
from xml.parsers import expat

MOST_PARTS = 500
LARGEST_UNPACKED_MB = 50
MOST_CELLS = 1_000_000
_STEP = 2**16
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_AGAIN = "save it as a new workbook (.xlsx) and try again"


class CannotOpen(ValueError):
    """A workbook is not opened; the message goes on from its name."""


def first_sheet(data: bytes) -> list[list[Any]]:
    """The rows of the first sheet, as values. Raises :class:`CannotOpen`."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_size(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return [list(row) for row in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, ValueError, IndexError, OSError):
        raise CannotOpen(f"is no workbook that opens: {_AGAIN}") from None


def check_size(data: bytes) -> None:
    """Raises :class:`CannotOpen` for what is no workbook, and for one that holds too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            _check_parts(parts.infolist())
            for part in parts.infolist():
                if part.filename.lower().endswith(".xml"):
                    with parts.open(part) as file:
                        _Cells().read(file)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError,
            NotImplementedError, OSError):  # fmt: skip
        raise CannotOpen(f"is no workbook that opens: {_AGAIN}") from None


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise CannotOpen(f"is no workbook that opens: {_AGAIN}")
    unpacked = sum(part.file_size for part in parts) / 2**20
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED_MB:
        raise CannotOpen(
            f"holds {len(parts):,} parts of {unpacked:,.0f} MB unpacked, far more than a table: "
            "copy the table into a new workbook and try again"
        )


class _Cells:
    """The cells of one sheet that hold something, and how far they reach."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.rows: list[int] = []
        self.columns: list[int] = []

    def read(self, file: Any) -> None:
        """Goes through a part of the workbook, whether it is a sheet or not."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._begin
        while piece := file.read(_STEP):
            parser.Parse(piece)
        parser.Parse(b"", True)

    def _begin(self, name: str, values: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            number = _ROW.fullmatch(values.get("r", ""))
            self.row, self.column = int(number[0]) if number else self.row + 1, 0
        elif kind == "c":
            address = _ADDRESS.fullmatch(values.get("r", ""))
            self.column += 1
            if address:
                self.row, self.column = int(address[2]), _number(address[1])
        elif kind in ("v", "f", "is", "t") and self.column:
            self._take(self.row, self.column)

    def _take(self, row: int, column: int) -> None:
        """A cell that holds something. Raises :class:`CannotOpen` where it is too far off."""
        rows, columns = [*self.rows, row], [*self.columns, column]
        self.rows, self.columns = [min(rows), max(rows)], [min(columns), max(columns)]
        size = (self.rows[1] - self.rows[0] + 1) * (self.columns[1] - self.columns[0] + 1)
        if size > MOST_CELLS:
            raise CannotOpen(
                f"has a cell in row {row:,}, column {_letters(column)}, far from the others: "
                "delete what stands outside the table, save the workbook and try again"
            )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
