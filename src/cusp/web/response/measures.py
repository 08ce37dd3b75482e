"""Measures: how the council will know whether something improves, and their readings."""

from __future__ import annotations

import math
from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.plans import Reading, reading_problems
from cusp.web.accounts.models import User
from cusp.web.response import history
from cusp.web.response.choices import Better, Unit
from cusp.web.response.models import Measure, MeasureReading, Plan, Priority
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile


class MeasureFields(msgspec.Struct, frozen=True):
    """What people write about a measure, apart from its readings."""

    name: str
    definition: str = ""
    unit: Unit = Unit.PERCENT
    better: Better | None = None
    baseline: Reading | None = None
    target: float | None = None
    target_by: date | None = None
    published_code: str = ""


def fields_of(measure: Measure) -> MeasureFields:
    """What is stored now, to compare with what somebody wants to save."""
    stored = measure.baseline
    return MeasureFields(
        measure.name,
        measure.definition,
        Unit(measure.unit),
        Better(measure.better) if measure.better else None,
        msgspec.convert(stored, Reading) if stored else None,
        measure.target,
        measure.target_by,
        measure.published_code,
    )


@transaction.atomic
def add_measure(priority: Priority, fields: MeasureFields, *, on: date, by: User | None) -> Measure:
    """Add a measure to a priority. Raises ``CannotChange``."""
    plan = history.begin(priority.plan_id, on=on)
    last = Measure.objects.aggregate(last=Max("number"))["last"] or 0
    measure = Measure(priority=priority, number=last + 1)
    _put(measure, _checked(fields))
    measure.save()
    history.write(plan, measure, "added", on=on, by=by)
    return measure


@transaction.atomic
def change_measure(
    measure: Measure, fields: MeasureFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change a measure. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    plan = _begin(measure, on)
    fields, now = _checked(fields), fields_of(measure)
    if fields == now:
        return
    if measure.row_version != seen_version:
        raise ChangedMeanwhile(theirs=now, yours=fields, version=measure.row_version)
    _put(measure, fields)
    measure.row_version += 1
    measure.save()
    history.write(plan, measure, "changed", on=on, by=by)


@transaction.atomic
def add_reading(measure: Measure, reading: Reading, *, on: date, by: User | None) -> MeasureReading:
    """Add a reading, or correct the one for the same day. Raises ``CannotChange``."""
    plan = _begin(measure, on)
    if reading.on > on:
        raise CannotChange("The date must be today or in the past", field="as_at")
    check_reading(reading, unit=measure.unit)
    row = MeasureReading.objects.create(
        measure=measure,
        as_at=reading.on,
        value=reading.value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        source=reading.source.strip()[:300],
        on=on,
        **history.by_whom(by),
    )
    said = {"as_at": reading.on.isoformat(), "value": reading.value}
    history.write(plan, measure, "reading added", on=on, by=by, **said)
    return row


def check_reading(reading: Reading, *, unit: str) -> None:
    """Refuse a reading that contradicts itself. Raises ``CannotChange``."""
    top, bottom = reading.numerator, reading.denominator
    if not math.isfinite(reading.value):
        raise CannotChange("Enter a number", field="value")
    if (top is None) != (bottom is None):
        missing = "numerator" if top is None else "denominator"
        raise CannotChange(
            "Enter both the numerator and the denominator, or neither", field=missing
        )
    if unit == Unit.PERCENT and not 0 <= reading.value <= 100:
        raise CannotChange("The percentage must be between 0 and 100", field="value")
    if bottom == 0:
        raise CannotChange("The denominator must be greater than 0", field="denominator")
    if unit == Unit.PERCENT and top is not None and bottom is not None and top > bottom:
        raise CannotChange(
            "The numerator must not be greater than the denominator", field="numerator"
        )
    for why in reading_problems(reading, unit):
        raise CannotChange(why, field="value")


def _begin(measure: Measure, on: date) -> Plan:
    plan = history.begin(measure.priority.plan_id, on=on)
    measure.refresh_from_db()
    return plan


def _checked(fields: MeasureFields) -> MeasureFields:
    if not fields.name.strip():
        raise CannotChange("Enter the name of the measure", field="name")
    if fields.target is not None and fields.better is None:
        raise CannotChange("Select whether higher or lower is better", field="better")
    if fields.target is not None and not math.isfinite(fields.target):
        raise CannotChange("Enter a number", field="target")
    if fields.target_by and fields.target is None:
        raise CannotChange("Enter the target", field="target")
    if fields.baseline:
        check_reading(fields.baseline, unit=fields.unit)
    return msgspec.structs.replace(
        fields, name=fields.name.strip()[:300], definition=fields.definition.strip()
    )


def _put(measure: Measure, fields: MeasureFields) -> None:
    values = msgspec.structs.asdict(fields)
    baseline = msgspec.to_builtins(fields.baseline) if fields.baseline else None
    for name, value in (values | {"better": fields.better or "", "baseline": baseline}).items():
        setattr(measure, name, value)
