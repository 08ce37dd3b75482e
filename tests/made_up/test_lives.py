"""A made-up council is plausible, and each month follows from the same lives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow.compute as pc
import pytest

from cusp.made_up import CannotMakeUp, Council, made_up_council
from cusp.oversight import Workings
from cusp.returns import Table

D = date.fromisoformat


@pytest.fixture(scope="module")
def council() -> Council:
    return made_up_council(seed=11, children=1_500, last=D("2026-03-31"), months=6)


@lru_cache(None)
def _lists(council: Council, as_at: date) -> Mapping[int, Table]:
    return council.annex_a(as_at).lists


def _rows(council: Council, number: int, as_at: date) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _lists(council, as_at)[number].rows.to_pylist()
    return found


def test_the_days_are_month_ends(council: Council) -> None:
    assert council.days == [
        D("2025-10-31"), D("2025-11-30"), D("2025-12-31"), D("2026-01-31"), D("2026-02-28"),
        D("2026-03-31"),
    ]  # fmt: skip


def test_the_same_seed_gives_the_same_council_and_more_months_only_add() -> None:
    short = made_up_council(seed=5, children=60, first=D("2025-01-31"), months=2)
    long = made_up_council(seed=5, children=60, first=D("2025-01-31"), months=9)
    for day in short.days:
        first, second = short.annex_a(day), long.annex_a(day)
        assert {n: t.rows for n, t in first.lists.items()} == {
            n: t.rows for n, t in second.lists.items()
        }
        assert short.planted(day) == long.planted(day)
    other = made_up_council(seed=6, children=60, first=D("2025-01-31"), months=2)
    assert other.annex_a(day).lists[6].rows != first.lists[6].rows


@pytest.mark.parametrize(("number", "begins", "latest"), [
    (7, "plan_start", ("latest_review", "last_visit")),
    (8, "care_start", ("latest_review", "last_visit", "last_health_assessment")),
])  # fmt: skip
def test_what_was_done_stays_done(
    council: Council, number: int, begins: str, latest: tuple[str, ...]
) -> None:
    before: dict[Any, dict[str, Any]] = {}
    kept = 0
    for day in council.days:
        rows = {(row["child_id"], row[begins]): row for row in _rows(council, number, day)}
        for key in rows.keys() & before.keys():
            kept += 1
            for name in latest:
                earlier, now = before[key][name], rows[key][name]
                assert earlier is None or earlier <= now
            for name in ("birth_date", "ethnicity", "disability"):
                assert before[key][name] == rows[key][name]
        before = rows
    assert kept > 500


def test_nothing_is_shown_before_its_day(council: Council) -> None:
    for day in council.days:
        for number, table in _lists(council, day).items():
            for column in table.rows.column_names:
                values = table.rows[column]
                if column != "birth_date" and str(values.type) == "date32[day]":
                    latest = pc.max(values).as_py()
                    assert latest is None or latest <= day, (number, column)


def test_one_row_for_each_child_where_the_form_says_so(council: Council) -> None:
    for number in (6, 7, 8, 9, 10):
        ids = [row["child_id"] for row in _rows(council, number, council.days[-1])]
        assert len(ids) == len(set(ids))


def test_children_on_plans_and_in_care_are_in_need(council: Council) -> None:
    day = council.days[2]
    in_need = {row["child_id"] for row in _rows(council, 6, day) if row["need_end"] is None}
    for number, end in ((7, "plan_end"), (8, "care_end")):
        ids = {row["child_id"] for row in _rows(council, number, day) if row[end] is None}
        assert ids
        assert ids <= in_need


def test_rates_are_close_to_englands(council: Council) -> None:
    """England in 2025, give or take what a council of this size may differ by."""
    workings = Workings(council.annex_a(council.days[-1]), as_at=council.days[-1])
    found = {each.measure.split()[0]: each for each in workings.measures()}
    share = {code: each.value for code, each in found.items() if each.value is not None}
    for code, low, high in (
        ("F2", 0.15, 0.27), ("A1", 0.80, 0.91), ("A2", 0.02, 0.08), ("P1", 0.25, 0.50),
        ("P2", 0.68, 0.90), ("P4", 0.15, 0.35), ("P5", 0.0, 0.10), ("C2", 0.05, 0.16),
        ("C7", 0.80, 0.98), ("L1", 0.85, 1.0), ("L2", 0.80, 1.0), ("L3", 0.40, 0.75),
    ):  # fmt: skip
        assert low <= share[code] <= high, (code, share[code])
    # Of 400,000 children in need, about 50,000 are on a plan and 82,000 looked after.
    assert 0.08 <= share["P3"] / share["N1"] <= 0.18
    assert 0.14 <= share["C1"] / share["N1"] <= 0.28
    assert 1_200 <= len(_lists(council, council.days[-1])[6]) <= 1_800


def test_unborn_children(council: Council) -> None:
    unborn = [row for day in council.days for row in _rows(council, 4, day) if row["unborn"]]
    assert unborn
    assert all(row["age"] == -1 and row["sex"] == "unknown" for row in unborn)


def test_who_chairs_and_reviews(council: Council) -> None:
    day = council.days[3]
    now = [row for row in council.chairs(day).to_pylist() if row["to"] is None]
    for number, role, end in ((7, "chair", "plan_end"), (8, "reviewing officer", "care_end")):
        open_now = {row["child_id"] for row in _rows(council, number, day) if row[end] is None}
        assert {row["child_id"] for row in now if row["role"] == role} == open_now
    assert len({(row["child_id"], row["role"]) for row in now}) == len(now)


def test_supervision_and_midway_reviews_have_come(council: Council) -> None:
    day = council.days[3]
    for rows in (council.supervision(day), council.midway_reviews(day)):
        assert rows.num_rows > 100
        assert max(rows["date"].to_pylist()) <= day
    workers = set(council.supervision(day)["worker"].to_pylist())
    assert workers <= set(council.staff.names)


def test_workers_have_names_of_their_own() -> None:
    names = made_up_council(seed=2, children=100_000, last=D("2026-03-31"), months=1).staff.names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("more", "why"), [
    ({"children": 0, "months": 1, "last": D("2026-03-31")}, "between 1 and 200,000 children"),
    ({"children": 5, "months": 0, "last": D("2026-03-31")}, "between 1 and 120 months"),
    ({"children": 5, "months": 1}, "either the first day or the last"),
    ({"children": 5, "months": 1, "last": D("1999-03-31")}, "bank holidays have to be known"),
])  # fmt: skip
def test_a_council_that_cannot_be_made_up(more: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotMakeUp, match=why):
        made_up_council(seed=1, **more)
