"""When the next inspection is usually due: rows in, a window or the reason for none out."""

from __future__ import annotations

from datetime import date

import pytest

from cusp.history.next_inspection import next_inspection
from tests.history.rows import inspected

TODAY = date(2026, 11, 1)


def window(*rows: object, on: date = TODAY) -> tuple[date | None, date | None, str | None] | None:
    found = next_inspection(rows, on=on)  # type: ignore[arg-type]
    return (found.opens, found.closes, found.why_none) if found else None


@pytest.mark.parametrize(
    ("start", "opens", "closes"),
    [
        ("2024-10-14", date(2027, 4, 14), date(2028, 4, 14)),
        ("2019-08-31", date(2022, 2, 28), date(2023, 2, 28)),
        ("2024-02-29", date(2026, 8, 29), date(2027, 8, 29)),
    ],
)
def test_three_years_after_the_last_one_and_six_months_either_side(
    start: str, opens: date, closes: date
) -> None:
    assert window(inspected(start, "overall G, leaders G")) == (opens, closes, None)


def test_the_last_inspection_of_the_whole_service_counts() -> None:
    rows = [
        inspected("2016-04-25", "overall R", framework="SIF", kind="single"),
        inspected("2022-05-09", "overall O"),
        inspected("2023-05-09", "overall G", framework="pre-SIF", kind="looked-after"),
    ]
    assert window(*rows) == (date(2024, 11, 9), date(2025, 11, 9), None)


def test_one_not_published_yet_does_not_count() -> None:
    row = inspected("2026-09-14", "overall G", published="2026-11-20")
    assert window(row) is None
    assert window(row, on=date(2026, 11, 20)) is not None


def test_nothing_without_an_inspection() -> None:
    assert window() is None


@pytest.mark.parametrize(
    ("grades", "given", "why"),
    [
        ("overall I, leaders R", True, "inadequate"),
        ("leaders R, in_care I", False, "inadequate"),
        ("leaders I", True, "could not be read"),
    ],
)
def test_no_window_where_the_three_years_do_not_apply(grades: str, given: bool, why: str) -> None:
    row = inspected("2024-10-14", grades, overall_given=given)
    assert window(row) == (None, None, why)


def test_an_inspection_with_no_overall_grade_given_has_a_window() -> None:
    row = inspected("2026-05-11", "leaders G, in_care G", overall_given=False)
    assert window(row) == (date(2028, 11, 11), date(2029, 11, 11), None)
