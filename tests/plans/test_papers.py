"""What the four papers say."""

from datetime import date

import msgspec
import pytest

from cusp.plans import (
    Action,
    DueDate,
    Measure,
    Plan,
    Priority,
    Rating,
    Reading,
    Update,
    days_late_before_redating,
    first_date,
    slip,
)
from cusp.plans.papers import changes, exceptions, full, on_a_page
from cusp.plans.papers.rules import contradictions, days_late_in_all, staleness, times_redated
from cusp.plans.papers.wording import distance, rating_words
from tests.plans.made_up import (
    AS_AT,
    DELIVERY,
    HEADER,
    IMPACT,
    LATE,
    LATE_THEN_REDATED,
    REDATED_TWICE,
    SUPERVISION,
    of,
    plan,
    story,
)
from tests.plans.reading import names, table, words

# Dates


def test_the_first_date_is_never_lost() -> None:
    assert first_date(REDATED_TWICE) == date(2019, 12, 31)
    assert (times_redated(REDATED_TWICE), slip(REDATED_TWICE)) == (2, 182)
    (row, *_) = table(full(of(REDATED_TWICE)), "Actions of P1")
    assert "First due: 31 December 2019" in row["Dates"]
    assert "Now due: 30 June 2020" in row["Dates"]
    assert "Re-dated twice, 182 days later than first planned" in row["Dates"]


def test_an_action_is_late_by_its_current_date() -> None:
    assert days_late_in_all(LATE, AS_AT) == 30
    assert days_late_in_all(REDATED_TWICE, AS_AT) == days_late_in_all(LATE_THEN_REDATED, AS_AT) == 0


def test_an_action_re_dated_after_its_date_stays_counted_as_late() -> None:
    assert days_late_before_redating(LATE_THEN_REDATED) == 5
    assert days_late_before_redating(REDATED_TWICE) == 0
    (row,) = table(exceptions(of(LATE_THEN_REDATED)), "Re-dated actions")
    assert row["Days late before re-dating"] == "5"


def test_a_rating_of_124_days_is_stale_in_a_cycle_of_90() -> None:
    assert staleness(REDATED_TWICE, of(REDATED_TWICE)) == ("Rated Amber (on track) 124 days ago.",)


def test_on_track_but_late_is_a_contradiction() -> None:
    assert contradictions(LATE, of(LATE)) == ("30 days late, but rated Amber (on track).",)
    assert contradictions(REDATED_TWICE, of(REDATED_TWICE)) == ()
    late, redated = table(full(of(LATE, REDATED_TWICE)), "Actions of P1")
    assert "Contradicted: 30 days late, but rated Amber (on track)" in late["Delivery rating"]
    assert "Rated Amber (on track) 124 days ago." in redated["Delivery rating"]


@pytest.mark.parametrize(
    ("code", "done", "expected"),
    [
        ("Blue", date(2020, 5, 1), "Rated Blue (complete and embedded), but there is no evidence."),
        ("Green", None, "Rated Green (delivered), but not recorded as done."),
        ("Red", date(2020, 5, 1), "Done on 1 May 2020, but rated Red (not started)."),
        ("Purple", None, "Rated “Purple”, which is not in the plan’s key."),
    ],
)
def test_other_contradictions(code: str, done: date | None, expected: str) -> None:
    action = Action("A1", "Act", done=done, delivery=(Rating(code, AS_AT),))
    assert contradictions(action, of(action)) == (expected,)


# Ratings and measures


def test_ratings_are_in_the_words_of_their_own_key() -> None:
    assert rating_words("Amber E", DELIVERY) == "Amber E: delivered, evidence to be tested"
    assert rating_words("Amber", DELIVERY) == "Amber: on track"
    assert rating_words("Amber", IMPACT) == "Amber: early signs of change"
    assert rating_words("Mauve", IMPACT) == "Mauve (not in the plan’s key)"


def test_delivery_and_impact_are_in_separate_columns_and_not_added_together() -> None:
    (first, _) = table(on_a_page(story()), "Priorities")
    assert first["Delivery ratings"].split("\n") == [
        "Amber (on track): 2",
        "Blue (complete and embedded): 1",
        "Not rated: 1",
    ]
    assert first["Impact rating"].startswith("Amber: early signs of change")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (SUPERVISION, "15.8 percentage points from the target"),
        (msgspec.structs.replace(SUPERVISION, better=None),
         "Not known: no direction of improvement recorded"),
        (msgspec.structs.replace(SUPERVISION, target=None), "No target"),
        (msgspec.structs.replace(SUPERVISION, readings=()), "No reading"),
        (msgspec.structs.replace(SUPERVISION, target=74.2), "Target met"),
        (msgspec.structs.replace(SUPERVISION, target=70.0),
         "Target met, 4.2 percentage points better"),
        (Measure("M", "Days", unit="days", better="lower", target=20,
                 readings=(Reading(AS_AT, 21),)), "1 day from the target"),
    ],
)  # fmt: skip
def test_the_distance_to_the_target_is_said(measure: Measure, expected: str) -> None:
    assert distance(measure) == expected


# The plan in full


def test_the_header_shows_both_deadlines_next_to_each_other() -> None:
    (row,) = table(full(story()), "The two deadlines")
    assert row["Stated by Ofsted"] == "5 December 2019"
    assert row["Worked out by Cusp"].startswith("27 November 2019")
    assert row["Difference"] == "8 days"
    facts = {row["Item"]: row["Detail"] for row in table(full(story()), "About this plan")}
    assert facts["Council received the report"] == "20 August 2019"
    assert facts["Inspected"] == "15 July 2019 to 26 July 2019"
    assert facts["Approval route"] == "Cabinet, then full Council"


def test_a_deadline_that_cannot_be_worked_out_says_why() -> None:
    header = msgspec.structs.replace(
        HEADER, deadline_stated=None, deadline_worked_out=None, why_not="bank holidays unknown"
    )
    paper = full(plan(header=header))
    facts = {row["Item"]: row["Detail"] for row in table(paper, "About this plan")}
    assert facts["Deadline for the statement of action"] == (
        "No date from Ofsted is recorded. Cusp has not worked out a date: bank holidays unknown."
    )
    assert "The two deadlines" not in names(paper)


def test_the_inspectors_words_are_quoted_with_their_page() -> None:
    said = words(full(story()))
    assert "“The grip of managers on practice”" in said
    assert "Area for improvement 1, page 3 of the inspection report" in said
    assert "Raised before, at the inspection that began on: 25 April 2016." in said


def test_every_update_reading_and_change_of_date_is_there() -> None:
    paper = full(story())
    (update,) = table(paper, "Earlier updates in P1")
    assert (update["Ref"], update["Date"], update["Update"]) == ("A5", "1 December 2019", "Begun")
    moves = table(paper, "Changes of due date in P1")
    assert [(m["From"], m["To"]) for m in moves if m["Ref"] == "A1"] == [
        ("31 December 2019", "28 February 2020"),
        ("28 February 2020", "30 June 2020"),
    ]
    (reading,) = table(paper, "Earlier readings in P1")
    assert reading["Reading"] == "66.7% (80 of 120)"


def test_open_questions_come_first() -> None:
    rows = table(full(story()), "Challenge of the plan")
    assert [(row["Ref"], row["Reply"].split("\n")[0]) for row in rows] == [
        ("C2", "Open: no reply yet"),
        ("C1", "30 January 2020, Director: Two posts were vacant."),
    ]


def test_a_plan_without_anything_still_makes_papers() -> None:
    empty = Plan(msgspec.structs.replace(HEADER, inspected=None, grades=()), AS_AT, (), ())
    assert "This plan has no priorities yet." in words(full(empty))
    assert "This plan has no priorities yet." in words(on_a_page(empty))
    assert {row["Number"] for row in table(exceptions(empty), "Exceptions")} == {"0"}
    assert "Nothing changed." in words(changes(empty, empty))


# Exceptions


def test_exceptions_are_counted_and_listed() -> None:
    paper = exceptions(story())
    assert {row["Exception"]: row["Number"] for row in table(paper, "Exceptions")} == {
        "Late actions": "1",
        "Re-dated actions": "2",
        "Stale actions": "2",
        "Stale impact ratings": "0",
        "Actions without a lead": "1",
        "Contradicted ratings": "1",
        "Areas without action or measure": "1",
    }
    assert [row["Ref"] for row in table(paper, "Late actions")] == ["A3"]
    assert [row["Ref"] for row in table(paper, "Re-dated actions")] == ["A1", "A4"]
    (gap,) = table(paper, "Areas without action or measure")
    assert (gap["Ref"], gap["Missing"]) == ("P2", "No action\nNo measure")


# Changes


def changed(before: Action, after: Action) -> Plan:
    return msgspec.structs.replace(of(after), as_at=date(2020, 7, 31))


def test_changes_list_what_was_recorded_since() -> None:
    after = msgspec.structs.replace(
        LATE,
        lead="Head of service",
        due=(*LATE.due, DueDate(date(2020, 9, 1), date(2020, 7, 1), "Venue", "Director")),
        delivery=(
            *LATE.delivery, Rating("Red", date(2020, 7, 1)), Rating("Amber", date(2020, 7, 9)),
        ),
        updates=(*LATE.updates, Update(date(2020, 7, 9), "Four of six trained")),
    )  # fmt: skip
    paper = changes(of(LATE), changed(LATE, after))
    assert paper.title.endswith("changes since 30 June 2020")
    (moved,) = table(paper, "Actions re-dated")
    assert (moved["From"], moved["To"], moved["Reason"]) == (
        "31 May 2020",
        "1 September 2020",
        "Venue",
    )
    ratings = table(paper, "New delivery ratings")
    pairs = [(r["Rating before"].split("\n")[0], r["New rating"].split("\n")[0]) for r in ratings]
    assert pairs == [
        ("Amber: on track", "Red: not started"),
        ("Red: not started", "Amber: on track"),
    ]
    assert [row["Update"] for row in table(paper, "New updates")] == ["Four of six trained"]
    (lead,) = table(paper, "Other changes")
    assert (lead["What"], lead["Before"], lead["Now"]) == (
        "Lead",
        "Principal social worker",
        "Head of service",
    )
    assert "Recorded before, missing now" not in names(paper)


def test_history_that_was_rewritten_is_named() -> None:
    first = DueDate(date(2020, 8, 31), date(2019, 11, 1))
    paper = changes(of(LATE), changed(LATE, msgspec.structs.replace(LATE, due=(first,))))
    (lost,) = table(paper, "Recorded before, missing now")
    assert (lost["What"], lost["As recorded before"]) == ("Due date", "31 May 2020")


def test_new_closed_done_and_missing_actions() -> None:
    before = of(LATE, REDATED_TWICE)
    done = msgspec.structs.replace(LATE, done=date(2020, 7, 1))
    after = msgspec.structs.replace(of(done, LATE_THEN_REDATED), as_at=date(2020, 7, 31))
    paper = changes(before, after)
    (row,) = table(paper, "Actions done")
    assert (row["Ref"], row["Done"], row["Days late"]) == ("A3", "1 July 2020", "31")
    assert [row["Ref"] for row in table(paper, "New actions")] == ["A4"]
    assert [row["Ref"] for row in table(paper, "No longer in the plan")] == ["A1"]


def test_an_action_that_moves_to_another_priority_is_not_new() -> None:
    before = plan(Priority("P1", "One", actions=(LATE,)), Priority("P2", "Two"))
    after = plan(Priority("P1", "One"), Priority("P2", "Two", actions=(LATE,)))
    paper = changes(before, after)
    (row,) = table(paper, "Other changes")
    assert (row["Ref"], row["What"], row["Before"], row["Now"]) == ("A3", "Priority", "P1", "P2")
    assert names(paper) == ["Summary", "Other changes"]


def test_the_earlier_version_must_come_first() -> None:
    with pytest.raises(ValueError, match="earlier version"):
        changes(changed(LATE, LATE), of(LATE))
