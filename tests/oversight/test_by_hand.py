"""Clocks and measures of random returns equal those worked out slowly, one by one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cusp.oversight import Workings
from tests.length import at_length
from tests.oversight.by_hand import all_clocks
from tests.oversight.made_up import a_day, made_up
from tests.oversight.measures_by_hand import MEASURES, all_measures
from tests.oversight.rows import Row, columns, loaded


@pytest.mark.parametrize("seed", range(60 if at_length else 2))
def test_clocks_and_measures_are_those_worked_out_by_hand(seed: int) -> None:
    random = Random(seed)
    as_at = a_day(random)
    lists = made_up(random, as_at, 150)
    workings = Workings(loaded(lists, as_at), as_at=as_at)
    rows = {number: _whole(number, entries) for number, entries in lists.items()}
    expected = all_clocks(rows, as_at)
    found = [
        (line["child_id"], line["row"], line["clock"], line["status"], line["days"])
        for line in workings.clocks().to_pylist()
    ]
    assert sorted(found, key=str) == expected
    for by in (None, "team"):
        group = (lambda row: row["team"]) if by else None
        wanted = all_measures(rows, expected, as_at, group)
        assert _counts(workings, by) == wanted


def _whole(number: int, entries: list[Row]) -> list[dict[str, Any]]:
    """Rows with all their columns and their numbers in Excel. Repeats count once."""
    blank, found = dict.fromkeys(columns(number)), dict[str, dict[str, Any]]()
    for place, row in enumerate(entries):
        found.setdefault(str(sorted(row.items())), {**blank, **row, "row": place + 2})
    return list(found.values())


def _counts(workings: Workings, by: str | None) -> dict[Any, Any]:
    shares = {}
    for each in workings.measures(by):
        code = each.measure.split()[0]
        nothing = each.why == "no row belongs to this measure"
        if code in MEASURES and each.undetermined is not None and not nothing:
            shares[code, each.group] = (each.numerator, each.denominator, each.undetermined)
    return shares
