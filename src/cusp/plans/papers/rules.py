"""Late, re-dated, stale and contradicting actions, as these papers need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cusp.plans.record import Action, KeyEntry, Plan, Priority, Rating

_OPEN_MEANINGS = ("not started", "on track", "at risk")
_DONE_MEANINGS = ("delivered", "complete")


def is_open(action: Action) -> bool:
    """Whether the action is neither done nor taken out of the plan."""
    return action.done is None and not action.closed


def first_due(action: Action) -> date | None:
    """The date by which the action was first due."""
    return action.due[0].due if action.due else None


def current_due(action: Action) -> date | None:
    """The date by which the action is due now."""
    return action.due[-1].due if action.due else None


def times_redated(action: Action) -> int:
    """How often the due date was changed."""
    return max(len(action.due) - 1, 0)


def slip(action: Action) -> int:
    """The days from the first due date to the current one; negative if it was brought forward."""
    return (action.due[-1].due - action.due[0].due).days if action.due else 0


def days_late(action: Action, as_at: date) -> int:
    """How many days an open action is past its current due date, or a done one was; 0 if none."""
    due = current_due(action)
    if due is None or action.closed:
        return 0
    return max(((action.done or as_at) - due).days, 0)


def days_late_before_redating(action: Action) -> int:
    """The most days by which the action was already late when it was re-dated."""
    pairs = zip(action.due, action.due[1:], strict=False)
    return max((max((later.set_on - earlier.due).days, 0) for earlier, later in pairs), default=0)


def entry_of(code: str, key: Iterable[KeyEntry]) -> KeyEntry | None:
    """The entry of the key with this code."""
    return next((entry for entry in key if entry.code == code), None)


def current(ratings: tuple[Rating, ...]) -> Rating | None:
    """The current rating."""
    return ratings[-1] if ratings else None


def staleness(action: Action, plan: Plan) -> tuple[str, ...]:
    """Which of the action's latest update and rating are older than the reporting cycle."""
    found = (stale_update(action, plan), stale_rating(action, plan))
    return tuple(words for words in found if words)


def stale_update(action: Action, plan: Plan) -> str:
    """Says how old the latest update is if it is older than the reporting cycle."""
    if not _under_way(action, plan):
        return ""
    last = max((update.on for update in action.updates), default=None)
    return "No update recorded" if last is None else _age("Last update", last, plan)


def stale_rating(action: Action, plan: Plan) -> str:
    """Says how old the delivery rating is if it is older than the reporting cycle."""
    rated = current(action.delivery)
    if rated is None or not _under_way(action, plan):
        return ""
    return _age("Delivery rating", rated.on, plan)


def _under_way(action: Action, plan: Plan) -> bool:
    return is_open(action) and (action.start is None or action.start <= plan.as_at)


def stale_impact(priority: Priority, plan: Plan) -> str:
    """Says how old the impact rating is if it is older than the reporting cycle."""
    rated = current(priority.impact)
    return "" if rated is None else _age("Impact rating", rated.on, plan)


def _age(what: str, on: date, plan: Plan) -> str:
    days = (plan.as_at - on).days
    return f"{what} is {days:,} days old" if days > plan.reporting_cycle else ""


def contradictions(action: Action, plan: Plan) -> tuple[str, ...]:
    """What speaks against the current delivery rating: dates, missing evidence or the key."""
    rated = current(action.delivery)
    if rated is None or action.closed:
        return ()
    entry = entry_of(rated.code, plan.delivery_key)
    if entry is None:
        return ("Rating is not in the plan’s key",)
    late, done = days_late(action, plan.as_at), action.done is not None
    checks = (
        (
            not done and late > 0 and entry.means in _OPEN_MEANINGS,
            f"{late:,} {'day' if late == 1 else 'days'} late",
        ),
        (not done and entry.means in _DONE_MEANINGS, "No date when it was done"),
        (done and entry.means in (*_OPEN_MEANINGS, "late"), "Already done"),
        (
            not done and late == 0 and entry.means == "late" and bool(action.due),
            "Due date has not passed",
        ),
        (entry.needs_evidence and not action.evidence, "No evidence"),
    )
    return tuple(words for applies, words in checks if applies)


def gaps(priority: Priority) -> tuple[str, ...]:
    """What a priority that answers an area for improvement lacks: an action or a measure."""
    words = priority.inspectors_words
    if words is None or words.kind != "area for improvement":
        return ()
    live = any(not action.closed for action in priority.actions)
    return (
        *(() if live else ("No action",)),
        *(() if priority.measures else ("No measure",)),
    )
