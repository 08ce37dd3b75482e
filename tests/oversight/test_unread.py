"""Cells that cannot be read, columns and lists that are missing, and rows that repeat."""

from __future__ import annotations

from tests.oversight.checking import AS_AT, UNKNOWN, D, check
from tests.oversight.rows import clocks
from tests.oversight.test_clocks import care, enquiry, plan


def test_a_cell_that_cannot_be_read_is_not_blank() -> None:
    lists = {7: [plan("2025-11-30")], 8: [care("2025-12-01")]}
    unread = {7: {0: ["last_visit"]}, 8: {0: ["latest_review"]}}
    found = {line["clock"]: line for line in clocks(lists, AS_AT, unread=unread)}
    assert found["T08"]["why"] == "The date of the last visit cannot be read."
    assert found["T27"]["why"] == "The date of the latest review cannot be read."
    assert found["T08"]["status"] == found["T27"]["status"] == UNKNOWN
    assert found["T06"]["status"] == "overdue"


def test_a_column_that_is_missing_is_not_blank() -> None:
    found = clocks({7: [plan("2025-11-30")]}, AS_AT, without=["latest_review"])
    why = {line["clock"]: line["why"] for line in found}
    assert why["T06"] == "The date of the latest review is not in the file."


def test_no_working_days_are_counted_outside_the_bank_holidays_known() -> None:
    [line] = [
        line
        for line in clocks({8: [care("2011-05-02")]}, D("2011-09-01"))
        if line["clock"] == "T27"
    ]
    assert line["status"] == UNKNOWN
    assert "Bank holidays are only known" in line["why"]


def test_a_row_that_is_there_twice_counts_once() -> None:
    lists = {5: [enquiry("2025-12-15"), enquiry("2025-12-15")], 7: []}
    check([(lists, "T04", ("overdue", 82))])


def test_empty_and_missing_lists() -> None:
    assert clocks({}, AS_AT) == []
    assert clocks({9: []}, AS_AT) == []
