"""Where something due stands on a day, by plain sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cusp.made_up.days import months, working

Answer = tuple[str, int | None]
Due = date | None
UNKNOWN: Answer = ("cannot be determined", None)
_SOON = 14
# SI 2020/445: visits and later reviews that fell due then were due as soon as practicable.
_RELAXED = date(2020, 4, 24), date(2020, 9, 25)
_REGULATIONS, _FEWER_VISITS = date(2011, 4, 1), date(2015, 4, 1)
WEEK = timedelta(days=7)


def due_in_working_days(start: date, number: int) -> Due:
    """So many working days later."""
    return working(start, number)


def due_in_months(start: date, number: int) -> Due:
    """So many months later."""
    return months(start, number)


def by_regulation(start: date, *, weeks: int = 0, in_months: int = 0) -> Due:
    """Due by the regulations of 2010, which have applied since April 2011."""
    if start < _REGULATIONS:
        return None
    return start + weeks * WEEK if weeks else months(start, in_months)


def if_agreed(start: date) -> Due:
    """Due in six months, if the child agreed to fewer visits: since April 2015."""
    return months(start, 6) if start >= _FEWER_VISITS else None


def relaxed(due: Due, *, weeks: int = 0, in_months: int = 0) -> Due:
    """The last day for what fell due while the limits were relaxed."""
    if due and _RELAXED[0] <= due <= _RELAXED[1]:
        return by_regulation(_RELAXED[1], weeks=weeks, in_months=in_months)
    return due


def answer(as_at: date, due: Sequence[Due], done: date | None) -> Answer:
    """Where it stands if it may be due on any of these days: only what is certain is said."""
    known = [day for day in due if day is not None]
    if len(known) < len(due):
        return UNKNOWN
    early, late = min(known), max(known)
    if done and done <= as_at:
        if done > late:
            return "done late", (done - late).days
        return ("in time", None) if done <= early else UNKNOWN
    if as_at > late:
        return "overdue", (as_at - late).days
    if as_at > early:
        return UNKNOWN
    left = (early - as_at).days
    return ("due soon" if left <= _SOON else "in time"), left
