"""Checks of rows that belong to one list only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from cusp.returns.record import Problem

if TYPE_CHECKING:
    from cusp.returns.row_checks import RowChecks


def _conference(on: RowChecks) -> Iterator[Problem]:
    rows, held = on.rows, pc.is_valid(on.rows["conference_date"])
    for row in on.where(pc.and_(pc.equal(rows["conference_unnecessary"], "yes"), held)):
        yield on.problem(
            row, "conference_unnecessary", "warning",
            "The conference was not necessary, but it has a date", "Correct one of the two.",
        )  # fmt: skip
    decided = on.where(pc.and_(pc.is_valid(rows["led_to_plan"]), pc.invert(held)))
    for row in _unless_unread(on, "conference_date", decided):
        yield on.problem(
            row, "led_to_plan", "warning",
            "The outcome of a conference is given, but not its date",
            "Enter the date, or leave the outcome blank if no conference was held.",
        )  # fmt: skip


def _status(on: RowChecks) -> Iterator[Problem]:
    ended, closed = pc.is_valid(on.rows["need_end"]), pc.equal(on.rows["case_status"], "closed")
    for row in _unless_unread(on, "need_end", on.where(pc.and_(closed, pc.invert(ended)))):
        yield on.problem(
            row, "need_end", "warning", "The case is closed but has no closure date",
            "Enter the date, or correct the case status.",
        )  # fmt: skip
    for row in on.where(pc.and_(ended, pc.invert(closed))):
        yield on.problem(
            row, "case_status", "warning", "There is a closure date, but the case is not closed",
            "Correct the case status or the date.",
        )  # fmt: skip


def _seen_alone(on: RowChecks) -> Iterator[Problem]:
    if on.table.has("seen_alone"):
        visited = pc.is_valid(on.rows["last_visit"])
        born = pc.invert(pc.fill_null(pc.less(on.rows["age"], 0), False))
        asked = pc.and_(pc.and_(visited, born), pc.is_null(on.rows["seen_alone"]))
        rows = on.where(asked)
        yield from _together(
            on, "seen_alone", _unless_unread(on, "seen_alone", rows),
            "was visited, but the list does not say whether they were seen alone",
        )  # fmt: skip


def _placement(on: RowChecks) -> Iterator[Problem]:
    """Interviews after missing episodes."""
    rows = on.rows
    refused = pc.and_(
        pc.equal(rows["interview_offered"], "no"), pc.equal(rows["interview_accepted"], "yes")
    )
    for row in on.where(refused):
        yield on.problem(
            row, "interview_accepted", "warning",
            "A return interview was accepted but not offered", "Correct one of the two.",
        )  # fmt: skip


def _unallocated(on: RowChecks) -> Iterator[Problem]:
    """Children whose case is open and who have no worker."""
    from cusp.returns.row_checks import ENDS

    if not on.table.has("worker"):
        return
    open_now = pc.is_null(on.rows[ENDS[on.form.number]])
    if on.form.number == 6:
        closed = pc.fill_null(pc.equal(on.rows["case_status"], "closed"), False)
        open_now = pc.and_(open_now, pc.invert(closed))
    rows = on.where(pc.and_(open_now, pc.is_null(on.rows["worker"])))
    for row in _unless_unread(on, "worker", rows):
        yield on.problem(
            row, "worker", "warning", "The child has no worker", "Enter who works with the child."
        )


def _together(on: RowChecks, name: str, rows: list[int], what: str) -> Iterator[Problem]:
    for row in rows:
        yield on.problem(row, name, "warning", f"The child {what}", "Enter yes, no or unknown.")


def _unless_unread(on: RowChecks, name: str, rows: list[int]) -> list[int]:
    """Of these rows, those in which the column is blank and not something unread."""
    unread: Any = on.rows["unread"]
    return [row for row in rows if name not in (unread[row].as_py() or ())]


CHECKS: Mapping[int, tuple[Callable[[RowChecks], Iterator[Problem]], ...]] = {
    5: (_conference,),
    6: (_status, _unallocated),
    7: (_seen_alone, _unallocated),
    8: (_placement, _unallocated),
}
