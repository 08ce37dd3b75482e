"""Two states of a plan in, what changed out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cusp.plans import (
    Action,
    Answer,
    Challenge,
    Change,
    DueDate,
    Header,
    KeyEntry,
    Plan,
    Rating,
    UnclearIds,
    Update,
    changes_between,
)
from tests.length import examples
from tests.plans.parts import (
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

BEFORE = action("2020-07-31", delivery=rated("G"), updates=(Update(day("2020-05-01"), "Begun"),))


def between(before: Action, after: Action) -> list[Change]:
    return list(changes_between(plan(priority(before)), plan(priority(after))))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        (
            {"due": (*BEFORE.due, DueDate(day("2020-09-30"), day("2020-06-01"), "Staff changes"))},
            [("re-dated", "due", "31 July 2020", "30 September 2020", "Staff changes")],
        ),
        (
            {"delivery": (*BEFORE.delivery, Rating("A", day("2020-06-20"), why="Slipping"))},
            [("re-rated", "delivery", "G (on track)", "A (at risk)", "Slipping")],
        ),
        (
            {"delivery": (*BEFORE.delivery, Rating("G", day("2020-06-20")))},
            [("rated again", "delivery", "G (on track)", "G (on track)", "")],
        ),
        ({"done": day("2020-06-20")}, [("done", "done", "", "20 June 2020", "")]),
        ({"closed": "Joined with A2"}, [("closed", "closed", "", "Joined with A2", "")]),
        (
            {"updates": (*BEFORE.updates, Update(day("2020-06-01"), "Half way"))},
            [("update", "updates", "", "1 June 2020: Half way", "")],
        ),
        ({"evidence": (SEEN,)}, [("evidence", "evidence", "", "Audit: what was done", "")]),
        (
            {"lead": "Team manager"},
            [("changed", "lead", "Head of Service", "Team manager", "")],
        ),
        ({"start": day("2020-01-01")}, [("changed", "start", "", "1 January 2020", "")]),
        (
            {"due": (DueDate(day("2020-08-31"), day("2019-11-01")),)},
            [("history altered", "due", "31 July 2020", "31 August 2020", "")],
        ),
        (
            {"updates": ()},
            [("history altered", "updates", "1 May 2020: Begun", "", "")],
        ),
    ],
)
def test_one_action(values: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    found = between(BEFORE, replace(BEFORE, **values))
    assert [(c.kind, c.field, c.before, c.after, c.why) for c in found] == expected
    assert {(c.of, c.id) for c in found} <= {("action", "A1")}


def test_undone_and_reopened() -> None:
    before = replace(BEFORE, done=day("2020-06-20"), closed="Joined with A2")
    assert [c.kind for c in between(before, BEFORE)] == ["not done", "reopened"]


def test_first_date_and_first_rating() -> None:
    before = replace(BEFORE, due=(), delivery=())
    assert [(c.kind, c.before, c.after) for c in between(before, BEFORE)] == [
        ("date set", "", "31 July 2020"),
        ("rated", "", "G (on track)"),
    ]


def test_two_changes_of_one_date_are_both_listed() -> None:
    dates = (DueDate(day(d), day("2020-06-01")) for d in ("2020-08-31", "2020-09-30"))
    found = between(BEFORE, replace(BEFORE, due=(*BEFORE.due, *dates)))
    assert [(c.before, c.after) for c in found] == [
        ("31 July 2020", "31 August 2020"),
        ("31 August 2020", "30 September 2020"),
    ]


def test_added_and_missing() -> None:
    one, two = action(id_="A1", text="First"), action(id_="A2", text="Second")
    assert changes_between(plan(priority(one)), plan(priority(two))) == (
        Change("added", "action", "A2", after="Second"),
        Change("missing", "action", "A1", before="First"),
    )


def test_another_order_is_no_change_but_another_priority_is() -> None:
    one, two = action(id_="A1"), action(id_="A2")
    first, second = priority(one, two, id_="P1"), priority(id_="P2")
    before = plan(first, second)
    assert changes_between(before, plan(second, priority(two, one, id_="P1"))) == ()
    moved = plan(priority(one, id_="P1"), priority(two, id_="P2"))
    assert changes_between(before, moved) == (
        Change("moved", "action", "A2", "priority", "P1", "P2"),
    )


def test_readings_impact_and_answers() -> None:
    asked = Challenge("C1", day("2020-06-01"), "What has changed?", "a member")
    old = measure(read("2020-03-31", 70), target=90)
    new = measure(read("2020-03-31", 70), read("2020-06-30", 75), target=95)
    answer = Answer(day("2020-06-10"), "Visits are on time")
    before = plan(priority(measures=(old,), impact=rated("1")), challenges=(asked,))
    after = plan(
        priority(measures=(new,), impact=(*rated("1"), Rating("2", day("2020-06-30")))),
        challenges=(replace(asked, answers=(answer,)),),
    )
    assert changes_between(before, after) == (
        Change("re-rated", "priority", "P1", "impact", "1 (no change yet)",
               "2 (early signs of change)"),
        Change("changed", "measure", "M1", "target", "90%", "95%"),
        Change("reading", "measure", "M1", "readings", "70% on 31 March 2020",
               "75% on 30 June 2020"),
        Change("answer", "challenge", "C1", "answers", "", "10 June 2020: Visits are on time"),
    )  # fmt: skip


def test_each_rating_is_said_in_the_words_of_its_own_key() -> None:
    other = (KeyEntry("G", "delivered", "complete"), *DELIVERY[2:])
    before = plan(priority(BEFORE))
    again = replace(BEFORE, delivery=(*BEFORE.delivery, Rating("G", day("2020-06-20"))))
    key, rating = changes_between(before, plan(priority(again), delivery_key=other))
    assert (key.kind, key.of, key.field) == ("changed", "plan", "delivery_key")
    assert (rating.before, rating.after) == ("G (on track)", "G (delivered)")


def test_a_key_with_the_same_words_says_what_else_changed() -> None:
    old = (KeyEntry("G", "on track", "on track", "green"),)
    new = (KeyEntry("G", "on track", "none", needs_evidence=True),)
    (change,) = changes_between(plan(delivery_key=old), plan(delivery_key=new))
    assert change.before == "G (on track), treated as “on track”, green"
    assert change.after == "G (on track), treated as none of these, no colour, needs evidence"


def test_the_header_and_the_cycle() -> None:
    before = plan()
    after = plan(header=Header("Anytown", "Plan", received=day("2019-08-27")), reporting_cycle=30)
    assert [(c.field, c.before, c.after) for c in changes_between(before, after)] == [
        ("title", "Improvement plan", "Plan"),
        ("received", "", "27 August 2019"),
        ("reporting_cycle", "90", "30"),
    ]


def test_an_id_used_twice_cannot_be_compared() -> None:
    with pytest.raises(UnclearIds, match="A1"):
        changes_between(plan(), plan(priority(BEFORE, BEFORE)))


@given(any_plan())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_plan_and_itself_have_no_changes(made: Plan) -> None:
    assert changes_between(made, made) == ()
    assert changes_between(made, replace(made, priorities=made.priorities[::-1])) == ()


@given(any_plan(), any_plan())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_two_plans_without_changes_are_the_same(before: Plan, after: Plan) -> None:
    same = replace(before, as_at=after.as_at) == after
    assert (changes_between(before, after) == ()) is same


@given(any_plan(), st.data())
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_one_edit_is_one_change(made: Plan, data: st.DataObject) -> None:
    places = [(p, a) for p, one in enumerate(made.priorities) for a in range(len(one.actions))]
    if not places:
        return
    p, a = data.draw(st.sampled_from(places))
    old = made.priorities[p].actions[a]
    edits: dict[str, Any] = {
        "lead": f"{old.lead}, acting",
        "due": (*old.due, DueDate(day("2022-01-01"), day("2021-12-31"))),
        "updates": (*old.updates, Update(day("2021-12-31"), "Under way")),
        "closed": f"{old.closed} again",
    }
    field = data.draw(st.sampled_from(sorted(edits)))
    actions = list(made.priorities[p].actions)
    actions[a] = replace(old, **{field: edits[field]})
    priorities = list(made.priorities)
    priorities[p] = replace(priorities[p], actions=tuple(actions))
    [change] = changes_between(made, replace(made, priorities=tuple(priorities)))
    assert (change.of, change.id, change.field) == ("action", old.id, field)
