"""Many councils at once: each has the clocks and measures that it has alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import pytest

from cusp.oversight import CannotGather, Region, Workings, gather
from cusp.oversight.engines import tables_in
from cusp.returns.record import Return
from tests.oversight.region import AS_AT, clock_rows, councils, on
from tests.oversight.rows import loaded


def test_each_council_has_what_it_has_alone(tmp_path: Path) -> None:
    returns = councils(seed=16, rows=60)
    region = on(ibis.duckdb.connect(), returns, tmp_path)
    alone = {name: Workings(each, as_at=each.as_at) for name, each in returns.items()}
    expected = [
        (name, *row.values()) for name, each in alone.items() for row in each.clocks().to_pylist()
    ]
    assert clock_rows(region) == sorted(expected, key=str)
    for by in (None, "age"):
        assert region.measures(by) == {n: each.measures(by) for n, each in alone.items()}


def test_two_councils_may_give_the_same_id_to_two_children(tmp_path: Path) -> None:
    first: dict[int, list[dict[str, Any]]] = {
        3: [{"child_id": "1", "referral_date": AS_AT.replace(month=1)}], 4: [],
    }  # fmt: skip
    second = {
        3: [], 4: [{"child_id": "1", "assessment_start": AS_AT.replace(month=2, day=2)}],
    }  # fmt: skip
    returns = {"A": loaded(first, AS_AT), "B": loaded(second, AS_AT)}
    [clock] = clock_rows(on(ibis.duckdb.connect(), returns, tmp_path))
    assert clock[:3] == ("B", "1", "T02")
    assert "no referral" in clock[8]


def test_returns_that_cannot_be_gathered() -> None:
    other = Return(kind="ssda903", as_at=AS_AT, file="903")
    with pytest.raises(CannotGather, match="Kent: 903 is not Annex A"):
        gather({"Kent": other})
    with pytest.raises(CannotGather, match="cannot name a council"):
        gather({"A|B": replace(other, kind="annex_a")})


@pytest.mark.parametrize("rows", ["twice", "none", "of another council"])
def test_lists_must_have_the_rows_of_the_returns(tmp_path: Path, rows: str) -> None:
    on(ibis.duckdb.connect(), {"A": loaded({9: [{"child_id": "1"}]}, AS_AT)}, tmp_path)
    tables = tables_in(ibis.duckdb.connect(), tmp_path)
    of_a = tables["list_9"]
    wrong = {
        "twice": of_a.union(of_a),
        "none": of_a.limit(0),
        "of another council": of_a.union(of_a.mutate(authority=ibis.literal("B"))),
    }
    with pytest.raises(CannotGather, match=r"[AB]: list 9 has \d rows, but \d by the table"):
        Region({**tables, "list_9": wrong[rows]})


def test_a_council_that_is_there_twice(tmp_path: Path) -> None:
    returns = {"A": loaded({9: []}, AS_AT)}
    on(ibis.duckdb.connect(), returns, tmp_path)
    tables = tables_in(ibis.duckdb.connect(), tmp_path)
    twice = tables["councils"].union(tables["councils"])
    with pytest.raises(CannotGather, match="A is in the table of councils twice"):
        Region({**tables, "councils": twice})
