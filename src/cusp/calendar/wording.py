"""Dates and times in words, the same on every system and in every locale."""

from __future__ import annotations

from datetime import date, time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday(day: date) -> str:
    """The name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def in_words(day: date) -> str:
    """A date such as "22 October 2019"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """A date such as "Tuesday 22 October 2019"."""
    return f"{weekday(day)} {in_words(day)}"


def period(first: date, last: date) -> str:
    """Dates such as "15 to 26 July 2019" or "25 April to 19 May 2016", or one day."""
    if first == last:
        return in_words(last)
    parts = in_words(first).split()
    if first.year == last.year:
        parts = parts[:1] if first.month == last.month else parts[:2]
    return f"{' '.join(parts)} to {in_words(last)}"


def time_of_day(at: time) -> str:
    """A time such as "8.15am", "2pm" or "midday"."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"
