"""Undertakings: what somebody said at a meeting that they would do.

An open one is a matter arising at every later meeting of its board, until it is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from cusp.meetings.record import Undertaking

Standing = Literal["open", "overdue", "closed"]


def standing(undertaking: Undertaking, on: date) -> Standing:
    """Whether it was open, overdue or closed on a day, by the date that was due then."""
    if undertaking.closed_on and undertaking.closed_on <= on:
        return "closed"
    due = due_on(undertaking, on)
    return "overdue" if due and due < on else "open"


def due_on(undertaking: Undertaking, on: date) -> date | None:
    """The date by which it was due, as people knew it on a day."""
    known = [dated.due for dated in undertaking.due if dated.set_on <= on]
    return known[-1] if known else None


def first_due(undertaking: Undertaking) -> date | None:
    """The date that was given first; it is never lost."""
    return undertaking.due[0].due if undertaking.due else None


def slip(undertaking: Undertaking) -> int:
    """By how many days the due date has moved since the first one."""
    return (undertaking.due[-1].due - undertaking.due[0].due).days if undertaking.due else 0


def was_late_when_re_dated(undertaking: Undertaking) -> bool:
    """Whether a new date was only given after the one before it had passed."""
    pairs = zip(undertaking.due, undertaking.due[1:], strict=False)
    return any(before.due < after.set_on for before, after in pairs)


def matters_arising(undertakings: Iterable[Undertaking], day: date) -> tuple[Undertaking, ...]:
    """Those for a meeting on a day: given at an earlier one and still open, most urgent first."""
    arising = [u for u in undertakings if u.given_on < day and standing(u, day) != "closed"]
    return tuple(sorted(arising, key=lambda u: (due_on(u, day) or date.max, u.given_on, u.id)))
