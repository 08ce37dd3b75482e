"""Published figures that have been loaded, as series from which readings can be drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from cusp.history.measures.forms import period_ends, period_said
from cusp.plans import Reading
from cusp.web.common.wording import say_date
from cusp.web.record.models import Measure as PublishedMeasure
from cusp.web.record.models import MeasureSeries, MeasuresFile
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measure_series import PUBLISHED, Series
from cusp.web.response.models import Plan

_BETTER = {"high": Better.HIGHER, "low": Better.LOWER}
# What the name of a published measure's axis says about its unit. The first two decide.
_SHARES = (
    (re.compile(r"%|\bper ?cent"), Unit.PERCENT),
    (re.compile(r"\bper 10,?000\b"), Unit.RATE),
)
_AMOUNTS = (
    (re.compile(r"^(?:number|count|total)\b"), Unit.NUMBER),
    (re.compile(r"\bdays\b"), Unit.DAYS),
)
_LONGEST_TITLE = 150


class Loaded(msgspec.Struct, frozen=True):
    """The file that figures are from, and the measures with a figure for a council, by topic."""

    file: str
    loaded: date
    topics: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def loaded_for(plan: Plan) -> Loaded | None:
    """The measures that have figures for a plan's council; ``None`` if no file is loaded."""
    file = _file()
    if file is None:
        return None
    topics: dict[str, list[tuple[str, str]]] = {}
    rows = MeasureSeries.objects.filter(place=_council(plan)).select_related("measure")
    for row in rows.order_by("measure__topic", "measure__title"):
        if any(entry[1] is not None for entry in row.values):
            topics.setdefault(row.measure.topic, []).append((row.measure.code, row.measure.title))
    by_topic = tuple((topic, tuple(found)) for topic, found in topics.items())
    return Loaded(file.name, file.at.date(), by_topic)


def series_of(plan: Plan, code: str) -> Series | None:
    """The figures of a published measure for a plan's council; ``None`` if they are not loaded."""
    file = _file()
    found = MeasureSeries.objects.filter(place=_council(plan), measure__code=code)
    row = found.select_related("measure").first() if file and code else None
    if file is None or row is None:
        return None
    measure = row.measure
    readings, left_out = _readings(measure, row.values, file.name)
    owner = f"{measure.source}, " if measure.source else ""
    return Series(
        code=code,
        title=measure.title,
        source=f"{owner}{file.name}, loaded on {say_date(file.at.date())}",
        drawn=PUBLISHED,
        unit=unit_of(measure.unit),
        better=_BETTER.get(measure.better),
        readings=readings,
        left_out=left_out,
    )


def unit_of(axis: str) -> Unit | None:
    """The unit of a published measure by the name of its axis; ``None`` if that is not clear."""
    text = " ".join(axis.lower().split())
    shares = [unit for pattern, unit in _SHARES if pattern.search(text)]
    amounts = [unit for pattern, unit in _AMOUNTS if pattern.search(text)]
    if shares:
        return shares[0]
    return amounts[0] if len(amounts) == 1 else None


def _readings(
    measure: PublishedMeasure, values: Iterable[list[Any]], file: str
) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    readings: list[Reading] = []
    left_out: list[str] = []
    for label, value, mark, *_ in values:
        day = period_ends(label, measure.year_type)
        said = period_said(label, measure.year_type)
        if value is None:
            left_out.append(f"{said}: not published (“{mark or 'empty'}”)")
        elif day is None:
            left_out.append(f"{said}: the file does not show on which day the period ends")
        else:
            readings.append(Reading(day, float(value), source=_source(measure, said, file)))
    return tuple(readings), tuple(left_out)


def _source(measure: PublishedMeasure, period: str, file: str) -> str:
    owner = f", {measure.source[:50]}" if measure.source else ""
    return f"{PUBLISHED}{measure.title[:_LONGEST_TITLE]}{owner}, {period} ({file[:40]})"


def _council(plan: Plan) -> str:
    return plan.inspection.authority.code or ""


def _file() -> MeasuresFile | None:
    return MeasuresFile.objects.order_by("-at", "-id").first()
