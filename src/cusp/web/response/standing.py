"""How a plan stands: what is late, what shows impact, and what needs a decision.

TODO: these are simple counts. Take them from ``cusp.plans`` (``summarise``, ``needs_decision`` and
``lateness``) once it has been merged. No other module of the chapter has rules of this kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from cusp.plans.record import Action, KeyEntry, Plan, Priority, Rating
from cusp.web.common.wording import say_date


class Decision(msgspec.Struct, frozen=True):
    """Something that needs a decision: ``of`` and ``id`` say what it is about."""

    of: str
    id: str
    sentence: str
    priority: str = ""


class Counts(msgspec.Struct, frozen=True):
    """Actions that have not been closed, by how they stand."""

    total: int
    late: int
    done: int

    @property
    def words(self) -> str:
        """Like "1 of 5 actions late, 2 done"."""
        if not self.total:
            return "No actions"
        late = f"{self.late:,} of {_counted(self.total, 'action')} late"
        return f"{late}, {self.done:,} done" if self.done else late


def sentence(plan: Plan) -> str:
    """The plan in a sentence: "9 of 31 actions late; 2 of 4 areas show impact"."""
    every = (action for priority in plan.priorities for action in priority.actions)
    counts = count(every, plan.as_at)
    showing = sum(shows_impact(priority, plan.impact_key) for priority in plan.priorities)
    late = f"{counts.late:,} of {_counted(counts.total, 'action')} late"
    verb = "shows" if showing == 1 else "show"
    impact = f"{showing:,} of {_counted(len(plan.priorities), 'area')} {verb} impact"
    return f"{late if counts.total else 'No actions yet'}; {impact}"


def count(actions: Iterable[Action], as_at: date) -> Counts:
    """Count actions; those that were closed are left out."""
    kept = [action for action in actions if not action.closed]
    late = [a for a in kept if days_late(a, as_at) or (is_open(a) and was_late(a))]
    return Counts(len(kept), len(late), sum(action.done is not None for action in kept))


def is_open(action: Action) -> bool:
    """Whether an action is still to be done."""
    return not (action.done or action.closed)


def days_late(action: Action, as_at: date) -> int:
    """Days that an open action is past its latest date."""
    if not action.due or not is_open(action):
        return 0
    return max(0, (as_at - action.due[-1].due).days)


def was_late(action: Action) -> bool:
    """Whether an action was late when it was re-dated or done; re-dating hides nothing."""
    pairs = zip(action.due, action.due[1:], strict=False)
    if any(new.set_on > old.due for old, new in pairs):
        return True
    return bool(action.done and action.due and action.done > action.due[-1].due)


def status(action: Action, as_at: date) -> str:
    """How an action stands, for readers: "Late by 12 days"."""
    if action.closed:
        return f"Closed: {action.closed}"
    if action.done:
        return f"Done on {say_date(action.done)}"
    if not action.due:
        return "No due date"
    late = days_late(action, as_at)
    if late:
        return f"Late by {_counted(late, 'day')}"
    due = f"Due {say_date(action.due[-1].due)}"
    return f"{due}. It was late when its date was changed." if was_late(action) else due


def shows_impact(priority: Priority, key: tuple[KeyEntry, ...]) -> bool:
    """Whether a priority is rated as showing change for children."""
    entry = entry_of(priority.impact, key)
    return entry is not None and entry.means in ("delivered", "complete")


def entry_of(ratings: tuple[Rating, ...], key: tuple[KeyEntry, ...]) -> KeyEntry | None:
    """The entry of the key for the latest rating."""
    code = ratings[-1].code if ratings else None
    return next((entry for entry in key if entry.code == code), None)


def needs_decision(plan: Plan) -> list[Decision]:
    """What needs a decision or an answer, most urgent first."""
    late = [
        (days_late(action, plan.as_at), action.id, priority.id)
        for priority in plan.priorities
        for action in priority.actions
        if days_late(action, plan.as_at)
    ]
    late.sort(key=lambda one: -one[0])
    found = [Decision("action", pk, f"Late by {_counted(n, 'day')}", of) for n, pk, of in late]
    for priority in plan.priorities:
        found.extend(_gaps(priority))
    open_questions = (c for c in plan.challenges if not c.answers)
    return [*found, *(Decision("challenge", c.id, "No reply yet", c.about) for c in open_questions)]


def _gaps(priority: Priority) -> Iterator[Decision]:
    actions = [action for action in priority.actions if not action.closed]
    if not actions:
        yield Decision("priority", priority.id, "No actions", priority.id)
    if not priority.measures:
        yield Decision("priority", priority.id, "No measure", priority.id)
    if not priority.outcome:
        yield Decision("priority", priority.id, "No outcome for children", priority.id)
    for action in actions:
        if is_open(action) and not action.lead:
            yield Decision("action", action.id, "No lead", priority.id)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
