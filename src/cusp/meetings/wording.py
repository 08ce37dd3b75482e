"""Words for meetings."""

from __future__ import annotations

from datetime import date, time

from cusp.calendar.wording import time_of_day, with_weekday


def say_when(day: date, start: time | None) -> str:
    """A day and time such as "Tuesday 22 October 2019 at 8.15am"."""
    return f"{with_weekday(day)} at {time_of_day(start)}" if start else with_weekday(day)
