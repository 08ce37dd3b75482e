"""Clocks and drift in sentences, for the people who work with a child.

A clock says where something stood on the day of the return. ``today`` may be later: what fell due
between the two is said to have done so, because the return cannot tell whether it took place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Protocol

from cusp.calendar import OutsideCalendar, add_months
from cusp.calendar.wording import in_words
from cusp.oversight.children import (
    LONG_PLAN,
    MANY_PLACEMENTS,
    NO_PERMANENCE,
    second_review_due,
)
from cusp.oversight.clock_names import said_of
from cusp.oversight.statuses import DONE_LATE, LATEST_ONLY, OVERDUE, SOON, UNDETERMINED
from cusp.wording import counted

# What kind of event each is, in the middle of a sentence.
_KINDS = {
    "review": ("T06", "T07", "T27", "T28", "T29", "T35"),
    "conference": ("T04",),
    "visit": ("T08", "T21", "T22", "T23", "T24", "T25", "T26"),
    "assessment": ("T02",),
    "health assessment": ("T30", "T31"),
    "pathway plan": ("T34",),
    "step before court": ("T13",),
}
KINDS = tuple(_KINDS)
# What a conference chair or reviewing officer holds; those that follow another such meeting.
MEETINGS = ("T06", "T07", "T27", "T28", "T29")
FOLLOWING = ("T07", "T28", "T29")


class Place(Enum):
    """How urgent a clock is on a day, the most urgent first."""

    OVERDUE = "overdue"
    PASSED = "passed"
    SOON = "soon"
    UNDETERMINED = "undetermined"
    LATER = "later"
    DONE = "done"


class AClock(Protocol):
    """A clock, whatever it is stored in."""

    clock: str
    due: date | None
    done: date | None
    status: str
    days: int | None
    why: str


class ACase(Protocol):
    """What drift is said of."""

    drift: list[str]
    plan_start: date | None
    care_start: date | None
    placements: int | None


def kind_of(clock: str) -> str:
    """What kind of event it is: "review", "visit" and so on."""
    return next((kind for kind, clocks in _KINDS.items() if clock in clocks), "review")


def place_of(one: AClock, today: date) -> Place:
    """How urgent a clock is on a day."""
    if one.status == OVERDUE:
        return Place.OVERDUE
    if one.status == UNDETERMINED or one.due is None:
        # A first review or visit of long ago, whose date the list no longer holds.
        return Place.DONE if one.why == LATEST_ONLY else Place.UNDETERMINED
    if one.done is not None or one.status == DONE_LATE:
        return Place.DONE
    if one.due < today:
        return Place.PASSED
    return Place.SOON if (one.due - today).days <= SOON else Place.LATER


def sentence(one: AClock, today: date) -> str:
    """Where a clock stands: "Care review is due in 9 days, on 9 April 2026"."""
    name, place = said_of(one.clock), place_of(one, today)
    if one.status == UNDETERMINED or one.due is None:
        return f"{name} cannot be determined. {one.why}".rstrip(" .")
    days = (one.due - today).days
    if place is Place.OVERDUE:
        late = f" and {counted(one.days, 'day')} overdue at the return" if one.days else ""
        return f"{name} was due on {in_words(one.due)}{late}"
    if place is Place.PASSED:
        return f"{name} fell due on {in_words(one.due)}, {_ago(-days)}, after the return"
    if place is Place.DONE:
        return _done(one, name, one.due)
    return f"{name} is due {_in(days)} {in_words(one.due)}"


def _done(one: AClock, name: str, due: date) -> str:
    if one.done is None:
        return f"{name} was late; it was due on {in_words(due)}"
    late = (one.done - due).days
    held = f"{name} took place on {in_words(one.done)}"
    return f"{held}, {counted(late, 'day')} late" if late > 0 else f"{held}, in time"


def _ago(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{counted(days, 'day')} ago")


def _in(days: int) -> str:
    return {0: "today,", 1: "tomorrow,"}.get(days, f"in {days} days, on")


def drift_sentences(case: ACase, *, as_at: date) -> Iterator[str]:
    """What drifts, each with its date: "The plan has lasted 16 months, since …"."""
    if LONG_PLAN in case.drift and case.plan_start:
        months = whole_months(case.plan_start, as_at)
        yield f"The plan has lasted {months} months, since {in_words(case.plan_start)}"
    if NO_PERMANENCE in case.drift and case.care_start:
        yield f"No permanence plan by the second review{_by_when(case.care_start)}"
    if MANY_PLACEMENTS in case.drift:
        number = (
            counted(case.placements, "placement") if case.placements else "3 or more placements"
        )
        yield f"{number} in the 12 months to {in_words(as_at)}"


def _by_when(care_start: date) -> str:
    try:
        return f", which was due by {in_words(second_review_due(care_start))}"
    except OutsideCalendar:
        return ""


def whole_months(start: date, end: date) -> int:
    """How many months have passed, counted as due dates are (held to the end of the month)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1
