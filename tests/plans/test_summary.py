"""A plan in, its numbers and its sentence out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from cusp.plans import Challenge, Plan, needs_decision, summarise
from tests.length import examples
from tests.plans.parts import (
    AS_AT,
    DELIVERY,
    SEEN,
    action,
    any_plan,
    day,
    measure,
    plan,
    priority,
    rated,
    read,
)

LATE, SOON = "2020-06-01", "2020-07-31"


def test_nine_of_thirty_one_actions_late_and_two_of_four_priorities_show_impact() -> None:
    late = [action(LATE, id_=f"L{n}") for n in range(7)]
    re_dated_late = [
        action("2020-05-01", SOON, set_on=("2020-05-02",), id_=f"R{n}") for n in range(2)
    ]
    on_time = [action(SOON, id_=f"S{n}") for n in range(12)]
    done = [action(SOON, done="2020-06-01", id_=f"D{n}") for n in range(10)]
    closed = [action(LATE, closed="Joined with L1", id_="C1")]
    found = summarise(
        plan(
            priority(*late, *closed, id_="P1", impact=rated("3")),
            priority(*re_dated_late, id_="P2", impact=rated("3")),
            priority(*on_time, id_="P3", impact=rated("2")),
            priority(*done, id_="P4"),
        )
    )
    assert found.sentence == "9 of 31 actions late; 2 of 4 priorities show impact."
    assert found.actions.past_date == 7
    assert found.actions.late_when_redated == 2
    assert found.actions.done == 10
    assert found.actions.closed == 1
    assert found.impact.counts == (2, 1, 0)
    assert found.impact.not_rated == 1


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (plan(), "No actions; no priorities."),
        (plan(priority()), "No actions; 0 of 1 priority show impact."),
        (
            plan(priority(action(LATE), impact=rated("3"))),
            "1 of 1 action late; 1 of 1 priority shows impact.",
        ),
        (
            plan(priority(action(SOON), action(LATE, id_="A2"))),
            "1 of 2 actions late; 0 of 1 priority show impact.",
        ),
    ],
)
def test_the_sentence(made: Plan, sentence: str) -> None:
    assert summarise(made).sentence == sentence


def test_delivery_and_impact_are_counted_apart() -> None:
    made = priority(
        action(SOON, id_="A1", delivery=rated("G")),
        action(SOON, id_="A2", delivery=rated("G")),
        action(SOON, id_="A3", delivery=rated("3")),  # a code of the impact key
        action(SOON, id_="A4"),
        impact=rated("2"),
    )
    found = summarise(plan(made))
    assert found.delivery.counts == (0, 2, 0, 0, 0)
    assert (found.delivery.unknown, found.delivery.not_rated) == (1, 1)
    assert found.impact.counts == (0, 1, 0)


def test_other_numbers() -> None:
    made = priority(
        action(SOON, id_="A1", delivery=rated("G", "2020-03-31")),
        action("2020-05-01", SOON, set_on=("2020-04-01",), id_="A2"),
        action(SOON, "2020-08-01", SOON, set_on=("2020-04-01", "2020-04-02"), id_="A3"),
        action(id_="A4"),
        action(LATE, done="2020-06-02", delivery=rated("B"), evidence=(SEEN,), id_="A5"),
        action(SOON, done="2020-06-02", delivery=rated("B"), id_="A6"),
        impact=rated("3"),
        measures=(measure(read("2020-06-01", 80)),),
    )
    asked = (Challenge("C1", day("2020-06-20"), "What has changed?", "a member"),)
    found = summarise(plan(made, challenges=asked))
    actions = found.actions
    assert (actions.total, actions.open, actions.done, actions.done_late) == (6, 4, 2, 1)
    assert (actions.on_time, actions.late_by_first, actions.no_date) == (3, 1, 1)
    assert (actions.redated_more_than_once, actions.stale, actions.complete) == (1, 1, 1)
    assert (found.showing_impact, found.showing_measured_impact) == (1, 1)
    assert found.open_questions == 1
    assert found.as_at == AS_AT


@given(any_plan())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_counts_add_up(made: Plan) -> None:
    found = summarise(made)
    actions = found.actions
    every = [one for priority in made.priorities for one in priority.actions]
    assert actions.total + actions.closed == len(every)
    assert actions.done + actions.open == actions.total
    assert actions.late + actions.on_time + actions.no_date == actions.open
    assert actions.past_date + actions.late_when_redated == actions.late
    assert actions.late_by_first <= actions.on_time
    assert actions.done_late <= actions.done
    assert max(actions.complete, actions.stale) <= actions.total
    assert found.delivery.total == actions.total
    assert found.delivery.key == DELIVERY
    assert found.impact.total == found.priorities == len(made.priorities)
    assert found.showing_measured_impact <= found.showing_impact <= found.priorities


@given(any_plan())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_summary_and_exceptions_agree(made: Plan) -> None:
    found, actions = needs_decision(made), summarise(made).actions
    kinds = [one.kind for one in found]
    assert kinds.count("late") == actions.late
    assert kinds.count("late by first date") == actions.late_by_first
    assert kinds.count("re-dated more than once") == actions.redated_more_than_once
    assert kinds.count("no date") == actions.no_date
