"""Answers to questions, and what an earlier upload of the same workbook has brought in already."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from cusp.plans import Plan, Update
from cusp.plans.record import DueDate
from cusp.plans.workbook import Changes, Table, compare, table_of
from cusp.plans.workbook.already import reasons, without_done
from cusp.plans.workbook.answers import ADD, NEW, answered
from cusp.plans.workbook.table import TableRow, Value
from tests.plans.workbook.books import FIRST, plan

DAY = date(2021, 3, 31)


def file_with(*rows: TableRow) -> Table:
    """A workbook with these rows in place of those of the plan, and all others as they were."""
    whole = table_of(plan())
    changed = {row.id for row in rows}
    return replace(whole, rows=(*rows, *(r for r in whole.rows if r.id not in changed)))


def row_of(name: str, number: int = 5, **values: Value) -> TableRow:
    """The row of an action with other values."""
    found = next(row for row in table_of(plan()).rows if row.id == name)
    return replace(found, row=number, values=found.values | values)


def changes(table: Table, answers: dict[tuple[int, str], str]) -> Changes:
    before = table_of(plan())
    return compare(before, answered(table, answers, before))


def test_an_answer_takes_the_place_of_an_unclear_cell() -> None:
    file = file_with(row_of("A12", due=Value("soon", problem="“soon” is not a date.")))
    assert [asked.field for asked in changes(file, {}).asked] == ["due"]
    found = changes(file, {(5, "due"): "2021-03-31"})
    assert [(c.id, c.field, c.after.day) for c in found.changed] == [("A12", "due", DAY)]
    assert found.asked == ()


def test_one_of_two_rows_with_an_id_is_kept() -> None:
    file = file_with(row_of("A12", 5), row_of("A12", 9, lead=Value("Director")))
    assert [asked.row for asked in changes(file, {}).asked] == [5]
    assert changes(file, {(5, "id"): "5"}).none
    found = changes(file, {(5, "id"): "9"})
    assert [(c.field, c.after.text) for c in found.changed] == [("lead", "Director")]
    assert changes(file, {(5, "id"): "77"}).asked  # not one of the rows


def test_a_row_without_a_clear_id_is_new_or_an_action() -> None:
    unclear = replace(row_of("A12"), id="", problem="The id is a formula.")
    whole = table_of(plan())
    file = replace(whole, rows=(unclear, *(r for r in whole.rows if r.id != "A12")))
    assert changes(file, {(5, "id"): "A12"}).none
    found = changes(file, {(5, "id"): NEW})
    assert ([new.row for new in found.new], found.missing) == ([5], ("A12",))


def test_a_changed_last_update_is_added_or_left() -> None:
    file = file_with(row_of("A12", last_update=Value("All done"), new_update=Value("Begun")))
    found = changes(file, {(5, "last_update"): ADD})
    assert [(c.field, c.after.text) for c in found.changed] == [("new_update", "Begun\nAll done")]


def now_with(**values: Any) -> Plan:
    """The plan, in which A12 has been changed since the export."""
    before = plan()
    first, *rest = before.priorities
    made = tuple(replace(a, **values) if a.id == "A12" else a for a in first.actions)
    return replace(before, priorities=(replace(first, actions=made), *rest))


def left(file: Table, now: Plan) -> Changes:
    return without_done(compare(table_of(plan()), file, table_of(now)), plan(), now)


def test_an_update_is_brought_in_once() -> None:
    file = file_with(row_of("A12", new_update=Value("12  audited")))
    assert [c.field for c in left(file, plan()).changed] == ["new_update"]
    old = next(a for p in plan().priorities for a in p.actions if a.id == "A12")
    now = now_with(updates=(*old.updates, Update(DAY, "12 audited")))
    assert left(file, now).none


def test_an_update_of_the_same_words_before_the_export_does_not_count() -> None:
    file = file_with(row_of("A12", new_update=Value("Ten audited")))
    assert [c.field for c in left(file, plan()).changed] == ["new_update"]


def test_a_new_row_is_brought_in_once() -> None:
    values = {"action": Value("Write a policy"), "priority": Value("Priority 1")}
    file = file_with(TableRow("", 90, values), TableRow("", 91, values))
    assert len(left(file, plan()).new) == 2
    first, *rest = plan().priorities
    added = replace(first.actions[0], id="A99", text="Write a policy")
    now = replace(plan(), priorities=(replace(first, actions=(*first.actions, added)), *rest))
    assert [new.row for new in left(file, now).new] == [91]


def test_a_reason_belongs_to_a_new_date() -> None:
    reason = Value("Staff changes")
    both = file_with(row_of("A12", due=Value("31 March 2021", DAY), due_reason=reason))
    assert [c.field for c in left(both, plan()).changed] == ["due"]
    assert reasons(compare(table_of(plan()), both)) == {"A12": "Staff changes"}
    alone = file_with(row_of("A12", due_reason=reason))
    (asked,) = left(alone, plan()).asked
    assert (asked.field, "due date is the same" in asked.why) == ("due", True)
    old = next(a for p in plan().priorities for a in p.actions if a.id == "A12")
    now = now_with(due=(*old.due, DueDate(DAY, FIRST, "Staff changes")))
    assert left(both, now).none
