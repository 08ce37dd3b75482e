"""The duties that follow from a report: a checklist that the council can edit."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.response import history
from cusp.web.response.choices import DutyStatus
from cusp.web.response.deadlines import REPORT_WITHIN, STATEMENT_WITHIN
from cusp.web.response.models import Duty, Plan
from cusp.web.response.refusals import CannotChange

_REGULATION_2 = "SI 2007/462, regulation 2"
_REGULATION_3 = "SI 2007/462, regulation 3"
_ACT = "Education and Inspections Act 2006, section 137"


class DutyFields(msgspec.Struct, frozen=True):
    """What a duty is. ``source_seen`` is whether the text of its source was seen."""

    what: str
    recipient: str = ""
    source: str = ""
    status: DutyStatus = DutyStatus.LOCAL
    source_seen: bool = False
    working_days: int | None = None


def _report(what: str, recipient: str) -> DutyFields:
    return DutyFields(what, recipient, _REGULATION_2, DutyStatus.LAW, True, REPORT_WITHIN)


def _statement(what: str, recipient: str, source: str, *, seen: bool) -> DutyFields:
    return DutyFields(what, recipient, source, DutyStatus.LAW, seen, STATEMENT_WITHIN)


# What every plan starts with. Our copy of regulation 3 was cut short, so its text was not seen.
AT_THE_START = (
    _report("Send the report", "Partners"),
    _report("Send the report", "A local newspaper"),
    _report("Send the report", "A local radio station"),
    _report("Make copies of the report available", "Anyone who asks"),
    _statement("Publish the statement of action", "", _ACT, seen=True),
    _statement("Send the statement of action", "Secretary of State", _REGULATION_3, seen=False),
    _statement("Send the statement of action", "Chief Inspector", _REGULATION_3, seen=False),
)


@transaction.atomic
def add_duty(plan: Plan, fields: DutyFields, *, on: date, by: User | None) -> Duty:
    """Add a duty to the checklist. Raises ``CannotChange``."""
    locked = history.begin(plan.pk, on=on)
    fields = _checked(fields)
    number = locked.duties.count() + 1
    duty = Duty.objects.create(plan=locked, number=number, **msgspec.structs.asdict(fields))
    history.write(locked, duty, "added", on=on, by=by)
    return duty


@transaction.atomic
def change_duty(duty: Duty, fields: DutyFields, *, on: date, by: User | None) -> None:
    """Change what a duty is. Raises ``CannotChange``."""
    plan = _begin(duty, on)
    for name, value in msgspec.structs.asdict(_checked(fields)).items():
        setattr(duty, name, value)
    duty.save()
    history.write(plan, duty, "changed", on=on, by=by)


@transaction.atomic
def tick(duty: Duty, *, done: date, on: date, by: User | None) -> None:
    """Record that a duty was done, when, and who says so. Raises ``CannotChange``."""
    plan = _begin(duty, on)
    if duty.done_on:
        raise CannotChange(f"{duty.done_by_then} has already ticked this.")
    if done > on:
        raise CannotChange("The date must be today or in the past", field="done")
    whom = history.by_whom(by)
    duty.done_on, duty.done_by, duty.done_by_then = done, whom["by"], whom["by_then"]
    duty.save()
    history.write(plan, duty, "ticked", on=on, by=by, done=done.isoformat())


@transaction.atomic
def untick(duty: Duty, *, on: date, by: User | None) -> None:
    """Take back a tick that was a mistake; the history keeps it."""
    plan = _begin(duty, on)
    duty.done_on, duty.done_by, duty.done_by_then = None, None, ""
    duty.save()
    history.write(plan, duty, "unticked", on=on, by=by)


@transaction.atomic
def remove_duty(duty: Duty, *, on: date, by: User | None) -> None:
    """Take a duty off the checklist; the history keeps it."""
    plan = _begin(duty, on)
    duty.removed = True
    duty.save()
    history.write(plan, duty, "removed", on=on, by=by)


def _begin(duty: Duty, on: date) -> Plan:
    plan = history.begin(duty.plan_id, on=on)
    duty.refresh_from_db()
    return plan


def _checked(fields: DutyFields) -> DutyFields:
    if not fields.what.strip():
        raise CannotChange("Enter what has to be done", field="what")
    return fields
