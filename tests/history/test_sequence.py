"""A council's inspections: rows in, sentence out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.history.inspections import Inspection
from cusp.history.sequence import (
    RANK,
    UnknownAuthority,
    changes,
    direction_of,
    family,
    improvements_on,
    improvements_sentence,
    in_order,
    sentence,
    standing,
)
from cusp.reports.record import AreaCode, GradeCode
from tests.history.rows import ANY, DAYS, any_inspection, inspected

SIF: dict[str, Any] = {"framework": "SIF", "kind": "single"}
LATE = date(2026, 11, 1)


def in_words(rows: list[Inspection], area: AreaCode = "overall", on: date = LATE) -> str:
    found = standing(rows, on=on, area=area)
    assert found is not None
    return sentence(found)


@pytest.mark.parametrize(
    ("grades", "aloud"),
    [
        ("R", "Requires improvement, at the earliest inspection on record"),
        ("RR", "Requires improvement, for the second time in a row"),
        ("GRRR", "Requires improvement, for the third time in a row"),
        ("RG", "Good, up from requires improvement"),
        ("RGG", "Good, for the second time in a row"),
        ("OI", "Inadequate, down from outstanding"),
        ("GO", "Outstanding, up from good"),
        ("AR", "Requires improvement, after adequate"),
        ("AG", "Good, up from adequate"),
        ("IA", "Adequate, up from inadequate"),
        ("R" * 11, "Requires improvement, for the 11th time in a row"),
        ("R" * 21, "Requires improvement, for the 21st time in a row"),
    ],
)
def test_a_standing_is_said_aloud(grades: str, aloud: str) -> None:
    rows = [inspected(f"{2000 + n}-05-01", f"overall {g}") for n, g in enumerate(grades)]
    assert in_words(rows) == aloud


def test_a_reinspection_of_the_same_grade_counts_in_the_row() -> None:
    rows = [
        inspected("2015-01-12", "overall I", **SIF),
        inspected("2016-11-07", "overall I", **SIF, reinspection=True),
    ]
    assert in_words(rows) == "Inadequate, for the second time in a row"


def test_without_an_overall_grade_the_areas_are_said() -> None:
    rows = [
        inspected("2022-05-02", "overall G, leaders G"),
        inspected("2026-05-04", "leaders O, help G, in_care G", overall_given=False),
    ]
    assert in_words(rows) == (
        "No overall grade: inspections since April 2026 give none. "
        "Leaders: outstanding; help and protection: good; children in care: good"
    )
    found = standing(rows, on=LATE)
    assert found is not None
    assert (found.grade, found.why, found.before) == (None, "no overall grade given", "good")


def test_a_grade_that_could_not_be_read_is_not_called_not_given() -> None:
    assert in_words([inspected("2019-05-06", "leaders G")]) == (
        "The latest overall grade could not be read"
    )


@pytest.mark.parametrize(
    ("area", "aloud"),
    [
        ("leaders", "Leaders: good, up from inadequate"),
        ("in_care", "Children in care: requires improvement, for the third time in a row"),
        ("care_leavers", "Care leavers: good, up from requires improvement"),
        ("adoption", "Adoption: not judged at the latest inspection"),
        ("lscb", "Safeguarding board: not judged at the latest inspection"),
    ],
)
def test_areas_are_followed_across_frameworks(area: AreaCode, aloud: str) -> None:
    rows = [
        inspected("2015-03-02", "leaders R, in_care R, adoption G, care_leavers G, lscb R", **SIF),
        inspected("2019-03-04", "leaders I, both R"),
        inspected("2023-03-06", "leaders G, in_care R, care_leavers G"),
    ]
    assert in_words(rows, area) == aloud


def test_a_grade_counts_from_publication_or_else_from_the_last_day_on_site() -> None:
    first = inspected("2016-04-25", "overall R", end="2016-05-19", published="2016-07-07")
    second = inspected("2019-07-15", "overall G", end="2019-07-26")
    assert standing([first, second], on=date(2016, 7, 6)) is None
    assert in_words([first, second], on=date(2016, 7, 7)).startswith("Requires improvement")
    assert in_words([first, second], on=date(2019, 7, 25)).startswith("Requires improvement")
    found = standing([second, first], on=date(2019, 7, 27))
    assert found is not None
    assert (found.grade, found.since, found.days_since) == ("good", date(2019, 7, 26), 1)


def test_the_row_began_when_its_first_inspection_was_published() -> None:
    rows = [
        inspected("2016-04-25", "overall R", published="2016-07-07"),
        inspected("2019-07-15", "overall R", published="2019-08-27"),
    ]
    found = standing(rows, on=LATE)
    assert found is not None
    assert (found.since, found.times, found.before) == (date(2016, 7, 7), 2, None)


def test_a_review_of_the_board_is_no_verdict_on_the_council() -> None:
    rows = [
        inspected("2014-10-21", "overall I, lscb I", **SIF),
        inspected("2015-06-03", "lscb R", framework="SIF", kind="lscb-review"),
    ]
    assert in_words(rows) == "Inadequate, at the earliest inspection on record"
    assert in_words(rows, "lscb") == "Safeguarding board: requires improvement, up from inadequate"


def test_an_inspection_of_looked_after_services_speaks_of_children_in_care_only() -> None:
    rows = [
        inspected("2013-07-01", "overall A, leaders I", framework="pre-SIF", kind="looked-after"),
        inspected("2015-07-06", "overall G, leaders G, in_care R", **SIF),
    ]
    # Not the earliest: the one from 2013 is also in the record.
    assert in_words(rows) == "Good"
    assert in_words(rows, "in_care") == "Children in care: requires improvement, after adequate"
    (change,) = changes(earlier=rows[0], later=rows[1])
    assert (change.area_before, change.area_after, change.direction) == (
        "overall",
        "in_care",
        "same",
    )
    assert change.note == "the grade before is for all looked-after services"


def moved(
    before: str, after: str, *, first: dict[str, Any] | None = None, overall_given: bool = True
) -> list[str]:
    found = changes(
        earlier=inspected("2015-01-05", before, **first or {}),
        later=inspected("2019-01-07", after, overall_given=overall_given),
    )
    return [f"{c.area_before} > {c.area_after}: {c.direction}" for c in found]


def test_a_combined_grade_is_compared_with_both_of_its_parts() -> None:
    assert moved("both R", "in_care G, care_leavers I") == [
        "care_and_care_leavers > in_care: up",
        "care_and_care_leavers > care_leavers: down",
    ]
    assert moved("in_care R, care_leavers G, adoption O", "both G", first=SIF) == [
        "in_care > care_and_care_leavers: up",
        "care_leavers > care_and_care_leavers: same",
        "adoption > None: no longer judged",
    ]
    assert moved("both R", "both G") == ["care_and_care_leavers > care_and_care_leavers: up"]


def test_a_comparison_of_unlike_areas_says_so() -> None:
    both = "children in care and care leavers together"
    apart, together = inspected("2023-01-09", "in_care G"), inspected("2019-01-07", "both R")
    assert [c.note for c in changes(earlier=together, later=apart)] == [
        f"the grade before is for {both}"
    ]
    assert [c.note for c in changes(earlier=apart, later=together)] == [
        f"the grade after is for {both}"
    ]
    assert [c.note for c in changes(earlier=apart, later=apart)] == [None]


def test_not_given_and_not_read_are_different_changes() -> None:
    assert moved("overall G", "leaders G", overall_given=False) == [
        "overall > None: no longer judged",
        "None > leaders: first judged",
    ]
    assert moved("overall G, leaders G", "leaders G") == [
        "overall > None: not known",
        "leaders > leaders: same",
    ]


@pytest.mark.parametrize(
    ("first", "second", "before", "after"),
    [
        (True, False, "good", "no overall grade given"),
        (False, True, "no overall grade given", "good"),
        (False, False, "no overall grade given", "no overall grade given"),
    ],
)
def test_that_no_overall_grade_is_given_is_an_answer(
    first: bool, second: bool, before: str, after: str
) -> None:
    earlier, later = (
        inspected(day, "overall G, leaders G" if given else "leaders G", overall_given=given)
        for day, given in (("2026-05-04", first), ("2029-05-07", second))
    )
    found = changes(earlier=earlier, later=later)[0]
    assert (found.outcome_before, found.outcome_after) == (before, after)
    unread = changes(earlier=earlier, later=inspected("2029-05-07", "leaders G"))
    assert {change.outcome_after for change in unread} <= {"good", None}


@pytest.mark.parametrize(
    ("counts", "aloud"),
    [
        ([12, 4], "4 areas for improvement in 2019, 12 in 2016"),
        ([1, 0], "No areas for improvement in 2019, 1 in 2016"),
        ([0, 1], "1 area for improvement in 2019, none in 2016"),
        ([None, 1], "1 area for improvement in 2019, not known in 2016"),
        ([3, None], "The areas for improvement in 2019 could not be counted, 3 in 2016"),
    ],
)
def test_areas_for_improvement_then_and_now(counts: list[int | None], aloud: str) -> None:
    rows = [
        inspected(day, improvements=n or 0, improvements_read=n is not None)
        for day, n in zip(["2016-04-25", "2019-07-15"], counts, strict=True)
    ]
    found = improvements_on(rows, on=LATE)
    assert found is not None
    assert improvements_sentence(found) == aloud
    first = improvements_on(rows, on=date(2017, 1, 1))
    assert first is not None
    assert first.earlier is None
    assert improvements_on(rows, on=date(2015, 1, 1)) is None


def test_a_council_has_its_family() -> None:
    names = [council.name for council in family("E06000058").predecessors]
    assert sorted(names) == ["Bournemouth", "Dorset", "Poole"]
    assert [council.name for council in family("E10000006").successors] == [
        "Cumberland",
        "Westmorland and Furness",
    ]
    assert family("E10000002").authority.name == "Buckinghamshire"  # its former code
    with pytest.raises(UnknownAuthority, match="E99"):
        family("E99")


GRADES = st.sampled_from(get_args(GradeCode))


@given(before=GRADES, after=GRADES)
def test_directions_mirror_each_other(before: GradeCode, after: GradeCode) -> None:
    mirror = {"up": "down", "down": "up", "same": "same"}
    there, back = (
        direction_of(before=before, after=after),
        direction_of(before=after, after=before),
    )
    assert mirror[there] == back


@given(ANY)
def test_order_does_not_depend_on_the_order_given(inspections: list[Inspection]) -> None:
    forth, back = in_order(inspections), in_order(reversed(inspections))
    assert [inspection.start for inspection in forth] == sorted(
        inspection.start for inspection in inspections
    )
    assert [inspection.start for inspection in back] == [inspection.start for inspection in forth]


@given(ANY, DAYS, st.sampled_from(get_args(AreaCode)))
def test_nothing_that_is_published_later_counts(
    inspections: list[Inspection], on: date, area: AreaCode
) -> None:
    before = [inspection for inspection in inspections if inspection.counts_from <= on]
    assert standing(inspections, on=on, area=area) == standing(before, on=on, area=area)


@given(ANY, DAYS, st.sampled_from(get_args(AreaCode)))
def test_a_standing_agrees_with_itself(
    inspections: list[Inspection], on: date, area: AreaCode
) -> None:
    found = standing(inspections, on=on, area=area)
    if found is None:
        return
    assert found.inspection in inspections
    assert 1 <= found.times <= len(inspections)
    assert found.since <= on
    assert found.on - timedelta(days=found.days_since) == found.inspection.end
    assert (found.grade is None) == (found.why is not None)
    assert found.before is None or found.before != found.grade
    assert sentence(found)[0].isupper()
    # Without an overall grade, the sentence lists the area grades.
    if found.grade and "adequate" not in {found.grade, found.before}:
        assert "adequate" not in sentence(found).lower().replace("inadequate", "")


@given(any_inspection(), any_inspection())
def test_every_judgement_of_the_whole_service_is_accounted_for(
    earlier: Inspection, later: Inspection
) -> None:
    # If neither gives an overall grade, the line that says so has no judgement in it.
    found = [c for c in changes(earlier=earlier, later=later) if c.before_given or c.after_given]
    for change in found:
        assert change.before == (earlier.grades[change.area_before] if change.area_before else None)
        assert change.after == (later.grades[change.area_after] if change.area_after else None)
        if change.direction in {"up", "down", "same"}:
            assert change.before is not None
            assert change.after is not None
            moved_by = RANK[change.after] - RANK[change.before]
            assert (moved_by > 0) == (change.direction == "up")
    if earlier.whole_service and later.whole_service:
        assert {change.area_before for change in found} - {None} == set(earlier.grades)
        assert {change.area_after for change in found} - {None} == set(later.grades)
