"""Small files that use up the memory or time of any program that opens them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from cusp.specimens.paper import HEIGHT, WIDTH

# The columns in a file of published figures.
_FIGURES = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
_STROKE = b"0 0 m 595 842 0 842 595 0 c S "
_SHEET = "xl/worksheets/sheet1.xml"
_DICTIONARY = (
    "Measure_code", "Topic", "Measure", "Chart_title", "Measure_short", "Polarity", "y_axis_name",
    "Last Update", "Data Owner (DO) /Supplier and Contact Details", "Year_Type", "No_Quartile",
)  # fmt: skip


def write_pdf(path: Path, pages: Sequence[tuple[float, float, bytes]], *more: bytes) -> None:
    """A PDF with the given pages: width, height and what is drawn on each.

    ``more`` are other objects, numbered from 3, that a page may use as its XObjects ``X3``, ``X4``
    and so on.
    """
    first = 3 + len(more)
    used = b" ".join(b"/X%d %d 0 R" % (n, n) for n in range(3, first))
    kids = b" ".join(b"%d 0 R" % (first + 2 * n) for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *more,
    ]
    for number, (width, height, drawn) in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /XObject << %s >> >> >>" % (width, height, first + 2 * number + 1, used)
        )
        packed = zlib.compress(drawn, 9)
        objects.append(
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
        )
    _write_objects(path, objects)


def _write_objects(path: Path, objects: Sequence[bytes]) -> None:
    whole = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    whole += b"".join(b"%010d 00000 n \n" % place for place in places)
    whole += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    path.write_bytes(bytes(whole + b"startxref\n%d\n%%%%EOF\n" % start))


def write_huge_page(path: Path) -> None:
    """A page measuring 100 by 100 inches."""
    write_pdf(path, [(7200, 7200, b"0 0 7200 7200 re f")])


def write_strokes(path: Path, *, strokes: int = 30_000) -> None:
    """A page of broad curved strokes, drawn on top of each other."""
    write_pdf(path, [(WIDTH, HEIGHT, b"100 w 1 j " + _STROKE * strokes)])


def write_nested_forms(path: Path, *, depth: int = 24) -> None:
    """A page that shows a form twice, each of which shows another form twice, and so on."""
    forms = []
    for n in range(3, 3 + depth):
        last = n == 2 + depth
        drawn = b"0 0 100 100 re f" if last else b"/X%d Do /X%d Do" % (n + 1, n + 1)
        below = b"" if last else b"/XObject << /X%d %d 0 R >>" % (n + 1, n + 1)
        forms.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << %s >> "
            b"/Length %d >>\nstream\n%s\nendstream" % (below, len(drawn), drawn)
        )
    write_pdf(path, [(WIDTH, HEIGHT, b"/X3 Do")], *forms)


def write_nested_objects(path: Path, *, depth: int = 200_000) -> None:
    """A page whose description holds arrays within arrays."""
    write_pdf(path, [(WIDTH, HEIGHT, b"[" * depth + b"]" * depth)], b"[" * depth + b"]" * depth)


def write_many_rows(path: Path, *, rows: int = 5_000_000) -> None:
    """Published figures with a huge number of identical rows."""
    _write_figures(path, "x", rows)


def write_long_values(path: Path, *, rows: int = 3_000) -> None:
    """Published figures with few rows, each with a million letters that are stored only once."""
    _write_figures(path, "x" * 2**20, rows)


def _write_figures(path: Path, value: str, rows: int) -> None:
    at_once = min(rows, 500_000)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * at_once, pa.int32()), [value])
    table = pa.table(dict.fromkeys(_FIGURES, column))
    # Without the schema, a reader treats the columns as text and unpacks every value.
    with pq.ParquetWriter(path, table.schema, store_schema=False, compression="zstd") as file:
        for _ in range(rows // at_once):
            file.write_table(table)


def write_far_cell(path: Path) -> None:
    """A workbook with three cells, one of them in the last possible place."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "LA num")
        sheet.write(0, 1, "SN1")
        sheet.write(1_048_575, 16_383, "far")


def write_swollen_workbook(path: Path, *, megabytes: int = 60) -> None:
    """A workbook whose sheet is almost entirely blank."""
    write_far_cell(path)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        for name, held in parts.items():
            if name != _SHEET:
                book.writestr(name, held)
        with book.open(_SHEET, "w") as sheet:
            sheet.write(b"<worksheet>")
            for _ in range(megabytes):
                sheet.write(b" " * 2**20)
            sheet.write(b"</worksheet>")


def write_dictionary(path: Path) -> None:
    """A data dictionary with one measure, so that the figures beside it are opened."""
    heads = ",".join(f'"{head}"' for head in _DICTIONARY)
    cells = "1,Adoption,x,x,x,High,%,,DfE,Financial Year,"
    path.write_text(f"{heads}\n{cells}\n", "utf-8")


PAGES: dict[str, Callable[[Path], None]] = {
    "huge-page": write_huge_page,
    "strokes": write_strokes,
    "nested-forms": write_nested_forms,
    "nested-objects": write_nested_objects,
}
FIGURES: dict[str, Callable[[Path], None]] = {
    "many-rows": write_many_rows,
    "long-values": write_long_values,
}
WORKBOOKS: dict[str, Callable[[Path], None]] = {
    "far-cell": write_far_cell,
    "swollen": write_swollen_workbook,
}
