"""Working days: not a Saturday, a Sunday or a bank holiday in England and Wales."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from cusp.calendar.holidays import Holiday, complete_years, listed_holidays
from cusp.calendar.wording import in_words

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


class OutsideCalendar(ValueError):
    """No answer, because bank holidays are not known for these days; the message says which."""


@dataclass(frozen=True)
class Calendar:
    """Bank holidays for the days from ``first`` to ``last``.

    ``closed`` are days on which a council's own offices are closed. They are not working days
    either, but only rules that depend on open offices take them into account.
    """

    holidays: tuple[Holiday, ...]
    first: date
    last: date
    closed: frozenset[date] = frozenset()

    # Days

    def covers(self, day: date) -> bool:
        """Whether bank holidays are known for this day."""
        return self.first <= day <= self.last

    def check(self, day: date) -> None:
        """Raise :class:`OutsideCalendar` for a day on which bank holidays are not known."""
        if not self.covers(day):
            raise OutsideCalendar(
                f"Bank holidays are only known for {self.first.year} to {self.last.year}, "
                f"so no date can be worked out from {in_words(day)}."
            )

    def is_working_day(self, day: date) -> bool:
        """Whether this is a working day. Raises :class:`OutsideCalendar`."""
        self.check(day)
        at = bisect_left(self._working, day)
        return at < len(self._working) and self._working[at] == day

    def holiday_on(self, day: date) -> Holiday | None:
        """The bank holiday on this day, if there is one."""
        return self._by_day.get(day)

    def holidays_between(self, first: date, last: date) -> tuple[Holiday, ...]:
        """Bank holidays from ``first`` to ``last`` that would otherwise be working days."""
        return tuple(
            holiday
            for holiday in self.holidays
            if first <= holiday.day <= last and holiday.day.weekday() < _SATURDAY
        )

    # Counting

    def add_working_days(self, day: date, number: int) -> date:
        """The working day that comes ``number`` working days after ``day``.

        The day after is day 1 if it is a working day. Raises :class:`OutsideCalendar`.
        """
        at = self._start(day, number) + number - 1
        if at >= len(self._working):
            raise OutsideCalendar(
                f"Bank holidays are only known up to {in_words(self.last)}, and {number} working "
                f"days after {in_words(day)} is later than that."
            )
        return self._working[at]

    def subtract_working_days(self, day: date, number: int) -> date:
        """The working day that comes ``number`` working days before ``day``.

        Raises :class:`OutsideCalendar`.
        """
        self._start(day, number)
        at = bisect_left(self._working, day) - number
        if at < 0:
            raise OutsideCalendar(
                f"Bank holidays are only known from {in_words(self.first)}, and {number} working "
                f"days before {in_words(day)} is earlier than that."
            )
        return self._working[at]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after ``start``, up to and including ``end``.

        Negative if ``end`` is earlier. Raises :class:`OutsideCalendar`.
        """
        self.check(start)
        self.check(end)
        return bisect_right(self._working, end) - bisect_right(self._working, start)

    def _start(self, day: date, number: int) -> int:
        if number < 1:
            raise ValueError("count at least 1 working day")
        self.check(day)
        return bisect_right(self._working, day)

    # Other calendars

    def adding(self, holidays: Iterable[Holiday]) -> Calendar:
        """This calendar with more bank holidays. Those on the list already stay as they are."""
        new = {holiday.day: holiday for holiday in holidays} | self._by_day
        return replace(self, holidays=tuple(new[day] for day in sorted(new)))

    def closing(self, days: Iterable[date]) -> Calendar:
        """This calendar with more days on which the council's offices are closed."""
        more = frozenset(days) - self.closed
        return replace(self, closed=self.closed | more) if more else self

    def ignoring_closures(self) -> Calendar:
        """This calendar without the council's own closed days."""
        return replace(self, closed=frozenset()) if self.closed else self

    def before_additions(self) -> Calendar:
        """This calendar without the bank holidays that were added to the list."""
        if not any(holiday.added for holiday in self.holidays):
            return self
        return replace(self, holidays=tuple(h for h in self.holidays if not h.added))

    def as_known_on(self, day: date) -> Calendar:
        """What people knew on ``day``: without bank holidays that were announced later.

        An added holiday counts as announced later, unless it says otherwise.
        """
        known: list[Holiday] = []
        for holiday in self.holidays:
            later = holiday.announced > day if holiday.announced else holiday.added
            if not later:
                known.append(holiday)
            elif holiday.instead_of:
                known.append(Holiday(holiday.instead_of, holiday.name))
        return replace(self, holidays=tuple(sorted(known, key=lambda h: h.day)))

    @cached_property
    def _by_day(self) -> dict[date, Holiday]:
        return {holiday.day: holiday for holiday in self.holidays}

    @cached_property
    def _working(self) -> tuple[date, ...]:
        every = (self.first + n * _ONE_DAY for n in range((self.last - self.first).days + 1))
        return tuple(
            day
            for day in every
            if day.weekday() < _SATURDAY and day not in self._by_day and day not in self.closed
        )


@lru_cache(maxsize=1)
def england_and_wales() -> Calendar:
    """Bank holidays on GOV.UK's list, for the years that it covers in full."""
    holidays = listed_holidays()
    first, last = complete_years(holidays)
    return Calendar(tuple(h for h in holidays if first <= h.day <= last), first, last)
