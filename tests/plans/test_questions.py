"""A plan as at 30 June 2020 in; what a member may ask about it out."""

from __future__ import annotations

from hypothesis import given, settings

from cusp.plans import Challenge, DueDate, Plan, Priority, questions_to_ask
from tests.length import examples
from tests.plans.parts import action, any_plan, day, measure, plan, priority, rated, read, updated

QUIET = updated("2020-06-20")


def asked(made: Plan) -> list[tuple[str, str]]:
    return [(one.text, one.because) for one in questions_to_ask(made)]


def test_a_plan_on_time_raises_no_question() -> None:
    assert asked(plan(priority(action("2020-09-30", updates=QUIET)))) == []


def test_the_latest_action_comes_first_with_its_lead_and_its_days() -> None:
    late = action("2020-05-31", id_="A1", updates=QUIET)
    later = action("2020-04-01", id_="A2", updates=QUIET)

    found = asked(plan(priority(late, later)))

    assert found[0] == (
        "Why is action A2 late, and what would bring it back on track?",
        "“Do it”, led by Head of Service, was due on 1 April 2020, 90 days ago.",
    )
    assert found[1][1].endswith("was due on 31 May 2020, 30 days ago.")


def test_an_area_without_actions_is_asked_about_before_what_is_late() -> None:
    late = priority(action("2020-05-31", updates=QUIET))
    found = questions_to_ask(plan(late, priority(id_="P2", title="Supervision")))

    assert found[0].text == (
        "When will there be an action for “Supervision”, and who will lead it?"
    )
    assert found[0].about == ("P2",)


def test_who_re_dated_is_named_with_the_reason() -> None:
    dates = (
        DueDate(day("2020-03-31"), day("2019-11-01")),
        DueDate(day("2020-06-30"), day("2020-03-01"), "Staff left", "Sam Lee"),
        DueDate(day("2020-09-30"), day("2020-06-01"), "New system.", "Jo Ali"),
    )
    found = asked(plan(priority(action(updates=QUIET, due=dates))))

    assert found == [
        (
            "Who agreed to the new dates of action A1, and why will this one hold?",
            "“Do it” has been re-dated twice, last by Jo Ali on 1 June 2020. "
            "The reason given was: “New system.”",
        )
    ]


def test_a_measure_that_stands_still_short_of_its_target_is_asked_about() -> None:
    still = measure(read("2020-01-31", 61), read("2020-05-31", 61), target=90.0)
    met = measure(read("2020-01-31", 95), read("2020-05-31", 95), id_="M2", target=90.0)
    on_time = action("2020-09-30", updates=QUIET)

    found = questions_to_ask(plan(priority(on_time, measures=(still, met))))

    assert [(one.because, one.about) for one in found] == [
        ("It was 61% on both 31 January 2020 and 31 May 2020.", ("M1",))
    ]


def test_impact_without_a_reading_is_asked_for_its_proof() -> None:
    made = priority(action("2020-09-30", updates=QUIET), impact=rated("3"))

    assert asked(plan(made)) == [
        (
            "How do we know that “Visits” has changed things for children?",
            "Its impact is rated 3 (children notice the change), but no measure has a reading.",
        )
    ]


def test_what_inspectors_raised_before_is_asked_about() -> None:
    made = priority(action("2020-09-30", updates=QUIET), raised_before=(day("2016-04-25"),))

    assert asked(plan(made)) == [
        (
            "What is being done differently this time about “Visits”?",
            "Inspectors raised it before, at the inspection that began on 25 April 2016.",
        )
    ]


def test_a_question_without_an_answer_is_asked_again() -> None:
    challenge = Challenge("C1", day("2020-06-20"), "Are visits on time?", "Cllr Ash")

    assert asked(plan(challenges=(challenge,))) == [
        (
            "When will question C1 be answered?",
            "Cllr Ash asked “Are visits on time?” 10 days ago.",
        )
    ]


def test_an_action_nobody_reports_on_is_asked_about() -> None:
    assert asked(plan(priority(action("2020-09-30", updates=updated("2020-01-31"))))) == [
        ("What has happened on action A1?", "“Do it” has had no update for 151 days.")
    ]


def test_closed_actions_raise_no_question() -> None:
    closed = action("2020-01-31", id_="A2", closed="Joined with A1")

    assert asked(plan(priority(action("2020-09-30", updates=QUIET), closed))) == []


@given(any_plan())
@settings(max_examples=examples(60))
def test_every_question_is_about_something_in_the_plan(made: Plan) -> None:
    found = questions_to_ask(made)
    ids = {one.id for one in made.challenges}
    for one in made.priorities:
        ids |= {one.id, *(a.id for a in one.actions), *(m.id for m in one.measures)}

    assert len(found) <= 8
    assert all(set(one.about) <= ids for one in found)
    assert all(one.text.endswith("?") and one.because.endswith((".", ".”")) for one in found)


def test_there_are_never_more_than_two_of_a_kind() -> None:
    many = tuple(priority(id_=f"P{number}") for number in range(5))
    late: tuple[Priority, ...] = (
        priority(*(action("2020-01-01", id_=f"A{n}", updates=QUIET) for n in range(5))),
    )

    assert len(questions_to_ask(plan(*many, *late))) == 4
