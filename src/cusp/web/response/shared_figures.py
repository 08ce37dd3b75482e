"""Measures that practice shares: as series for readings, and as measures for papers."""

from __future__ import annotations

import msgspec

from cusp.plans import Reading, record
from cusp.web.common.wording import say_date
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measure_series import PRACTICE, Series
from cusp.web.response.models import SharedFigure, SharedMeasure

# The code of a measure of the plan that draws from practice begins with this.
PREFIX = "practice:"
GROUP = "Measures of practice"
# Why exactly is for practice: it would hint at the number.
_WITHHELD = "withheld, because it could identify a child"


def code_of(shared: SharedMeasure) -> str:
    """The code by which a measure of the plan names it."""
    return f"{PREFIX}{shared.code}"


def choices() -> tuple[tuple[str, str], ...]:
    """The measures that are shared: code and title."""
    rows = SharedMeasure.objects.filter(ended=None)
    return tuple((code_of(row), row.title) for row in rows)


def series_of(code: str) -> Series | None:
    """The figures of a shared measure; ``None`` if it is not shared."""
    if not code.startswith(PREFIX):
        return None
    row = SharedMeasure.objects.filter(code=code.removeprefix(PREFIX)).first()
    if row is None:
        return None
    figures = list(row.figures.all())
    return Series(
        code=code,
        title=row.title,
        source="from the council’s own returns",
        drawn=PRACTICE,
        unit=Unit(row.unit),
        better=Better(row.better) if row.better else None,
        readings=tuple(_reading(one) for one in figures if not one.withheld),
        left_out=tuple(f"{say_date(one.as_at)}: {_WITHHELD}" for one in figures if one.withheld),
    )


def measures() -> tuple[record.Measure, ...]:
    """The measures that are shared, with their figures as readings."""
    rows = SharedMeasure.objects.filter(ended=None).prefetch_related("figures")
    return tuple(_measure(row) for row in rows)


def _measure(row: SharedMeasure) -> record.Measure:
    said = {
        "id": row.code,
        "name": row.title,
        "definition": row.definition,
        "unit": row.unit,
        "better": row.better or None,
        "readings": tuple(_reading(one) for one in row.figures.all() if not one.withheld),
    }
    return msgspec.convert(said, record.Measure)


def _reading(one: SharedFigure) -> Reading:
    assert one.value is not None  # only withheld figures have none
    unknown = f"; {one.undetermined}" if one.undetermined else ""
    return Reading(
        one.as_at, one.value, one.numerator, one.denominator, f"{PRACTICE}{one.source}{unknown}"
    )


def withheld() -> list[SharedFigure]:
    """The figures that were withheld, newest first. Why is for practice: it hints at the number."""
    rows = SharedFigure.objects.filter(withheld=True, measure__ended=None)
    return list(rows.select_related("measure").order_by("-as_at", "measure__code"))
