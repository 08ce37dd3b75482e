"""What measures say where there is little or nothing to count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cusp.oversight import Measure, NotAGroup, Workings
from tests.oversight.rows import Row, loaded

AS_AT = date(2026, 3, 31)


def measures(lists: dict[int, list[Row]], by: str | None = None, **more: Any) -> list[Measure]:
    return Workings(loaded(lists, AS_AT, **more), as_at=AS_AT).measures(by)


def of(code: str, found: list[Measure]) -> list[Measure]:
    return [each for each in found if each.measure.split()[0] == code]


def test_missing_empty_and_without_its_column() -> None:
    found = measures({5: [], 8: [{"child_id": "A"}]}, without=["placements_12_months"])
    [conferences], [visits], [placements] = of("P2", found), of("P7", found), of("C2", found)
    assert (conferences.numerator, conferences.denominator, conferences.value) == (0, 0, None)
    assert conferences.why == "list 5 has no rows"
    assert (visits.numerator, visits.denominator, visits.value) == (None, None, None)
    assert visits.why == "list 7 is missing"
    assert placements.numerator is None
    assert placements.why == "list 8 has no column for placements 12 months"


def test_a_share_leaves_out_what_cannot_be_judged_and_says_how_many() -> None:
    rows: list[Row] = [
        {"child_id": str(n), "care_start": date(2025, 1, 6), "placements_12_months": count}
        for n, count in enumerate([1, 3, 4, None])
    ]
    [found] = of("C2", measures({8: rows}))
    assert (found.numerator, found.denominator, found.undetermined) == (2, 3, 1)
    assert found.value == pytest.approx(2 / 3)
    [none] = of("C2", measures({8: rows[3:]}))
    assert (none.numerator, none.denominator, none.undetermined, none.value) == (0, 0, 1, None)
    assert none.why == "no row could be judged"


def test_a_child_on_two_rows_is_one_child() -> None:
    rows: list[Row] = [
        {"child_id": "A", "plan_start": date(2026, 1, 5)},
        {"child_id": "A", "plan_start": date(2025, 1, 5)},
    ]
    [found] = of("P3", measures({7: rows}))
    assert (found.numerator, found.denominator, found.value) == (1, None, 1)


def test_groups_and_those_without_one() -> None:
    rows: list[Row] = [
        {"child_id": "A", "seen_alone": "yes", "team": "North", "age": 0.5, "ethnicity": "WBRI"},
        {"child_id": "B", "seen_alone": "no", "team": "North", "age": 17},
        {"child_id": "C", "seen_alone": "no", "age": -1},
    ]
    found = {by: of("P7a", measures({7: rows}, by)) for by in ("team", "age", "ethnicity")}
    assert [(m.group, m.numerator, m.denominator) for m in found["team"]] == [
        ("North", 1, 2), (None, 0, 1),
    ]  # fmt: skip
    assert [m.group for m in found["age"]] == ["16 to 17", "unborn", "under 1"]
    assert [m.group for m in found["ethnicity"]] == ["WBRI", None]


def test_a_list_without_the_group_says_so() -> None:
    [found] = of("L5", measures({9: [{"child_id": "A"}]}, "category"))
    assert (found.numerator, found.why) == (None, "list 9 has no column for category")
    with pytest.raises(NotAGroup, match="not grouped by “postcode”"):
        measures({}, "postcode")
