"""What do the council's own returns say? Only figures that have passed disclosure control."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.plans import latest_reading, moving_wrong_way, record, value_in_words
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.charts import readings_line
from cusp.web.common.wording import say_date
from cusp.web.response import shared_figures
from cusp.web.response.choices import Better
from cusp.wording import counted


@needs(Permission.SEE_PLAN)
@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """Every measure that is shared, with its latest figure and the ones before."""
    today = timezone.localdate()
    every = shared_figures.measures()
    found = [_row(one) for one in every]
    context = {
        "answer": answer(every, today),
        "rows": found,
        "withheld": shared_figures.withheld(),
        "trail": [("Plan", reverse("plan")), ("Measures of practice", "")],
    }
    return render(request, "response/shared_page/shared.html", context)


def answer(measures: Sequence[record.Measure], today: date) -> str:
    """The heading: how many got worse, of those of which that can be said."""
    if not measures:
        return "Practice shares no measures yet"
    can = [one for one in measures if one.better and len(one.readings) > 1]
    if not can:
        return "Not enough figures yet to say whether practice got better or worse"
    worse = sum(moving_wrong_way(one, as_at=today) is not None for one in can)
    said = f"{worse or 'None'} of {counted(len(can), 'measure')} of practice got worse"
    other = len(measures) - len(can)
    return f"{said}; {other} cannot be judged" if other else said


def _row(measure: record.Measure) -> dict[str, Any]:
    today = timezone.localdate()
    latest = latest_reading(measure, as_at=today)
    readings = sorted(measure.readings, key=lambda one: one.on, reverse=True)

    def in_words(value: float) -> str:
        return value_in_words(value, measure.unit)

    return {
        "measure": measure,
        "better": Better(measure.better).label if measure.better else "",
        "latest": f"{in_words(latest.value)} on {say_date(latest.on)}" if latest else "",
        "wrong_way": moving_wrong_way(measure, as_at=today),
        "chart": _chart(measure) if len(readings) > 1 else None,
        "readings": [
            {"day": one.on, "value": in_words(one.value), "reading": one} for one in readings
        ],
    }


def _chart(measure: record.Measure) -> str:
    return readings_line(
        [(one.on, one.value) for one in sorted(measure.readings, key=lambda one: one.on)],
        target=None,
        in_words=lambda value: value_in_words(value, measure.unit),
        title=f"{measure.name}: figures from the council’s returns",
    )
