"""How cells are read: ids, dates, numbers, ages and codes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.returns.forms import annex_a
from cusp.returns.values import Bad, reader

EPOCH = date(1899, 12, 30)
read_id, read_day = reader("id", None), reader("date", None)
read_count, read_age = reader("count", None), reader("age", None)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize("cell", [9212044, 9212044.0, "9212044 ", "9212044.0", "\xa09212044"])
def test_one_child_however_the_id_is_stored(cell: object) -> None:
    assert read_id(cell) == "9212044"


@pytest.mark.parametrize("cell", ["0012345", " 0012345"])
def test_noughts_in_front_belong_to_an_id(cell: object) -> None:
    assert read_id(cell) == "0012345"


@given(st.integers(1, 10**15 - 1))
def test_any_whole_number_is_the_same_id_as_its_text(number: int) -> None:
    assert {read_id(number), read_id(float(number)), read_id(f" {number}.00")} == {str(number)}


def test_long_numbers_are_warned_of() -> None:
    cut = read_id(1.234567890123457e16)
    assert isinstance(cut, Bad)
    assert (cut.severity, cut.value) == ("warning", "123456789012345…")
    assert "15 digits" in cut.what
    assert "570" not in cut.what  # digits that nobody entered
    zeros = read_id("12345678901234500")  # a CSV file saved by Excel
    assert isinstance(zeros, Bad)
    assert (zeros.severity, zeros.value) == ("warning", "12345678901234500")
    assert read_id("12345678901234567") == "12345678901234567"  # text keeps its digits
    assert isinstance(read_id("1.23457E+16"), Bad)
    assert isinstance(read_id(12345.5), Bad)


@given(DAYS)
def test_every_way_to_write_a_day(day: date) -> None:
    serial = (day - EPOCH).days
    written = (
        day, datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC), serial, float(serial),
        str(serial), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}",
        f"{day:%d-%m-%Y}",
        day.isoformat(), f"{day.isoformat()} 00:00:00", f"{day.isoformat()}T00:00:00",
        f"{day:%d/%m/%Y} 00:00", f"{day:%Y%m%d}", f"{day.day} {day:%B} {day.year}",
        f"{day:%d-%b-%Y}", f"  {day:%d/%m/%Y} ",
    )  # fmt: skip
    assert [read_day(cell) for cell in written] == [day] * len(written)
    from_1904 = reader("date", None, from_1904=True)
    assert from_1904((day - date(1904, 1, 1)).days) == day


@given(DAYS, DAYS)
def test_days_keep_their_order(one: date, other: date) -> None:
    first, second = read_day(f"{one:%d/%m/%Y}"), read_day(f"{other:%d/%m/%Y}")
    assert second - first == other - one
    assert isinstance(second - first, timedelta)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("31/02/2026", "real date"), ("29/02/2025", "real date"), ("03/25/2026", "day comes first"),
        ("01/02/26", "two digits"), ("1 Feb 26", "two digits"), ("tomorrow", "not a date"),
        ("March 2026", "not a date"), (12, "not a date"), (True, "not a date"),
        (date(1900, 1, 1), "not a date"), ("31/12/9999", "not a date"), ("12 Mayday 2026", "not a"),
    ],
)  # fmt: skip
def test_what_is_not_a_certain_date(cell: object, said: str) -> None:
    found = read_day(cell)
    assert isinstance(found, Bad)
    assert said in found.what
    assert found.severity == "error"


@pytest.mark.parametrize("cell", ["", "  ", "N/A", "#N/A", "n/a", "-", "NULL", None, "nan"])
def test_blanks(cell: object) -> None:
    assert all(read(cell) is None for read in (read_id, read_day, read_count, read_age))


def test_numbers_and_ages() -> None:
    assert [read_count(cell) for cell in (0, 2.0, "3", "4.0")] == [0, 2, 3, 4]
    assert [read_age(cell) for cell in (-1, "-1", "unborn", 9.997, "10")] == [-1, -1, -1, 9.997, 10]
    for cell in ("two", 1.5, -1):
        assert isinstance(read_count(cell), Bad)
    for cell in ("ten", -2, 126):
        assert isinstance(read_age(cell), Bad)


@pytest.mark.parametrize(
    ("number", "column", "cell", "code"),
    [
        (7, "sex", "b) Female", "female"), (7, "sex", "F", "female"), (7, "sex", 2.0, "female"),
        (7, "sex", "Female", "female"), (7, "sex", "c) Not stated/recorded", "unknown"),
        (7, "sex", "a) Male", "male"), (7, "sex", "d) Neither", "neither"),
        (7, "ethnicity", "a) WBRI", "WBRI"), (7, "ethnicity", "wbri", "WBRI"),
        (7, "first_category", "Physical abuse", "physical"),
        (7, "first_category", "NEG", "neglect"),
        (7, "seen_alone", "Yes", "yes"), (7, "seen_alone", True, "yes"),
        (8, "legal_status", "C1: ICO", "C1"), (8, "legal_status", "V2", "V2"),
        (8, "placement_provider", "e) PR4 - Private provision", "PR4"),
        (8, "placement_type", "zz) T4: Temporary placement - seven days or less", "T4"),
        (8, "care_end_reason", "e) E4A: Returned home", "E4A"),
        (8, "need_category", "N1 - Abuse or Neglect", "N1"),
        (3, "referral_source", "q) 6: Police", "6"), (3, "referral_source", "j) 3D: Health", "3D"),
        (6, "closure_reason", "RC8 - Case closed after assessment", "RC8"),
        (6, "case_status", "b) Child Protection plan", "protection_plan"),
        (9, "accommodation_type", "B: Parents/relatives", "B"),
        (9, "in_touch", "f) Rhom", "returned_home"),
        (9, "activity", "F1: Full time in higher education", "F1"),
        (11, "leaving_reason", "2 - Process put on hold", "2"),
    ],
)  # fmt: skip
def test_codes(number: int, column: str, cell: object, code: str) -> None:
    form = annex_a()[number].column(column)
    assert reader(form.type, form.codes)(cell) == code


def test_what_is_no_code() -> None:
    form = annex_a()[8].column("legal_status")
    found = reader(form.type, form.codes)("C99: other")
    assert isinstance(found, Bad)
    assert found.severity == "warning"
