"""A published statement as the rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cusp.web.response.statement_content import Action, Measure, Priority, Reading
from cusp.web.response.statements import Seen

WITHHELD = (
    "Readings are withheld if the numbers behind them are small, or if they could give away a "
    "small number that is already withheld."
)
COLUMNS = (
    "version", "published", "kind", "id", "area", "text", "lead", "start", "due", "first_due",
    "done", "rating", "update", "as_at", "since", "unit", "value", "numerator", "denominator",
    "status",
)  # fmt: skip


def flat(seen: Seen) -> list[dict[str, Any]]:
    """A row for each area, action, measure and reading."""
    blank = dict.fromkeys(COLUMNS) | {"version": seen.version, "published": seen.on}
    return [
        {**blank, **row, "area": priority.id}
        for priority in seen.statement.priorities
        for row in _of_priority(priority)
    ]


def _of_priority(priority: Priority) -> Iterator[dict[str, Any]]:
    yield {
        "kind": "area",
        "id": priority.id,
        "text": priority.title,
        "rating": priority.impact.words if priority.impact else None,
    }
    if priority.words:
        yield {"kind": "inspectors’ words", "id": priority.id, "text": priority.words.text}
    if priority.outcome:
        yield {"kind": "outcome", "id": priority.id, "text": priority.outcome}
    yield from map(_action, priority.actions)
    for measure in priority.measures:
        yield {"kind": "measure", "id": measure.id, "text": measure.name, "unit": measure.unit}
        if measure.target is not None:
            yield _target(measure)
        for reading in measure.readings:
            yield _reading(measure, reading)


def _action(action: Action) -> dict[str, Any]:
    return {
        "kind": "action",
        "id": action.id,
        "text": action.text,
        "lead": action.lead or None,
        "start": action.start,
        "due": action.due,
        "first_due": action.first_due,
        "done": action.done,
        "rating": action.delivery.words if action.delivery else None,
        "update": action.update.text if action.update else None,
    }


def _target(measure: Measure) -> dict[str, Any]:
    return {
        "kind": "target",
        "id": measure.id,
        "text": measure.name,
        "as_at": measure.target_by,
        "unit": measure.unit,
        "value": measure.target,
    }


def _reading(measure: Measure, reading: Reading) -> dict[str, Any]:
    return {
        "kind": "baseline" if reading.baseline else "reading",
        "id": measure.id,
        "text": measure.name,
        "as_at": reading.on,
        "since": reading.since,
        "unit": measure.unit,
        "value": reading.value,
        "numerator": reading.numerator,
        "denominator": reading.denominator,
        "status": "withheld" if reading.withheld else "shown",
    }
