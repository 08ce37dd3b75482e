"""Actions: what is done about a priority, by when, and what is reported about it."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.plans import why_not_due
from cusp.web.accounts.models import User
from cusp.web.common.saving import check_version
from cusp.web.common.stored_files import StoredFile
from cusp.web.common.wording import say_date
from cusp.web.response import history, ratings
from cusp.web.response.models import (
    Action,
    ActionUpdate,
    DeliveryRating,
    DueDate,
    Evidence,
    Plan,
    Priority,
)
from cusp.web.response.refusals import CannotChange


class ActionFields(msgspec.Struct, frozen=True):
    """What people write about an action, apart from what is dated.

    ``lead`` is a name or a job title; if only ``lead_person`` is given, it is their name.
    """

    text: str
    lead: str = ""
    lead_person: User | None = None
    support: str = ""
    start: date | None = None


class EvidenceFields(msgspec.Struct, frozen=True):
    """Evidence: what it is, what it shows, as at when, and a stored file or a link."""

    what: str
    shows: str
    as_at: date
    file: StoredFile | None = None
    link: str = ""


def fields_of(action: Action) -> ActionFields:
    """What is stored now, to compare with what somebody wants to save."""
    return ActionFields(action.text, action.lead, action.lead_person, action.support, action.start)


@transaction.atomic
def add_action(
    priority: Priority,
    fields: ActionFields,
    *,
    on: date,
    by: User | None,
    due: date | None = None,
) -> Action:
    """Add an action to a priority. Raises ``CannotChange``."""
    plan = history.begin(priority.plan_id, on=on)
    fields = _checked(fields)
    _check_order(fields.start, due)
    last = Action.objects.aggregate(last=Max("number"))["last"] or 0
    action = Action.objects.create(
        priority=priority, number=last + 1, **msgspec.structs.asdict(fields)
    )
    if due:
        DueDate.objects.create(action=action, due=due, on=on, **history.by_whom(by))
    history.write(plan, action, "added", on=on, by=by)
    return action


@transaction.atomic
def change_action(
    action: Action, fields: ActionFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what an action says, its lead, support or start.

    Raises ``ChangedMeanwhile`` if somebody else has changed it since ``seen_version``, or
    ``CannotChange``.
    """
    plan = _begin(action, on)
    fields, now = _checked(fields), fields_of(action)
    if fields == now:
        return
    check_version(action, seen_version, theirs=now, yours=fields)
    _check_order(fields.start, current_due(action))
    for name, value in msgspec.structs.asdict(fields).items():
        setattr(action, name, value)
    action.row_version += 1
    action.save()
    history.write(plan, action, "changed", on=on, by=by)


@transaction.atomic
def move_action(action: Action, to: Priority, *, on: date, by: User | None) -> None:
    """Move an action to another priority of its plan. Raises ``CannotChange``."""
    plan = _begin(action, on)
    if to.plan_id != plan.pk:
        raise CannotChange("The action can only move within its plan.")
    if action.priority_id == to.pk:
        return
    action.priority = to
    action.save(update_fields=["priority"])
    history.write(plan, action, "moved", on=on, by=by, to=to.public_id)


def current_due(action: Action) -> date | None:
    """The latest due date; the earlier ones are kept."""
    last = action.due_dates.last()
    return last.due if last else None


@transaction.atomic
def redate(action: Action, due: date, *, reason: str, on: date, by: User | None) -> DueDate:
    """Give an action a new due date; the earlier ones are kept. Raises ``CannotChange``."""
    plan = _begin(action, on)
    before = current_due(action)
    if why := why_not_due(history.action_now(action), due, on):
        raise CannotChange(why, field="due")
    if before and not reason.strip():
        raise CannotChange("Enter the reason for the new date", field="reason")
    dated = DueDate.objects.create(
        action=action, due=due, reason=reason.strip()[:500], on=on, **history.by_whom(by)
    )
    said = {"due": due.isoformat(), "before": before.isoformat() if before else None}
    history.write(plan, action, "re-dated" if before else "dated", on=on, by=by, **said)
    return dated


@transaction.atomic
def report_progress(action: Action, text: str, *, on: date, by: User | None) -> ActionUpdate:
    """Add an update to an action. Raises ``CannotChange``."""
    plan = _begin(action, on)
    update = _report(action, text, on=on, by=by)
    history.write(plan, action, "updated", on=on, by=by)
    return update


@transaction.atomic
def rate_delivery(
    action: Action, code: str, *, on: date, by: User | None, why: str = ""
) -> DeliveryRating:
    """Rate how far an action has got, by the plan's delivery key. Raises ``CannotChange``."""
    plan = _begin(action, on)
    ratings.check(plan.delivery_key, code, has_evidence=action.evidence.exists)
    rating = DeliveryRating.objects.create(
        action=action, code=code, why=why.strip(), on=on, **history.by_whom(by)
    )
    history.write(plan, action, "delivery rated", on=on, by=by, code=code)
    return rating


@transaction.atomic
def add_evidence(action: Action, fields: EvidenceFields, *, on: date, by: User | None) -> Evidence:
    """Add evidence. Raises ``CannotChange``."""
    plan = _begin(action, on)
    _check_evidence(fields, on)
    file = fields.file
    stored = {"file_name": file.name, "sha256": file.sha256, "size": file.size} if file else {}
    evidence = Evidence.objects.create(
        action=action,
        what=fields.what.strip()[:300],
        shows=fields.shows.strip(),
        as_at=fields.as_at,
        link=fields.link.strip(),
        on=on,
        **stored,
        **history.by_whom(by),
    )
    history.write(plan, action, "evidence added", on=on, by=by, evidence=evidence.what)
    return evidence


@transaction.atomic
def mark_done(action: Action, *, done: date, on: date, by: User | None) -> None:
    """Record the day on which an action was done. Raises ``CannotChange``."""
    plan = _begin(action, on)
    _check_open(action)
    if done > on:
        raise CannotChange("The date must be today or in the past", field="done")
    action.done = done
    action.save(update_fields=["done"])
    history.write(plan, action, "done", on=on, by=by, done=done.isoformat())


@transaction.atomic
def close(action: Action, *, reason: str, on: date, by: User | None) -> None:
    """Take an action out of the plan before it is done, with the reason. It stays visible.

    Raises ``CannotChange``.
    """
    plan = _begin(action, on)
    _check_open(action)
    if not reason.strip():
        raise CannotChange("Enter why the action is being closed", field="reason")
    action.closed = reason.strip()[:500]
    action.save(update_fields=["closed"])
    history.write(plan, action, "closed", on=on, by=by, reason=action.closed)


@transaction.atomic
def reopen(action: Action, *, reason: str, on: date, by: User | None) -> None:
    """Reopen an action that was done or closed; the reason becomes an update.

    Raises ``CannotChange``.
    """
    plan = _begin(action, on)
    if not (action.done or action.closed):
        raise CannotChange("This action is already open.")
    if not reason.strip():
        raise CannotChange("Enter why the action is being reopened", field="reason")
    before = f"done on {say_date(action.done)}" if action.done else f"closed: {action.closed}"
    _report(action, f"Reopened (it was {before}). {reason.strip()}", on=on, by=by)
    action.done, action.closed = None, ""
    action.save(update_fields=["done", "closed"])
    history.write(plan, action, "reopened", on=on, by=by, reason=reason.strip())


def _begin(action: Action, on: date) -> Plan:
    plan = history.begin(action.priority.plan_id, on=on)
    action.refresh_from_db()
    return plan


def _report(action: Action, text: str, *, on: date, by: User | None) -> ActionUpdate:
    if not text.strip():
        raise CannotChange("Enter what has been done since the last update", field="text")
    return ActionUpdate.objects.create(
        action=action, text=text.strip(), on=on, **history.by_whom(by)
    )


def _checked(fields: ActionFields) -> ActionFields:
    text, lead = fields.text.strip(), fields.lead.strip()
    if not text:
        raise CannotChange("Enter what will be done", field="text")
    if not lead and fields.lead_person:
        lead = str(fields.lead_person)
    return msgspec.structs.replace(
        fields, text=text, lead=lead[:200], support=fields.support.strip()[:300]
    )


def _check_open(action: Action) -> None:
    if action.done:
        raise CannotChange(f"This action was marked as done on {say_date(action.done)}.")
    if action.closed:
        raise CannotChange("This action is closed. Reopen it first.")


def _check_order(start: date | None, due: date | None) -> None:
    if start and due and due < start:
        raise CannotChange(
            f"The due date must be on or after the start date, {say_date(start)}", field="due"
        )


def _check_evidence(fields: EvidenceFields, on: date) -> None:
    link = fields.link.strip()
    if not fields.what.strip():
        raise CannotChange("Enter what the evidence is", field="what")
    if not fields.shows.strip():
        raise CannotChange("Enter what the evidence shows", field="shows")
    if fields.as_at > on:
        raise CannotChange("The date must be today or in the past", field="as_at")
    if bool(link) == bool(fields.file):
        raise CannotChange("Choose a file or enter a link, but not both", field="link")
    if link and urlsplit(link).scheme not in ("http", "https"):
        raise CannotChange("Enter a link that begins with http:// or https://", field="link")
