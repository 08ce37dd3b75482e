"""Many small cases checked as one return."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.oversight.rows import Row, clocks

D = date.fromisoformat
AS_AT = D("2026-03-31")
UNKNOWN = "cannot be determined"
Case = tuple[dict[int, list[Row]], str, Any]


def check(cases: Iterable[Case], as_at: date = AS_AT, **more: Any) -> None:
    """Work out all cases as one return, each with a child of its own, and compare their answers.

    An answer is the status of the child's clock and the days, ``UNKNOWN``, or None for no clock.
    """
    cases = list(cases)
    lists: dict[int, list[Row]] = {}
    for number, (given, _, _) in enumerate(cases):
        for name, rows in given.items():
            lists.setdefault(name, []).extend({**row, "child_id": str(number)} for row in rows)
    found = clocks(lists, as_at, **more)
    wrong = []
    for number, (given, clock, expected) in enumerate(cases):
        lines = [x for x in found if x["child_id"] == str(number) and x["clock"] == clock]
        answers = list(map(_answer, lines))
        if answers != ([] if expected is None else [expected]):
            wrong.append((given, clock, f"expected {expected}", f"not {answers}"))
    assert not wrong, "\n".join(map(str, wrong))


def _answer(line: dict[str, Any]) -> Any:
    if line["status"] == UNKNOWN:
        assert line["why"]
        assert line["due"] is None
        return UNKNOWN
    return line["status"], line["days"]
