"""Leaves out what has been brought into the plan from an earlier upload of the same workbook.

An update or a new action in a workbook stays there after it was accepted. Without this, the next
upload of the workbook would add it a second time.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cusp.plans.record import Action, Plan
from cusp.plans.workbook.changes import Asked, Changed, Changes, New
from cusp.plans.workbook.table import bare


def without_done(changes: Changes, before: Plan, now: Plan) -> Changes:
    """The changes that the plan does not have yet.

    Reasons for new due dates are left out too, except a reason without a new date, which becomes a
    question: :func:`reasons` has the others.
    """
    earlier, present = _actions(before), _actions(now)
    added = [action for name, action in present.items() if name not in earlier]
    dated = {each.id for each in changes.changed if each.field == "due"}
    dated |= {each.id for each in changes.conflicts if each.field == "due"}
    dated |= {each.id for each in changes.asked if each.field == "due"}
    left, asked = [], list(changes.asked)
    for change in changes.changed:
        action, was = present.get(change.id), earlier.get(change.id)
        if change.field == "due_reason":
            if change.id not in dated and change.after.text.strip() and not _given(change, action):
                why = "There is a reason for a new due date, but the due date is the same."
                asked.append(Asked(change.id, why, change.row, change.column, "due"))
        elif not (change.field == "new_update" and _reported(change, action, was)):
            left.append(change)
    return msgspec.structs.replace(
        changes,
        changed=tuple(left),
        asked=tuple(asked),
        new=tuple(new for new in changes.new if not _taken(new, added)),
    )


def reasons(changes: Changes) -> dict[str, str]:
    """The reason for the new due date of each action, as the workbook gives it."""
    return {
        change.id: change.after.text.strip()
        for change in changes.changed
        if change.field == "due_reason"
    }


def _actions(plan: Plan) -> dict[str, Action]:
    return {action.id: action for priority in plan.priorities for action in priority.actions}


def _given(change: Changed, action: Action | None) -> bool:
    """Whether a due date was changed for this reason."""
    return action is not None and change.after.key in _keys(due.reason for due in action.due)


def _reported(change: Changed, action: Action | None, was: Action | None) -> bool:
    """Whether this update was added after the export."""
    if action is None:
        return False
    updates = action.updates[len(was.updates) if was else 0 :]
    return change.after.key in _keys(update.text for update in updates)


def _taken(new: New, added: list[Action]) -> bool:
    """Whether an action with these words was added after the export; each counts once."""
    value = new.values.get("action")
    for action in added if value else ():
        if value and value.key == bare(action.text):
            added.remove(action)
            return True
    return False


def _keys(texts: Iterator[str]) -> set[str]:
    return {bare(text) for text in texts}
