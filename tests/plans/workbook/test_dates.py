"""A date in a cell: the day comes first, and nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.outside.sheets import Cell
from cusp.plans.workbook.dates import date_in, in_full
from cusp.plans.workbook.table import Value

NOVEMBER = date(2021, 11, 7)


def read(text: str) -> Value:
    return date_in(Cell("text", text))


@pytest.mark.parametrize(
    "text",
    [
        "07/11/2021", "7/11/2021", "7.11.2021", "7-11-2021", " 7 / 11 / 2021 ", "2021-11-07",
        "2021-11-07T00:00:00", "2021-11-07 23:59", "7 November 2021", "7th November 2021",
        "7 Nov 2021", "7-Nov-2021", "Sunday 7 November 2021", "Sun, 7 Nov. 2021",
        "7th of November, 2021", "November 7, 2021",
    ],
)  # fmt: skip
def test_these_are_7_november(text: str) -> None:
    value = read(text)
    assert (value.day, value.problem) == (NOVEMBER, "")
    assert bool(value.note) == ("11" in text and not text.startswith("2021"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("November 2021", "is not a date"),
        ("end of November 2021", "is not a date"),
        ("Q3", "is not a date"),
        ("7/11/21", "has a year of two digits"),
        ("7 November 21", "has a year of two digits"),
        ("11/23/2021", "there is no month 23"),
        ("2021-13-01", "there is no month 13"),
        ("31/11/2021", "November 2021 has 30 days"),
        ("29/2/2021", "February 2021 has 28 days"),
        ("0/11/2021", "November 2021 has 30 days"),
        ("Monday 7 November 2021", "7 November 2021 is a Sunday"),
        ("7/11/0021", "Check the year"),
        ("7 Ju 2021", "is not a date"),
        ("7/11.2021", "is not a date"),
        ("７/11/2021", "is not a date"),
        ("7/11/2021 or later", "is not a date"),
    ],
)
def test_these_are_asked_about(text: str, why: str) -> None:
    value = read(text)
    assert value.day is None
    assert why in value.problem
    assert value.text == text


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_date_is_read_however_it_is_written(day: date) -> None:
    for text in (in_full(day), f"{day:%d/%m/%Y}", day.isoformat()):
        assert read(text).day == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_question(text: str) -> None:
    value = read(text)
    assert bool(value.day) != bool(value.problem)
