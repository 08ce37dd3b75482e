"""Dates of actions in, what a board must know about them out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cusp.plans import (
    Action,
    DueDate,
    Plan,
    Rating,
    action_exceptions,
    counts_as_late,
    current_rating,
    date_standing,
    days_done_late,
    days_late,
    days_late_before_redating,
    days_late_by_first,
    days_to_go,
    doubtful_dates,
    first_date,
    is_open,
    lateness_in_words,
    latest_date,
    rating_contradictions,
    redatings,
    slip,
    why_not_due,
)
from tests.length import examples
from tests.plans.parts import ANY_ACTION, AS_AT, DAYS, DELIVERY, action, day, plan, priority

FIRST, LATEST = "2020-03-31", "2020-09-30"


# The four actions of the shared case.


@pytest.fixture(scope="module")
def case(shared: Path) -> dict[str, Any]:
    file = shared / "cases" / "plans-and-boards" / "12-re-dated.json"
    if not file.is_file():
        pytest.skip("case not found: put it in ../shared/cases/plans-and-boards")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def case_action(case: dict[str, Any], id_: str) -> tuple[Action, list[str]]:
    """The action after its events, and the sentences with which dates were refused."""
    [events] = [one["events"] for one in case["actions"] if one["id"] == id_]
    made, refused = Action(id=id_, text="Do it"), []
    for on, kind, what, *reason in events:
        when = day(on)
        if kind == "due" and made.due and (why := why_not_due(made, day(what), when)):
            refused.append(why)
        elif kind == "due":
            made = replace(made, due=(*made.due, DueDate(day(what), when, *reason)))
        elif kind == "rating":
            made = replace(made, delivery=(*made.delivery, Rating(what[0].upper(), when)))
        else:
            made = replace(made, done=when)
    return made, refused


def case_plan(case: dict[str, Any], made: Action) -> Plan:
    return plan(priority(made), as_at=day(case["as_at"]))


@pytest.mark.corpus
def test_twice_re_dated_and_late_by_its_first_date_only(case: dict[str, Any]) -> None:
    made, refused = case_action(case, "A1")
    as_at = day(case["as_at"])
    assert not refused
    assert len(redatings(made)) == 2
    assert [one.reason for one in redatings(made)] == ["staff changes", "pandemic"]
    assert slip(made) == 182
    assert days_late(made, as_at) == 0
    assert days_late_by_first(made, as_at) == 182
    assert not counts_as_late(made, as_at)
    assert lateness_in_words(made, as_at) == (
        "On time by its latest date, 30 June 2020, but 182 days late by its first date, "
        "31 December 2019.",
        "Date changed twice: the latest date is 182 days after the first.",
    )
    green = current_rating(made.delivery, DELIVERY, as_at=as_at, cycle=90)
    assert green is not None
    assert (green.age, green.stale) == (124, True)


@pytest.mark.corpus
def test_brought_forward_to_a_day_already_past_is_refused(case: dict[str, Any]) -> None:
    made, refused = case_action(case, "A2")
    assert refused == [
        "The date must be 20 March 2020 or later. If the action has been done, record the day it "
        "was done instead."
    ]
    assert latest_date(made) == day("2020-03-31")
    assert made.done == day("2020-02-27")
    assert date_standing(made, day(case["as_at"])) == "done"
    assert lateness_in_words(made, day(case["as_at"])) == ()


@pytest.mark.corpus
def test_late_and_still_rated_green(case: dict[str, Any]) -> None:
    made, _ = case_action(case, "A3")
    as_at = day(case["as_at"])
    assert days_late(made, as_at) == 30
    assert lateness_in_words(made, as_at) == ("30 days late: due on 31 May 2020.",)
    assert rating_contradictions(made, DELIVERY, as_at=as_at) == (
        "30 days late, but rated G (on track).",
    )
    found = [one.kind for one in action_exceptions(case_plan(case, made), made)]
    assert "late" in found
    assert "rating contradicted" in found


@pytest.mark.corpus
def test_late_before_it_was_re_dated_stays_late(case: dict[str, Any]) -> None:
    made, refused = case_action(case, "A4")
    as_at = day(case["as_at"])
    assert not refused
    assert days_late(made, as_at) == 0
    assert days_late_before_redating(made) == 5
    assert counts_as_late(made, as_at)
    assert date_standing(made, as_at) == "late when re-dated"
    assert (
        "It was 5 days late when its date was changed on 5 June 2020, so it still counts as late."
    ) in lateness_in_words(made, as_at)


# One rule at a time, as at 30 June 2020.


@pytest.mark.parametrize(
    ("due", "late", "to_go"),
    [("2020-06-29", 1, -1), ("2020-06-30", 0, 0), ("2020-07-01", 0, 1)],
)
def test_late_from_the_day_after_its_date(due: str, late: int, to_go: int) -> None:
    assert days_late(action(due), AS_AT) == late
    assert days_to_go(action(due), AS_AT) == to_go


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (action("2020-07-31"), "on time"),
        (action("2020-06-01"), "late"),
        (action(), "no date"),
        (action(FIRST, LATEST, set_on=("2020-03-31",)), "late by first date"),
        (action(FIRST, LATEST, set_on=("2020-04-01",)), "late when re-dated"),
        (action(FIRST, "2020-05-31", set_on=("2020-04-01",)), "late"),
        (action(FIRST, done="2020-03-31"), "done"),
        (action(FIRST, done="2020-04-01"), "done late"),
        (action(FIRST, LATEST, set_on=("2020-04-05",), done="2020-06-01"), "done late"),
        (action(FIRST, done="2020-07-01"), "late"),  # a day that has not come yet
        (action("2020-06-01", closed="No longer needed"), "closed"),
        (action(done="2020-06-01"), "done"),
    ],
)
def test_how_an_action_stands(made: Action, expected: str) -> None:
    assert date_standing(made, AS_AT) == expected


def test_a_date_set_after_it_was_done_does_not_make_it_on_time() -> None:
    made = action(FIRST, LATEST, set_on=("2020-05-01",), done="2020-04-10")
    assert days_done_late(made, AS_AT) == 10
    assert lateness_in_words(made, AS_AT)[0] == (
        "Done on 10 April 2020, 10 days late: due on 31 March 2020."
    )


def test_a_date_set_on_the_day_it_was_done_applies() -> None:
    made = action(LATEST, "2020-04-30", set_on=("2020-05-01",), done="2020-05-01")
    assert days_done_late(made, AS_AT) == 1


def test_an_action_is_not_late_after_it_was_done() -> None:
    made = action(FIRST, LATEST, set_on=("2020-05-01",), done="2020-03-30")
    assert days_late_before_redating(made) == 0
    assert date_standing(made, AS_AT) == "done"


def test_done_by_its_latest_date_but_not_by_its_first() -> None:
    made = action(FIRST, LATEST, set_on=("2020-03-01",), done="2020-04-10")
    assert days_done_late(made, AS_AT) == 0
    assert lateness_in_words(made, AS_AT)[0] == (
        "Done on time by its latest date, but 10 days late by its first date, 31 March 2020."
    )


def test_late_by_both_dates() -> None:
    made = action(FIRST, "2020-06-29", set_on=("2020-03-01",))
    assert lateness_in_words(made, AS_AT) == (
        "1 day late: due on 29 June 2020.",
        "It is 91 days late by its first date, 31 March 2020.",
        "Date changed once: the latest date is 90 days after the first.",
    )


def test_brought_forward() -> None:
    made = action(LATEST, "2020-07-31", set_on=("2020-03-01",))
    assert slip(made) == -61
    assert lateness_in_words(made, AS_AT) == ("Date changed once: brought forward by 61 days.",)


def test_there_and_back_is_two_changes() -> None:
    made = action(LATEST, "2020-12-31", LATEST, set_on=("2020-03-01", "2020-04-01"))
    assert lateness_in_words(made, AS_AT) == (
        "Date changed twice: the latest date is the same as the first.",
    )


def test_the_same_date_set_again_is_no_change() -> None:
    assert redatings(action(LATEST, LATEST, set_on=("2020-03-01",))) == ()


def test_a_first_date_recorded_late_does_not_count_as_re_dated() -> None:
    imported = action(FIRST, set_on=("2020-06-01",))
    assert redatings(imported) == ()
    assert days_late(imported, AS_AT) == 91
    assert doubtful_dates(imported) == ()


@pytest.mark.parametrize(
    ("made", "new", "why"),
    [
        (action(FIRST), "2020-06-29", "The date must be 30 June 2020 or later."),
        (action(FIRST, start=day("2020-08-01")), "2020-07-31", "on or after the start date"),
        (action(LATEST), LATEST, "This action is already due on 30 September 2020."),
        (action(FIRST, done="2020-06-01"), LATEST, "This action was done on 1 June 2020"),
        (action(FIRST, closed="Joined with A2"), LATEST, "This action has been closed"),
    ],
)
def test_dates_that_cannot_be_set(made: Action, new: str, why: str) -> None:
    assert why in (why_not_due(made, day(new), AS_AT) or "")


@pytest.mark.parametrize("made", [action(), action(FIRST), action(LATEST)])
def test_today_can_be_set(made: Action) -> None:
    assert why_not_due(made, AS_AT, AS_AT) is None


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (
            action(FIRST, "2020-02-28", set_on=("2020-03-20",)),
            "On 20 March 2020, the date was changed to 28 February 2020, which was already past. "
            "Check both dates.",
        ),
        (
            action("2020-07-01", start=day("2020-08-01")),
            "Due on 1 July 2020, which is before its start on 1 August 2020.",
        ),
        (
            action(done="2020-06-01", start=day("2020-06-02")),
            "Done on 1 June 2020, which is before its start on 2 June 2020.",
        ),
    ],
)
def test_dates_in_the_record_that_cannot_be_right(made: Action, sentence: str) -> None:
    assert doubtful_dates(made) == (sentence,)


# Whatever an action holds.


@given(ANY_ACTION, DAYS)
@settings(max_examples=examples(200), deadline=None)
def test_days_late_are_never_negative(made: Action, as_at: date) -> None:
    numbers = [
        days_late(made, as_at),
        days_late_by_first(made, as_at),
        days_done_late(made, as_at),
        days_late_before_redating(made),
        *(one.late_for for one in redatings(made)),
    ]
    assert min(numbers) >= 0
    assert not (days_late(made, as_at) and days_done_late(made, as_at))
    if not is_open(made, as_at):
        assert days_late(made, as_at) == 0


@given(ANY_ACTION, DAYS, DAYS, DAYS)
@settings(max_examples=examples(200), deadline=None)
def test_another_date_changes_neither_the_first_nor_that_it_was_late(
    made: Action, due: date, set_on: date, as_at: date
) -> None:
    was_late = days_late(replace(made, done=None), set_on)
    longer = replace(made, due=(*made.due, DueDate(due, set_on)))
    if made.due:
        assert first_date(longer) == first_date(made)
        assert days_late_by_first(longer, as_at) == days_late_by_first(made, as_at)
    if counts_as_late(made, set_on) and made.done is None:
        assert counts_as_late(longer, as_at) or due == latest_date(made)
    if was_late and made.done is None and due != latest_date(made):
        assert days_late_before_redating(longer) >= was_late


@given(ANY_ACTION, DAYS, st.integers(0, 400))
@settings(max_examples=examples(200), deadline=None)
def test_every_day_of_waiting_makes_a_late_action_a_day_later(
    made: Action, as_at: date, more: int
) -> None:
    still = replace(made, done=None)
    late = days_late(still, as_at)
    if late:
        then = date.fromordinal(as_at.toordinal() + more)
        assert days_late(still, then) == late + more
