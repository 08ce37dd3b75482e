"""Clocks and groups have names, and a group is only said to differ where that is certain enough."""

from datetime import date

import pytest

from cusp.oversight.clock_names import CLOCKS, limits_of, name_of, urgency
from cusp.oversight.definitions import DEFINITIONS
from cusp.oversight.equality import compare, interval
from cusp.oversight.group_words import (
    age_group,
    broad_order,
    ethnic_group,
    group_order,
    say_group,
)
from cusp.oversight.published import comparable_series, published_measures
from cusp.oversight.rules import national_rules
from cusp.oversight.statuses import LATEST_ONLY

TODAY = date(2026, 11, 30)


def test_every_clock_has_a_name_and_a_limit_in_force() -> None:
    for clock in CLOCKS:
        assert name_of(clock) != clock
        assert limits_of(clock, on=TODAY), clock


def test_every_rule_is_a_limit_of_some_clock() -> None:
    shown = {limit.what for clock in CLOCKS for limit in limits_of(clock, on=TODAY)}
    assert {rule.what for rule in national_rules().rules} == shown


def test_a_limit_says_from_when_and_where_it_is_set() -> None:
    (conference,) = limits_of("T04", on=TODAY)
    assert conference.within.startswith("15 working days from the day of the strategy discussion")
    assert (conference.source, conference.status) == (
        "Working Together to Safeguard Children 2026",
        "statutory guidance",
    )
    assert not conference.seen
    (visit,) = limits_of("T21", on=TODAY)
    assert visit.within == "1 week from the day the placement started"


@pytest.mark.parametrize(
    ("status", "days", "expected"),
    [
        ("overdue", 23, 23),
        ("due soon", 0, 0),
        ("due soon", 14, -14),
        ("cannot be determined", None, -15),
        ("in time", 20, -20),
        ("in time", None, None),  # done
        ("done late", 9, None),
    ],
)
def test_urgency_puts_the_latest_first(status: str, days: int | None, expected: int | None) -> None:
    assert urgency(status, days) == expected


def test_an_event_that_is_over_is_not_urgent() -> None:
    assert urgency("cannot be determined", None, LATEST_ONLY) is None


def test_groups_are_said_in_words() -> None:
    assert say_group("ethnicity", "BCRB") == "Black Caribbean"
    assert say_group("sex", "unknown") == say_group("sex", "") == "Not recorded"
    assert say_group("team", "North team") == "North team"
    assert (ethnic_group("CHNE"), ethnic_group("REFU")) == (
        "Asian or Asian British",
        "Not recorded",
    )
    assert broad_order("White") < broad_order("Other ethnic group") < broad_order("Not recorded")


def test_ages_are_grouped_as_measures_group_them() -> None:
    assert [age_group(age) for age in (-1, 0, 1, 4, 5, 9, 10, 15, 16, 17, 18, 25, None)] == [
        "unborn", "under 1", "1 to 4", "1 to 4", "5 to 9", "5 to 9", "10 to 15", "10 to 15",
        "16 to 17", "16 to 17", "18 and over", "18 and over", "",
    ]  # fmt: skip
    ordered = sorted(["", "10 to 15", "unborn", "under 1"], key=lambda one: group_order("age", one))
    assert ordered == ["unborn", "under 1", "10 to 15", ""]


def test_the_interval_is_wilsons() -> None:
    # 10 of 50: the interval in textbooks is 11.2% to 33.0%.
    low, high = interval(10, 50)
    assert (round(low, 3), round(high, 3)) == (0.112, 0.330)


def test_a_group_differs_only_if_that_is_unlikely_to_be_chance() -> None:
    found = compare({"a": (40, 100), "b": (60, 600), "c": (2, 9), "d": (12, 80)})
    assert [one.verdict for one in found] == ["higher", "lower", "too few", "no clear difference"]
    assert found[0].share == 40


def test_nothing_is_said_without_others_to_compare_with() -> None:
    (only,) = compare({"a": (40, 100)})
    assert only.verdict == "no others"
    assert compare({"a": (0, 0)})[0].share is None


def test_published_measures_are_for_measures_of_ours() -> None:
    codes = {one.code for one in DEFINITIONS}
    assert set(published_measures()) <= codes
    assert published_measures()["A1"].same
    assert not published_measures()["A1r"].same
    assert "Continue_Assess_Comp" in comparable_series()
    # The published measure of reviews covers a year; ours a day.
    assert "RevCP" not in comparable_series()
