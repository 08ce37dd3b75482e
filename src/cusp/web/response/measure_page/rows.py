"""What the page about a measure shows: its chart and its readings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.safestring import SafeString

from cusp.plans import readings_by_day, record, value_in_words
from cusp.web.common.charts import readings_line
from cusp.web.response.measure_words import reading_in_words
from cusp.web.response.models import Measure


def readings(row: Measure, measure: record.Measure) -> list[dict[str, Any]]:
    """The current readings, latest first, each with those that it corrected."""
    by_day: dict[date, list[Any]] = {}
    for reading in row.readings.all():
        by_day.setdefault(reading.as_at, []).append(reading)
    return [
        {
            "reading": by_day[day][-1],
            "value": value_in_words(by_day[day][-1].value, measure.unit),
            "earlier": [
                f"{value_in_words(one.value, measure.unit)}, entered by {one.by_then}"
                for one in by_day[day][:-1]
            ],
        }
        for day in sorted(by_day, reverse=True)
    ]


def chart(measure: record.Measure, as_at: date) -> SafeString | None:
    """The readings as a line; ``None`` if there are too few for one."""
    found = readings_by_day(measure, as_at=as_at)
    if len(found) < 2:
        return None
    first, last = (reading_in_words(measure, one) for one in (found[0], found[-1]))
    return readings_line(
        [(one.on, one.value) for one in found],
        target=measure.target,
        in_words=lambda value: value_in_words(value, measure.unit),
        title=f"{measure.name}: from {first} to {last}",
    )
