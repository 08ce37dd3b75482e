"""A workbook that would fill the memory is named before it is opened."""

import contextlib
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cusp.outside.workbooks import CannotOpen, first_sheet
from cusp.specimens import hostile


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    book = openpyxl.Workbook()
    assert book.active
    for row in (["council", "number"], ["Wexcombe", 12]):
        book.active.append(row)
    book.save(path)
    assert first_sheet(path.read_bytes()) == [["council", "number"], ["Wexcombe", 12]]


def test_a_table_that_stands_far_down_is_read(tmp_path: Path) -> None:
    path = tmp_path / "down.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(500_000, 30, "here")
        sheet.write(500_001, 31, 4)
    rows = first_sheet(path.read_bytes())
    assert ("here" in rows[-2], rows[-1][-1]) == (True, 4)


def test_far_cells_without_content_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "coloured.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "here")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert first_sheet(path.read_bytes()) == [["here"]]


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        (
            "far-cell",
            "has a cell in row 1,048,576, column XFD, far from the others: delete everything",
        ),
        ("swollen", "is 60 MB in 10 parts when unpacked, far larger than a table: copy the table"),
    ],
)
def test_a_hostile_workbook_is_refused_at_once(tmp_path: Path, kind: str, why: str) -> None:
    path = tmp_path / "hostile.xlsx"
    hostile.WORKBOOKS[kind](path)
    data = path.read_bytes()
    began = time.process_time()
    with pytest.raises(CannotOpen, match=why):
        first_sheet(data)
    assert time.process_time() - began < 1


def test_the_workbook_that_ended_the_server_is_refused(shared: Path) -> None:
    path = shared / "cases" / "plans-and-boards" / "05-far-cell.xlsx"
    with pytest.raises(CannotOpen, match="row 1,048,576, column XFD"):
        first_sheet(path.read_bytes())


def rewritten(path: Path, sheet: bytes) -> bytes:
    """A workbook with this for its sheet."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    out = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if "sheet1" in name else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "sheet",
    [
        # Addresses left out, and names with a prefix, are allowed too.
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:sheetData><x:row r="1"><x:c><x:v>1</x:v></x:c></x:row><x:row r="900000">'
        b'<x:c r="A900000"/><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        b"<worksheet><sheetData><row><c r=\"A1\"><v>1</v></c></row><row r='1048576'>"
        b"<c r='XFD1048576'><is><t>far</t></is></c></row></sheetData></worksheet>",
    ],
)
def test_a_far_cell_is_found_however_it_is_written(tmp_path: Path, sheet: bytes) -> None:
    with pytest.raises(CannotOpen, match="far from the others"):
        first_sheet(rewritten(tmp_path / "book.xlsx", sheet))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip", b"<html>", b"\xd0\xcf\x11\xe0" * 99])
def test_what_is_no_workbook_is_said(data: bytes) -> None:
    with pytest.raises(
        CannotOpen, match="is not a workbook that can be opened: save it as a new workbook"
    ):
        first_sheet(data)


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet><row r='" + b"9" * 5000 + b"'><c r='A1'><v>1</v></c></row></worksheet>",
        b"<worksheet>" + b"<a>" * 50_000,
        b'<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;">]><worksheet>&c;</worksheet>',
    ],
)
def test_a_sheet_that_is_none_takes_nothing_with_it(tmp_path: Path, sheet: bytes) -> None:
    data = rewritten(tmp_path / "book.xlsx", sheet)
    with contextlib.suppress(CannotOpen):
        assert isinstance(first_sheet(data), list)
