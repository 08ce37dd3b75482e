"""Plans: starting one from an inspection, its header and its keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from cusp.plans import KeyEntry
from cusp.web.accounts.models import User
from cusp.web.common.saving import check_version
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection
from cusp.web.response import duties, history, key_uses, keys, priorities
from cusp.web.response.models import Plan
from cusp.web.response.records import key_of
from cusp.web.response.refusals import CannotChange

_TITLE = 200


class PlanFields(msgspec.Struct, frozen=True):
    """What people write at the top of a plan."""

    title: str
    received: date | None = None
    deadline_stated: date | None = None
    approval_route: str = ""
    version: str = ""
    reporting_cycle: int = 90


class Keys(msgspec.Struct, frozen=True):
    """The plan's own keys for both ratings."""

    delivery: tuple[KeyEntry, ...]
    impact: tuple[KeyEntry, ...]


def current_plan() -> Plan | None:
    """The plan of this installation's council that answers its latest inspection."""
    home = home_council()
    if home is None:
        return None
    return Plan.objects.filter(inspection__authority__slug=home.slug).last()


def inspection_to_answer() -> Inspection | None:
    """The council's latest inspection whose report is in the record."""
    home = home_council()
    if home is None:
        return None
    held = Inspection.objects.filter(authority__slug=home.slug, document__isnull=False)
    return held.select_related("authority").order_by("start").last()


@transaction.atomic
def start_plan(inspection: Inspection, *, received: date | None, on: date, by: User | None) -> Plan:
    """Start a plan with a priority for each area for improvement, and the duties.

    ``received`` is the day on which the council received the final report. Raises ``CannotChange``.
    """
    if inspection.document_id is None:
        raise CannotChange("The report on this inspection is not in the record. Add it first.")
    # Nobody else can start the same plan meanwhile.
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if Plan.objects.filter(inspection=inspection).exists():
        raise CannotChange("There is already a plan for this inspection.")
    _check_received(received, inspection, on)
    plan = Plan.objects.create(**_facts(inspection), received=received, changed_on=on)
    history.write(plan, plan, "started", on=on, by=by)
    for passage in inspection.passages.filter(kind=PassageKind.ITEM):
        priorities.add_from_report(plan, passage, on=on, by=by)
    for fields in duties.at_the_start(received or on):
        duties.add_duty(plan, fields, on=on, by=by)
    plan.refresh_from_db()
    return plan


def fields_of(plan: Plan) -> PlanFields:
    """What is stored now, to compare with what somebody wants to save."""
    return PlanFields(
        plan.title,
        plan.received,
        plan.deadline_stated,
        plan.approval_route,
        plan.version,
        plan.reporting_cycle,
    )


@transaction.atomic
def change_plan(
    plan: Plan, fields: PlanFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change the top of a plan. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    locked = history.begin(plan.pk, on=on)
    fields, now = _checked(fields), fields_of(locked)
    if fields == now:
        return
    check_version(locked, seen_version, theirs=now, yours=fields)
    _check_received(fields.received, locked.inspection, on)
    _save(locked, msgspec.structs.asdict(fields))
    history.write(locked, locked, "changed", on=on, by=by)
    plan.refresh_from_db()


def keys_of(plan: Plan) -> Keys:
    """The keys that are stored now."""
    return Keys(key_of(plan.delivery_key), key_of(plan.impact_key))


@transaction.atomic
def change_keys(
    plan: Plan,
    *,
    delivery: tuple[KeyEntry, ...],
    impact: tuple[KeyEntry, ...],
    seen_version: int,
    on: date,
    by: User | None,
) -> None:
    """Put other keys in place of the plan's. Entries in use must stay. Raises as above."""
    locked = history.begin(plan.pk, on=on)
    yours, now = Keys(delivery, impact), keys_of(locked)
    if yours == now:
        return
    check_version(locked, seen_version, theirs=now, yours=yours)
    key_uses.check(delivery, key_uses.of_delivery(locked))
    key_uses.check(impact, key_uses.of_impact(locked))
    _save(locked, {"delivery_key": keys.stored(delivery), "impact_key": keys.stored(impact)})
    history.write(locked, locked, "keys changed", on=on, by=by)
    plan.refresh_from_db()


def _facts(inspection: Inspection) -> dict[str, Any]:
    start, end = say_date(inspection.start), say_date(inspection.end)
    grades = [
        {"area": area_name(judged.area), "grade": judged.printed or judged.grade}
        for judged in inspection.judgements.all()
    ]
    return {
        "inspection": inspection,
        "council": str(inspection.authority),
        "title": f"Response to the inspection of {start} to {end}",
        "inspected_from": inspection.start,
        "inspected_to": inspection.end,
        "inspection_words": " ".join(filter(None, (inspection.framework, inspection.kind))),
        "grades": grades,
        "delivery_key": keys.stored(keys.DELIVERY),
        "impact_key": keys.stored(keys.IMPACT),
    }


def _save(plan: Plan, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(plan, name, value)
    plan.row_version += 1
    plan.save(update_fields=[*values, "row_version"])


def _check_received(received: date | None, inspection: Inspection, on: date) -> None:
    if received is None:
        return
    if received > on:
        raise CannotChange("The date must be today or in the past", field="received")
    if received <= inspection.end:
        raise CannotChange(
            f"The date must be after the inspection, which ended on {say_date(inspection.end)}",
            field="received",
        )


def _checked(fields: PlanFields) -> PlanFields:
    title = fields.title.strip()
    if not title:
        raise CannotChange("Enter a title", field="title")
    if len(title) > _TITLE:
        raise CannotChange(f"The title must be {_TITLE} characters or fewer", field="title")
    if fields.reporting_cycle < 1:
        raise CannotChange("Enter the number of days between reports", field="reporting_cycle")
    if fields.deadline_stated and fields.received and fields.deadline_stated < fields.received:
        raise CannotChange(
            "The deadline must be after the day the report was received", field="deadline_stated"
        )
    return msgspec.structs.replace(
        fields,
        title=title,
        approval_route=fields.approval_route.strip()[:300],
        version=fields.version.strip()[:40],
    )
