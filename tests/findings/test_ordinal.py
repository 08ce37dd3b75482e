"""The scale: bands, borders, ranges, and measures of agreement with grades."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.findings.place.ordinal import (
    GRADES,
    Scale,
    area_under_curve,
    fit_scale,
    grade_at,
    grade_number,
    kappa,
    touching,
)

SCALE = Scale(2.0, (0.5, 1.5, 2.5))
ODDS = st.lists(st.floats(-20, 20), min_size=3, max_size=3)


def test_bands_are_those_of_the_design() -> None:
    middles = [(1.0, "inadequate"), (2.0, "requires improvement"), (3.0, "good")]
    for position, grade in [*middles, (4.0, "outstanding"), (0.5, "inadequate")]:
        assert grade_at(position) == grade
    assert [grade_number(g) for g in GRADES] == [1, 2, 3, 4]
    assert grade_number("adequate") == grade_number("requires improvement")


@given(ODDS)
def test_a_position_is_on_the_scale_and_inside_its_range(odds: list[float]) -> None:
    row = np.array([odds])
    low, high = SCALE.ranges(row)[0]
    assert 0.5 <= low <= SCALE.positions(row)[0] <= high <= 4.5


@given(ODDS, st.integers(0, 2), st.floats(0, 5))
def test_more_of_a_sign_never_lowers_a_position(odds: list[float], which: int, more: float) -> None:
    raised = list(odds)
    raised[which] += more
    before, after = SCALE.positions(np.array([odds, raised]))
    assert after >= before - 1e-12


def test_a_clear_case_stays_in_its_band_and_a_doubtful_one_crosses() -> None:
    clear, doubtful = SCALE.ranges(np.array([[9.0, 9.0, -9.0], [9.0, 0.0, -9.0]]))
    assert 2.5 <= clear[0] < clear[1] <= 3.5
    assert doubtful[0] < 2.5 < doubtful[1]


def test_the_scale_is_set_so_that_as_many_lie_above_a_border_as_were_graded_above() -> None:
    draw = np.random.default_rng(1)
    grades = draw.integers(1, 5, 400)
    odds = 3 * (grades[:, None] - np.array([1.5, 2.5, 3.5])) + draw.normal(0, 2, (400, 3))
    scale = fit_scale(odds, grades, softness=2.0, touches=0.9)
    predicted = np.clip(np.ceil(scale.positions(odds) - 0.5), 1, 4)
    for border in (1, 2, 3):
        assert abs(int((predicted > border).sum()) - int((grades > border).sum())) <= 2
    assert touching(scale.ranges(odds), grades) >= (predicted == grades).mean()


def test_kappa_counts_a_miss_by_its_square() -> None:
    assert kappa([1, 2, 3, 4], [1, 2, 3, 4]) == 1.0
    # By hand: one row is wrong by one grade; by chance the four rows would cost 40 / 4 = 10.
    assert kappa([1, 2, 3, 4], [2, 2, 3, 4]) == pytest.approx(1 - 1 / ((40 - 2 - 0.0 - 6) / 4))
    assert kappa([1, 2, 3, 4], [4, 2, 3, 4]) < kappa([1, 2, 3, 4], [2, 2, 3, 4])


def test_area_under_curve_counts_pairs_of_neighbouring_grades_only() -> None:
    grades, positions = np.array([1, 1, 2, 2, 4]), np.array([1.0, 2.0, 2.0, 3.0, 0.5])
    assert area_under_curve(grades, positions, 1) == (1 + 1 + 0.5 + 1) / 4
    assert math.isnan(area_under_curve(grades, positions, 3))
