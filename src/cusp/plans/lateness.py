"""Whether an action is late, by its latest date and by its first.

Changing a date hides nothing. The first date stays the first, and an action that was already late
when its date was changed still counts as late. Days are whole calendar days. An action is late from
the day after its date. See ``docs/plan-rules.md``.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from cusp.plans.record import Action
from cusp.plans.wording import times
from cusp.reports.dates import date_in_full
from cusp.wording import counted

Standing = Literal[
    "late", "late when re-dated", "late by first date", "on time", "no date",
    "done late", "done", "closed",
]  # fmt: skip


class Redating(msgspec.Struct, frozen=True):
    """A change of an action's date. ``late_for`` is how many days late the action was by then."""

    before: date
    after: date
    set_on: date
    reason: str
    late_for: int


def first_date(action: Action) -> date | None:
    """The date that was set first. Nothing that is added later changes it."""
    return action.due[0].due if action.due else None


def latest_date(action: Action) -> date | None:
    """The date that was set last, which is the current one."""
    return action.due[-1].due if action.due else None


def date_on(action: Action, day: date) -> date | None:
    """The date that applied on a day; the first date if none had been set by then."""
    known = [one.due for one in action.due if one.set_on <= day]
    return known[-1] if known else first_date(action)


def slip(action: Action) -> int:
    """Days from the first date to the latest; negative if the action was brought forward."""
    first, latest = first_date(action), latest_date(action)
    return (latest - first).days if first and latest else 0


def redatings(action: Action) -> tuple[Redating, ...]:
    """Every change of the date, in order. The same date set again is not a change."""
    pairs = zip(action.due, action.due[1:], strict=False)
    return tuple(
        Redating(
            before=old.due,
            after=new.due,
            set_on=new.set_on,
            reason=new.reason,
            late_for=_days_after(old.due, min(new.set_on, action.done or new.set_on)),
        )
        for old, new in pairs
        if old.due != new.due
    )


def is_done(action: Action, as_at: date) -> bool:
    """Whether an action had been done by the end of a day."""
    return action.done is not None and action.done <= as_at


def is_open(action: Action, as_at: date) -> bool:
    """Whether an action was still to be done after a day: neither done nor closed."""
    return not action.closed and not is_done(action, as_at)


def days_late(action: Action, as_at: date) -> int:
    """Days that an open action is past its latest date; 0 if it is not late."""
    latest = latest_date(action)
    return _days_after(latest, as_at) if latest and is_open(action, as_at) else 0


def days_late_by_first(action: Action, as_at: date) -> int:
    """Days past the first date, up to the day the action was done; 0 if it was closed."""
    first = first_date(action)
    if first is None or action.closed:
        return 0
    return _days_after(first, min(action.done or as_at, as_at))


def days_late_before_redating(action: Action) -> int:
    """The most days that an action was late when its date was changed; 0 if it never was."""
    return max((one.late_for for one in redatings(action)), default=0)


def days_done_late(action: Action, as_at: date) -> int:
    """How many days late an action was done, by the date that applied on that day.

    A date that was set after the action was done makes no difference.
    """
    if action.closed or action.done is None or not is_done(action, as_at):
        return 0
    due = date_on(action, action.done)
    return _days_after(due, action.done) if due else 0


def counts_as_late(action: Action, as_at: date) -> bool:
    """Whether an action is late, was done late, or was late when its date was changed."""
    if action.closed:
        return False
    late = days_late(action, as_at) or days_done_late(action, as_at)
    return bool(late or days_late_before_redating(action))


def date_standing(action: Action, as_at: date) -> Standing:
    """How an action stands by its dates; each action has exactly one standing.

    ``late`` is past its latest date. ``late when re-dated`` is not, but was late when its date was
    changed, and counts as late. ``late by first date`` was re-dated in time, and does not.
    """
    if action.closed:
        return "closed"
    counts = counts_as_late(action, as_at)
    if is_done(action, as_at):
        return "done late" if counts else "done"
    if not action.due:
        return "no date"
    if counts:
        return "late" if days_late(action, as_at) else "late when re-dated"
    return "late by first date" if days_late_by_first(action, as_at) else "on time"


def days_to_go(action: Action, as_at: date) -> int | None:
    """Days until an open action is due; negative if it is late, ``None`` if it has no date."""
    latest = latest_date(action)
    return (latest - as_at).days if latest and is_open(action, as_at) else None


def why_not_due(action: Action, new_due: date, on: date) -> str | None:
    """Why a date cannot be set on a day, as a sentence for the person setting it.

    For a date that someone enters. An imported plan may have first dates that are already past.
    """
    if action.done:
        return (
            f"This action was done on {date_in_full(action.done)}, so its date cannot be changed."
        )
    if action.closed:
        return "This action has been closed, so its date cannot be changed."
    if new_due < on:
        return (
            f"The date must be {date_in_full(on)} or later. If the action has been done, "
            "record the day it was done instead."
        )
    if action.start and new_due < action.start:
        return f"The date must be on or after the start date, {date_in_full(action.start)}."
    if new_due == latest_date(action):
        return f"This action is already due on {date_in_full(new_due)}."
    return None


def doubtful_dates(action: Action) -> tuple[str, ...]:
    """Sentences about dates in the record that cannot be right, so someone must be asked."""
    found = [
        f"On {date_in_full(one.set_on)}, the date was changed to {date_in_full(one.after)}, "
        "which was already past. Check both dates."
        for one in redatings(action)
        if one.after < one.set_on
    ]
    latest = latest_date(action)
    if latest and action.start and latest < action.start:
        start = date_in_full(action.start)
        found.append(f"Due on {date_in_full(latest)}, which is before its start on {start}.")
    if action.done and action.start and action.done < action.start:
        start = date_in_full(action.start)
        found.append(f"Done on {date_in_full(action.done)}, which is before its start on {start}.")
    return tuple(found)


def lateness_in_words(action: Action, as_at: date) -> tuple[str, ...]:
    """Everything about an action's dates that a board should know, one sentence each.

    Empty if the action was never late and its date never changed.
    """
    if action.closed:
        return ()
    redated = redated_in_words(action)
    return (*late_in_words(action, as_at), *([redated] if redated else []))


def late_in_words(action: Action, as_at: date) -> tuple[str, ...]:
    """How late an action is or was, by each of its dates, one sentence each."""
    if action.closed or not action.due:
        return ()
    before = (
        f"It was {counted(one.late_for, 'day')} late when its date was changed on "
        f"{date_in_full(one.set_on)}, so it still counts as late."
        for one in redatings(action)
        if one.late_for
    )
    return (*_by_latest_date(action, as_at), *_by_first_date(action, as_at), *before)


def redated_in_words(action: Action) -> str:
    """How often the date was changed and by how much in all; empty if it never was."""
    changes, days = redatings(action), slip(action)
    if not changes:
        return ""
    often = f"Date changed {times(len(changes))}"
    if days < 0:
        return f"{often}: brought forward by {counted(-days, 'day')}."
    if not days:
        return f"{often}: the latest date is the same as the first."
    return f"{often}: the latest date is {counted(days, 'day')} after the first."


def _by_latest_date(action: Action, as_at: date) -> list[str]:
    late, done_late = days_late(action, as_at), days_done_late(action, as_at)
    if late:
        return [f"{counted(late, 'day')} late: due on {date_in_full(action.due[-1].due)}."]
    due = date_on(action, action.done) if action.done else None
    if done_late and action.done and due:
        done = date_in_full(action.done)
        return [f"Done on {done}, {counted(done_late, 'day')} late: due on {date_in_full(due)}."]
    return []


def _by_first_date(action: Action, as_at: date) -> list[str]:
    first, latest = action.due[0].due, action.due[-1].due
    by_latest = days_late(action, as_at) or days_done_late(action, as_at)
    by_first = days_late_by_first(action, as_at)
    if by_first <= by_latest:
        return []
    words = f"{counted(by_first, 'day')} late by its first date, {date_in_full(first)}"
    if by_latest:
        return [f"It was {words}." if is_done(action, as_at) else f"It is {words}."]
    if is_done(action, as_at):
        return [f"Done on time by its latest date, but {words}."]
    return [f"On time by its latest date, {date_in_full(latest)}, but {words}."]


def _days_after(due: date, day: date) -> int:
    return max(0, (day - due).days)
