"""Deadlines after an inspection: dates that councils stated, and what each date rests on."""

from __future__ import annotations

from datetime import date

import pytest

from cusp.calendar import added, deadlines, england_and_wales, plan_for_visit
from tests.calendar.by_hand import counted_on, every

STOCKTON, KIRKLEES, BATH = date(2023, 5, 9), date(2016, 11, 25), date(2025, 8, 5)


@pytest.mark.parametrize(
    ("received", "statement"),
    [
        (STOCKTON, date(2023, 8, 16)),  # the council stated this date
        (KIRKLEES, date(2017, 3, 8)),  # the council used the day after
        (BATH, date(2025, 11, 12)),  # counted from publication; the council was given 21 November
        # Southend-on-Sea, if its reports had been received on the day of publication
        (date(2016, 7, 7), date(2016, 10, 14)),
        (date(2019, 8, 27), date(2019, 12, 3)),
        (date(2024, 12, 3), date(2025, 3, 14)),
    ],
)
def test_the_statement_is_due_after_70_working_days(received: date, statement: date) -> None:
    found = deadlines(received)
    assert found.publish_statement_by == found.send_statement_by == statement
    assert found.why is None


def test_the_report_is_due_after_30_working_days() -> None:
    # 9 May 2023: 14 days to 29 May (a bank holiday), then 16 more from 30 May.
    assert deadlines(STOCKTON).publish_report_by == date(2023, 6, 21)


def test_both_agree_with_a_slow_count_for_every_day_of_ten_years() -> None:
    for day in every(date(2016, 1, 1), date(2025, 12, 31)):
        found = deadlines(day)
        assert found.publish_report_by == counted_on(day, 30), day
        assert found.publish_statement_by == counted_on(day, 70), day


def test_each_date_names_its_rule_its_source_and_whether_it_was_seen() -> None:
    report, statement, send, working_day, holidays = deadlines(STOCKTON).basis
    assert (report.status, report.seen, report.count) == ("law", True, 30)
    assert (statement.status, statement.seen, statement.count) == ("law", False, 70)
    assert "regulation 2" in report.source
    assert "regulation 3" in statement.source
    assert "Secretary of State" in send.what
    assert "Chief Inspector" in send.what
    assert (working_day.seen, working_day.by) == (True, None)
    assert "2012 to 2028" in holidays.what
    assert [basis.by for basis in (report, statement)] == [date(2023, 6, 21), date(2023, 8, 16)]


def test_20_working_days_after_a_visit_is_a_request_not_law() -> None:
    found = plan_for_visit(date(2018, 9, 3))
    # 3 September 2018 is a Monday; 20 working days without a bank holiday are four weeks.
    assert found.share_draft_plan_by == date(2018, 10, 1)
    assert found.submit_final_plan_by == counted_on(date(2018, 9, 3), 70)
    assert [basis.status for basis in found.basis[:2]] == ["Ofsted's request", "law"]


def test_there_was_no_such_request_before_august_2018() -> None:
    found = plan_for_visit(date(2018, 1, 8))
    assert found.share_draft_plan_by is None
    assert found.why
    assert "since 16 August 2018" in found.why
    assert found.submit_final_plan_by


def test_a_report_received_outside_the_list_has_no_dates_and_a_reason() -> None:
    for received in (date(2011, 6, 1), date(2029, 1, 2)):
        found = deadlines(received)
        assert (found.publish_report_by, found.publish_statement_by) == (None, None)
        assert found.why
        assert "2012 to 2028" in found.why


def test_only_the_date_beyond_the_list_is_left_out() -> None:
    found = deadlines(date(2028, 10, 2))
    assert found.publish_report_by == date(2028, 11, 13)
    assert found.publish_statement_by is None
    assert found.why
    assert "up to 31 December 2028" in found.why


def test_bank_holidays_on_the_way_are_named() -> None:
    assert [holiday.day for holiday in deadlines(STOCKTON).left_out] == [date(2023, 5, 29)]


def test_an_added_holiday_moves_a_date_and_says_so() -> None:
    calendar = england_and_wales().adding([added(date(2023, 7, 10))])
    found = deadlines(STOCKTON, calendar=calendar)
    assert found.publish_report_by == date(2023, 6, 21)
    assert found.publish_statement_by == date(2023, 8, 17)
    (moved,) = found.moved
    assert (moved.before, moved.after) == (date(2023, 8, 16), date(2023, 8, 17))
    assert moved.because == (date(2023, 7, 10),)
    assert "Monday 10 July 2023 is a bank holiday" in moved.why


def test_an_added_holiday_that_changes_nothing_says_so() -> None:
    saturday = added(date(2023, 7, 8))
    found = deadlines(STOCKTON, calendar=england_and_wales().adding([saturday]))
    assert found.moved == ()
    assert found.notes == ("The added bank holidays make no difference.",)


def test_a_holiday_that_moved_after_the_date_was_worked_out() -> None:
    # In June 2019 the bank holiday on Monday 4 May 2020 was moved to Friday 8 May.
    then = date(2019, 1, 1)
    # 30 working days contain both days, so nothing changes.
    assert deadlines(date(2020, 4, 6), worked_out_on=then).moved == ()
    # 20 working days after Friday 3 April 2020, without 10 and 13 April, end on Tuesday 5 May. When
    # 4 May was a holiday, they ended a day later.
    visit = plan_for_visit(date(2020, 4, 3), worked_out_on=then)
    assert visit.share_draft_plan_by == date(2020, 5, 5)
    (moved,) = visit.moved
    assert moved.before == date(2020, 5, 6)
    assert moved.because == (date(2020, 5, 4),)
    assert "Monday 4 May 2020 is no longer a bank holiday" in moved.why


def test_closed_offices_do_not_extend_a_deadline_in_law() -> None:
    calendar = england_and_wales().closing([date(2023, 7, 10)])
    assert deadlines(STOCKTON, calendar=calendar).publish_statement_by == date(2023, 8, 16)


def test_receipt_on_a_day_that_is_no_working_day_is_questioned() -> None:
    (note,) = deadlines(date(2023, 5, 7)).notes
    assert "Sunday 7 May 2023 is not a working day" in note
