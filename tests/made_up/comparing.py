"""Three answers about a made-up council on a day, each worked out without the others.

What the lives planned, what ``cusp.oversight`` says of the lists, and what the slow sums of
``tests.oversight.by_hand`` say of them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any, NamedTuple

from cusp.made_up import Council, made_up_council
from cusp.oversight import Workings
from cusp.returns import Return
from tests.oversight.by_hand import all_clocks
from tests.oversight.made_up import a_day
from tests.oversight.measures_by_hand import all_measures

Rows = dict[int, list[dict[str, Any]]]
CHILDREN = 40


def a_council(seed: int, as_at: date) -> Council:
    """A small council that ends on a day, with many things on days hard to count from."""
    return made_up_council(seed=seed, children=CHILDREN, first=as_at, months=1, awkward_days=True)


def days_to_try(number: int, seed: int = 0) -> list[date]:
    """Days on which returns are made, often month ends, leap days and those by bank holidays."""
    random = Random(seed)
    return [a_day(random) for _ in range(number)]


class Compared(NamedTuple):
    """How many clocks and measures were compared, where two answers differ, and the clocks."""

    compared: int
    wrong: list[str]
    clocks: list[dict[str, Any]]


def differences(
    council: Council, as_at: date, groups: tuple[str | None, ...] = (None, "team", "worker")
) -> Compared:
    """Compare the three answers about a day, and the measures of these groups."""
    loaded = council.annex_a(as_at)
    workings = Workings(loaded, as_at=as_at)
    lines = workings.clocks().to_pylist()
    planted: Counter[Any] = Counter(tuple(each[:4]) for each in council.planted(as_at))
    found: Counter[Any] = Counter(
        (x["child_id"], x["clock"], x["status"], x["days"]) for x in lines
    )
    wrong = [f"planted, not found: {each}" for each in planted - found]
    wrong += [f"found, not planted: {each}" for each in found - planted]
    rows = rows_of(loaded)
    slow = all_clocks(rows, as_at)
    quick = [(x["child_id"], x["row"], x["clock"], x["status"], x["days"]) for x in lines]
    wrong += [f"by hand, not found: {x}" for x in (Counter(slow) - Counter(quick))]
    wrong += [f"found, not by hand: {x}" for x in (Counter(quick) - Counter(slow))]
    compared = len(lines)
    for by in groups:
        group = (lambda row, by=by: row[by]) if by else None
        wanted = _with_rows(all_measures(rows, slow, as_at, group))
        counted = _with_rows(_counts(workings, by))
        compared += len(wanted)
        keys = wanted.keys() | counted.keys()
        wrong += [
            f"{by} {key}: by hand {wanted.get(key)}, found {counted.get(key)}"
            for key in sorted(keys, key=str)
            if wanted.get(key) != counted.get(key)
        ]
    named = [f"{as_at} seed {council.seed}: {each}" for each in wrong]
    return Compared(compared, named, lines)


def rows_of(loaded: Return) -> Rows:
    """The lists as plain rows."""
    return {number: table.rows.to_pylist() for number, table in loaded.lists.items()}


def _with_rows(counts: dict[Any, Any]) -> dict[Any, Any]:
    """Those that count something: nothing to count is said in one place and left out in another."""
    return {key: numbers for key, numbers in counts.items() if any(numbers)}


def _counts(workings: Workings, by: str | None) -> dict[Any, Any]:
    return {
        (each.measure.split()[0], each.group): (
            each.numerator, each.denominator, each.undetermined,
        )
        for each in workings.measures(by)
        if each.undetermined is not None
    }  # fmt: skip
