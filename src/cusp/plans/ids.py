"""Ids in a plan: each is given once."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from cusp.plans.record import Plan

Sort = Literal["priority", "action", "measure", "challenge"]


def ids_used_twice(plan: Plan) -> tuple[tuple[Sort, str], ...]:
    """Ids that two items of the same sort share, which must never happen in a plan."""
    ids = Counter[tuple[Sort, str]]()
    for priority in plan.priorities:
        ids["priority", priority.id] += 1
        ids.update(("action", one.id) for one in priority.actions)
        ids.update(("measure", one.id) for one in priority.measures)
    ids.update(("challenge", one.id) for one in plan.challenges)
    return tuple(pair for pair, count in ids.items() if count > 1)
