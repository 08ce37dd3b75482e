"""How a plan stands, in the words of its pages. The rules are those of ``cusp.plans``."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.plans import (
    ActionCounts,
    count_actions,
    date_standing,
    days_done_late,
    days_late,
    days_late_by_first,
    summarise,
)
from cusp.plans.record import Action, Plan, Priority
from cusp.web.common.wording import say_date
from cusp.wording import counted


def sentence(plan: Plan) -> str:
    """The plan in a sentence: "9 of 31 actions late; 2 of 4 areas show impact"."""
    summary = summarise(plan)
    verb = "shows" if summary.showing_impact == 1 else "show"
    areas = counted(summary.priorities, "area")
    late = _late(summary.actions) if summary.actions.total else "No actions yet"
    return f"{late}; {summary.showing_impact:,} of {areas} {verb} impact"


def delivery_of(priority: Priority, plan: Plan) -> str:
    """The actions of a priority by how they stand: "1 of 5 actions late, 2 done"."""
    counts = count_actions(msgspec.structs.replace(plan, priorities=(priority,)))
    if not counts.total:
        return "No actions"
    return f"{_late(counts)}, {counts.done:,} done" if counts.done else _late(counts)


def status(action: Action, as_at: date) -> str:
    """How an action stands by its dates: "Late by 12 days"."""
    if action.closed:
        return f"Closed: {action.closed}"
    standing = date_standing(action, as_at)
    if action.done and standing in ("done", "done late"):
        late = days_done_late(action, as_at)
        done = f"Done on {say_date(action.done)}"
        return f"{done}, {counted(late, 'day')} late" if late else done
    if standing == "late":
        return f"Late by {counted(days_late(action, as_at), 'day')}"
    if not action.due:
        return "No due date"
    due = f"Due {say_date(action.due[-1].due)}"
    if standing == "late when re-dated":
        return f"{due}. It was late when its date was changed."
    if standing == "late by first date":
        first = counted(days_late_by_first(action, as_at), "day")
        return f"{due}. It is {first} late by its first date."
    return due


def _late(counts: ActionCounts) -> str:
    return f"{counts.late:,} of {counted(counts.total, 'action')} late"
