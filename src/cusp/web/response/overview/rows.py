"""The rows of the overview: one for each area."""

from __future__ import annotations

from typing import Any

from cusp.plans import record
from cusp.web.response import standing, wording
from cusp.web.response.addresses import area_address


def areas(plan: record.Plan) -> list[dict[str, Any]]:
    """Each area with its delivery and its impact, apart."""
    return [
        {
            "number": priority.id[1:],
            "title": priority.title,
            "address": area_address(priority.id),
            "delivery": standing.delivery_of(priority, plan),
            "impact": wording.latest(priority.impact, plan.impact_key),
            "measures": len(priority.measures),
        }
        for priority in plan.priorities
    ]
