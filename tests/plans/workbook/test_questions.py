"""What is not clear in a workbook becomes a question, with the place where Excel shows it."""

import json
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cusp.plans import DueDate, Plan
from cusp.plans.workbook import Changes, table_of
from tests.plans.workbook.books import (
    action,
    changes,
    column_of,
    edited,
    exported,
    plan,
    put,
    row_of,
    simple,
    top,
)


def after(*edits: Callable[[Worksheet], None]) -> Changes:
    def change(sheet: Worksheet) -> None:
        for each in edits:
            each(sheet)

    return changes(edited(change))


@pytest.mark.parametrize(
    ("heading", "value", "why"),
    [
        ("Due", 2021, "Check the year of 13 July 1905"),  # the cell has the form of a date
        ("Due", "ongoing", "“ongoing” is not a date"),
        ("Due", "31/11/2021", "31/11/2021 is not a real date: November 2021 has 30 days"),
        ("Due", "=TODAY()", "The cell has a formula. Enter the value itself"),
        ("Lead", "=D9", "The cell has a formula"),
        ("Due", time(9, 30), "is not a date"),
        ("Due", date(1921, 11, 7), "Check the year of 7 November 1921"),
        ("Delivery rating", "Purple", "“Purple” is not in the plan's own key"),
        ("Last update", "All is well", "Updates are never overwritten"),
        ("Action", None, "The action has no text"),
        ("Priority", "Priority 9", "The plan has no priority “Priority 9”"),
    ],
)
def test_a_value_that_cannot_be_taken_is_asked_about(heading: str, value: Any, why: str) -> None:
    found = after(put("A12", heading, value))
    (asked,) = found.asked
    assert why in asked.why
    assert (asked.id, bool(asked.row), bool(asked.column)) == ("A12", True, True)
    assert (found.changed, found.new, found.missing) == ((), (), ())


def test_a_number_in_a_cell_that_is_no_date_is_asked_about() -> None:
    def change(sheet: Worksheet) -> None:
        cell = sheet.cell(row_of(sheet, "A12"), column_of(sheet, "Due"))
        cell.value, cell.number_format = 44507, "General"

    (asked,) = after(change).asked
    assert asked.why.startswith("44507 is a number, not a date. Enter a real date")


@pytest.mark.parametrize(
    ("heading", "value", "to"),
    [
        ("Delivery rating", "amber e", "Amber E: delivered, evidence to be tested"),
        ("Delivery rating", "on track", "Amber: on track"),
        ("Priority", "Priority 3", "Priority 3"),
        ("Due", "7 November 2021", "2021-11-07"),
        ("Due", None, None),
        ("Lead", 12, "12"),
    ],
)
def test_a_value_is_taken_as_the_plan_has_it(heading: str, value: Any, to: str | None) -> None:
    found = after(put("A12", heading, value))
    assert [(c.id, c.after.plain, c.note) for c in found.changed] == [("A12", to, "")]
    assert not found.asked


def test_day_comes_first_and_that_is_said() -> None:
    (change,) = after(put("A12", "Due", "7/11/2021")).changed
    assert change.after.day == date(2021, 11, 7)
    assert change.note == "7/11/2021 was read with the day first: 7 November 2021"


def test_due_before_start_is_noted() -> None:
    (change,) = after(put("A12", "Due", date(2020, 1, 1))).changed
    assert change.note == "The due date is before the start date."


def test_an_id_twice_is_one_question_and_no_change() -> None:
    places = []

    def copy(sheet: Worksheet) -> None:
        put("A12", "Lead", "Somebody else")(sheet)
        last = sheet.max_row + 1
        sheet.cell(last, 1).value = "A12"
        sheet.cell(last, 3).value = "The same again"
        places.extend([row_of(sheet, "A12"), last])

    found = after(copy)
    (asked,) = found.asked
    assert asked.id == "A12"
    assert f"in rows {places[0]} and {places[1]}" in asked.why
    assert (found.changed, found.new, found.missing) == ((), (), ())


def test_a_missing_row_stays_open() -> None:
    found = after(lambda sheet: sheet.delete_rows(row_of(sheet, "A12"), 2))
    assert found.missing == ("A12", "A13")
    assert (found.changed, found.asked, found.new) == ((), (), ())


def test_a_row_without_an_id_is_new() -> None:
    def add(sheet: Worksheet) -> None:
        row = sheet.max_row + 1
        sheet.cell(row, column_of(sheet, "Action")).value = "Write it down"
        sheet.cell(row, column_of(sheet, "Priority")).value = "Priority 2"
        sheet.cell(row, column_of(sheet, "Due")).value = "soon"
        sheet.cell(row, column_of(sheet, "Start")).value = date(2021, 1, 4)

    found = after(add)
    (new,) = found.new
    assert {name: value.plain for name, value in new.values.items()} == {
        "action": "Write it down", "priority": "Priority 2", "start": "2021-01-04",
    }  # fmt: skip
    assert (new.id, new.note) == ("", "")
    (asked,) = found.asked
    assert (asked.id, asked.row, asked.field) == ("", new.row, "due")
    assert not any((found.changed, found.missing))


def test_a_row_with_an_id_that_was_never_given_is_new_and_says_so() -> None:
    found = after(lambda sheet: setattr(sheet.cell(row_of(sheet, "A12"), 1), "value", "A12x"))
    assert found.missing == ("A12",)
    assert [(n.id, n.note) for n in found.new] == [
        ("A12x", "The plan has no action A12x. A new action gets a new id.")
    ]


@pytest.mark.parametrize("value", ["=ROW()", date(2021, 1, 12), True])
def test_an_id_that_is_no_text_is_asked_about(value: Any) -> None:
    found = after(lambda sheet: setattr(sheet.cell(row_of(sheet, "A12"), 1), "value", value))
    assert [bool(asked.row) for asked in found.asked] == [True]
    assert found.missing == ("A12",)
    assert not any((found.changed, found.new))


def test_joined_cells_are_asked_about() -> None:
    def join(sheet: Worksheet) -> None:
        row = row_of(sheet, "A12")
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=4, end_column=4)

    (asked,) = after(join).asked
    assert asked.id == "A13"
    assert "The cell is joined with D" in asked.why


@pytest.mark.parametrize("same", ["12", " 12 ", 12, 12.0, "12\u00a0"])
def test_ids_are_text(same: Any) -> None:
    before = simple(("id", "due"), ("12", date(2020, 1, 1)), ("A12", date(2020, 1, 1)))
    file = simple(("id", "due"), (same, date(2020, 1, 2)), (" A12 ", date(2020, 1, 1)))
    found = changes(file, before=before)
    assert [(c.id, c.after.plain) for c in found.changed] == [("12", "2020-01-02")]
    assert not any((found.asked, found.missing, found.new))


def test_what_was_unclear_before_is_no_change() -> None:
    data = simple(("id", "due", "lead"), ("1", "ongoing", "=A1"), ("2", 44507, "x"))
    assert changes(data, before=data).none


def test_columns_that_only_the_council_knows_are_compared_too() -> None:
    before = simple(("id", "due", "Budget"), ("1", None, 100), ("2", None, "=A1"))
    file = simple(("id", "Budget", "due"), ("2", "=A2", None), ("1", 120, None))
    found = changes(file, before=before)
    assert [(c.id, c.field, c.before.plain, c.after.plain) for c in found.changed] == [
        ("1", "budget", "100", "120")
    ]
    assert not found.asked


def meanwhile(**changed: Any) -> Plan:
    """The plan after somebody changed action A12 in Cusp."""
    now = plan()
    actions = tuple(
        msgspec.structs.replace(each, **changed) if each.id == "A12" else each
        for each in now.priorities[0].actions
    )
    first = msgspec.structs.replace(now.priorities[0], actions=actions)
    return msgspec.structs.replace(now, priorities=(first, *now.priorities[1:]))


def test_a_conflict_shows_both_versions() -> None:
    data = edited(put("A12", "Lead", "Head of service"))
    now = table_of(meanwhile(lead="Principal social worker"))
    found = changes(data, now)
    (conflict,) = found.conflicts
    assert (conflict.before.plain, conflict.after.plain, conflict.now.plain) == (
        "Service manager 0", "Head of service", "Principal social worker",
    )  # fmt: skip
    assert not any((found.changed, found.asked))


def test_what_both_changed_alike_or_only_the_plan_changed_is_no_conflict() -> None:
    now = table_of(meanwhile(lead="Head of service", support="New support"))
    assert changes(edited(put("A12", "Lead", "Head of service")), now).none
    due = (*action(12).due, DueDate(date(2022, 1, 1), date(2020, 3, 1), "staff changes"))
    found = changes(edited(put("A12", "Support", "Others")), table_of(meanwhile(due=due)))
    assert [(c.id, c.field) for c in found.changed] == [("A12", "support")]
    assert not found.conflicts


def test_an_action_closed_meanwhile() -> None:
    now = table_of(meanwhile(closed="merged with A13"))
    (asked,) = changes(edited(put("A12", "Lead", "Head of service")), now).asked
    assert (asked.id, "closed or removed" in asked.why) == ("A12", True)
    gone = changes(edited(lambda sheet: sheet.delete_rows(row_of(sheet, "A12"))), now)
    assert gone.none
    assert changes(exported(), now).none


def test_two_columns_for_one_thing_are_refused() -> None:
    from cusp.plans.workbook.table import CannotCompare

    def double(sheet: Worksheet) -> None:
        sheet.cell(top(sheet), sheet.max_column + 1).value = "Due"

    with pytest.raises(CannotCompare, match=r"two columns with the heading Due .*\(G and M\)"):
        changes(edited(double))


def test_the_cases_of_dates(shared: Path) -> None:
    folder = shared / "cases" / "plans-and-boards"
    answers = json.loads((folder / "04-dates.json").read_text("utf-8"))
    before = simple(("id", "due"), *((f"A{n}", date(2020, 1, 1)) for n in range(1, 12)))
    found = changes((folder / "04-dates.xlsx").read_bytes(), before=before)
    changed = {c.id: c for c in found.changed}
    asked = {a.id: a for a in found.asked}
    for name, expected in answers.items():
        if name.startswith("1904"):
            old = (folder / "04-dates-1904.xlsx").read_bytes()
            first = simple(("id", "due"), ("A1", date(2020, 1, 1)))
            assert [c.after.plain for c in changes(old, before=first).changed] == [expected]
        elif expected[:4].isdigit():
            assert changed.pop(name).after.plain == expected[:10], name
        else:
            assert name in asked, name
            assert asked.pop(name).why
    assert (changed, asked) == ({}, {})
    notes = {c.id: c.note for c in found.changed if c.note}
    assert set(notes) == {"A3", "A10"}
    assert all("day first" in note for note in notes.values())
