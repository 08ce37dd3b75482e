"""Workbooks as councils send them: what is read, what is wrong, and what is refused."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cusp.returns import CannotRead
from cusp.returns.forms import annex_a
from cusp.returns.loading import load
from cusp.specimens.hostile import write_swollen_workbook
from tests.returns.books import AS_AT, book, loaded, of_list, plan

HEADINGS = [column.heading for column in annex_a()[7].columns]


def with_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with something replaced in the XML of its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in part
                part = part.replace(old, new)
            made.writestr(name, part)
    return out.getvalue()


def test_a_list_without_faults(tmp_path: Path) -> None:
    rows = [plan("N01"), plan(9212044, plan_start="02/02/2026", sex="F")]
    found = loaded(tmp_path, book({7: rows}, title_rows=3, names={7: "CP cohort "}))
    assert of_list(found, 7) == []
    table = found.lists[7].rows.to_pylist()
    assert [row["row"] for row in table] == [5, 6]
    assert [row["child_id"] for row in table] == ["N01", "9212044"]
    assert table[0] | {"row": 6, "child_id": "9212044"} == table[1]
    assert table[0]["plan_start"] == date(2026, 2, 2)
    assert found.lists[7].headings["plan_start"] == ("G", "Child Protection Plan Start Date")


def test_formulas_without_a_value_are_no_blanks(tmp_path: Path) -> None:
    rows = [plan("N01", last_visit="=TODAY()-5"), plan("N02", age="=1+9")]
    found = loaded(tmp_path, book({7: rows}))
    wrong = [(p.row, p.column, p.severity) for p in of_list(found, 7) if "formula" in p.what]
    assert wrong == [(2, "J", "error"), (3, "E", "error")]
    unread = found.lists[7].rows["unread"].to_pylist()
    assert unread == [["last_visit"], ["age"]]


def test_an_id_from_a_formula_without_a_value(tmp_path: Path) -> None:
    found = loaded(tmp_path, book({7: [plan("=A9")]}))
    assert len(found.lists[7]) == 1
    assert [p.what for p in of_list(found, 7) if p.severity == "error"] == [
        "The cell has a formula, and its result is not stored in the file"
    ]


def test_error_cells_are_errors_but_not_applicable_is_blank(tmp_path: Path) -> None:
    rows = [plan("N01", last_visit="#REF!"), plan("N02", latest_review="#N/A", plan_end="n/a")]
    found = loaded(tmp_path, book({7: rows}))
    errors = [(p.row, p.column, p.child_id, p.what) for p in of_list(found, 7)]
    assert errors == [(2, "J", "N01", "The cell shows the error #REF!")]
    assert found.lists[7].rows["unread"].to_pylist() == [["last_visit"], None]


def test_a_stored_value_of_a_formula_is_read(tmp_path: Path) -> None:
    data = book({7: [plan("N01", previous_plans="=1+1")]})
    stored = with_sheet(data, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    found = loaded(tmp_path, stored)
    assert found.lists[7].rows["previous_plans"].to_pylist() == [2]
    assert of_list(found, 7) == []


def test_prefixed_names_and_single_quotes(tmp_path: Path) -> None:
    data = book({7: [plan("N01", last_visit="#REF!")]})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    body = sheet[sheet.index(b"<sheetData>") : sheet.index(b"</sheetData>") + 12]
    found = loaded(tmp_path, with_sheet(data, body, body.replace(b'"', b"'")))
    assert any("#REF!" in p.what for p in of_list(found, 7))
    prefixed = sheet.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    prefixed = prefixed.replace(b"xmlns=", b"xmlns:x=")
    found = loaded(tmp_path, with_sheet(data, sheet, prefixed))
    assert any("#REF!" in p.what for p in of_list(found, 7))


def test_days_counted_from_1904(tmp_path: Path) -> None:
    def from_1904(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904

    serial = (date(2026, 2, 2) - date(1904, 1, 1)).days
    rows = [plan("N01"), plan("N02", plan_start=serial)]
    found = loaded(tmp_path, book({7: rows}, change=from_1904))
    assert found.lists[7].rows["plan_start"].to_pylist() == [date(2026, 2, 2)] * 2


def test_three_answers_about_a_list(tmp_path: Path) -> None:
    found = loaded(tmp_path, book({7: [plan("N01")], 5: []}))
    assert {number: len(table) for number, table in found.lists.items()} == {5: 0, 7: 1}
    assert [(p.severity, p.what) for p in of_list(found, 5)] == [
        ("warning", "List 5 (Section 47 enquiries and initial child protection conferences) has "
         "headings but no rows"),
    ]  # fmt: skip
    assert [p.severity for p in of_list(found, 8)] == ["error"]


def test_dates_in_the_wrong_order_and_in_the_future(tmp_path: Path) -> None:
    rows = [
        plan("N01", plan_end=date(2026, 1, 1)), plan("N02", last_visit=date(2026, 4, 1)),
        plan("N03", plan_start=date(2014, 6, 1)), plan("N04", plan_start=None),
    ]  # fmt: skip
    said = {p.child_id: p for p in of_list(loaded(tmp_path, book({7: rows})), 7)}
    assert "before" in said["N01"].what
    assert said["N01"].column == "M"
    assert "is after 31 March 2026" in said["N02"].what
    assert "before the date of birth" in said["N03"].what
    assert "is blank" in said["N04"].what
    assert {p.severity for p in said.values()} == {"error"}


def test_the_same_child_twice(tmp_path: Path) -> None:
    earlier = plan("N01", plan_start=date(2025, 6, 2), plan_end=date(2025, 11, 3))
    rows = [plan("N01"), plan(1), plan("1 "), earlier]
    found = of_list(loaded(tmp_path, book({7: rows})), 7)
    twice = [(p.row, p.severity) for p in found if "twice" in p.what]
    assert twice == [(4, "error"), (5, "warning")]


def test_lists_against_each_other(tmp_path: Path) -> None:
    need = {
        "child_id": "N01", "birth_date": date(2015, 6, 2), "need_start": date(2026, 1, 5),
        "case_status": "c) Child in need plan",
    }  # fmt: skip
    other = need | {"child_id": "0N02", "birth_date": None}
    found = loaded(tmp_path, book({6: [need, other], 7: [plan("N01"), plan("n02")]}))
    said = [(p.row, p.child_id, p.severity) for p in of_list(found, 7)]
    assert said == [(2, "N01", "warning"), (3, "n02", "warning"), (3, "n02", "warning")]
    texts = " ".join(p.what for p in of_list(found, 7))
    assert "two dates of birth: 1 June 2015 here and 2 June 2015 in list 6" in texts
    assert "not on list 6" in texts
    assert "nearly the same" in texts


def test_a_heading_that_stands_twice_is_not_read(tmp_path: Path) -> None:
    heads = [*HEADINGS, "Child protection plan start date"]
    row = {column.heading: plan("N01").get(column.name) for column in annex_a()[7].columns}
    found = loaded(tmp_path, book({7: [row]}, headings={7: heads}))
    assert found.lists[7].rows["plan_start"].to_pylist() == [None]
    assert any(p.severity == "error" and "G and R" in p.what for p in of_list(found, 7))


def test_sheets_that_hold_the_same_list(tmp_path: Path) -> None:
    def copy(made: Any) -> None:
        made.copy_worksheet(made["List 7"])

    found = loaded(tmp_path, book({7: [plan("N01")], 6: []}, change=copy))
    assert list(found.lists) == [6]
    assert [p.severity for p in of_list(found, 7)] == ["error"]
    assert "neither was read" in of_list(found, 7)[0].what


def test_hidden_sheets_and_wrong_names(tmp_path: Path) -> None:
    def hide(made: Any) -> None:
        made["List 6"].sheet_state = "hidden"

    found = loaded(tmp_path, book({6: [], 7: [plan("N01")]}, names={7: "List 4"}, change=hide))
    assert list(found.lists) == [7]
    assert "is hidden" in of_list(found, 6)[0].what
    assert "“List 4” has the columns of list 7" in of_list(found, 7)[0].what


def test_columns_without_headings_hold_something(tmp_path: Path) -> None:
    heads = [None, *HEADINGS, None]
    row = {column.heading: plan("N01").get(column.name) for column in annex_a()[7].columns}
    data = book({7: [row]}, headings={7: heads}, change=lambda made: made.active.cell(2, 19, "x"))
    found = of_list(loaded(tmp_path, data), 7)
    assert [(p.column, p.what) for p in found] == [
        ("S", "The column has no heading, so it was not read")
    ]


def test_an_unborn_child_has_not_been_seen_alone(tmp_path: Path) -> None:
    rows = [plan("N01", age=-1, birth_date=None, seen_alone=None), plan("N02", seen_alone=None)]
    found = loaded(tmp_path, book({7: rows}))
    assert [p.child_id for p in of_list(found, 7)] == ["N02"]
    assert found.lists[7].rows["unborn"].to_pylist() == [True, False]


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = [plan(f"N{n:02}", previous_plans=n) for n in range(9)]
    first = loaded(tmp_path, book({7: rows})).lists[7].rows.drop_columns(["row"])
    again = loaded(tmp_path, book({7: rows[::-1]})).lists[7].rows.drop_columns(["row"])
    assert first.sort_by("child_id").equals(again.sort_by("child_id"))


def test_a_folder_of_csv_files(tmp_path: Path) -> None:
    folder = tmp_path / "return"
    folder.mkdir()
    with (folder / "cp.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        said = plan("9212044.0", birth_date="01/06/2015", plan_start="2/2/2026", last_visit="46106")
        writer.writerow([said.get(column.name) for column in annex_a()[7].columns])
    found = load(folder, AS_AT)
    (row,) = found.lists[7].rows.to_pylist()
    assert (row["child_id"], row["plan_start"]) == ("9212044", date(2026, 2, 2))
    assert row["last_visit"] == date(2026, 3, 25)
    assert of_list(found, 7) == []


def test_cells_far_away(tmp_path: Path) -> None:
    below = book({7: [plan("N01")]}, change=lambda made: made.active.cell(900_000, 2, "x"))
    with pytest.raises(CannotRead, match=r"annex_a.xlsx has a cell in row 900,000, far from"):
        loaded(tmp_path, below)
    beside = book({7: [plan("N01")]}, change=lambda made: made.active.cell(2, 9_000, "x"))
    with pytest.raises(CannotRead, match="far from the others"):
        loaded(tmp_path, beside)


def test_a_file_made_to_fill_memory(tmp_path: Path) -> None:
    file = tmp_path / "swollen.xlsx"
    write_swollen_workbook(file)
    with pytest.raises(CannotRead, match="times as large when unpacked"):
        load(file, AS_AT)


def test_rows_are_numbered_as_in_excel_below_blank_rows(tmp_path: Path) -> None:
    def lower(made: Any) -> None:
        made.active.insert_rows(1, 6)
        made.active.insert_cols(1, 2)

    found = loaded(tmp_path, book({7: [plan("N01", last_visit="soon")]}, change=lower))
    assert [(p.row, p.column) for p in of_list(found, 7)] == [(8, "L")]


def test_files_that_are_no_annex_a(tmp_path: Path) -> None:
    send = openpyxl.Workbook()
    assert send.active
    send.active.append(["Unique ID", "UPN", "Gender", "Date initial EHC plan issued", "SEN need"])
    out = io.BytesIO()
    send.save(out)
    for data, said in (
        (out.getvalue(), "Annex A of an area SEND inspection"),
        (b"", "is empty"), (b"%PDF-1.4", "is a PDF"), (b"hello", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "has a password"), (b"PK\3\4rubbish", "is damaged"),
        (book({7: []}, headings={7: ["Name", "Date"]}), "none of the lists of Annex A"),
    ):  # fmt: skip
        with pytest.raises(CannotRead, match=said):
            loaded(tmp_path, data)
    with pytest.raises(CannotRead, match="cannot be opened"):
        load(tmp_path / "nothing.xlsx", AS_AT)
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotRead, match="has no CSV files"):
        load(tmp_path / "folder", AS_AT)


def test_an_id_that_was_cut_is_not_another_child(tmp_path: Path) -> None:
    lists = {7: [plan(12345678901234567), plan("12345678901234599"), plan("12345678901234612")]}
    found = loaded(tmp_path, book(lists))
    ids = found.lists[7].rows["child_id"].to_pylist()
    assert ids == ["123456789012345…", "12345678901234599", "12345678901234612"]
    assert found.lists[7].rows["unread"].to_pylist() == [["child_id"], None, None]
    (warning,) = [p for p in of_list(found, 7) if "begins with the same digits" in p.what]
    assert warning.row == 2
