"""A heading's meaning decides which area's section it begins, however it is worded."""

import pytest

from cusp.reports.frameworks.area_words import area_by_meaning
from cusp.reports.record import AreaCode

SINCE_2023: set[AreaCode] = {"leaders", "help_and_protection", "in_care", "care_leavers"}
BEFORE: set[AreaCode] = {"leaders", "help_and_protection", "care_and_care_leavers"}


@pytest.mark.parametrize(
    ("heading", "area"),
    [
        ("The experiences of children in care: good", "in_care"),
        ("Children in care", "in_care"),
        ("Progress of looked after children: outstanding", "in_care"),
        ("The experiences and progress of children care leavers: good", "care_leavers"),
        ("Care leavers’ experiences and progress", "care_leavers"),
        ("2. Children who need help and protection", "help_and_protection"),
        ("The experinces and progress of children in care", "in_care"),
        ("Leadership: requires improvement to be good", "leaders"),
        ("The impact of leaders on practice with families is good", "leaders"),
    ],
)
def test_the_area_that_a_heading_means(heading: str, area: AreaCode) -> None:
    assert area_by_meaning(heading, SINCE_2023) == area


@pytest.mark.parametrize(
    "heading",
    [
        "Children looked after in this area",
        "Local leadership",
        "Care leavers have good access to housing.",
        "75 adoptions",
        "Children in care and care leavers",  # two areas in this form
        "What needs to improve",
        "",
    ],
)
def test_other_headings_mean_no_area(heading: str) -> None:
    assert area_by_meaning(heading, SINCE_2023) is None


@pytest.mark.parametrize("heading", ["Children in care and care leavers", "Children in care"])
def test_before_2023_both_are_one_area(heading: str) -> None:
    assert area_by_meaning(heading, BEFORE) == "care_and_care_leavers"
