"""Typed cells of a workbook: what a reader gives as a blank is told apart from a blank."""

import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cusp.outside.sheets import Cell, Sheet, visible_sheets
from cusp.outside.workbooks import CannotOpen
from cusp.specimens import hostile


def book(fill: Callable[[xlsxwriter.Workbook], object], **options: bool) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"remove_timezone": True, **options}) as new:
        fill(new)
    return out.getvalue()


def cells(data: bytes) -> dict[tuple[int, int], Cell]:
    (sheet,) = visible_sheets(data)
    return {(row, column): cell for row, there in sheet.rows for column, cell in there.items()}


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return out.getvalue()


def test_each_kind_of_cell() -> None:
    def fill(new: xlsxwriter.Workbook) -> None:
        page = new.add_worksheet()
        page.write_string(2, 1, "words")
        page.write_number(2, 2, 12)
        page.write_datetime(
            2, 3, datetime(2021, 11, 7, 23, 59, tzinfo=UTC), new.add_format({"num_format": 14})
        )
        page.write_boolean(2, 4, True)
        page.write_formula(3, 1, "=1+1", None, 2)
        page.write_formula(3, 2, "=1+1", None, "")
        page.write_formula(3, 3, "=1/0", None, "#DIV/0!")
        page.write_number(3, 4, 0.5, new.add_format({"num_format": "hh:mm"}))
        page.write_array_formula("B6:B7", "{=C3:C4}", None, 12)

    found = cells(book(fill))
    assert found.pop((3, 4)) == Cell("date", "7 November 2021", date(2021, 11, 7))
    assert {place: (cell.kind, cell.text) for place, cell in found.items()} == {
        (3, 2): ("text", "words"), (3, 3): ("number", "12"), (3, 5): ("other", "TRUE"),
        (4, 2): ("formula", "2"), (4, 3): ("formula", ""), (4, 4): ("formula", ""),
        (4, 5): ("other", "12:00:00"), (6, 2): ("formula", "12"), (7, 2): ("formula", "0"),
    }  # fmt: skip


def test_an_error_without_a_formula() -> None:
    data = book(lambda new: new.add_worksheet().write_string(0, 0, "x"))
    sheet = b'<worksheet><sheetData><row r="2"><c r="B2" t="e"><v>#REF!</v></c></row></sheetData>'
    data = with_part(data, "xl/worksheets/sheet1.xml", lambda _: sheet + b"</worksheet>")
    assert {place: cell.kind for place, cell in cells(data).items()} == {(2, 2): "error"}


@pytest.mark.parametrize("old_system", [False, True])
def test_both_date_systems(old_system: bool) -> None:
    def fill(new: xlsxwriter.Workbook) -> None:
        page = new.add_worksheet()
        page.write_datetime(0, 0, date(2021, 11, 7), new.add_format({"num_format": "mm/dd/yyyy"}))

    assert cells(book(fill, date_1904=old_system))[1, 1].day == date(2021, 11, 7)


def test_joined_cells_say_where_they_begin() -> None:
    new = openpyxl.Workbook()
    page = new.active
    assert page
    page.append(["a", "b", "c"])
    page.append(["band"])
    page.append(["1", "lead", "x"])
    page.append(["2", None, "y"])
    page.merge_cells("A2:C2")
    page.merge_cells("B3:B4")
    out = io.BytesIO()
    new.save(out)
    (sheet,) = visible_sheets(out.getvalue())
    assert sorted(sheet.joined) == [(2, 1, 2, 3), (3, 2, 4, 2)]
    assert {place: cell.of for place, cell in cells(out.getvalue()).items() if cell.of} == {
        (2, 2): (2, 1), (2, 3): (2, 1), (4, 2): (3, 2),
    }  # fmt: skip


def test_hidden_sheets_are_left_out_and_hidden_rows_are_not() -> None:
    def fill(new: xlsxwriter.Workbook) -> None:
        for name in ("one", "two", "three"):
            page = new.add_worksheet(name)
            page.write_column(0, 0, ["x", "y"])
            page.set_row(1, None, None, {"hidden": True})
        new.get_worksheet_by_name("two").hide()
        chart = new.add_chart({"type": "bar"})
        chart.add_series({"values": "=one!$A$1:$A$2"})
        new.add_chartsheet("chart").set_chart(chart)

    sheets = visible_sheets(book(fill))
    assert [(sheet.name, len(sheet.rows)) for sheet in sheets] == [("one", 2), ("three", 2)]


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in names:
            new.writestr(name, b"<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF, not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" * 99, r"is in an old Excel format \(.xls\) or has a password"),
        (b"id,due\r\n1,2021-11-07\r\n", "is not an Excel workbook: open it in Excel"),
        (zipped("word/document.xml"), "is a Word document, not an Excel workbook"),
        (zipped("xl/workbook.bin"), "is a binary workbook"),
        (zipped("content.xml", "mimetype"), "is an OpenDocument file"),
        (zipped("other"), "is not an Excel workbook"),
        (zipped("xl/workbook.xml"), "is damaged and cannot be opened"),
        (b"PK\x03\x04 no zip", "is damaged and cannot be opened"),
    ],
)
def test_other_files_are_named(data: bytes, why: str) -> None:
    with pytest.raises(CannotOpen, match=why):
        visible_sheets(data)


@pytest.mark.parametrize(
    ("kind", "why"),
    [("far-cell", "row 1,048,576, column XFD, far from the others"), ("swollen", "far larger")],
)
def test_hostile_workbooks_are_refused_at_once(tmp_path: Path, kind: str, why: str) -> None:
    if kind == "far-cell":
        hostile.write_far_cell(tmp_path / "hostile.xlsx")
    else:
        hostile.write_swollen_workbook(tmp_path / "hostile.xlsx", megabytes=160)
    data = (tmp_path / "hostile.xlsx").read_bytes()
    began = time.process_time()
    with pytest.raises(CannotOpen, match=why):
        visible_sheets(data)
    assert time.process_time() - began < 1


def test_a_sheet_under_another_name_is_not_read_unchecked(tmp_path: Path) -> None:
    hostile.write_far_cell(tmp_path / "far.xlsx")
    out = io.BytesIO()
    with (
        zipfile.ZipFile(tmp_path / "far.xlsx") as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name).replace(b"sheet1.xml", b"sheet1.dat")
            new.writestr(name.replace("sheet1.xml", "sheet1.dat"), content)
    with pytest.raises(CannotOpen, match="is damaged"):
        visible_sheets(out.getvalue())


def test_something_far_to_the_right_is_refused() -> None:
    data = book(lambda new: new.add_worksheet().write_row(0, 0, ["x"] * 201))
    with pytest.raises(CannotOpen, match="in column GS, far to the right"):
        visible_sheets(data)


def test_an_empty_workbook_has_an_empty_sheet() -> None:
    assert visible_sheets(book(lambda new: None)) == [Sheet("Sheet1", [], [])]
