"""Bank holidays and working days worked out slowly, without Cusp's calendar or its list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
# Proclaimed or moved for one year: the day, and the usual day that it replaced.
ONE_OFF = {
    date(2012, 6, 4): date(2012, 5, 28),
    date(2012, 6, 5): None,
    date(2020, 5, 8): date(2020, 5, 4),
    date(2022, 6, 2): date(2022, 5, 30),
    date(2022, 6, 3): None,
    date(2022, 9, 19): None,
    date(2023, 5, 8): None,
}


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def on_or_after(day: date, weekday: int) -> date:
    while day.weekday() != weekday:
        day += DAY
    return day


def last_monday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != MONDAY:
        day -= DAY
    return day


@lru_cache
def bank_holidays(year: int) -> frozenset[date]:
    found = {
        easter(year) - 2 * DAY,
        easter(year) + DAY,
        on_or_after(date(year, 5, 1), MONDAY),
        last_monday(year, 5),
        last_monday(year, 8),
    }
    # A holiday at the weekend moves to the next weekday that is free.
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        if day.weekday() < SATURDAY:
            found.add(day)
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        substitute = day
        if day.weekday() >= SATURDAY:
            while substitute.weekday() >= SATURDAY or substitute in found:
                substitute += DAY
            found.add(substitute)
    for day, usual in ONE_OFF.items():
        if day.year == year:
            found = (found - {usual}) | {day}
    return frozenset(found)


def works(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def counted_on(day: date, number: int) -> date:
    """The day that comes ``number`` working days after: the day after is day 1 if it works."""
    while number:
        day += DAY
        number -= works(day)
    return day


def clear_between(first: date, last: date) -> int:
    """How many working days lie strictly between two days."""
    return sum(works(day) for day in every(first + DAY, last - DAY))


def every(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY
