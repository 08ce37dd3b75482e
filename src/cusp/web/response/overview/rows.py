"""The rows of the overview: one for each area, and what needs a decision."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cusp.plans import needs_decision, record
from cusp.web.response import standing, wording


def areas(plan: record.Plan) -> list[dict[str, Any]]:
    """Each area with its delivery and its impact, apart."""
    return [
        {
            "number": priority.id[1:],
            "title": priority.title,
            "address": area_address(priority.id),
            "delivery": standing.counts(priority, plan),
            "impact": wording.latest(priority.impact, plan.impact_key),
            "measures": len(priority.measures),
        }
        for priority in plan.priorities
    ]


def decisions(plan: record.Plan) -> list[dict[str, Any]]:
    """What needs a decision: each thing once, with everything that is wrong with it."""
    names = _names(plan)
    about = {challenge.id: challenge.about for challenge in plan.challenges}
    found: dict[str, dict[str, Any]] = {}
    for one in needs_decision(plan):
        name, lead = names.get(one.id, ("The plan", ""))
        where = one.priority or about.get(one.id, "")
        address = action_address(one.id) if one.of == "action" else area_address(where)
        row = {"name": name, "lead": lead, "address": address, "sentences": []}
        found.setdefault(one.id, row)["sentences"].append(one.sentence)
    return list(found.values())


def _names(plan: record.Plan) -> dict[str, tuple[str, str]]:
    """What each thing is called, and who leads it."""
    names = {}
    for priority in plan.priorities:
        names[priority.id] = (f"{priority.id[1:]}. {priority.title}", "")
        for action in priority.actions:
            names[action.id] = (f"{action.id}. {action.text}", action.lead)
        for measure in priority.measures:
            names[measure.id] = (f"{measure.id}. {measure.name}", "")
    for challenge in plan.challenges:
        names[challenge.id] = (f"Question: {challenge.text}", "")
    return names


def area_address(public_id: str) -> str:
    """The page of a priority; the plan's if it is about no priority."""
    return reverse("plan-area", args=[int(public_id[1:])]) if public_id else reverse("plan")


def action_address(public_id: str) -> str:
    """The page of an action."""
    return reverse("plan-action", args=[public_id])
