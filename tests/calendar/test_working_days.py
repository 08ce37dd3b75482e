"""Working days against a slow count, and properties that must hold for any day."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.calendar import Calendar, Holiday, OutsideCalendar, added, england_and_wales
from cusp.calendar.holidays import complete_years, listed_holidays
from tests.calendar.by_hand import DAY, bank_holidays, counted_on, every, works
from tests.length import examples

CALENDAR = england_and_wales()
FIRST, LAST = date(2012, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)
numbers = st.integers(1, 120)


def test_bank_holidays_are_those_worked_out_by_hand() -> None:
    by_hand = set().union(*(bank_holidays(year) for year in range(2012, 2029)))
    assert {holiday.day for holiday in CALENDAR.holidays} == by_hand


def test_the_list_covers_whole_years() -> None:
    assert (CALENDAR.first, CALENDAR.last) == (FIRST, LAST)


def test_a_year_that_the_list_only_begins_is_not_covered() -> None:
    begun = (*listed_holidays(), Holiday(date(2029, 1, 1), "New Year's Day"))
    assert complete_years(begun) == (FIRST, LAST)


def test_the_network_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("used the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    england_and_wales.cache_clear()
    assert england_and_wales().holidays == CALENDAR.holidays


def test_every_day_is_the_working_day_that_it_should_be() -> None:
    assert [CALENDAR.is_working_day(day) for day in every(FIRST, LAST)] == [
        works(day) for day in every(FIRST, LAST)
    ]


@pytest.mark.parametrize("number", [1, 20, 30, 70])
def test_adding_agrees_with_a_slow_count_for_every_day_of_ten_years(number: int) -> None:
    for day in every(date(2016, 1, 1), date(2025, 12, 31)):
        assert CALENDAR.add_working_days(day, number) == counted_on(day, number), day


@settings(max_examples=examples(200), deadline=None)
@given(days, numbers)
def test_adding_lands_on_a_working_day_that_number_of_working_days_later(
    day: date, number: int
) -> None:
    try:
        then = CALENDAR.add_working_days(day, number)
    except OutsideCalendar:
        left = sum(works(later) for later in every(day + DAY, LAST))
        assert left < number
        return
    assert works(then)
    assert CALENDAR.working_days_between(day, then) == number
    assert sum(works(later) for later in every(day + DAY, then)) == number


@settings(max_examples=examples(200), deadline=None)
@given(days, numbers)
def test_a_later_start_or_a_longer_period_never_ends_earlier(day: date, number: int) -> None:
    try:
        ends = [CALENDAR.add_working_days(day, number + more) for more in range(3)]
        ends_of_later = [CALENDAR.add_working_days(day + n * DAY, number) for n in range(8)]
    except OutsideCalendar:
        return
    assert all(one < other for one, other in pairwise(ends))
    assert all(one <= other for one, other in pairwise(ends_of_later))


@settings(max_examples=examples(200), deadline=None)
@given(days, numbers)
def test_subtracting_undoes_adding_for_a_working_day(day: date, number: int) -> None:
    if works(day) and day + (number * 2 + 30) * DAY <= LAST:
        then = CALENDAR.add_working_days(day, number)
        assert CALENDAR.subtract_working_days(then, number) == day


@settings(max_examples=examples(200), deadline=None)
@given(days, numbers, st.lists(days, max_size=4))
def test_an_added_holiday_never_brings_a_date_forward(
    day: date, number: int, more: list[date]
) -> None:
    longer = CALENDAR.adding(map(added, more))
    try:
        then = longer.add_working_days(day, number)
    except OutsideCalendar:
        return
    assert then >= CALENDAR.add_working_days(day, number)
    assert then not in more


@pytest.mark.parametrize("day", [date(2011, 12, 31), date(2029, 1, 1), date.min, date.max])
def test_outside_the_list_there_is_no_answer(day: date) -> None:
    for ask in (
        CALENDAR.is_working_day,
        lambda d: CALENDAR.add_working_days(d, 1),
        lambda d: CALENDAR.subtract_working_days(d, 1),
        lambda d: CALENDAR.working_days_between(date(2020, 1, 1), d),
    ):
        with pytest.raises(OutsideCalendar, match="only known for 2012 to 2028"):
            ask(day)


def test_a_count_that_runs_out_of_the_list_has_no_answer() -> None:
    assert CALENDAR.add_working_days(date(2028, 12, 28), 1) == date(2028, 12, 29)
    with pytest.raises(OutsideCalendar, match="up to 31 December 2028"):
        CALENDAR.add_working_days(date(2028, 12, 28), 2)
    with pytest.raises(OutsideCalendar, match="from 1 January 2012"):
        CALENDAR.subtract_working_days(date(2012, 1, 3), 1)


@pytest.mark.parametrize("number", [0, -1])
def test_fewer_than_one_working_day_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        CALENDAR.add_working_days(date(2020, 1, 1), number)


def test_a_calendar_knows_what_was_known_on_a_day() -> None:
    funeral, moved, usual = date(2022, 9, 19), date(2020, 5, 8), date(2020, 5, 4)
    assert CALENDAR.as_known_on(date(2022, 9, 9)).is_working_day(funeral)
    assert not CALENDAR.as_known_on(date(2022, 9, 10)).is_working_day(funeral)
    before = CALENDAR.as_known_on(date(2019, 1, 1))
    assert before.is_working_day(moved)
    assert not before.is_working_day(usual)
    assert CALENDAR.is_working_day(usual)


def test_closed_days_are_no_working_days() -> None:
    closed = date(2025, 12, 24)
    calendar: Calendar = CALENDAR.closing([closed])
    assert not calendar.is_working_day(closed)
    assert calendar.ignoring_closures() == CALENDAR
    assert replace(calendar, closed=frozenset()) == CALENDAR
