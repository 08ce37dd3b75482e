"""Readings drawn from a series of figures, so that nobody has to copy them."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.plans import Reading
from cusp.web.accounts.models import User
from cusp.web.common.wording import say_date
from cusp.web.response import history, measures, published_figures, shared_figures
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measure_series import PRACTICE, Series
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Measure, MeasureReading, Plan, Priority
from cusp.web.response.refusals import CannotChange
from cusp.wording import counted, listed


class Drawn(msgspec.Struct, frozen=True):
    """What drawing did: readings added and corrected, and what was left as it was.

    ``kept`` are the days whose reading was entered by hand and differs from the figure. ``figures``
    is how many figures can be readings.
    """

    added: int = 0
    corrected: int = 0
    kept: tuple[date, ...] = ()
    left_out: tuple[str, ...] = ()
    figures: int = 0

    @property
    def sentence(self) -> str:
        """What drawing did, in words."""
        done = [
            f"{counted(number, 'reading')} {verb}"
            for number, verb in ((self.added, "added"), (self.corrected, "corrected"))
            if number
        ]
        same = ["The readings already match the figures."] if self.figures else []
        return " ".join([*([f"{listed(done)}."] if done else same), *self._not_drawn()])

    def _not_drawn(self) -> list[str]:
        said = []
        if self.kept:
            days = listed([say_date(day) for day in self.kept])
            said.append(f"Not changed, because a different figure was entered by hand: {days}.")
        if self.left_out:
            said.append(f"Not drawn: {'; '.join(self.left_out).rstrip('.')}.")
        return said


def source_of(measure: Measure) -> Series | None:
    """The series that a measure draws its readings from; ``None`` if there is none now."""
    return series_of(measure.priority.plan, measure.published_code)


def series_of(plan: Plan, code: str) -> Series | None:
    """The series of this code: what practice shares, or published figures of the council."""
    return shared_figures.series_of(code) or published_figures.series_of(plan, code)


def unit_and_direction(
    series: Series | None, *, unit: Unit | None, better: Better | None
) -> tuple[Unit, Better | None]:
    """What was chosen, or else what the series says. Raises ``CannotChange`` if they differ."""
    unit = unit or (series.unit if series else None)
    if unit is None:
        raise CannotChange("Select the unit", field="unit")
    if series:
        better = better or series.better
        _check_fits(series, unit, better)
    return unit, better


@transaction.atomic
def add_measure(
    priority: Priority, fields: MeasureFields, series: Series | None, *, on: date, by: User | None
) -> tuple[Measure, Drawn | None]:
    """Add a measure, with the readings of its series if it has one. Raises ``CannotChange``."""
    measure = measures.add_measure(priority, fields, on=on, by=by)
    return measure, draw_readings(measure, series, on=on, by=by) if series else None


@transaction.atomic
def change_measure(
    measure: Measure,
    fields: MeasureFields,
    series: Series | None,
    *,
    seen_version: int,
    on: date,
    by: User | None,
) -> None:
    """Change a measure, and draw the readings if its series is new.

    Raises as ``measures.change_measure`` does.
    """
    before = measure.published_code
    measures.change_measure(measure, fields, seen_version=seen_version, on=on, by=by)
    if series and series.code != before:
        draw_readings(measure, series, on=on, by=by)


@transaction.atomic
def draw_readings(measure: Measure, series: Series, *, on: date, by: User | None) -> Drawn:
    """Make readings of the figures of a series. The same figures again change nothing.

    A reading that was entered by hand stays as it is. Raises ``CannotChange``.
    """
    plan = history.begin(measure.priority.plan_id, on=on)
    measure.refresh_from_db()
    if series.code != measure.published_code:
        raise CannotChange("This measure does not draw its readings from these figures.")
    _check_fits(series, Unit(measure.unit), Better(measure.better) if measure.better else None)
    now = {row.as_at: row for row in measure.readings.all()}
    usable, left_out = _usable(series, Unit(measure.unit), on)
    new = [one for one in usable if one.on not in now or now[one.on].value != one.value]
    kept = tuple(one.on for one in new if one.on in now and not _drawn(now[one.on], series))
    new = [one for one in new if one.on not in kept]
    for reading in new:
        measures.stored(measure, reading, on=on, by=by)
    corrected = sum(one.on in now for one in new)
    if new:
        said = {"code": series.code, "readings": len(new), "corrected": corrected}
        history.write(plan, measure, "readings drawn", on=on, by=by, **said)
    return Drawn(len(new) - corrected, corrected, kept, (*series.left_out, *left_out), len(usable))


@transaction.atomic
def withdraw_reading(measure: Measure, as_at: date, *, on: date, by: User | None) -> None:
    """Take back what practice gave for a day, because it was wrong. The history keeps it."""
    plan = history.begin(measure.priority.plan_id, on=on)
    rows = measure.readings.filter(as_at=as_at, source__startswith=PRACTICE)
    if rows.delete()[0]:
        history.write(plan, measure, "reading withdrawn", on=on, by=by, as_at=as_at.isoformat())


def _usable(series: Series, unit: Unit, on: date) -> tuple[list[Reading], list[str]]:
    """The figures that can be readings on a day, and why the others cannot."""
    usable, left_out = [], []
    for reading in series.readings:
        try:
            if reading.on > on:
                raise CannotChange("The period has not ended")
            measures.check_reading(reading, unit=unit)
            usable.append(reading)
        except CannotChange as refused:
            why = str(refused)
            left_out.append(f"{say_date(reading.on)}: {why[0].lower()}{why[1:].rstrip('.')}")
    return usable, left_out


def _drawn(row: MeasureReading, series: Series) -> bool:
    return row.source.startswith(series.drawn)


def _check_fits(series: Series, unit: Unit, better: Better | None) -> None:
    if series.unit and unit != series.unit:
        raise CannotChange(
            f"The unit of these figures is: {series.unit.label.lower()}", field="unit"
        )
    if series.better and better and better != series.better:
        raise CannotChange(f"For these figures, {series.better.label.lower()}", field="better")
