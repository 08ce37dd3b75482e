"""Published figures: whether they can be compared, their periods, and agreement with grades."""

from __future__ import annotations

import pytest

from cusp.history.measures import agreement
from cusp.history.measures.forms import comparable, period_said
from cusp.reports.record import GradeCode


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        ("Rate per 10,000", "Children in need"),
        ("% of referrals", "Referrals again within a year"),
        ("Case Load", "Average number of cases per social worker"),
        ("Number", "Average number of placements"),
        ("Average Score", "Attainment"),
        ("Score", "Emotional health"),
        ("Turnover rate", "Turnover"),
        ("Days", "Average time between two decisions"),
    ],
)
def test_rates_percentages_and_averages_can_be_compared(unit: str, title: str) -> None:
    assert comparable(unit=unit, title=title)


@pytest.mark.parametrize(
    ("unit", "title"),
    [
        ("Number of children", "Referrals"),
        ("Number", "Plans reviewed within the required timescales - number"),
        ("Social Workers", "Number of children's social workers (FTE)"),
        ("Leavers FTE", "Social workers leaving during the year (FTE)"),
        # A measure does not count as a rate unless something shows that it is one.
        ("", "Children"),
        ("Number with 3 or more placements", "Three or more placements (num)"),
    ],
)
def test_counts_cannot(unit: str, title: str) -> None:
    assert not comparable(unit=unit, title=title)


@pytest.mark.parametrize(
    ("label", "year_type", "words"),
    [
        ("2024", "Financial Year", "year ending 31 March 2024"),
        ("2023/24", "Financial Year", "year ending 31 March 2024"),
        ("1999/00", "Financial Year", "year ending 31 March 2000"),
        ("2024", "Academic Year", "academic year 2023/24"),
        ("2024", "Annual (end of Sept)", "end of September 2024"),
        # What the dictionary does not explain stays as it is in the file.
        ("2024", "Annual", "2024"),
        ("2024", "", "2024"),
        ("2014-16", "Financial Year", "2014-16"),
        ("Q1 2024", "Financial Year", "Q1 2024"),
    ],
)
def test_a_period_is_said_by_its_own_year(label: str, year_type: str, words: str) -> None:
    assert period_said(label, year_type) == words


@pytest.mark.parametrize(
    ("grade", "better", "of", "says"),
    [
        ("good", 24, 40, "the same"),
        ("outstanding", 40, 40, "the same"),
        ("good", 16, 40, "other"),
        ("inadequate", 16, 40, "the same"),
        ("requires improvement", 24, 40, "other"),
        ("good", 20, 40, "not clearly"),
        ("good", 23, 40, "not clearly"),
        ("good", 9, 9, "too few"),
        (None, 40, 40, "no grade"),
    ],
)
def test_whether_figures_say_the_same_as_a_grade(
    grade: GradeCode | None, better: int, of: int, says: str
) -> None:
    assert agreement(grade=grade, better=better, of=of) == says
