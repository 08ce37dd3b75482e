"""Ratings and a key in, what they mean and what contradicts them out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from cusp.plans import (
    Action,
    DifferentKeys,
    KeyEntry,
    Rating,
    count_ratings,
    current_rating,
    is_complete,
    key_entry,
    rating_contradictions,
    shows_impact,
    summarise,
    why_not_key,
)
from cusp.plans.ratings import Key
from tests.length import examples
from tests.plans.parts import (
    ANY_ACTION,
    AS_AT,
    DAYS,
    DELIVERY,
    IMPACT,
    SEEN,
    action,
    day,
    plan,
    priority,
    rated,
    read,
)
from tests.plans.parts import measure as measured

# What a council would say that each entry of the shared case's two keys means.
MEANINGS = (
    ("complete", "on track", "at risk", "late"),
    ("complete", "on track", "delivered", "not started"),
)


@pytest.fixture(scope="module")
def case(shared: Path) -> list[dict[str, Any]]:
    file = shared / "cases" / "plans-and-boards" / "13-keys.json"
    if not file.is_file():
        pytest.skip("case not found: put it in ../shared/cases/plans-and-boards")
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["plans"]
    return found


def case_key(case: list[dict[str, Any]], which: int) -> Key:
    pairs = zip(case[which]["key"], MEANINGS[which], strict=True)
    return tuple(KeyEntry(code, words, means) for (code, words), means in pairs)  # type: ignore[arg-type]


def case_actions(case: list[dict[str, Any]], which: int, *, evidence: bool) -> list[Action]:
    """An action for each row of a plan, with or without evidence."""
    seen = (SEEN,) if evidence else ()
    codes = case[which]["rows"]
    return [action(id_=f"A{n}", delivery=rated(c), evidence=seen) for n, c in enumerate(codes)]


# Both keys of the shared case.


@pytest.mark.corpus
@pytest.mark.parametrize("which", [0, 1])
def test_every_rating_is_said_in_the_plans_own_words(
    case: list[dict[str, Any]], which: int
) -> None:
    key = case_key(case, which)
    for made, (code, words) in zip(
        case_actions(case, which, evidence=True), case[which]["key"], strict=True
    ):
        found = current_rating(made.delivery, key, as_at=AS_AT, cycle=90)
        assert found is not None
        assert found.words == f"{code} ({words})"


@pytest.mark.corpus
def test_amber_of_one_plan_is_never_added_to_amber_of_the_other(
    case: list[dict[str, Any]],
) -> None:
    first, second = (
        summarise(
            plan(
                priority(*case_actions(case, which, evidence=True)),
                delivery_key=case_key(case, which),
            )
        ).delivery
        for which in (0, 1)
    )
    assert first.counts == second.counts == (1, 1, 1, 1)
    with pytest.raises(DifferentKeys):
        first + second
    assert (first + first).counts == (2, 2, 2, 2)


@pytest.mark.corpus
def test_amber_e_is_not_complete(case: list[dict[str, Any]]) -> None:
    key = case_key(case, 1)
    complete = [
        one.delivery[0].code
        for one in case_actions(case, 1, evidence=True)
        if is_complete(one, key)
    ]
    assert complete == ["Green"]


@pytest.mark.corpus
def test_blue_without_evidence_is_not_complete(case: list[dict[str, Any]]) -> None:
    key = case_key(case, 0)
    blue, *_ = case_actions(case, 0, evidence=False)
    assert not is_complete(blue, key)
    assert ("Rated B (complete and evidenced), but there is no evidence.") in rating_contradictions(
        blue, key, as_at=AS_AT
    )


# One rule at a time.


def test_the_same_word_with_another_meaning_is_another_key() -> None:
    one = (KeyEntry("Amber", "at risk", "at risk"),)
    other = (KeyEntry("Amber", "on track", "on track"),)
    ratings = [rated("Amber")]
    with pytest.raises(DifferentKeys):
        count_ratings(ratings, one) + count_ratings(ratings, other)


def test_the_rating_recorded_last_is_the_current_one() -> None:
    ratings = (*rated("G", "2020-06-01"), *rated("R", "2020-05-01"))
    found = current_rating(ratings, DELIVERY, as_at=AS_AT, cycle=90)
    assert found is not None
    assert found.rating.code == "R"


@pytest.mark.parametrize(
    ("on", "age", "stale"),
    [("2020-04-01", 90, False), ("2020-03-31", 91, True), ("2020-07-05", 0, False)],
)
def test_stale_when_older_than_the_reporting_cycle(on: str, age: int, stale: bool) -> None:
    found = current_rating(rated("G", on), DELIVERY, as_at=AS_AT, cycle=90)
    assert found is not None
    assert (found.age, found.stale) == (age, stale)


def test_a_code_must_be_as_in_the_key() -> None:
    assert key_entry(DELIVERY, "g") is None
    found = current_rating(rated("g"), DELIVERY, as_at=AS_AT, cycle=90)
    assert found is not None
    assert found.words == "g (not in the key)"


def test_no_rating_is_not_a_rating() -> None:
    assert current_rating((), DELIVERY, as_at=AS_AT, cycle=90) is None
    counts = count_ratings([(), rated("G"), rated("X")], DELIVERY)
    assert counts.counts == (0, 1, 0, 0, 0)
    assert (counts.not_rated, counts.unknown, counts.total) == (1, 1, 3)


LATE, SOON = "2020-06-29", "2020-07-31"


@pytest.mark.parametrize(
    ("made", "sentences"),
    [
        (action(LATE, delivery=rated("G")), ["1 day late, but rated G (on track)."]),
        (action(LATE, delivery=rated("A")), ["1 day late, but rated A (at risk)."]),
        (action(LATE, delivery=rated("R")), []),
        (action(LATE, delivery=rated("N")), []),
        (action(SOON, delivery=rated("G")), []),
        (action(SOON, delivery=rated("A")), []),
        (action(SOON, delivery=rated("R")), ["Rated R (late), but not due until 31 July 2020."]),
        # Late by its first date, or late when it was re-dated: the rating may stand.
        (action(LATE, SOON, set_on=("2020-06-01",), delivery=rated("R")), []),
        (action("2020-05-01", SOON, set_on=("2020-06-01",), delivery=rated("R")), []),
        (
            action(SOON, done="2020-06-20", delivery=rated("N")),
            ["Done on 20 June 2020, but rated N (not started)."],
        ),
        (
            action(SOON, done="2020-06-20", delivery=rated("B")),
            ["Rated B (complete and evidenced), but there is no evidence."],
        ),
        (action(SOON, done="2020-06-20", delivery=rated("B"), evidence=(SEEN,)), []),
        (
            action(SOON, delivery=rated("B"), evidence=(SEEN,)),
            ["Rated B (complete and evidenced), but not recorded as done."],
        ),
        (
            action(SOON, start=day("2020-05-01"), delivery=rated("N")),
            ["Rated N (not started), but it should have started on 1 May 2020."],
        ),
        (action(SOON, start=day("2020-07-01"), delivery=rated("N")), []),
        (action(SOON, delivery=rated("X")), ["Rated “X”, which is not in the plan’s key."]),
        (
            action(SOON, delivery=rated("G", "2020-07-01")),
            ["The rating is dated 1 July 2020, after the date of the plan."],
        ),
        (action(LATE, delivery=rated("G"), closed="Joined with A2"), []),
        (action(LATE), []),
    ],
)
def test_contradictions(made: Action, sentences: list[str]) -> None:
    assert list(rating_contradictions(made, DELIVERY, as_at=AS_AT)) == sentences


def test_at_risk_is_no_contradiction_where_the_key_has_no_word_for_late() -> None:
    key = (KeyEntry("Amber", "slipping or late", "at risk"),)
    made = action(LATE, delivery=rated("Amber"))
    assert rating_contradictions(made, key, as_at=AS_AT) == ()


def test_an_entry_may_need_evidence_without_being_complete() -> None:
    key = (KeyEntry("Amber E", "delivered", "delivered", needs_evidence=True),)
    made = action(SOON, done="2020-06-20", delivery=rated("Amber E"))
    assert rating_contradictions(made, key, as_at=AS_AT) == (
        "Rated Amber E (delivered), but there is no evidence.",
    )


def test_a_key_with_a_code_twice_or_without_words() -> None:
    key = (*DELIVERY, KeyEntry("G", "good", "complete"), KeyEntry("Z", " ", "none"))
    assert why_not_key(DELIVERY) == ()
    assert why_not_key(key) == (
        "The key has more than one entry for “G”.",
        "The key does not say what “Z” means.",
    )
    assert count_ratings([rated("G")], key).total == 1


@pytest.mark.parametrize(("code", "shown"), [("3", True), ("2", False), ("1", False), ("B", False)])
def test_impact_is_read_by_the_impact_key(code: str, shown: bool) -> None:
    assert shows_impact(priority(impact=rated(code)), IMPACT) is shown


def test_impact_may_be_measured_or_only_asserted() -> None:
    asserted = priority(impact=rated("3"), id_="P1")
    shown = priority(impact=rated("3"), id_="P2", measures=(measured(read("2020-06-01", 80)),))
    found = summarise(plan(asserted, shown))
    assert (found.showing_impact, found.showing_measured_impact) == (2, 1)


@given(ANY_ACTION, DAYS)
@settings(max_examples=examples(100), deadline=None)
def test_a_rating_is_stale_only_if_it_is_old(made: Action, as_at: date) -> None:
    found = current_rating(made.delivery, DELIVERY, as_at=as_at, cycle=90)
    assert (found is None) is (not made.delivery)
    if found:
        assert found.age >= 0
        assert found.stale is ((as_at - found.rating.on).days > 90)
        assert isinstance(found.rating, Rating)
