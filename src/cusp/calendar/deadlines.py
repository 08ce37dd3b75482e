"""Deadlines after an inspection, counted from the day on which the council received the report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from cusp.calendar.due import (
    Basis,
    Due,
    LeftOut,
    Moved,
    bank_holidays_of,
    basis_of,
    due_by,
    joined,
    unchanged,
)
from cusp.calendar.rules import rule_book
from cusp.calendar.wording import with_weekday
from cusp.calendar.working_days import Calendar, england_and_wales


class Deadlines(msgspec.Struct, frozen=True, kw_only=True):
    """What is due after a report. A date that cannot be worked out is None, and ``why`` says why.

    The council also sends the statement to the Secretary of State and the Chief Inspector:
    ``send_statement_by``.
    """

    schema: str = "cusp.deadlines/1"
    received: date
    publish_report_by: date | None
    publish_statement_by: date | None
    send_statement_by: date | None
    why: str | None
    basis: tuple[Basis, ...]
    left_out: tuple[LeftOut, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]


class PlanForVisit(msgspec.Struct, frozen=True, kw_only=True):
    """What is due after a visit that found an area for priority action."""

    schema: str = "cusp.visit_deadlines/1"
    received: date
    share_draft_plan_by: date | None
    submit_final_plan_by: date | None
    why: str | None
    basis: tuple[Basis, ...]
    left_out: tuple[LeftOut, ...]
    moved: tuple[Moved, ...]
    notes: tuple[str, ...]


def deadlines(
    received: date, *, calendar: Calendar | None = None, worked_out_on: date | None = None
) -> Deadlines:
    """Deadlines for a report that the council received on a day.

    The date of publication is not the date of receipt, and never stands in for it. If
    ``worked_out_on`` is given, ``moved`` lists dates that changed since then.
    """
    calendar = calendar or england_and_wales()
    codes = ("publish-report", "publish-statement", "send-statement")
    dues = [_due(code, received, calendar, worked_out_on) for code in codes]
    return Deadlines(
        received=received,
        publish_report_by=dues[0].by,
        publish_statement_by=dues[1].by,
        send_statement_by=dues[2].by,
        why=joined(due.why for due in dues),
        basis=_basis(received, calendar, dues),
        left_out=_left_out(dues),
        moved=_moved(dues),
        notes=_notes(received, calendar, dues),
    )


def plan_for_visit(
    received: date, *, calendar: Calendar | None = None, worked_out_on: date | None = None
) -> PlanForVisit:
    """Deadlines for a letter about a visit with an area for priority action.

    The draft after 20 working days is Ofsted's request; it is not in the law.
    """
    calendar = calendar or england_and_wales()
    codes = ("share-draft-plan", "submit-final-plan")
    dues = [_due(code, received, calendar, worked_out_on) for code in codes]
    return PlanForVisit(
        received=received,
        share_draft_plan_by=dues[0].by,
        submit_final_plan_by=dues[1].by,
        why=joined(due.why for due in dues),
        basis=_basis(received, calendar, dues),
        left_out=_left_out(dues),
        moved=_moved(dues),
        notes=_notes(received, calendar, dues),
    )


def _due(code: str, received: date, calendar: Calendar, worked_out_on: date | None) -> Due:
    rule = rule_book().rule(code, received)
    return due_by(rule, received, calendar=calendar, worked_out_on=worked_out_on)


def _basis(received: date, calendar: Calendar, dues: Iterable[Due]) -> tuple[Basis, ...]:
    working_day = rule_book().meaning("working-day", received)
    return (*(due.basis for due in dues), basis_of(working_day), bank_holidays_of(calendar))


def _left_out(dues: Iterable[Due]) -> tuple[LeftOut, ...]:
    """Bank holidays up to the latest date: the shorter periods are part of the longest."""
    return max((due.left_out for due in dues), key=len, default=())


def _moved(dues: Iterable[Due]) -> tuple[Moved, ...]:
    return tuple(dict.fromkeys(due.moved for due in dues if due.moved))


def _notes(received: date, calendar: Calendar, dues: Iterable[Due]) -> tuple[str, ...]:
    notes = unchanged(calendar, _moved(dues)) if any(due.by for due in dues) else []
    if calendar.covers(received) and not calendar.ignoring_closures().is_working_day(received):
        notes.append(f"{with_weekday(received)} is not a working day. Check the date of receipt.")
    return tuple(notes)
