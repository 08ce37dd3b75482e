"""Readings drawn from published figures: what becomes one, and what is left out and named."""

from datetime import date

import pytest

from cusp.plans import Reading
from cusp.web.accounts.models import User
from cusp.web.response import drawn_readings, measures
from cusp.web.response.choices import Better, Unit
from cusp.web.response.drawn_readings import Drawn, draw_readings, unit_and_direction
from cusp.web.response.measure_series import Series
from cusp.web.response.measures import MeasureFields, percentage
from cusp.web.response.models import Measure, PlanChange, Priority
from cusp.web.response.published_figures import series_of, unit_of
from cusp.web.response.refusals import CannotChange
from tests.web.response.conftest import STARTED
from tests.web.response.published import load_figures

LATER = date(2024, 4, 2)
IN_TIME = MeasureFields(
    "Visits in time", unit=Unit.PERCENT, better=Better.HIGHER, published_code="InTime"
)


@pytest.mark.parametrize(
    ("axis", "unit"),
    [
        ("%", Unit.PERCENT),
        ("Percentage", Unit.PERCENT),
        ("% seen within 10 days", Unit.PERCENT),
        ("Rate per 10,000", Unit.RATE),
        ("Rate per 10000 children", Unit.RATE),
        ("Rate per 100,000", None),
        ("Number of children", Unit.NUMBER),
        ("Days", Unit.DAYS),
        ("Number of days", None),
        ("Average score", None),
        ("", None),
    ],
)
def test_the_unit_is_taken_from_the_axis_only_if_it_is_clear(axis: str, unit: Unit | None) -> None:
    assert unit_of(axis) == unit


@pytest.mark.parametrize(
    ("top", "bottom", "value"),
    [
        (39, 50, 78.0),
        (1, 3, 33.3),
        (0, 9, 0.0),
        (9, 9, 100.0),
        (1, 9000, 0.01),
        (8999, 9000, 99.99),
    ],
)
def test_a_share_never_looks_like_none_or_all(top: int, bottom: int, value: float) -> None:
    assert percentage(top, bottom) == value


def test_what_the_series_says_is_used_and_not_contradicted() -> None:
    series = Series("X", "X", "", "", Unit.PERCENT, Better.LOWER)
    assert unit_and_direction(series, unit=None, better=None) == (Unit.PERCENT, Better.LOWER)
    for unit, better, field in ((Unit.DAYS, None, "unit"), (None, Better.HIGHER, "better")):
        with pytest.raises(CannotChange) as refused:
            unit_and_direction(series, unit=unit, better=better)
        assert refused.value.field == field
    with pytest.raises(CannotChange):
        unit_and_direction(None, unit=None, better=None)


@pytest.fixture
def series(priority: Priority) -> Series:
    load_figures(priority.plan)
    found = series_of(priority.plan, "InTime")
    assert found
    return found


@pytest.fixture
def visits(priority: Priority, officer: User, series: Series) -> Measure:
    return measures.add_measure(priority, IN_TIME, on=STARTED, by=officer)


@pytest.mark.database
def test_each_year_becomes_a_reading_once(visits: Measure, series: Series, officer: User) -> None:
    drawn = draw_readings(visits, series, on=LATER, by=officer)
    left_out = ("year ending 31 March 2022: not published (“c”)",)
    assert drawn == Drawn(2, 0, (), left_out, figures=2)
    source = "Published figures: In time in full, DfE, year ending 31 March 2024 (figures.parquet)"
    rows = [(row.as_at, row.value, row.source) for row in visits.readings.all()]
    assert rows[1] == (date(2024, 3, 31), 80.0, source)
    again = draw_readings(visits, series, on=LATER, by=officer)
    assert (again.added, again.corrected) == (0, 0)
    assert visits.readings.count() == 2
    assert PlanChange.objects.filter(what="readings drawn").count() == 1


@pytest.mark.database
def test_a_reading_entered_by_hand_is_kept_and_named(
    visits: Measure, series: Series, officer: User
) -> None:
    by_hand = Reading(date(2023, 3, 31), 71.0, source="Our own count")
    measures.add_reading(visits, by_hand, on=LATER, by=officer)
    drawn = draw_readings(visits, series, on=LATER, by=officer)
    assert (drawn.added, drawn.kept) == (1, (date(2023, 3, 31),))
    assert "a different figure was entered by hand: 31 March 2023." in drawn.sentence


@pytest.mark.database
def test_figures_that_cannot_be_right_or_have_not_ended_are_left_out(
    priority: Priority, officer: User
) -> None:
    load_figures(priority.plan, latest=140.0)
    series = series_of(priority.plan, "InTime")
    measure, drawn = drawn_readings.add_measure(
        priority, IN_TIME, series, on=date(2024, 3, 30), by=officer
    )
    assert drawn
    assert drawn.left_out[1:] == ("31 March 2024: the period has not ended",)
    drawn = draw_readings(measure, series, on=LATER, by=officer)  # type: ignore[arg-type]
    assert drawn.left_out[1:] == ("31 March 2024: the percentage must be between 0 and 100",)
    assert measure.readings.count() == 1


@pytest.mark.database
def test_a_measure_is_not_drawn_from_two_published_ones(
    visits: Measure, series: Series, officer: User
) -> None:
    draw_readings(visits, series, on=LATER, by=officer)
    for code in ("Again", ""):
        fields = MeasureFields("Visits", better=Better.HIGHER, published_code=code)
        with pytest.raises(CannotChange) as refused:
            measures.change_measure(visits, fields, seen_version=1, on=LATER, by=officer)
        assert refused.value.field == "published_code"
    load_figures(visits.priority.plan, unit="Days")
    other = series_of(visits.priority.plan, "InTime")
    assert other
    with pytest.raises(CannotChange, match="unit of these figures is: days"):
        draw_readings(visits, other, on=LATER, by=officer)


@pytest.mark.database
def test_all_or_none_is_added(priority: Priority, officer: User, series: Series) -> None:
    fields = MeasureFields("Visits", unit=Unit.DAYS, published_code="InTime")
    with pytest.raises(CannotChange):
        drawn_readings.add_measure(priority, fields, series, on=LATER, by=officer)
    assert not Measure.objects.exists()
