"""The sheets of a large workbook as plain rows, with the cells that need care.

A reader of workbooks gives a blank for an error and for a formula without a stored value, and
rounds numbers of more than 15 digits. So the XML of each sheet is searched for these first.
:mod:`cusp.outside.sheets` looks at every cell, which would take minutes for 400,000 rows. Call
this in a separate process (see :mod:`cusp.outside.process`).
"""

from __future__ import annotations

import operator
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from cusp.outside.sheets import parts_of_sheets, why_not_a_workbook
from cusp.outside.workbooks import CannotOpen, cell_range, column_number, opened

LARGEST_MB, LARGEST_UNPACKED_MB = 200, 1_000
MOST_COLUMNS = 256
# Returns become 10 to 20 times as large when unpacked.
_SWOLLEN, _SWOLLEN_MB = 100, 50
# More blank rows than this between rows with content are a cell that somebody left far below.
_LARGEST_GAP = 20_000
_AS_NEW = "save it as an Excel workbook (.xlsx) and try again"
_DAMAGED = f"is damaged and cannot be opened: {_AS_NEW}"
_ATTRIBUTE = re.compile(rb'\b(r|t)="([^"]*)"')
_FORMULA = re.compile(
    rb"<c([^>]*)>\s*<f([^>]*?)(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v[^>]*>([^<]*)</v>)?"
)
_ERROR = re.compile(
    rb'<c([^>]*\bt="e"[^>]*)>\s*(?:<f[^>]*?(?:/>|>[^<]*</f>)\s*)?(?:<v[^>]*>([^<]*)</v>)?'
)
_ANY_LONG = re.compile(rb"<v>\d{16}")
_LONG = re.compile(rb"<c([^>]*)>\s*<v>(\d{16,})(?:\.0*)?</v>")
_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"')
_CONTENT = re.compile(rb"<c\b[^>]*[^>/]>\s*<[vif]")
_ANY_FAR_RIGHT = re.compile(rb' r="(?:[B-Z][A-Z]|[A-Z]{3})')
_FAR_RIGHT = re.compile(rb'<c[^>]*?\br="((?:[B-Z][A-Z]|[A-Z]{3})\d+)"[^>/]*>\s*<[vif]')
_REFERENCE = re.compile(rb'\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_PREFIX = re.compile(rb"<([A-Za-z]\w*):sheetData\b")

Place = tuple[int, int]


@dataclass
class Care:
    """Cells of a sheet that a reader would give wrongly, by row and column from 1.

    ``no_value`` are formulas without a stored value; ``errors`` are what error cells show, such as
    "#REF!"; ``digits`` are whole numbers of more than 15 digits, as they are stored.
    """

    no_value: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    digits: dict[Place, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LargeSheet:
    """A visible sheet. The first of ``rows`` is row ``first_row``, counted from 1."""

    name: str
    first_row: int
    first_column: int
    rows: list[list[Any]]
    care: Care


@dataclass(frozen=True)
class Book:
    """What is known of a workbook before its sheets are read. ``hidden`` are names of sheets."""

    names: list[str]
    hidden: list[str]
    from_1904: bool


def sheets_of(data: bytes) -> tuple[Book, Iterator[LargeSheet]]:
    """The workbook and its visible sheets, read one by one. Raises :class:`CannotOpen`.

    Rows above the first with content are not in ``rows``. Macros are not read.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    if why := why_not_a_workbook(data, LARGEST_MB, "a return"):
        raise CannotOpen(why)
    _check_swollen(data)
    parts = parts_of_sheets(data, megabytes=LARGEST_UNPACKED_MB)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
    except (CalamineError, ValueError, OSError):
        raise CannotOpen(_DAMAGED) from None
    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    names = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
    hidden = [each.name for each in sheets if each.name not in names]
    return Book(names, hidden, _from_1904(data)), _sheets(data, book, names, parts)


def _check_swollen(data: bytes) -> None:
    """Raise :class:`CannotOpen` for a file that was made to fill all memory when unpacked."""
    with opened(data, megabytes=LARGEST_UNPACKED_MB) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > _SWOLLEN_MB * 2**20 and unpacked > _SWOLLEN * len(data):
        raise CannotOpen(
            f"becomes {unpacked / len(data):,.0f} times as large when unpacked, which no return "
            f"does: {_AS_NEW}"
        )


def _sheets(
    data: bytes, book: Any, names: list[str], parts: dict[str, str]
) -> Iterator[LargeSheet]:
    """The sheets in turn. While one is being used, the next is read in another thread."""
    from python_calamine import CalamineError

    ahead: tuple[Future[Any], Care] | None = None
    with opened(data, megabytes=LARGEST_UNPACKED_MB) as files, ThreadPoolExecutor(1) as reader:
        try:
            for name in names:
                care = care_of(files.read(parts[name]))  # before the sheet is read
                page = reader.submit(book.get_sheet_by_name, name)
                if ahead:
                    yield _sheet(*ahead)
                ahead = page, care
            if ahead:
                yield _sheet(*ahead)
        except (CalamineError, KeyError, IndexError):
            raise CannotOpen(_DAMAGED) from None


def _sheet(page: Future[Any], care: Care) -> LargeSheet:
    sheet = page.result()
    row, column = sheet.start or (0, 0)
    return LargeSheet(sheet.name, row + 1, column + 1, sheet.to_python(), care)


def care_of(xml: bytes) -> Care:
    """The cells of a sheet that need care. Raises :class:`CannotOpen` if a cell is far away."""
    if b"\0" in xml[:64]:  # UTF-16
        raise CannotOpen(f"is written in a way that Cusp does not read: {_AS_NEW}")
    xml = _plain(xml)
    _check_extent(xml)
    care = Care()
    if b"<f" in xml:
        _take_formulas(xml, care)
    if b't="e"' in xml:
        for cell in _ERROR.finditer(xml):
            if place := _place(cell[1]):
                care.errors[place] = (cell[2] or b"").decode("utf-8", "replace").strip()
                care.no_value.discard(place)
    if _ANY_LONG.search(xml):
        for cell in _LONG.finditer(xml):
            if place := _place(cell[1]):
                care.digits[place] = cell[2].decode()
    return care


def _plain(xml: bytes) -> bytes:
    """The cells of a sheet, written as Excel writes them."""
    if prefix := _PREFIX.search(xml[: 2**20]):
        xml = xml.replace(b"<%s:" % prefix[1], b"<").replace(b"</%s:" % prefix[1], b"</")
    end = xml.rfind(b"</sheetData>")
    xml = xml[: end if end >= 0 else len(xml)]
    return xml.replace(b"'", b'"') if b"='" in xml[: 2**20] else xml


def _take_formulas(xml: bytes, care: Care) -> None:
    found = 0
    for cell in _FORMULA.finditer(xml):
        found += 1
        place, kind = _place(cell[1]), dict(_ATTRIBUTE.findall(cell[1])).get(b"t")
        # Excel stores an empty text as <v></v> in a cell of type "str".
        if cell[3] or (cell[3] is not None and kind == b"str"):
            continue
        if place is None:
            raise CannotOpen(f"has formulas in cells without an address: {_AS_NEW}")
        care.no_value.add(place)
        spread = _REFERENCE.search(cell[2])
        if spread and b'"shared"' not in cell[2]:
            care.no_value |= _within(spread[1].decode())
    if found != sum(xml.count(start) for start in (b"<f>", b"<f ", b"<f/")):
        raise CannotOpen(f"has formulas that Cusp cannot follow: {_AS_NEW}")


def _within(address: str) -> set[Place]:
    """The cells that one formula fills."""
    if not (ends := cell_range(address)):
        return set()
    top, left, bottom, right = ends
    if (bottom - top + 1) * (right - left + 1) > 5_000_000:
        raise CannotOpen("has a formula that fills a whole sheet: replace it with its values")
    return {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}


def _place(attributes: bytes) -> Place | None:
    address = dict(_ATTRIBUTE.findall(attributes)).get(b"r", b"").decode()
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not (letters.isascii() and letters.isalpha() and digits and len(letters) < 4):
        return None
    return int(digits), column_number(letters.upper())


def _check_extent(xml: bytes) -> None:
    """Raise :class:`CannotOpen` if a cell with content is far from the others."""
    for cell in _FAR_RIGHT.finditer(xml) if _ANY_FAR_RIGHT.search(xml) else ():
        letters = cell[1].rstrip(b"0123456789").decode()
        if column_number(letters) > MOST_COLUMNS:
            raise CannotOpen(_far(f"column {letters}"))
    numbers = [0, *map(int, _ROW.findall(xml))]
    if max(map(operator.sub, numbers[1:], numbers), default=0) <= _LARGEST_GAP:
        return
    last = 0
    for row in _ROW.finditer(xml):
        number = int(row[1])
        if number - last > _LARGEST_GAP and _CONTENT.search(xml, row.end()):
            raise CannotOpen(_far(f"row {number:,}"))
        last = number


def _far(where: str) -> str:
    return (
        f"has a cell in {where}, far from the others: delete everything outside the table, save "
        "the workbook and try again"
    )


def _from_1904(data: bytes) -> bool:
    """Whether days are counted from 1904, as old versions of Excel for Mac did."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        head = parts.read("xl/workbook.xml")
    return bool(re.search(rb"""date1904\s*=\s*["'](?:1|true)["']""", head))
