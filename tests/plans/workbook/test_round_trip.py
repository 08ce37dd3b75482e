"""A plan goes to Excel and back: what people do to its layout is no change, what they enter is."""

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from cusp.outside.process import GivenUp, Limits
from cusp.plans.workbook import CannotRead, compare_workbook, read_table, table_of, write_plan
from tests.length import examples
from tests.plans.workbook.books import (
    KEY,
    changes,
    column_of,
    edited,
    exported,
    opened,
    plan,
    put,
    row_of,
    saved_by_libreoffice,
    table,
    top,
)

SOFFICE = shutil.which("soffice")
HEADINGS = {
    "action": "Action", "lead": "Lead", "support": "Support", "start": "Start", "due": "Due",
    "done": "Done", "delivery": "Delivery rating", "new_update": "New update",
    "due_reason": "Reason for new due date",
}  # fmt: skip


def all_rows(sheet: Worksheet) -> list[list[Any]]:
    rows = sheet.iter_rows(min_row=top(sheet) + 1, values_only=True)
    return [list(row) for row in rows if any(row)]


def write(sheet: Worksheet, rows: list[list[Any]]) -> None:
    first = top(sheet) + 1
    sheet.delete_rows(first, sheet.max_row)
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def shuffle_rows(sheet: Worksheet) -> None:
    rows = all_rows(sheet)
    random.Random(1).shuffle(rows)
    write(sheet, rows)


def filter_rows(sheet: Worksheet) -> None:
    sheet.auto_filter.add_filter_column(3, ["Service manager 1"])
    for number in range(top(sheet) + 1, sheet.max_row, 2):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["D"].hidden = True


def add_blank_rows(sheet: Worksheet) -> None:
    rows = all_rows(sheet)
    write(sheet, [each for row in rows for each in ([], row, [" ", "  ", None])])


def reverse_columns(sheet: Worksheet) -> None:
    first = top(sheet)
    for row in sheet.iter_rows(min_row=first):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


def add_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(1, 2)
    sheet.cell(top_in(sheet, 3), 1).value = "Notes of my own"
    for number in range(top_in(sheet, 3) + 1, sheet.max_row + 1):
        sheet.cell(number, 1).value = "ask about this"
        sheet.cell(number, sheet.max_column + 3).value = None
    sheet.cell(sheet.max_row + 3, 1).value = "a note below"


def top_in(sheet: Worksheet, column: int) -> int:
    return next(
        c.row for (c,) in sheet.iter_rows(min_col=column, max_col=column) if c.value == "Id"
    )


def remove_a_column(sheet: Worksheet) -> None:
    sheet.delete_cols(column_of(sheet, "Support"))


def tidy(sheet: Worksheet) -> None:
    """Spaces, line ends and other forms of the same heading."""
    sheet.cell(top(sheet), 3).value = " ACTION:\n"
    for row in sheet.iter_rows(min_row=top(sheet) + 1, max_col=4):
        if row[0].value:
            row[0].value = f" {row[0].value}\u00a0"
            row[2].value = str(row[2].value).replace("\n", "\r\n").replace("  ", " ") + " "
    sheet.delete_rows(1, 3)


LAYOUT = [
    shuffle_rows, filter_rows, add_blank_rows, reverse_columns, add_columns, remove_a_column, tidy,
    lambda sheet: None,
]  # fmt: skip


def test_an_untouched_workbook_is_no_change() -> None:
    assert changes(exported()).none
    assert table(exported()).reference == "E7"


def test_the_plan_itself_and_its_workbook_are_the_same_table() -> None:
    ours, theirs = table_of(plan()), table(exported())
    assert [r.id for r in ours.rows] == [r.id for r in theirs.rows]
    assert [{f: v.plain for f, v in r.values.items()} for r in ours.rows] == [
        {f: v.plain for f, v in r.values.items()} for r in theirs.rows
    ]
    assert (ours.ratings, ours.priorities) == (theirs.ratings, theirs.priorities)


@pytest.mark.parametrize("change", LAYOUT)
def test_layout_is_no_change(change: Callable[[Worksheet], None]) -> None:
    found = changes(edited(change))
    assert found.none, found
    assert found.ignored == (("notes of my own",) if change is add_columns else ())
    assert found.left_out == (("Support",) if change is remove_a_column else ())


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("change", [shuffle_rows, filter_rows, add_blank_rows])
def test_saving_in_libreoffice_is_no_change(
    change: Callable[[Worksheet], None], tmp_path: Path
) -> None:
    assert SOFFICE
    found = changes(saved_by_libreoffice(edited(change), tmp_path, SOFFICE))
    assert found.none, found


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).filter(lambda text: text.strip() and not text.startswith("="))
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "start": DAYS, "due": DAYS, "done": DAYS, "delivery": st.sampled_from(KEY),
}  # fmt: skip


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_thirty_edits_are_exactly_those_thirty(data: st.DataObject) -> None:
    places = st.tuples(st.integers(10, 49), st.sampled_from(sorted(HEADINGS)))
    chosen = data.draw(st.lists(places, min_size=30, max_size=30, unique=True))
    earlier = {row.id: row for row in table(exported()).rows}
    expected, made = {}, []
    for number, field in chosen:
        name, before = f"A{number}", earlier[f"A{number}"].value(field).plain
        value: Any = data.draw(VALUES.get(field, WORDS.map(lambda text: f"changed {text}")))
        if field == "delivery":
            value, shown = value.code, f"{value.code}: {value.words}"
        elif isinstance(value, date):
            shown = value.isoformat()
        else:
            shown = value.strip()
        if shown != before:
            expected[name, field] = before, shown
        made.append(put(name, HEADINGS[field], value))

    def change(sheet: Worksheet) -> None:
        for each in made:
            each(sheet)
        data.draw(st.sampled_from(LAYOUT[:4]))(sheet)

    found = changes(edited(change))
    assert {(c.id, c.field): (c.before.plain, c.after.plain) for c in found.changed} == expected
    assert (found.asked, found.new, found.missing) == ((), (), ())


def test_a_change_says_where_excel_shows_it() -> None:
    place = []

    def change(sheet: Worksheet) -> None:
        put("A20", "Due", date(2021, 11, 7))(sheet)
        place.append((row_of(sheet, "A20"), "G"))

    (change_,) = changes(edited(change)).changed
    assert [(change_.row, change_.column)] == place
    assert (change_.id, change_.field, change_.after.day) == ("A20", "due", date(2021, 11, 7))


def test_macros_are_not_run_and_do_not_matter(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "plan.xlsm"
    path.write_bytes(exported())
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 no macros here")
    assert changes(path.read_bytes()).none


def test_nothing_is_hidden_and_dates_are_dates() -> None:
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(exported()))
    assert book.sheetnames == ["Actions", "Measures", "Ratings"]
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(d.hidden for d in sheet.column_dimensions.values())
        assert not any(d.hidden for d in sheet.row_dimensions.values())
        assert not sheet.merged_cells.ranges
    actions = book["Actions"]
    due = actions.cell(row_of(actions, "A10"), column_of(actions, "Due"))
    assert str(due.value) == "2020-04-15 00:00:00"
    assert due.number_format == "d mmmm yyyy"
    assert actions.protection.sheet is False
    assert book["Measures"]["D2"].data_type == "s"  # "=of all plans" is text


def test_workbooks_are_opened_in_a_process_of_their_own() -> None:
    """With the same results, and one sentence for what is no workbook."""
    read = read_table("plan.xlsx", exported(), opened=opened)
    assert read == table(exported())
    data = edited(put("A12", "Lead", "Head of service"))
    found = compare_workbook("plan.xlsx", data, read, now=table_of(plan()), opened=opened)
    assert found == changes(data)
    with pytest.raises(CannotRead, match=r"^plan\.xlsx is a PDF, not an Excel workbook"):
        read_table("plan.xlsx", b"%PDF-1.7", opened=opened)


def test_a_file_that_takes_too_much_is_one_sentence() -> None:
    def gives_up(task: str, order: bytes, limits: Limits) -> bytes:
        raise GivenUp("took longer than 30 seconds")

    with pytest.raises(CannotRead, match=r"^plan\.xlsx: opening it took longer than 30 seconds"):
        read_table("plan.xlsx", b"", opened=gives_up)


def test_a_plan_is_written_whole_and_always_alike(tmp_path: Path) -> None:
    write_plan(plan(), tmp_path / "plan.xlsx", reference="E7")
    assert changes((tmp_path / "plan.xlsx").read_bytes()).none
    assert exported() == exported()
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]
