"""Days counted forward, and the days on which counting goes wrong most easily."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from cusp.calendar import OutsideCalendar, add_months, england_and_wales

DAY = timedelta(days=1)
_SATURDAY = 5


@lru_cache(None)
def months(day: date, number: int) -> date:
    """The same day of a later month, or that month's last day."""
    return add_months(day, number)


@lru_cache(None)
def working(day: date, number: int) -> date | None:
    """So many working days later, or None where bank holidays are not known."""
    try:
        return england_and_wales().add_working_days(day, number)
    except OutsideCalendar:
        return None


def planned(day: date, number: int) -> date:
    """So many working days later, or nearly so where bank holidays are not known."""
    return working(day, number) or day + timedelta(days=number * 7 // 5)


@lru_cache(None)
def is_working(day: date) -> bool:
    """Whether people are at work; where bank holidays are not known, on every weekday."""
    return day.weekday() < _SATURDAY and england_and_wales().holiday_on(day) is None


def on_or_after(day: date) -> date:
    """This day or the next working day."""
    while not is_working(day):
        day += DAY
    return day


def on_or_before(day: date) -> date:
    """This day or the last working day before."""
    while not is_working(day):
        day -= DAY
    return day


def awkward(day: date) -> date:
    """The next month end, day before a bank holiday, bank holiday or 28 or 29 February."""
    while not _is_awkward(day):
        day += DAY
    return day


@lru_cache(None)
def _is_awkward(day: date) -> bool:
    holiday = england_and_wales().holiday_on
    return (
        day.day == monthrange(day.year, day.month)[1]
        or (day.month, day.day) == (2, 28)
        or holiday(day) is not None
        or holiday(day + DAY) is not None
    )


def monthly(day: date, number: int) -> list[date]:
    """A day of each month from this one on, or up to it if the number is negative.

    If the day is the last of its month, so are the others.
    """
    last = (day + DAY).month != day.month
    steps = range(number) if number >= 0 else range(number + 1, 1)
    found = [add_months(day, step) for step in steps]
    return [
        each.replace(day=monthrange(each.year, each.month)[1]) if last else each for each in found
    ]
