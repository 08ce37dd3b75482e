"""The statement in words, for the public page and for the officer's preview of it."""

from __future__ import annotations

from typing import Any

from cusp.web.common.wording import say_date
from cusp.web.record.models import Authority, Passage
from cusp.web.response.statement_content import Measure, Reading, Statement

_UNITS = {"%": "%", "number": "", "days": " days", "rate per 10,000": " per 10,000"}


def context_of(statement: Statement, authority: Authority) -> dict[str, Any]:
    """What the template of the statement needs, whoever sees it."""
    found = _addresses(statement, authority)
    priorities = []
    for priority in statement.priorities:
        words = priority.words
        there = words is not None and words.text in found.get(words.address, "")
        measures = [_measure(measure) for measure in priority.measures]
        priorities.append(
            {
                "priority": priority,
                "address": words.address if words and there else "",
                "said_in": _said_in(words.kind, words.number) if words else "",
                "measures": measures,
                "has_updates": any(action.update for action in priority.actions),
                "has_delivery": any(action.delivery for action in priority.actions),
                "has_leads": any(action.lead for action in priority.actions),
            }
        )
    return {"statement": statement, "priorities": priorities, "authority": authority}


def _addresses(statement: Statement, authority: Authority) -> dict[str, str]:
    """The text that the record has at each cited place; a report may have been read again."""
    cited = [one.words.address for one in statement.priorities if one.words]
    rows = Passage.objects.filter(
        inspection__authority=authority,
        inspection__start=statement.inspected[0],
        address__in=cited,
    )
    return dict(rows.values_list("address", "text"))


def _said_in(kind: str, number: int | None) -> str:
    words = "paragraph" if kind == "finding" and number else kind
    return f"{words} {number}" if number else words


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "measure": measure,
        "target": _target(measure),
        "readings": [
            {
                "on": reading.on,
                "since": reading.since,
                "baseline": reading.baseline,
                "withheld": reading.withheld,
                "value": _value(measure, reading),
                "of": _of(measure, reading),
            }
            for reading in measure.readings
        ],
    }


def _target(measure: Measure) -> str:
    if measure.target is None:
        return ""
    by = f" by {say_date(measure.target_by)}" if measure.target_by else ""
    return f"{measure.target:g}{_UNITS.get(measure.unit, '')}{by}"


def _value(measure: Measure, reading: Reading) -> str:
    if reading.withheld or reading.value is None:
        return ""
    return f"{reading.value:,.10g}{_UNITS.get(measure.unit, '')}"


def _of(measure: Measure, reading: Reading) -> str:
    if reading.numerator is None or reading.denominator is None:
        return ""
    if measure.unit == "days":
        return f"average of {reading.denominator:,}"
    return f"{reading.numerator:,} of {reading.denominator:,}"
