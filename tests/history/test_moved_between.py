"""Councils that moved up or down a grade between two days, with counts checked by hand."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from cusp.history.country import country_on
from cusp.history.inspections import Inspection
from cusp.history.moved_between import moved_between
from tests.history.rows import ANY, DAYS, LEEDS, SOUTHEND, inspected

BOURNEMOUTH, BCP, NORFOLK = "E06000028", "E06000058", "E10000020"
ROWS = [
    inspected("2016-04-25", "overall R, in_care G", published="2016-07-07", framework="SIF"),
    inspected("2019-07-15", "overall R, in_care R", published="2019-08-27"),
    inspected("2024-10-07", "overall G, in_care R", published="2024-12-03"),
    inspected("2015-01-19", "overall O", authority=LEEDS, framework="SIF"),
    inspected("2018-10-29", "overall G", authority=LEEDS),
    inspected("2014-06-02", "overall R", authority=BOURNEMOUTH, framework="SIF"),
    inspected("2021-06-07", "overall I", authority=BCP),
    inspected("2017-06-05", "overall G", authority=NORFOLK),
    inspected("2026-05-11", "leaders G", authority=NORFOLK, overall_given=False),
]


def codes(moves: tuple[object, ...]) -> list[str]:
    return [move.council.code for move in moves]  # type: ignore[attr-defined]


def test_who_fell_who_rose_and_who_stayed() -> None:
    found = moved_between(ROWS, since=date(2018, 1, 1), until=date(2025, 1, 1))

    assert codes(found.fell) == [LEEDS]
    assert codes(found.rose) == [SOUTHEND]
    assert codes(found.stayed) == [NORFOLK]
    assert (found.fell[0].before, found.fell[0].after) == ("outstanding", "good")
    assert found.rose[0].earlier == ROWS[0]
    assert found.rose[0].later == ROWS[2]
    assert found.counts == {
        ("outstanding", "good"): 1,
        ("requires improvement", "good"): 1,
        ("good", "good"): 1,
    }


def test_a_council_inspected_again_with_the_same_grade_stayed() -> None:
    found = moved_between(ROWS, since=date(2017, 1, 1), until=date(2020, 1, 1))

    southend = next(move for move in found.stayed if move.council.code == SOUTHEND)
    assert southend.inspected_between
    assert codes(found.kept) == [SOUTHEND]


def test_no_overall_grade_given_is_neither_up_nor_down() -> None:
    found = moved_between(ROWS, since=date(2026, 1, 1), until=date(2026, 11, 1))

    assert codes(found.not_graded) == [NORFOLK]
    assert (found.not_graded[0].before, found.not_graded[0].after) == (
        "good",
        "no overall grade given",
    )
    # By name: Bournemouth, Christchurch and Poole; Leeds; Southend-on-Sea.
    assert codes(found.stayed) == [BCP, LEEDS, SOUTHEND]
    assert (found.compared, found.graded) == (4, 3)


def test_an_area_of_its_own() -> None:
    found = moved_between(ROWS, since=date(2018, 1, 1), until=date(2025, 1, 1), area="in_care")

    assert codes(found.fell) == [SOUTHEND]
    assert not found.rose


def test_a_council_since_abolished_and_its_successor_cannot_be_compared() -> None:
    found = moved_between(ROWS, since=date(2018, 1, 1), until=date(2022, 1, 1))

    assert BOURNEMOUTH not in codes(found.moves)
    assert BCP not in codes(found.moves)
    assert found.total == found.compared + found.not_compared


@given(ANY, DAYS, DAYS)
def test_every_council_of_the_later_day_is_counted_once(
    rows: list[Inspection], one: date, other: date
) -> None:
    since, until = sorted((one, other))
    found = moved_between(rows, since=since, until=until)
    country = country_on(rows, until)

    assert found.total == country.total
    assert len({*codes(found.moves)}) == len(found.moves) == found.compared
    assert sum(found.counts.values()) == found.compared
    for move in (*found.fell, *found.rose):
        assert move.earlier != move.later
    if since == until:
        assert not found.fell
        assert not found.rose
