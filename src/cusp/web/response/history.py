"""The history of a plan, written by the functions that change it.

Each of them calls :func:`begin` first and :func:`write` last, in one transaction. ``write`` stores
the complete state of what was changed, so a plan can be rebuilt as it stood on any day.
``docs/decisions/0031-plan-history-written-by-its-functions.md`` explains why.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import msgspec

from cusp.plans import record
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common import saving
from cusp.web.response import records
from cusp.web.response.choices import What
from cusp.web.response.models import (
    Action,
    Challenge,
    Duty,
    Measure,
    Plan,
    PlanChange,
    Priority,
)

Thing = Plan | Priority | Action | Measure | Challenge | Duty


def begin(plan_pk: int, *, on: date) -> Plan:
    """Lock a plan for a change, so that changes are made one after the other.

    Raises ``CannotChange`` for a day before the latest change: the history must stay in order.
    """
    return saving.lock(Plan, plan_pk, on=on)


def write(
    plan: Plan, thing: Thing, what: str, *, on: date, by: User | str | None, **detail: Any
) -> None:
    """Store the state of what was changed, and log the change."""
    kind, state, under, order = _state(thing, on)
    public_id = "" if isinstance(thing, Plan) else thing.public_id
    PlanChange.objects.create(
        plan=plan,
        on=on,
        **by_whom(by),
        kind=kind,
        thing=public_id,
        what=what,
        under=under,
        order=order,
        state=msgspec.to_builtins(state),
    )
    # The time, or one more if the clock is behind: a number that was rolled back never comes again.
    plan.stamp = max(plan.stamp + 1, time.time_ns() // 1000)
    plan.changed_on = on
    Plan.objects.filter(pk=plan.pk).update(stamp=plan.stamp, changed_on=on)
    about = f"{plan}: {public_id}" if public_id else str(plan)
    audit.record_change(f"{kind.value} {what}", by=by, about=about, **detail)


def by_whom(by: User | str | None) -> dict[str, Any]:
    """The columns that say who recorded a row."""
    return audit.by_whom(by)


def _state(thing: Thing, on: date) -> tuple[What, msgspec.Struct, str, int]:
    """The kind of a thing, its state, the priority it belongs to, and that priority's place."""
    if isinstance(thing, Plan):
        return What.PLAN, records.plan_head(thing, as_at=on), "", 0
    if isinstance(thing, Priority):
        state = records.priority_record(thing, thing.ratings.all())
        return What.PRIORITY, state, "", thing.order
    if isinstance(thing, Action):
        return What.ACTION, action_now(thing), thing.priority.public_id, 0
    if isinstance(thing, Measure):
        measure = records.measure_record(thing, thing.readings.all())
        return What.MEASURE, measure, thing.priority.public_id, 0
    if isinstance(thing, Challenge):
        about = thing.priority.public_id if thing.priority else ""
        challenge = records.challenge_record(thing, thing.answers.all(), about=about)
        return What.CHALLENGE, challenge, about, 0
    return What.DUTY, records.duty_record(thing), "", 0


def action_now(action: Action) -> record.Action:
    """An action as a record, with all that was recorded about it."""
    return records.action_record(
        action,
        due=action.due_dates.all(),
        updates=action.updates.all(),
        evidence=action.evidence.all(),
        ratings=action.ratings.all(),
    )
