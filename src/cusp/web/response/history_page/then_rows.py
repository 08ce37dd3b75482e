"""What pages about the plan on an earlier date show, by the library's rules as at that date."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cusp.plans import (
    Plan,
    Priority,
    is_open,
    is_unanswered,
    lateness_in_words,
    latest_reading,
    value_in_words,
)
from cusp.plans.record import Action, Challenge, Measure, Reading
from cusp.web.common.wording import say_date
from cusp.web.response import standing, wording


def areas(plan: Plan) -> list[dict[str, Any]]:
    """Each area with its delivery and its impact, apart."""
    return [
        {
            "number": one.id[1:],
            "title": one.title,
            "address": reverse("plan-history-area", args=[plan.as_at, int(one.id[1:])]),
            "delivery": standing.delivery_of(one, plan),
            "impact": impact(one, plan),
            "measures": len(one.measures),
        }
        for one in plan.priorities
    ]


def answer(area: Priority, plan: Plan) -> str:
    """What was done and what had changed: "1 of 5 actions late; no change for children yet"."""
    rated = impact(area, plan)
    return f"{standing.delivery_of(area, plan)}; {rated.words if rated else 'impact not rated'}"


def impact(area: Priority, plan: Plan) -> wording.ShownRating | None:
    """The rating of impact that applied then."""
    return wording.latest(area.impact, plan.impact_key)


def actions(area: Priority, plan: Plan) -> list[dict[str, Any]]:
    """Each action as it stood."""
    return [
        {
            "id": one.id,
            "text": one.text,
            "address": reverse("plan-action", args=[one.id]),
            "lead": one.lead,
            "status": _status(one, plan),
            "delivery": wording.latest(one.delivery, plan.delivery_key),
            "update": one.updates[-1] if one.updates else None,
        }
        for one in area.actions
    ]


def measures(area: Priority, plan: Plan) -> list[dict[str, Any]]:
    """Each measure with its baseline, target and latest reading then."""
    return [
        {
            "name": one.name,
            "address": reverse("plan-measure", args=[one.id]),
            "baseline": _reading(one, one.baseline),
            "latest": _reading(one, latest_reading(one, as_at=plan.as_at)),
            "target": "" if one.target is None else value_in_words(one.target, one.unit),
        }
        for one in area.measures
    ]


def questions(plan: Plan) -> list[Challenge]:
    """Questions that had no reply then."""
    return [one for one in plan.challenges if is_unanswered(one)]


def _status(action: Action, plan: Plan) -> str:
    if action.closed:
        return f"Closed: {action.closed}"
    said = lateness_in_words(action, plan.as_at)
    if is_open(action, plan.as_at):
        first = f"Due {say_date(action.due[-1].due)}." if action.due else "No due date."
    else:
        first = f"Done on {say_date(action.done)}." if action.done else ""
    return " ".join((first, *said)).strip()


def _reading(measure: Measure, reading: Reading | None) -> str:
    if reading is None:
        return ""
    return f"{value_in_words(reading.value, measure.unit)}, {say_date(reading.on)}"
