"""Words for meetings: times and counts."""

from __future__ import annotations

from datetime import date, time

from cusp.calendar.wording import with_weekday


def say_time(at: time) -> str:
    """A time such as "8.15am", "2pm" or "midday"."""
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    if (at.hour, at.minute) == (0, 0):
        return "midnight"
    hour = at.hour % 12 or 12
    minutes = f".{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def say_when(day: date, start: time | None) -> str:
    """A day and time such as "Tuesday 22 October 2019 at 8.15am"."""
    return f"{with_weekday(day)} at {say_time(start)}" if start else with_weekday(day)


def count_of(number: int, one: str, many: str = "") -> str:
    """A number with its noun, such as "1 member" or "2 members"."""
    return f"{number} {one if number == 1 else many or one + 's'}"
