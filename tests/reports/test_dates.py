"""Inspection dates in every wording that reports have used."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.reports.dates import (
    LONGEST_DAYS,
    NotDates,
    around_all,
    date_in_full,
    one_date,
    periods,
)

SPELLS = {
    "15 July 2019 to 26 July 2019": [("2019-07-15", "2019-07-26")],
    "10 to 21 July 2023": [("2023-07-10", "2023-07-21")],
    "18 February to 1 March 2019": [("2019-02-18", "2019-03-01")],
    "10 December 2018 to 4 January 2019": [("2018-12-10", "2019-01-04")],
    "10 December to 4 January 2019": [("2018-12-10", "2019-01-04")],
    "19 November–30 November 2018": [("2018-11-19", "2018-11-30")],
    "24 – 28 June 2013": [("2013-06-24", "2013-06-28")],
    "26th February 2024 to 8th March 2024": [("2024-02-26", "2024-03-08")],
    "Monday 3 to Friday 14 June 2024": [("2024-06-03", "2024-06-14")],
    "12/09/2016 to 06/10/2016": [("2016-09-12", "2016-10-06")],
    "1/06/2015 – 25/06/2015": [("2015-06-01", "2015-06-25")],
    "02 March 2020 to 13 March 2020": [("2020-03-02", "2020-03-13")],
    "16 January 2017 to 9 February": [("2017-01-16", "2017-02-09")],
    "10 December 2018 to 4 January": [("2018-12-10", "2019-01-04")],
    "5 May 2022": [("2022-05-05", "2022-05-05")],
    "8 July 2019 to 12 July 2019 and 7 August 2019 to 8 August 2019": [
        ("2019-07-08", "2019-07-12"),
        ("2019-08-07", "2019-08-08"),
    ],
    "19 November-11 December 2013 and 28 – 30 January 2014": [
        ("2013-11-19", "2013-12-11"),
        ("2014-01-28", "2014-01-30"),
    ],
}


@pytest.mark.parametrize("printed", SPELLS)
def test_a_spell_on_site_is_read_as_printed(printed: str) -> None:
    expected = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in SPELLS[printed]]
    assert periods(printed) == expected


@pytest.mark.parametrize(
    "printed",
    ["", "soon", "June 2019", "31 June 2019", "26 July 2019 to 15 July 2019", "12", "40/13/2019"],
)
def test_what_is_no_date_is_refused(printed: str) -> None:
    with pytest.raises(NotDates):
        periods(printed)


def test_a_spell_too_long_to_be_true_is_refused() -> None:
    with pytest.raises(NotDates):
        periods("1 January 2019 to 30 December 2019")


def test_several_spells_run_from_the_first_day_to_the_last() -> None:
    spells = periods("8 July 2019 to 12 July 2019 and 7 August 2019 to 8 August 2019")
    assert around_all(spells) == (date(2019, 7, 8), date(2019, 8, 8))


def test_a_date_in_full_has_no_zero_before_its_day() -> None:
    assert date_in_full(date(2019, 3, 4)) == "4 March 2019"
    assert date_in_full(date(2019, 10, 22)) == "22 October 2019"


def test_one_date_is_one_date() -> None:
    assert one_date("7 July 2016") == date(2016, 7, 7)
    with pytest.raises(NotDates):
        one_date("7 to 9 July 2016")


days = st.dates(date(2009, 1, 1), date(2035, 12, 31))
lengths = st.integers(0, LONGEST_DAYS)


@given(start=days, length=lengths, join=st.sampled_from([" to ", " – ", "–", " - ", " until "]))
def test_any_spell_printed_in_full_is_read_back(start: date, length: int, join: str) -> None:
    end = start + timedelta(days=length)
    printed = f"{start.day} {start:%B %Y}{join}{end.day} {end:%B %Y}"
    assert periods(printed) == [(start, end)]


@given(start=days, length=lengths)
def test_a_year_or_month_left_out_comes_from_the_later_date(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    first = (
        f"{start.day}"
        if (start.year, start.month) == (end.year, end.month)
        else (f"{start.day} {start:%B}")
    )
    assert periods(f"{first} to {end.day} {end:%B %Y}") == [(start, end)]


@given(st.text(max_size=60))
def test_any_text_gives_dates_or_a_refusal(text: str) -> None:
    try:
        spells = periods(text)
    except NotDates:
        return
    assert all(first <= last for first, last in spells)
