"""Notice of meetings: worked examples, a slow count, and what moves a date."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.calendar import KINDS, added, england_and_wales, notice
from cusp.calendar.notice import Counting
from tests.calendar.by_hand import DAY, clear_between, every, works
from tests.length import examples

BOARD = date(2019, 10, 22)
days = st.dates(date(2012, 3, 1), date(2028, 12, 31))


def test_the_board_of_the_story() -> None:
    found = notice(BOARD)
    assert found.publish_by == date(2019, 10, 14)
    assert found.days == tuple(date(2019, 10, day) for day in (15, 16, 17, 18, 21))


@pytest.mark.corpus
def test_the_shared_examples(shared: Path) -> None:
    file = shared / "cases" / "plans-and-boards" / "01-clear-days.json"
    if not file.is_file():
        pytest.skip(f"shared examples not found: put them in {file}")
    meetings = json.loads(file.read_text("utf-8"))["meetings"]
    assert len(meetings) >= 9
    for case in meetings:
        found = notice(date.fromisoformat(case["meeting"]))
        assert found.publish_by == date.fromisoformat(case["publish_by"]), case


def test_easter_is_left_out() -> None:
    # Good Friday was 19 April and Easter Monday 22 April.
    found = notice(date(2019, 4, 23))
    assert found.publish_by == date(2019, 4, 11)
    assert [holiday.day.day for holiday in found.left_out] == [19, 22]


def test_publication_is_never_on_a_bank_holiday() -> None:
    # The five clear days begin on Tuesday 6 May 2025, after the bank holiday on Monday.
    found = notice(date(2025, 5, 13))
    assert found.days[0] == date(2025, 5, 6)
    assert found.publish_by == date(2025, 5, 2)


@pytest.mark.parametrize("number", [5, 28])
def test_agrees_with_a_slow_count_for_every_day_of_ten_years(number: int) -> None:
    for meeting in every(date(2016, 1, 1), date(2025, 12, 31)):
        found = notice(meeting, number)
        assert found.publish_by
        assert works(found.publish_by)
        assert clear_between(found.publish_by, meeting) == number
        assert found.days == tuple(filter(works, every(found.publish_by + DAY, meeting - DAY)))


COUNTINGS: list[Counting] = ["working-days", "with-saturdays", "every-day"]


@settings(max_examples=examples(100), deadline=None)
@given(days, st.integers(1, 28), st.sampled_from(COUNTINGS))
def test_publication_is_the_last_working_day_before_the_clear_days(
    meeting: date, number: int, counting: Counting
) -> None:
    found = notice(meeting, number, counting=counting)
    assert found.publish_by
    assert len(found.days) == number
    assert works(found.publish_by)
    assert found.publish_by < found.days[0] <= found.days[-1] < meeting
    assert not any(map(works, every(found.publish_by + DAY, found.days[0] - DAY)))
    later = notice(meeting + DAY, number, counting=counting)
    assert later.publish_by is None or later.publish_by >= found.publish_by
    strict = notice(meeting, number).publish_by
    assert strict
    assert strict <= found.publish_by  # working days give the earliest date


def test_other_ways_to_count_by_the_constitution() -> None:
    saturdays = notice(BOARD, counting="with-saturdays")
    assert saturdays.publish_by == date(2019, 10, 15)
    every_day = notice(BOARD, counting="every-day")
    assert every_day.publish_by == date(2019, 10, 16)
    assert [basis.status for basis in every_day.basis] == ["law", "local", "law"]


def test_each_kind_has_its_own_number() -> None:
    assert {kind: notice(BOARD, kind=kind).clear_days for kind in KINDS} == {
        "meeting": 5,
        "executive": 5,
        "private-meeting": 28,
        "private-meeting-again": 5,
        "key-decision": 28,
        "general-exception": 5,
    }


def test_28_clear_days() -> None:
    # Back from Tuesday 22 October 2019: 28 working days from 12 September to 21 October.
    assert notice(BOARD, kind="key-decision").publish_by == date(2019, 9, 11)


def test_the_rule_did_not_apply_before_it_was_made() -> None:
    found = notice(date(2012, 9, 5), kind="key-decision")
    assert found.publish_by is None
    assert found.why
    assert "since 10 September 2012" in found.why


def test_a_holiday_proclaimed_after_the_date_was_worked_out() -> None:
    found = notice(date(2022, 9, 27), worked_out_on=date(2022, 9, 1))
    assert found.publish_by == date(2022, 9, 16)
    assert found.moved
    assert (found.moved.before, found.moved.after) == (date(2022, 9, 19), date(2022, 9, 16))
    assert "Monday 19 September 2022 is a bank holiday" in found.moved.why
    assert notice(date(2022, 9, 27), worked_out_on=date(2022, 9, 12)).moved is None


def test_a_holiday_given_as_data_moves_the_date_and_says_so() -> None:
    calendar = england_and_wales().adding([added(date(2028, 6, 16))])
    found = notice(date(2028, 6, 20), calendar=calendar)
    assert found.publish_by == date(2028, 6, 9)
    assert found.moved
    assert found.moved.before == date(2028, 6, 12)


def test_the_councils_own_closed_days() -> None:
    christmas = [date(2025, 12, day) for day in (24, 29, 30, 31)]
    found = notice(date(2026, 1, 6), closed=christmas)
    # Clear days: 5 and 2 January, 23, 22 and 19 December.
    assert found.publish_by == date(2025, 12, 18)
    assert found.basis[-1].status == "local"
    assert "24 December 2025" in found.basis[-1].what
    assert found.moved is None


def test_fewer_clear_days_than_the_law_asks_for_are_pointed_out() -> None:
    found = notice(BOARD, 3)
    assert found.publish_by == date(2019, 10, 16)
    assert [basis.status for basis in found.basis] == ["law", "local", "law", "law"]
    assert found.basis[0].by is None
    assert "The law asks for 5 clear days" in found.notes[0]


def test_a_meeting_on_a_sunday_is_questioned() -> None:
    assert "Sunday 20 October 2019" in notice(date(2019, 10, 20)).notes[0]


@pytest.mark.parametrize(
    ("meeting", "number"), [(date(2012, 1, 6), 5), (date(2011, 5, 1), 1), (date(2030, 1, 9), 1)]
)
def test_outside_the_list_there_is_no_date_and_a_reason(meeting: date, number: int) -> None:
    found = notice(meeting, number)
    assert (found.publish_by, found.days) == (None, ())
    assert found.why
    assert "Bank holidays are only known" in found.why


def test_no_clear_days_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        notice(BOARD, 0)
