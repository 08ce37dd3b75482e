"""Measures: how the council will know whether something improves, and their readings."""

from __future__ import annotations

import math
from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.plans import Reading, reading_problems
from cusp.web.accounts.models import User
from cusp.web.common.saving import check_version
from cusp.web.response import history
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measure_series import DRAWN
from cusp.web.response.models import Measure, MeasureReading, Plan, Priority
from cusp.web.response.refusals import CannotChange


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

    # The baseline as forms have it.

    @property
    def baseline_on(self) -> date | None:
        """The day of the baseline."""
        return self.baseline.on if self.baseline else None

    @property
    def baseline_value(self) -> float | None:
        """The value of the baseline."""
        return self.baseline.value if self.baseline else None

    @property
    def baseline_numerator(self) -> int | None:
        """The numerator of the baseline."""
        return self.baseline.numerator if self.baseline else None

    @property
    def baseline_denominator(self) -> int | None:
        """The denominator of the baseline."""
        return self.baseline.denominator if self.baseline else None


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
    _put(measure, _checked(fields, on))
    measure.save()
    history.write(plan, measure, "added", on=on, by=by)
    return measure


@transaction.atomic
def change_measure(
    measure: Measure, fields: MeasureFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change a measure. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    plan = _begin(measure, on)
    fields, now = _checked(fields, on), fields_of(measure)
    if fields == now:
        return
    check_version(measure, seen_version, theirs=now, yours=fields)
    if fields.published_code != now.published_code and drawn_rows(measure):
        raise CannotChange(
            "Readings have been drawn from these figures, so this cannot be changed. "
            "To use other figures, add another measure",
            field="published_code",
        )
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
    row = stored(measure, reading, on=on, by=by)
    said = {"as_at": reading.on.isoformat(), "value": reading.value}
    what = "reading corrected" if corrected_by(row) else "reading added"
    history.write(plan, measure, what, on=on, by=by, **said)
    return row


def stored(measure: Measure, reading: Reading, *, on: date, by: User | None) -> MeasureReading:
    """Store a reading, for a function that has checked it and will write the history."""
    return MeasureReading.objects.create(
        measure=measure,
        as_at=reading.on,
        value=reading.value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        source=reading.source.strip()[:300],
        on=on,
        **history.by_whom(by),
    )


def corrected_by(row: MeasureReading) -> MeasureReading | None:
    """The reading for the same day that this one takes the place of, if there is one."""
    same_day = MeasureReading.objects.filter(measure=row.measure_id, as_at=row.as_at)
    return same_day.filter(pk__lt=row.pk).last()


def drawn_rows(measure: Measure) -> list[MeasureReading]:
    """The current readings that were drawn from a series of figures, earliest first."""
    by_day = {row.as_at: row for row in measure.readings.all()}
    return [by_day[day] for day in sorted(by_day) if by_day[day].source.startswith(DRAWN)]


def reading_from(
    *,
    on: date,
    value: float | None,
    numerator: int | None,
    denominator: int | None,
    unit: Unit,
    source: str = "",
) -> Reading:
    """A reading from what was typed. Raises ``CannotChange``.

    The value of a percentage is worked out if only its numerator and denominator are given.
    """
    if value is None:
        if unit != Unit.PERCENT or (numerator is None and denominator is None):
            either = ", or the numerator and the denominator" if unit == Unit.PERCENT else ""
            raise CannotChange(f"Enter the value{either}", field="value")
        if numerator is None or not denominator:
            _check_share(numerator, denominator)
        assert numerator is not None  # or it was refused
        assert denominator
        value = percentage(numerator, denominator)
    return Reading(on, value, numerator, denominator, source)


def baseline_from(
    *,
    on: date | None,
    value: float | None,
    numerator: int | None,
    denominator: int | None,
    unit: Unit,
) -> Reading | None:
    """The baseline from what was typed; ``None`` if nothing was. Raises ``CannotChange``."""
    if (on, value, numerator, denominator) == (None, None, None, None):
        return None
    if on is None:
        raise CannotChange("Enter the date of the baseline", field="baseline_on")
    try:
        return reading_from(
            on=on, value=value, numerator=numerator, denominator=denominator, unit=unit
        )
    except CannotChange as refused:
        raise _about_baseline(refused) from None


def percentage(numerator: int, denominator: int) -> float:
    """A percentage to one decimal place, or more if it would look like none or all."""
    exact = 100 * numerator / denominator
    for places in range(1, 6):
        rounded = round(exact, places)
        if rounded not in (0, 100) or rounded == exact:
            return rounded
    return exact


def check_reading(reading: Reading, *, unit: str) -> None:
    """Refuse a reading that contradicts itself. Raises ``CannotChange``."""
    top, bottom = reading.numerator, reading.denominator
    if not math.isfinite(reading.value):
        raise CannotChange("Enter a number", field="value")
    _check_share(top, bottom)
    if unit == Unit.PERCENT and top is not None and bottom is not None and top > bottom:
        raise CannotChange(
            "The numerator must not be greater than the denominator", field="numerator"
        )
    if unit == Unit.PERCENT and not 0 <= reading.value <= 100:
        raise CannotChange("The percentage must be between 0 and 100", field="value")
    for why in reading_problems(reading, unit):
        raise CannotChange(why, field="value")


def _check_share(numerator: int | None, denominator: int | None) -> None:
    if (numerator is None) != (denominator is None):
        missing = "numerator" if numerator is None else "denominator"
        raise CannotChange(
            "Enter both the numerator and the denominator, or neither", field=missing
        )
    if denominator == 0:
        raise CannotChange("The denominator must be greater than 0", field="denominator")


def _about_baseline(refused: CannotChange) -> CannotChange:
    return CannotChange(str(refused), field=f"baseline_{refused.field}")


def _begin(measure: Measure, on: date) -> Plan:
    plan = history.begin(measure.priority.plan_id, on=on)
    measure.refresh_from_db()
    return plan


def _checked(fields: MeasureFields, on: date) -> MeasureFields:
    if not fields.name.strip():
        raise CannotChange("Enter the name of the measure", field="name")
    if fields.target is not None and fields.better is None:
        raise CannotChange("Select whether higher or lower is better", field="better")
    if fields.target is not None and not math.isfinite(fields.target):
        raise CannotChange("Enter a number", field="target")
    if fields.target is not None and fields.unit == Unit.PERCENT and not 0 <= fields.target <= 100:
        raise CannotChange("The target must be between 0 and 100", field="target")
    if fields.target_by and fields.target is None:
        raise CannotChange("Enter the target", field="target")
    if fields.baseline:
        _check_baseline(fields.baseline, fields.unit, on)
    return msgspec.structs.replace(
        fields, name=fields.name.strip()[:300], definition=fields.definition.strip()
    )


def _check_baseline(baseline: Reading, unit: Unit, on: date) -> None:
    if baseline.on > on:
        raise CannotChange("The date must be today or in the past", field="baseline_on")
    try:
        check_reading(baseline, unit=unit)
    except CannotChange as refused:
        raise _about_baseline(refused) from None


def _put(measure: Measure, fields: MeasureFields) -> None:
    values = msgspec.structs.asdict(fields)
    baseline = msgspec.to_builtins(fields.baseline) if fields.baseline else None
    for name, value in (values | {"better": fields.better or "", "baseline": baseline}).items():
        setattr(measure, name, value)
