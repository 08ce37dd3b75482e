"""Exports of the plan as a workbook, each with a reference by which it can be found again."""

from __future__ import annotations

import hashlib
import re
from datetime import date

import msgspec

from cusp.plans import record
from cusp.plans.workbook import plan_workbook
from cusp.web.response.models import Plan, PlanChange
from cusp.web.response.plan_record import plan_after

_REFERENCE = re.compile(r"(\d{1,9})-(\d{1,18})-([0-9a-f]{8})", re.ASCII)


class NotOurs(ValueError):
    """A reference that belongs to no export of this installation's plan."""


def export(plan: Plan, *, as_at: date) -> bytes:
    """The plan as a workbook, as it stands after its latest change."""
    change = plan.changes.order_by("-pk")[:1].get()
    now = msgspec.structs.replace(plan_after(change), as_at=as_at)
    return plan_workbook(now, reference=_reference(change))


def exported(plan: Plan, reference: str) -> record.Plan:
    """The plan as it was exported. Raises :class:`NotOurs`."""
    parts = _REFERENCE.fullmatch(reference)
    change = plan.changes.filter(pk=int(parts[2])).first() if parts else None
    if change is None or _reference(change) != reference:
        raise NotOurs(reference)
    return plan_after(change)


def file_name(day: date) -> str:
    """The name of the file for a download."""
    return f"improvement-plan-{day.isoformat()}.xlsx"


def _reference(change: PlanChange) -> str:
    """The plan and its latest change.

    The check at the end tells a change from one with the same number in another database, or in
    this one after an older backup was restored.
    """
    told = f"{change.plan_id} {change.pk} {change.at.isoformat()} {change.thing} {change.what}"
    check = hashlib.sha256(told.encode()).hexdigest()[:8]
    return f"{change.plan_id}-{change.pk}-{check}"
