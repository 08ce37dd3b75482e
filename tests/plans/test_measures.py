"""Measures and readings in; distances, directions and doubts out, as at 30 June 2020."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.plans import (
    Measure,
    Reading,
    distance_to_target,
    latest_reading,
    measure_problems,
    measured_or_asserted,
    missed_target,
    moving_wrong_way,
    reading_problems,
    share_of_the_way,
    trend,
    trend_since_baseline,
    value_in_words,
)
from tests.length import examples
from tests.plans.parts import ANY_MEASURE, AS_AT, measure, priority, read

BASE = read("2019-12-31", 60)


def test_the_latest_reading_is_the_one_with_the_latest_day() -> None:
    made = measure(read("2020-05-31", 70), read("2020-03-31", 65), read("2020-07-31", 90))
    assert latest_reading(made, as_at=AS_AT) == read("2020-05-31", 70)


def test_a_second_reading_of_a_day_corrects_the_first() -> None:
    made = measure(read("2020-05-31", 70), read("2020-05-31", 71))
    assert latest_reading(made, as_at=AS_AT) == read("2020-05-31", 71)


def test_a_baseline_is_not_a_reading() -> None:
    assert latest_reading(measure(baseline=BASE), as_at=AS_AT) is None


@pytest.mark.parametrize(
    ("value", "target", "values", "met", "sentence"),
    [
        (78, 90, {}, False, "78% on 31 May 2020: 12 percentage points below the target of 90%."),
        (91, 90, {}, True, "91% on 31 May 2020: 1 percentage point above the target of 90%."),
        (90, 90, {}, True, "90% on 31 May 2020: exactly on the target of 90%."),
        (
            31.5,
            28,
            {"better": "lower", "unit": "days"},
            False,
            "31.5 days on 31 May 2020: 3.5 days above the target of 28 days (lower is better).",
        ),
        (
            27,
            28,
            {"better": "lower", "unit": "days"},
            True,
            "27 days on 31 May 2020: 1 day below the target of 28 days (lower is better).",
        ),
        (
            60.5,
            50,
            {"better": "lower", "unit": "rate per 10,000"},
            False,
            "60.5 per 10,000 on 31 May 2020: 10.5 per 10,000 above the target of 50 per 10,000 "
            "(lower is better).",
        ),
        (
            1200,
            1500,
            {"unit": "number"},
            False,
            "1,200 on 31 May 2020: 300 below the target of 1,500.",
        ),
        (
            78,
            90,
            {"better": None},
            None,
            "78% on 31 May 2020: 12 percentage points below the target of 90% "
            "(nobody has said which is better).",
        ),
    ],
)  # fmt: skip
def test_distance_to_target(
    value: float, target: float, values: dict[str, Any], met: bool | None, sentence: str
) -> None:
    found = distance_to_target(
        measure(read("2020-05-31", value), target=target, **values), as_at=AS_AT
    )
    assert found is not None
    assert (found.met, found.sentence) == (met, sentence)
    assert found.away == value - target


def test_no_distance_without_a_target_or_a_reading() -> None:
    assert distance_to_target(measure(read("2020-05-31", 78)), as_at=AS_AT) is None
    assert distance_to_target(measure(target=90), as_at=AS_AT) is None
    unusable = measure(read("2020-05-31", float("nan")), target=90)
    assert distance_to_target(unusable, as_at=AS_AT) is None


@pytest.mark.parametrize(("value", "share"), [(60, 0), (75, 0.5), (90, 1), (96, 1.2), (54, -0.2)])
def test_share_of_the_way_from_baseline_to_target(value: float, share: float) -> None:
    made = measure(read("2020-05-31", value), baseline=BASE, target=90)
    assert share_of_the_way(made, as_at=AS_AT) == pytest.approx(share)


def test_share_of_the_way_when_lower_is_better() -> None:
    made = measure(read("2020-05-31", 45), baseline=BASE, target=40, better="lower")
    assert share_of_the_way(made, as_at=AS_AT) == 0.75


@pytest.mark.parametrize(
    "values",
    [
        {"baseline": None, "target": 90},
        {"baseline": BASE, "target": None},
        {"baseline": BASE, "target": 60},  # no way to go
        {"baseline": BASE, "target": 50},  # the wrong way
    ],
)
def test_no_share_where_there_is_no_way(values: dict[str, Any]) -> None:
    assert share_of_the_way(measure(read("2020-05-31", 70), **values), as_at=AS_AT) is None


@pytest.mark.parametrize(
    ("before", "after", "better", "expected"),
    [
        (70, 71, "higher", "better"),
        (70, 69, "higher", "worse"),
        (70, 71, "lower", "worse"),
        (70, 69, "lower", "better"),
        (70, 70, "lower", "no change"),
        (70, 71, None, None),
    ],
)
def test_trend(before: float, after: float, better: Any, expected: str | None) -> None:
    two = measure(read("2020-03-31", before), read("2020-05-31", after), better=better)
    assert trend(two, as_at=AS_AT) == expected
    one = measure(read("2020-05-31", after), baseline=read("2020-03-31", before), better=better)
    assert trend(one, as_at=AS_AT) == expected
    assert trend_since_baseline(one, as_at=AS_AT) == expected


def test_moving_the_wrong_way() -> None:
    worse = measure(read("2020-03-31", 75), read("2020-05-31", 70), baseline=BASE)
    assert moving_wrong_way(worse, as_at=AS_AT) == (
        "70% on 31 May 2020 is worse than 75% on 31 March 2020."
    )
    recovering = measure(read("2020-03-31", 50), read("2020-05-31", 55), baseline=BASE)
    assert moving_wrong_way(recovering, as_at=AS_AT) == (
        "55% on 31 May 2020 is worse than the baseline, 60% on 31 December 2019."
    )
    better = measure(read("2020-03-31", 65), read("2020-05-31", 70), baseline=BASE)
    assert moving_wrong_way(better, as_at=AS_AT) is None
    assert moving_wrong_way(measure(baseline=BASE), as_at=AS_AT) is None


def test_missed_target() -> None:
    by: dict[str, Any] = {"target": 90.0, "target_by": AS_AT.replace(day=29)}
    assert missed_target(measure(read("2020-05-31", 78), **by), as_at=AS_AT) == (
        "The target was to be met by 29 June 2020. 78% on 31 May 2020: 12 percentage points below "
        "the target of 90%."
    )
    assert missed_target(measure(**by), as_at=AS_AT) == (
        "The target was to be met by 29 June 2020, but there is no reading."
    )
    assert missed_target(measure(read("2020-05-31", 90), **by), as_at=AS_AT) is None
    today = measure(read("2020-05-31", 78), target=90, target_by=AS_AT)
    assert missed_target(today, as_at=AS_AT) is None


@pytest.mark.parametrize(
    ("reading", "unit", "sentence"),
    [
        (read("2020-05-31", 78, 39, 50), "%", None),
        (read("2020-05-31", 67, 2, 3), "%", None),
        (read("2020-05-31", 66.7, 2, 3), "%", None),
        (read("2020-05-31", 66.67, 2, 3), "%", None),
        (read("2020-05-31", 200 / 3, 2, 3), "%", None),
        (read("2020-05-31", 12, 25, 200), "%", None),  # 12.5 may be rounded either way
        (read("2020-05-31", 13, 25, 200), "%", None),
        (
            read("2020-05-31", 66.6, 2, 3),
            "%",
            "The reading of 31 May 2020 is 66.6%, but 2 of 3 is 66.67%.",
        ),
        (
            read("2020-05-31", 87, 39, 50),
            "%",
            "The reading of 31 May 2020 is 87%, but 39 of 50 is 78%.",
        ),
        (read("2020-05-31", 50, 100, 20_000), "rate per 10,000", None),
        (read("2020-05-31", 12, 12, 40), "number", None),
        (read("2020-05-31", 15.5, 62, 4), "number", None),
        (read("2020-05-31", 15.5, 62, 4), "days", None),
        (
            read("2020-05-31", 78, 39, None),
            "%",
            "The reading of 31 May 2020 has a numerator but no denominator.",
        ),
        (
            read("2020-05-31", 78, None, 50),
            "%",
            "The reading of 31 May 2020 has a denominator but no numerator.",
        ),
        (
            read("2020-05-31", 0, 0, 0),
            "%",
            "The reading of 31 May 2020 has 0 of 0, which cannot be right.",
        ),
        (
            read("2020-05-31", 102, 51, 50),
            "%",
            "The reading of 31 May 2020 has 51 of 50, which is more than all.",
        ),
        (read("2020-05-31", float("nan")), "%", "The reading of 31 May 2020 is not a number."),
    ],
)
def test_numerator_and_denominator_agree_with_the_value(
    reading: Reading, unit: str, sentence: str | None
) -> None:
    assert reading_problems(reading, unit) == ((sentence,) if sentence else ())


def test_what_is_missing_or_does_not_fit() -> None:
    no_direction = measure(target=90, better=None)
    assert measure_problems(no_direction, as_at=AS_AT) == (
        "There is a target, but nobody has said whether higher or lower is better.",
    )
    wrong_way = measure(baseline=BASE, target=50)
    assert measure_problems(wrong_way, as_at=AS_AT) == (
        "The target, 50%, is not better than the baseline, 60%, although higher is better.",
    )
    tomorrow = measure(read("2020-07-01", 50))
    assert measure_problems(tomorrow, as_at=AS_AT) == (
        "The reading of 1 July 2020 is dated after the date of the plan.",
    )
    assert measure_problems(measure(read("2020-05-31", 50), target=90), as_at=AS_AT) == ()


def test_measured_or_only_asserted() -> None:
    seen = priority(measures=(measure(read("2020-05-31", 70)),))
    later = priority(measures=(measure(read("2020-07-31", 70), baseline=BASE),))
    assert measured_or_asserted(seen, as_at=AS_AT) == "measured"
    assert measured_or_asserted(later, as_at=AS_AT) == "only asserted"
    assert measured_or_asserted(priority(outcome=" "), as_at=AS_AT) == "no outcome"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (78.0, "%", "78%"),
        (0.0, "%", "0%"),
        (-0.0, "%", "0%"),
        (0.001, "%", "0.001%"),
        (1.0, "days", "1 day"),
        (28.5, "days", "28.5 days"),
        (100.0, "number", "100"),
        (12345.678, "number", "12,345.68"),
    ],
)
def test_values_in_words(value: float, unit: str, words: str) -> None:
    assert value_in_words(value, unit) == words


@given(ANY_MEASURE)
@settings(max_examples=examples(200), deadline=None)
def test_target_reached_and_whole_way_agree(made: Measure) -> None:
    distance, share = distance_to_target(made, as_at=AS_AT), share_of_the_way(made, as_at=AS_AT)
    if distance and share is not None and distance.met is not None and abs(distance.away) > 1e-3:
        assert (share >= 1) is distance.met
    if distance:
        assert (distance.met is None) is (made.better is None)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 3))
@settings(max_examples=examples(200), deadline=None)
def test_a_share_agrees_however_it_is_rounded(above: int, more: int, places: int) -> None:
    below = above + more
    value = round(100 * above / below, places)
    assert reading_problems(read("2020-05-31", value, above, below), "%") == ()


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 100))
@settings(max_examples=examples(200), deadline=None)
def test_a_share_more_than_half_a_point_away_does_not_agree(
    value: int, above: int, more: int
) -> None:
    below = above + more
    found = reading_problems(read("2020-05-31", value, above, below), "%")
    assert bool(found) is (abs(200 * above - 2 * value * below) > below)
