"""Random returns of councils whose children have the same ids."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cusp.oversight import Region, gather, write_tables
from cusp.oversight.engines import tables_in
from cusp.returns.record import Return
from tests.oversight.made_up import made_up
from tests.oversight.rows import Row, columns, loaded

AS_AT = date(2026, 3, 31)
_SEXES, _AGES = ["female", "male", None], [-1.0, 0.5, 4.0, 9.0, 15.0, 17.0, None]


def councils(seed: int, rows: int) -> dict[str, Return]:
    """Three councils. Two have files of one form; the third lacks lists, columns and a month."""
    random = Random(seed)
    first, second, third = (_grouped(random, made_up(random, AS_AT, rows)) for _ in range(3))
    first[7] = [{**row, "child_id": None} if random.random() < 0.2 else row for row in first[7]]
    unread = {4: {0: ["assessment_authorised"]}, 7: {1: ["last_visit", "plan_end"]}}
    few = {number: third[number] for number in (4, 5, 8)} | {9: []}
    without = ["latest_review", "team", "permanence_plan"]
    before = AS_AT - timedelta(days=31)
    return {
        "North": loaded(first, AS_AT),
        "South": loaded(second, AS_AT, unread=unread),
        "East": loaded(few, before, without=without, unread={8: {0: ["last_visit"]}}),
    }


def on(connection: Any, returns: dict[str, Return], folder: Path) -> Region:
    """The councils' clocks and measures on an engine."""
    write_tables(gather(returns), folder)
    return Region(tables_in(connection, folder))


def clock_rows(region: Region) -> list[tuple[Any, ...]]:
    """Every clock of every council, in one order."""
    clocks = region.clocks()
    assert clocks is not None
    return sorted((tuple(row.values()) for row in clocks.to_pyarrow().to_pylist()), key=str)


def _grouped(random: Random, lists: dict[int, list[Row]]) -> dict[int, list[Row]]:
    """The same rows, with a value for each group that measures can be counted by."""
    for number, rows in lists.items():
        for place, row in enumerate(rows):
            more = {
                "worker": random.choice(["W1", "W2", None]),
                "sex": random.choice(_SEXES),
                "ethnicity": random.choice(["WBRI", "AIND", None]),
                "age": random.choice(_AGES),
                "disability": random.choice(["yes", "no", None]),
                "latest_category": random.choice(["neglect", "emotional", None]),
            }
            of_list = columns(number).keys()
            rows[place] = {**row, **{name: more[name] for name in more.keys() & of_list}}
    return lists
