"""How a plan stands, in the words of its pages. The rules are in ``cusp.plans``."""

from __future__ import annotations

import msgspec

from cusp.plans import (
    Action,
    Plan,
    Priority,
    count_actions,
    date_standing,
    days_late,
    latest_date,
    summarise,
)
from cusp.plans.wording import counted
from cusp.web.common.wording import say_date


def sentence(plan: Plan) -> str:
    """The plan as a heading: "9 of 31 actions late; 2 of 4 priorities show impact"."""
    return summarise(plan).sentence.rstrip(".")


def counts(priority: Priority, plan: Plan) -> str:
    """A priority's actions, like "1 of 5 actions late, 2 done"; closed ones are left out."""
    of_one = count_actions(msgspec.structs.replace(plan, priorities=(priority,)))
    if not of_one.total:
        return "No actions"
    late = f"{of_one.late:,} of {counted(of_one.total, 'action')} late"
    return f"{late}, {of_one.done:,} done" if of_one.done else late


def status(action: Action, plan: Plan) -> str:
    """How an action stands: "Late by 12 days", "Due 31 May 2024"."""
    stands = date_standing(action, plan.as_at)
    if stands == "closed":
        return f"Closed: {action.closed}"
    if stands in ("done", "done late") and action.done:
        late = ", late" if stands == "done late" else ""
        return f"Done on {say_date(action.done)}{late}"
    due = latest_date(action)
    if due is None:
        return "No due date"
    if stands == "late":
        return f"Late by {counted(days_late(action, plan.as_at), 'day')}"
    words = {"late when re-dated": ", late when re-dated", "late by first date": ", re-dated"}
    return f"Due {say_date(due)}{words.get(stands, '')}"


def is_late(action: Action, plan: Plan) -> bool:
    """Whether an action counts among those that are late."""
    return date_standing(action, plan.as_at) in ("late", "late when re-dated")
