"""What the page about an area shows: actions, measures, evidence and challenges."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from cusp.history.measures import Value
from cusp.plans import (
    days_late,
    distance_to_target,
    is_open,
    latest_reading,
    readings_by_day,
    record,
)
from cusp.web.common.charts.sparkline import sparkline
from cusp.web.record.models import Passage
from cusp.web.response import questions, standing, wording
from cusp.web.response.addresses import action_address, measure_address
from cusp.web.response.measure_words import reading_in_words, target_in_words
from cusp.web.response.models import Priority
from cusp.web.response.questions import Question


def sentence(priority: record.Priority, plan: record.Plan) -> str:
    """What is done and what has changed: "1 of 5 actions late; no change for children yet"."""
    impact = wording.latest(priority.impact, plan.impact_key)
    delivery = standing.delivery_of(priority, plan)
    return f"{delivery}; {impact.words if impact else 'impact not rated'}"


def actions(priority: record.Priority, plan: record.Plan) -> list[dict[str, Any]]:
    """Each action in a row: open ones first."""
    rows = [
        {
            "id": action.id,
            "text": action.text,
            "address": action_address(action.id),
            "lead": action.lead,
            "status": standing.status(action, plan.as_at),
            "late": bool(days_late(action, plan.as_at)),
            "delivery": wording.latest(action.delivery, plan.delivery_key),
            "open": is_open(action, plan.as_at),
        }
        for action in priority.actions
    ]
    return sorted(rows, key=lambda row: not row["open"])


def measures(priority: record.Priority, plan: record.Plan) -> list[dict[str, Any]]:
    """Each measure with its latest reading, its distance to the target and its chart."""
    rows = []
    for measure in priority.measures:
        latest = latest_reading(measure, as_at=plan.as_at)
        distance = distance_to_target(measure, as_at=plan.as_at)
        row = {
            "measure": measure,
            "address": measure_address(measure.id),
            "latest": reading_in_words(measure, latest) if latest else "",
            "baseline": reading_in_words(measure, measure.baseline) if measure.baseline else "",
            "target": target_in_words(measure),
            "distance": distance.sentence if distance else "",
            "chart": _chart(measure, plan),
        }
        rows.append(row)
    return rows


def evidence(priority: record.Priority) -> list[dict[str, Any]]:
    """All evidence of the area's actions, newest first."""
    rows = [
        {"action": action.id, "address": action_address(action.id), "evidence": one}
        for action in priority.actions
        for one in action.evidence
    ]
    return sorted(rows, key=lambda row: row["evidence"].as_at, reverse=True)


def challenges(priority: record.Priority, plan: record.Plan) -> list[Question]:
    """Questions about this area: those without a reply first."""
    return questions.questions(plan, about=priority.id)


def said_in(words: record.InspectorsWords | None) -> str:
    """What the inspector's words are: "area for improvement 2", "paragraph 16"."""
    if words is None:
        return ""
    kind = "paragraph" if words.kind == "finding" and words.number else words.kind
    return f"{kind} {words.number}" if words.number else kind


def words_have_moved(row: Priority) -> bool:
    """Whether the report no longer has the inspector's words where they were.

    This happens if a complete report has taken the place of an incomplete one.
    """
    if not row.address:
        return False
    there = Passage.objects.filter(inspection=row.plan.inspection_id, address=row.address)
    text = there.values_list("text", flat=True).first()
    return text is None or row.words not in text


def _chart(measure: record.Measure, plan: record.Plan) -> SafeString | None:
    readings = readings_by_day(measure, as_at=plan.as_at)
    if len(readings) < 2:
        return None
    points = [_point(measure, reading) for reading in readings]
    first, last = reading_in_words(measure, readings[0]), reading_in_words(measure, readings[-1])
    title = f"{measure.name}: from {first} to {last}"
    return sparkline(points, (), title=title, name=measure.id)


def _point(measure: record.Measure, reading: record.Reading) -> Value:
    day = reading.on
    return Value(measure.id, "", day.isoformat(), day.toordinal(), reading.value, None, True)
