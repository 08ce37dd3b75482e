"""Undertakings for pages: open ones first, with how they stand in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from cusp import meetings as library
from cusp.meetings.undertakings import due_on, first_due, slip, standing
from cusp.web.boards import records
from cusp.web.boards.choices import Access
from cusp.web.boards.models import Undertaking
from cusp.web.common.wording import say_date
from cusp.wording import counted


class ShownUndertaking(msgspec.Struct, frozen=True, kw_only=True):
    """An undertaking, how it stands on a day, and where it was given."""

    row: Undertaking
    record: library.Undertaking
    standing: str
    days: str  # such as "12 days overdue"
    dates: str  # the first date, if it has been moved
    where: str  # such as "meeting of 22 October 2019, item 5"
    exempt: bool

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.standing != "closed"


def shown(rows: Iterable[Undertaking], *, on: date) -> tuple[ShownUndertaking, ...]:
    """Open ones first, most urgent first; then closed ones, newest first."""
    every = [_shown(row, on) for row in rows]
    still_open = [one for one in every if one.is_open]
    closed = [one for one in every if not one.is_open]
    still_open.sort(key=lambda one: (due_on(one.record, on) or date.max, one.row.number))
    closed.sort(key=lambda one: (one.record.closed_on or on, one.row.number), reverse=True)
    return (*still_open, *closed)


def sentence(every: Iterable[ShownUndertaking]) -> str:
    """How many are open and overdue: "2 of 5 undertakings open, 1 overdue"."""
    every = tuple(every)
    still_open = [one for one in every if one.is_open]
    if not every:
        return "No undertakings yet"
    if not still_open:
        return (
            f"All {counted(len(every), 'undertaking')} closed"
            if len(every) > 1
            else ("1 undertaking, closed")
        )
    overdue = sum(one.standing == "overdue" for one in still_open)
    said = f"{len(still_open)} of {counted(len(every), 'undertaking')} open"
    return f"{said}, {overdue} overdue" if overdue else said


def _shown(row: Undertaking, on: date) -> ShownUndertaking:
    record = records.undertaking_record(row)
    return ShownUndertaking(
        row=row,
        record=record,
        standing=standing(record, on),
        days=_days(record, on),
        dates=_moved(record),
        where=_where(row),
        exempt=row.item is not None and row.item.access != Access.OPEN,
    )


def _where(row: Undertaking) -> str:
    where = f"meeting of {say_date(row.meeting.date)}"
    return f"{where}, item {row.item.number}" if row.item else where


def _days(one: library.Undertaking, on: date) -> str:
    if one.closed_on and one.closed_on <= on:
        return f"Closed on {say_date(one.closed_on)}"
    due = due_on(one, on)
    if due is None:
        return f"No due date, open for {counted((on - one.given_on).days, 'day')}"
    left = (due - on).days
    if left < 0:
        return f"Due on {say_date(due)}, {counted(-left, 'day')} overdue"
    if left == 0:
        return "Due today"
    return f"Due on {say_date(due)}, in {counted(left, 'day')}"


def _moved(one: library.Undertaking) -> str:
    first = first_due(one)
    if first is None or len(one.due) < 2:
        return ""
    reasons = "; ".join(dated.reason.rstrip(".") for dated in one.due if dated.reason)
    moved = slip(one)
    way = "later" if moved > 0 else "earlier"
    by = f", moved {counted(abs(moved), 'day')} {way}" if moved else ""
    return f"First due on {say_date(first)}{by}: {reasons}."
