"""How pages word what the rules of the plan say, and the deadlines."""

from datetime import date

import pytest

from cusp.calendar import rule_book
from cusp.plans.record import Action, DueDate
from cusp.web.response import deadlines, standing

AS_AT = date(2024, 6, 30)
SET = date(2024, 3, 11)


def dated(*due: DueDate, done: date | None = None, closed: str = "") -> Action:
    return Action("A1", "Audit", due=due, done=done, closed=closed)


MAY, JULY = DueDate(date(2024, 5, 31), SET), DueDate(date(2024, 7, 31), SET)
IN_TIME = DueDate(date(2024, 7, 31), date(2024, 5, 1), "Staff changes")
TOO_LATE = DueDate(date(2024, 7, 31), date(2024, 6, 5), "Staff changes")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (dated(MAY), "Late by 30 days"),
        (dated(JULY), "Due 31 July 2024"),
        (dated(), "No due date"),
        (dated(MAY, TOO_LATE), "Due 31 July 2024. It was late when its date was changed."),
        (dated(MAY, IN_TIME), "Due 31 July 2024. It is 30 days late by its first date."),
        (dated(MAY, done=date(2024, 6, 1)), "Done on 1 June 2024, 1 day late"),
        (dated(MAY, done=date(2024, 5, 1)), "Done on 1 May 2024"),
        (dated(MAY, closed="Merged"), "Closed: Merged"),
    ],
)
def test_the_dates_of_an_action_in_words(action: Action, said: str) -> None:
    assert standing.status(action, AS_AT) == said


def test_deadlines_are_those_of_the_calendar() -> None:
    # The date that Stockton-on-Tees stated, docs/calendar.md.
    assert deadlines.of_receipt(date(2023, 5, 9)).publish_statement_by == date(2023, 8, 16)
    # 30 working days after a Tuesday, with the bank holiday of 29 May: six weeks and a day.
    assert deadlines.of_receipt(date(2023, 5, 9)).publish_report_by == date(2023, 6, 21)
    book = rule_book()
    counts = [book.rule(f"publish-{what}", SET).count for what in ("report", "statement")]
    assert counts == [deadlines.REPORT_WITHIN, deadlines.STATEMENT_WITHIN]


def test_without_a_date_there_is_a_reason() -> None:
    assert "not known" in deadlines.of_receipt(None).why_not
    outside = deadlines.of_receipt(date(2035, 1, 2))
    assert outside.publish_statement_by is None
    assert "Bank holidays are only known" in outside.why_not


def test_two_deadlines_are_compared() -> None:
    ours, theirs = date(2023, 8, 16), date(2023, 8, 18)
    said = deadlines.how_they_differ(ours, theirs)
    assert said.startswith("The date that Ofsted stated is 2 days later than the one worked out.")
    assert "1 day earlier" in deadlines.how_they_differ(ours, date(2023, 8, 15))
    assert not deadlines.how_they_differ(ours, ours)
    assert not deadlines.how_they_differ(None, theirs)
    assert not deadlines.how_they_differ(ours, None)
