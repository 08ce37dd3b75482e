"""The country on a given day, and grade changes: counts checked by hand, and properties."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.history.country import (
    Country,
    Shares,
    country_on,
    flows,
    grades_over_time,
)
from cusp.history.facts import facts_as_at, known_inspections
from cusp.history.inspections import Inspection
from cusp.reports.authorities import known_authorities
from cusp.reports.record import AreaCode
from tests.history.rows import ANY, DAYS, LEEDS, SOUTHEND, inspected

BOURNEMOUTH, BCP = "E06000028", "E06000058"
AREAS = st.sampled_from(["overall", "leaders", "in_care", "care_and_care_leavers", "lscb"])
ROWS = [
    inspected("2016-04-25", "overall R, in_care R", published="2016-07-07", framework="SIF"),
    inspected("2019-07-15", "overall R, both R", published="2019-08-27"),
    inspected("2024-10-07", "overall G, in_care R, care_leavers G", published="2024-12-03"),
    inspected("2015-01-19", "overall G", authority=LEEDS, framework="SIF"),
    inspected("2018-10-29", "overall O", authority=LEEDS),
    inspected("2014-06-02", "overall R", authority=BOURNEMOUTH, framework="SIF"),
]


def grade(found: Country, code: str) -> tuple[str | None, str | None]:
    return next((council.grade, council.why) for council in found.councils if council.code == code)


@pytest.mark.parametrize(
    ("day", "southend", "leeds"),
    [
        ("2014-12-01", None, None),
        ("2016-07-06", None, "good"),
        ("2016-07-07", "requires improvement", "good"),
        ("2018-11-09", "requires improvement", "outstanding"),
        ("2024-12-03", "good", "outstanding"),
    ],
)
def test_each_council_has_the_grade_of_the_day(
    day: str, southend: str | None, leeds: str | None
) -> None:
    found = country_on(ROWS, date.fromisoformat(day))
    assert (grade(found, SOUTHEND)[0], grade(found, LEEDS)[0]) == (southend, leeds)


@pytest.mark.parametrize(
    ("day", "total"),
    # 152 councils; Dorset's reorganisation in April 2019 turned three into two; Northamptonshire's
    # in 2021 and Cumbria's in 2023 each turned one into two.
    [("2019-03-31", 152), ("2019-04-01", 151), ("2021-04-01", 152), ("2023-04-01", 153)],
)
def test_every_council_there_is_is_counted(day: str, total: int) -> None:
    assert country_on([], date.fromisoformat(day)).total == total


def test_a_council_abolished_is_gone_and_its_successor_starts_anew() -> None:
    before = country_on(ROWS, date(2019, 3, 31))
    after = country_on(ROWS, date(2019, 4, 1))
    assert grade(before, BOURNEMOUTH) == ("requires improvement", None)
    assert BCP not in {council.code for council in before.councils}
    assert BOURNEMOUTH not in {council.code for council in after.councils}
    assert grade(after, BCP) == (None, "no inspection held")


def test_no_overall_grade_is_a_reason_of_its_own() -> None:
    rows = [
        *ROWS,
        inspected("2026-05-04", "leaders G", authority=LEEDS, overall_given=False),
        inspected("2026-05-04", "leaders G"),
    ]
    found = country_on(rows, date(2026, 11, 1))
    assert grade(found, LEEDS) == (None, "no overall grade given")
    assert grade(found, SOUTHEND) == (None, "could not be read")
    assert found.whys == {
        "no overall grade given": 1,
        "could not be read": 1,
        "no inspection held": found.total - 2,
    }
    assert (found.known, found.not_given, found.not_known) == (0, 1, found.total - 1)
    assert found.counts["no overall grade given"] == 1
    assert found.shares["no overall grade given"] == 1.0
    assert found.sentence() == (
        "No grade is known for any of 153 councils; 1 with no overall grade given"
    )
    leaders = country_on(rows, date(2026, 11, 1), area="leaders")
    assert grade(leaders, LEEDS) == ("good", None)
    assert leaders.not_given == 0


def test_a_move_to_no_overall_grade_is_neither_up_nor_down() -> None:
    rows = [
        *ROWS,
        inspected("2026-05-04", "leaders G", authority=LEEDS, overall_given=False),
        inspected("2029-05-07", "leaders O", authority=LEEDS, overall_given=False),
    ]
    found = flows(rows, until=date(2028, 1, 1), latest_only=True)
    leeds = next(move for move in found.moves if move.authority == LEEDS)
    assert (leeds.before, leeds.after) == ("outstanding", "no overall grade given")
    assert leeds.direction == "no longer judged"
    assert found.directions == {"up": 1, "same": 0, "down": 0}
    assert found.not_given == 1
    assert found.rows()[0] == {
        "before": "outstanding",
        "after": "no overall grade given",
        "moves": 1,
    }
    # No overall grade twice in a row is also a move: the council was inspected again.
    assert flows(rows, latest_only=True).rows()[-1]["before"] == "no overall grade given"
    graded = flows(rows, area="leaders", latest_only=True)
    assert graded.directions == {"up": 1, "same": 0, "down": 0}


def test_what_was_taken_for_an_unknown_day_of_publication_is_said() -> None:
    rows = [
        inspected("2016-04-25", "overall R", end="2016-05-19", published="2016-07-07"),
        inspected("2019-07-15", "overall R", end="2019-07-26"),
        inspected("2019-07-15", "overall G", end="2019-07-26", authority=LEEDS),
        inspected("2019-07-15", "overall G", end="2019-07-26", authority="wexcombe"),
    ]
    found = country_on(rows, date(2019, 8, 1))
    assert (found.inspections, found.undated) == (3, 2)
    assert found.undated_sentence == (
        "For 2 inspections, the publication date is not known, so the last day on site is used."
    )
    assert country_on(rows, date(2019, 8, 1), region="East of England").undated_sentence == (
        "For 1 inspection, the publication date is not known, so the last day on site is used."
    )
    # Those without a date do not count yet.
    assert country_on(rows, date(2019, 7, 25)).undated_sentence == ""
    (southend,) = (row for row in found.rows() if row["code"] == SOUTHEND)
    assert (southend["published"], southend["counts_from"]) == (None, date(2019, 7, 26))
    assert (southend["ofsted_urn"], southend["la_code"]) == ("80559", "882")


def test_the_country_is_said_aloud() -> None:
    found = country_on(ROWS, date(2019, 12, 1))
    assert found.sentence() == (
        "Of 2 councils with a grade: 1 outstanding, 1 requires improvement; 149 not known"
    )
    assert country_on([], date(2019, 12, 1)).sentence() == (
        "No grade is known for any of 151 councils"
    )
    found = country_on(ROWS, date(2025, 1, 1), area="care_leavers", region="East of England")
    assert found.sentence() == "Of 1 council with a grade for care leavers: 1 good; 10 not known"
    assert {council.region for council in found.councils} == {"East of England"}


def test_one_framework_can_be_asked_for() -> None:
    found = country_on(ROWS, date(2025, 1, 1), framework="SIF")
    assert grade(found, SOUTHEND)[0] == "requires improvement"
    assert grade(found, LEEDS)[0] == "good"


def test_moves_are_between_successive_inspections() -> None:
    found = flows(ROWS)
    assert found.counts == {
        ("requires improvement", "requires improvement"): 1,
        ("requires improvement", "good"): 1,
        ("good", "outstanding"): 1,
    }
    assert found.directions == {"up": 2, "same": 1, "down": 0}
    assert [row["before"] for row in found.rows()] == [
        "good",
        "requires improvement",
        "requires improvement",
    ]
    assert len(flows(ROWS, until=date(2019, 8, 26)).moves) == 1
    assert flows(ROWS, latest_only=True).directions == {"up": 2, "same": 0, "down": 0}
    assert [move.authority for move in flows(ROWS, region="East of England").moves] == [
        SOUTHEND
    ] * 2
    assert flows(ROWS, area="care_leavers").directions == {"up": 1, "same": 0, "down": 0}


def test_an_inspection_without_a_grade_is_passed_over() -> None:
    rows = [
        inspected("2018-01-08", "overall R"),
        inspected("2020-01-06", "leaders G"),
        inspected("2022-01-10", "overall G"),
    ]
    (move,) = flows(rows).moves
    assert (move.before, move.after) == ("requires improvement", "good")


def test_shares_over_time_are_of_the_known() -> None:
    early, late = grades_over_time(ROWS, [date(2015, 6, 1), date(2019, 12, 1)])
    assert (early.known, early.shares["good"], early.shares["requires improvement"]) == (
        2,
        0.5,
        0.5,
    )
    assert (late.known, late.shares["outstanding"], late.total) == (2, 0.5, 151)


def balanced(found: Country | Shares) -> bool:
    shares = sum(found.shares.values())
    counted = found.known + found.not_given
    return sum(found.counts.values()) == counted and abs(shares - bool(counted)) < 1e-9


@given(ANY, DAYS, AREAS)
def test_counts_add_up_to_the_councils_there_are(
    inspections: list[Inspection], day: date, area: AreaCode
) -> None:
    found = country_on(inspections, day, area=area)
    there = {council.code for council in known_authorities() if council.existed(day)}
    assert {council.code for council in found.councils} == there
    assert found.known + found.not_given + found.not_known == found.total == len(there)
    assert sum(found.whys.values()) == found.not_given + found.not_known
    assert found.whys.get("no overall grade given", 0) == found.not_given
    assert balanced(found)
    without = Counter(row["grade"] for row in found.rows())[None]
    assert without == found.total - found.known


@given(ANY, DAYS, AREAS)
def test_regions_add_up_to_the_country(
    inspections: list[Inspection], day: date, area: AreaCode
) -> None:
    whole = country_on(inspections, day, area=area)
    parts = [
        country_on(inspections, day, area=area, region=region)
        for region in sorted({council.region for council in known_authorities()})
    ]
    assert sum(part.total for part in parts) == whole.total
    for grade, number in whole.counts.items():
        assert sum(part.counts[grade] for part in parts) == number


@given(ANY, st.none() | DAYS, AREAS)
def test_moves_are_conserved(
    inspections: list[Inspection], until: date | None, area: AreaCode
) -> None:
    found = flows(inspections, area=area, until=until)
    assert sum(found.counts.values()) == len(found.moves)
    assert sum(found.directions.values()) + found.not_given == len(found.moves)
    assert sum(row["moves"] for row in found.rows()) == len(found.moves)
    for move, following in pairwise(found.moves):
        if move.authority == following.authority:
            assert move.later == following.earlier
            assert move.after == following.before
    last = flows(inspections, area=area, until=until, latest_only=True)
    assert [move.authority for move in last.moves] == sorted(
        {move.authority for move in found.moves}
    )
    if until:
        assert all(move.later.counts_from <= until for move in found.moves)


@given(st.lists(DAYS, max_size=4))
def test_the_real_facts_add_up_on_any_day(days: list[date]) -> None:
    over_time = grades_over_time(known_inspections(), days)
    assert [day.on for day in over_time] == days
    assert all(balanced(day) for day in over_time)


def test_the_real_facts_know_southend_and_its_day() -> None:
    found = country_on(known_inspections(), facts_as_at())
    assert grade(found, SOUTHEND) == ("good", None)
    assert found.known + found.not_given == found.total
