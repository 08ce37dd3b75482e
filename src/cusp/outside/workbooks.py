"""Open a workbook after checking that its contents will fit in memory.

Workbook readers allocate every cell between the first and the last. A single cell in the far corner
of a sheet makes them request hundreds of gigabytes, and the system kills the process. So the sizes
that the file declares and the position of every cell are checked first. Call this in a separate
process, because a file may declare false sizes.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
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
    """A workbook was not opened; the message follows its file name."""


def first_sheet(data: bytes) -> list[list[Any]]:
    """The values in the first sheet, row by row. Raises :class:`CannotOpen`."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_size(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return [list(row) for row in book.get_sheet_by_index(0).to_python()]
    except (CalamineError, ValueError, IndexError, OSError):
        raise CannotOpen(f"is not a workbook that can be opened: {_AGAIN}") from None


@contextmanager
def opened(data: bytes, *, megabytes: int = LARGEST_UNPACKED_MB) -> Iterator[zipfile.ZipFile]:
    """The parts of a workbook. Raises :class:`CannotOpen` if it is damaged or too large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            _check_parts(parts.infolist(), megabytes)
            yield parts
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, RuntimeError,
            NotImplementedError, OSError):  # fmt: skip
        raise CannotOpen(f"is not a workbook that can be opened: {_AGAIN}") from None


def check_size(data: bytes, *, megabytes: int = LARGEST_UNPACKED_MB) -> dict[str, Marks]:
    """Raise :class:`CannotOpen` if the data is not a workbook or is too large.

    Returns what was seen in each part on the way.
    """
    marks = {}
    with opened(data, megabytes=megabytes) as parts:
        for part in parts.infolist():
            if part.filename.lower().endswith(".xml"):
                marks[part.filename] = Marks()
                with parts.open(part) as file:
                    marks[part.filename].read(file)
    return marks


def _check_parts(parts: list[zipfile.ZipInfo], megabytes: int) -> None:
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise CannotOpen(f"is not a workbook that can be opened: {_AGAIN}")
    unpacked = sum(part.file_size for part in parts) / 2**20
    if len(parts) > MOST_PARTS or unpacked > megabytes:
        raise CannotOpen(
            f"is {unpacked:,.0f} MB in {len(parts):,} parts when unpacked, far larger than a "
            "table: copy the table into a new workbook and try again"
        )


class Marks:
    """The range of cells with content in one sheet, and which of them need care.

    Readers of workbooks give a blank for an error and for a formula without a stored value.
    ``formulas`` says of each formula whether it has a stored value. ``spread`` are the ranges that
    one formula fills, and ``joined`` those of joined cells, as "A1:B2".
    """

    def __init__(self) -> None:
        self.row = self.column = 0
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.formulas: dict[tuple[int, int], bool] = {}
        self.errors: set[tuple[int, int]] = set()
        self.spread: list[str] = []
        self.joined: list[str] = []

    def read(self, file: Any) -> None:
        """Check one part of the workbook, which may or may not be a sheet."""
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
                self.row, self.column = int(address[2]), column_number(address[1])
            if values.get("t") == "e":
                self.errors.add((self.row, self.column))
        elif kind in ("v", "f", "is", "t") and self.column:
            self._take(self.row, self.column)
            self._mark(kind, values)
        elif kind == "mergeCell":
            self.joined.append(values.get("ref", ""))

    def _mark(self, kind: str, values: dict[str, str]) -> None:
        place = self.row, self.column
        if kind == "f":
            self.formulas[place] = False
            if values.get("ref") and values.get("t") != "shared":
                self.spread.append(values["ref"])
        elif kind == "v" and place in self.formulas:
            self.formulas[place] = True

    def _take(self, row: int, column: int) -> None:
        """Add a cell with content. Raises :class:`CannotOpen` if it is too far from the others."""
        rows, columns = [*self.rows, row], [*self.columns, column]
        self.rows, self.columns = [min(rows), max(rows)], [min(columns), max(columns)]
        size = (self.rows[1] - self.rows[0] + 1) * (self.columns[1] - self.columns[0] + 1)
        if size > MOST_CELLS:
            raise CannotOpen(
                f"has a cell in row {row:,}, column {column_letters(column)}, far from the others: "
                "delete everything outside the table, save the workbook and try again"
            )


def column_number(letters: str) -> int:
    """The number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_range(address: str) -> tuple[int, int, int, int] | None:
    """The first row and column and the last row and column of a range such as "A1:B2"."""
    first, _, last = address.replace("$", "").partition(":")
    ends = []
    for corner in (first, last or first):
        letters = corner.rstrip("0123456789")
        digits = corner[len(letters) :]
        if not (letters.isascii() and letters.isalpha() and letters.isupper()):
            return None
        if len(letters) > 3 or not 0 < len(digits) < 8:
            return None
        ends += [int(digits), column_number(letters)]
    top, left, bottom, right = ends
    return top, left, bottom, right
