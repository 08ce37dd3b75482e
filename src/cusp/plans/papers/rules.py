"""What is late, stale, contradicted or missing, as the cells of these papers need it.

The rules are those of ``lateness``, ``ratings`` and ``exceptions``.
"""

from __future__ import annotations

from datetime import date

from cusp.plans.exceptions import Kind, action_exceptions, priority_exceptions
from cusp.plans.lateness import days_done_late, days_late, redatings
from cusp.plans.ratings import rating_contradictions
from cusp.plans.record import Action, Plan, Priority, Rating

_MISSING: dict[Kind, str] = {"no actions": "No action", "no measure": "No measure"}


def times_redated(action: Action) -> int:
    """How often the due date was changed."""
    return len(redatings(action))


def days_late_in_all(action: Action, as_at: date) -> int:
    """How many days an open action is late, or a done one was; 0 if none."""
    return days_late(action, as_at) or days_done_late(action, as_at)


def current(ratings: tuple[Rating, ...]) -> Rating | None:
    """The current rating."""
    return ratings[-1] if ratings else None


def staleness(action: Action, plan: Plan) -> tuple[str, ...]:
    """Which of the action's latest update and rating are older than the reporting cycle."""
    found = (stale_update(action, plan), stale_rating(action, plan))
    return tuple(words for words in found if words)


def stale_update(action: Action, plan: Plan) -> str:
    """Says how long there has been no update if it is longer than the reporting cycle."""
    return _said("no update", action, plan)


def stale_rating(action: Action, plan: Plan) -> str:
    """Says how old the delivery rating is if it is older than the reporting cycle."""
    return _said("rating stale", action, plan)


def stale_impact(priority: Priority, plan: Plan) -> str:
    """Says how old the impact rating is if it is older than the reporting cycle."""
    found = priority_exceptions(plan, priority)
    return " ".join(one.sentence for one in found if one.kind == "rating stale")


def contradictions(action: Action, plan: Plan) -> tuple[str, ...]:
    """What speaks against the current delivery rating: dates, missing evidence or the key."""
    return rating_contradictions(action, plan.delivery_key, as_at=plan.as_at)


def gaps(priority: Priority, plan: Plan) -> tuple[str, ...]:
    """What a priority that answers an area for improvement lacks: an action or a measure."""
    words = priority.inspectors_words
    if words is None or words.kind != "area for improvement":
        return ()
    lacking = {one.kind for one in priority_exceptions(plan, priority)}
    return tuple(words for kind, words in _MISSING.items() if kind in lacking)


def _said(kind: Kind, action: Action, plan: Plan) -> str:
    found = action_exceptions(plan, action)
    return " ".join(one.sentence for one in found if one.kind == kind)
