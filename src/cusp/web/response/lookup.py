"""Looks up what an address of the plan means."""

from __future__ import annotations

import re

import msgspec
from django.http import Http404

from cusp.plans.record import Action as ActionRecord
from cusp.plans.record import Measure as MeasureRecord
from cusp.plans.record import Plan as PlanRecord
from cusp.plans.record import Priority as PriorityRecord
from cusp.web.response.models import Action, Measure, Plan, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.plans import current_plan

_LARGEST = 10**9


class Area(msgspec.Struct, frozen=True):
    """A priority of the current plan: its row, and the records of it and of its plan."""

    row: Priority
    record: PriorityRecord
    plan: PlanRecord


class FoundAction(msgspec.Struct, frozen=True):
    """An action: its row, and the records of it, of its priority and of its plan."""

    row: Action
    record: ActionRecord
    priority: PriorityRecord
    plan: PlanRecord


class FoundMeasure(msgspec.Struct, frozen=True):
    """A measure: its row, and the records of it and of its plan."""

    row: Measure
    record: MeasureRecord
    plan: PlanRecord


def plan_now() -> Plan:
    """The council's current plan, or 404."""
    plan = current_plan()
    if plan is None:
        raise Http404("The plan has not been started.")
    return plan


def area_at(number: int) -> Area:
    """The area of the current plan with that number, or 404."""
    plan = plan_now()
    found = (
        plan.priorities.select_related("plan__inspection__authority")
        .filter(number=min(number, _LARGEST))
        .first()
    )
    if found is None:
        raise Http404(f"The plan has no area {number}.")
    whole = plan_record(plan)
    return Area(found, _priority(whole, found.public_id), whole)


def action_at(public_id: str) -> FoundAction:
    """The action with that id, in any plan, or 404."""
    number = re.fullmatch(r"A([1-9][0-9]{0,8})", public_id)
    rows = Action.objects.select_related("priority__plan", "lead_person")
    row = rows.filter(number=int(number[1])).first() if number else None
    if row is None:
        raise Http404(f"No action is called “{public_id}”.")
    whole = plan_record(row.priority.plan)
    priority = _priority(whole, row.priority.public_id)
    action = next(one for one in priority.actions if one.id == row.public_id)
    return FoundAction(row, action, priority, whole)


def measure_at(public_id: str) -> FoundMeasure:
    """The measure with that id, in any plan, or 404."""
    number = re.fullmatch(r"M([1-9][0-9]{0,8})", public_id)
    rows = Measure.objects.select_related("priority__plan__inspection__authority")
    row = rows.filter(number=int(number[1])).first() if number else None
    if row is None:
        raise Http404(f"No measure is called “{public_id}”.")
    whole = plan_record(row.priority.plan)
    priority = _priority(whole, row.priority.public_id)
    measure = next(one for one in priority.measures if one.id == row.public_id)
    return FoundMeasure(row, measure, whole)


def _priority(plan: PlanRecord, public_id: str) -> PriorityRecord:
    return next(priority for priority in plan.priorities if priority.id == public_id)
