"""Where a record ends, and the sentence about it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given

from cusp.history.facts import facts_as_at, known_inspections
from cusp.history.inspections import Inspection
from cusp.history.record_end import read_end, record_end
from tests.history.rows import ANY, LEEDS, inspected

LATER = facts_as_at() + timedelta(days=90)


def test_a_record_ends_with_the_newest_publication() -> None:
    end = record_end(
        [
            inspected("2019-07-15", published="2019-08-27"),
            inspected("2018-10-29", authority=LEEDS, published="2018-12-20"),
        ]
    )
    assert end is not None
    assert end.newest == date(2019, 8, 27)
    assert end.sentence() == (
        "Newest report held: published 27 August 2019. Later ones are not counted."
    )


def test_without_a_day_of_publication_the_last_day_on_site_is_named_as_such() -> None:
    end = record_end([inspected("2019-07-15", end="2019-07-26")])
    assert end is not None
    assert "inspectors left on 26 July 2019, publication date not known." in end.sentence()


def test_a_report_added_later_does_not_make_all_others_current() -> None:
    added = inspected("2026-09-01", end="2026-09-02", published=LATER)
    end = record_end([*known_inspections(), added])
    assert end is not None
    assert end.newest == LATER
    facts = facts_as_at()
    assert end.sentence().endswith(
        f"For councils with no report added since, the record ends on {facts.day} {facts:%B %Y}."
    )


def test_a_made_up_council_says_nothing_of_the_country() -> None:
    made_up = inspected("2027-05-10", authority="wexcombe", published="2027-07-01")
    end = record_end([*known_inspections(), made_up])
    assert end is not None
    assert end.newest == facts_as_at()
    alone = record_end([made_up])
    assert alone is not None
    assert alone.sentence() == (
        "Newest report held: published 1 July 2027. Later ones are not counted."
    )


def test_reports_that_were_read_end_with_the_newest_of_them() -> None:
    made_up = inspected("2027-05-10", authority="wexcombe", published="2027-07-01")
    end = read_end([inspected("2019-07-15", published="2019-08-27"), made_up])
    assert end is not None
    assert end.sentence() == (
        "Newest report read: published 1 July 2027. Later ones are not counted."
    )


def test_nothing_held_ends_nowhere() -> None:
    assert record_end([]) is None
    assert read_end([]) is None


@given(ANY)
def test_nothing_held_is_newer_than_the_end(inspections: list[Inspection]) -> None:
    end = record_end(inspections)
    assert (end is None) == (not inspections)
    if end:
        assert all(inspection.counts_from <= end.newest for inspection in inspections)


def test_the_facts_end_in_august_2026() -> None:
    end = record_end(known_inspections())
    assert end is not None
    assert end.sentence() == (
        "Newest report held: published 20 August 2026. Later ones are not counted."
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_inspections_does_not_matter(order: int) -> None:
    assert record_end(known_inspections()[::order]) == record_end(known_inspections())
