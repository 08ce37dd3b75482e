"""The duties that follow from a report: a checklist that the council can edit."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.calendar import rule_book
from cusp.web.accounts.models import User
from cusp.web.common.saving import check_version
from cusp.web.response import history
from cusp.web.response.choices import DutyStatus
from cusp.web.response.models import Duty, Plan
from cusp.web.response.refusals import CannotChange

# The rules in cusp.calendar that duties come from, and what the council does.
SEND_REPORT = ("publish-report", "Send the report")
_COPIES = ("publish-report", "Make copies of the report available for inspection")
_PUBLISH = ("publish-statement", "Publish the statement of action")
_SEND_STATEMENT = ("send-statement", "Send the statement of action")
_DRAFT = ("share-draft-plan", "Share a draft of the action plan")
_FINAL = ("submit-final-plan", "Submit the final action plan")
_STATUS = {
    "law": DutyStatus.LAW,
    "statutory guidance": DutyStatus.GUIDANCE,
    "Ofsted's request": DutyStatus.REQUEST,
    "local": DutyStatus.LOCAL,
}


class DutyFields(msgspec.Struct, frozen=True):
    """What a duty is. ``source_seen`` is whether the text of its source was seen.

    ``rule`` is the code of its rule in ``cusp.calendar``. ``runs_from`` is the day from which it
    runs, if that is not the day on which the report was received.
    """

    what: str
    recipient: str = ""
    source: str = ""
    status: DutyStatus = DutyStatus.LOCAL
    source_seen: bool = False
    working_days: int | None = None
    rule: str = ""
    runs_from: date | None = None


def by_rule(
    duty: tuple[str, str], recipient: str, *, received: date, runs_from: date | None = None
) -> DutyFields:
    """A duty by the rule that was in force on the day of receipt."""
    code, what = duty
    rule = rule_book().rule(code, received)
    status = _STATUS[rule.status]
    return DutyFields(
        what, recipient, rule.source, status, rule.seen, rule.count, code, runs_from=runs_from
    )


def at_the_start(received: date) -> tuple[DutyFields, ...]:
    """What every plan starts with."""
    duties = (
        (SEND_REPORT, "Partners"),
        (SEND_REPORT, "A local newspaper"),
        (SEND_REPORT, "A local radio station"),
        (_COPIES, "Anyone who asks"),
        (_PUBLISH, ""),
        (_SEND_STATEMENT, "Secretary of State"),
        (_SEND_STATEMENT, "Chief Inspector"),
    )
    return tuple(by_rule(duty, recipient, received=received) for duty, recipient in duties)


def after_a_visit(letter: date) -> tuple[DutyFields, ...]:
    """What follows if a visit finds an area for priority action.

    ``letter`` is the day on which the council received the letter about the visit.
    """
    return tuple(
        by_rule(duty, "Ofsted", received=letter, runs_from=letter) for duty in (_DRAFT, _FINAL)
    )


def fields_of(duty: Duty) -> DutyFields:
    """What is stored now, to compare with what somebody wants to save."""
    values = {name: getattr(duty, name) for name in DutyFields.__struct_fields__}
    return DutyFields(**(values | {"status": DutyStatus(duty.status)}))


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
def add_visit(plan: Plan, *, letter: date, on: date, by: User | None) -> None:
    """Add what follows from a visit that found an area for priority action."""
    if letter > on:
        raise CannotChange("The date must be today or in the past", field="letter")
    there = plan.duties.filter(rule=_DRAFT[0], runs_from=letter, removed=False)
    if there.exists():
        raise CannotChange("The checklist already has the duties from this letter.", field="letter")
    for fields in after_a_visit(letter):
        add_duty(plan, fields, on=on, by=by)


@transaction.atomic
def change_duty(
    duty: Duty, fields: DutyFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what a duty is. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    plan = _begin(duty, on)
    fields, now = _checked(fields), fields_of(duty)
    if fields == now:
        return
    check_version(duty, seen_version, theirs=now, yours=fields)
    for name, value in msgspec.structs.asdict(fields).items():
        setattr(duty, name, value)
    duty.row_version += 1
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
    starts = duty.runs_from or plan.received
    if starts and done < starts:
        raise CannotChange(
            "The date must be on or after the day the council received "
            f"{'the letter' if duty.runs_from else 'the report'}",
            field="done",
        )
    whom = history.by_whom(by)
    duty.done_on, duty.done_by, duty.done_by_then = done, whom["by"], whom["by_then"]
    duty.why = ""
    duty.save()
    history.write(plan, duty, "ticked", on=on, by=by, done=done.isoformat())


@transaction.atomic
def untick(duty: Duty, *, reason: str, on: date, by: User | None) -> None:
    """Take back a tick that was a mistake; the history keeps it. Raises ``CannotChange``."""
    plan = _begin(duty, on)
    if not duty.done_on:
        raise CannotChange("This is not ticked.")
    duty.why = _reason(reason)
    duty.done_on, duty.done_by, duty.done_by_then = None, None, ""
    duty.save()
    history.write(plan, duty, "unticked", on=on, by=by, reason=duty.why)


@transaction.atomic
def remove_duty(duty: Duty, *, reason: str, on: date, by: User | None) -> None:
    """Take a duty off the checklist; the history keeps it. Raises ``CannotChange``."""
    plan = _begin(duty, on)
    duty.why = _reason(reason)
    duty.removed = True
    duty.save()
    history.write(plan, duty, "removed", on=on, by=by, reason=duty.why)


def _begin(duty: Duty, on: date) -> Plan:
    plan = history.begin(duty.plan_id, on=on)
    duty.refresh_from_db()
    if duty.removed:
        raise CannotChange("This is no longer on the checklist.")
    return plan


def _reason(reason: str) -> str:
    if not reason.strip():
        raise CannotChange("Enter the reason", field="reason")
    return reason.strip()[:500]


def _checked(fields: DutyFields) -> DutyFields:
    if not fields.what.strip():
        raise CannotChange("Enter what has to be done", field="what")
    return msgspec.structs.replace(
        fields, what=fields.what.strip()[:300], recipient=fields.recipient.strip()[:200]
    )
