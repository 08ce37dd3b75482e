"""Checks of one list against another.

List 6 holds every child in need, so children on a plan and in care belong on it too. It is a fault
if they are missing from it, not if they are on both lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow.compute as pc

from cusp.calendar.wording import in_words
from cusp.returns.record import Problem, Table
from cusp.returns.row_checks import ENDS

Tables = Mapping[int, Table]


def cross_problems(tables: Tables) -> Iterator[Problem]:
    """Every problem between lists."""
    yield from _not_in_need(tables)
    yield from _status_without_list(tables)
    yield from _plan_without_list(tables)
    yield from _ids_like_others(tables)
    yield from _two_values(tables, "birth_date", "dates of birth")
    yield from _two_values(tables, "sex", "values for sex")


def _places(mask: Any) -> list[int]:
    return pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()  # type: ignore[no-any-return]


def _ids(table: Table) -> list[str | None]:
    return table.rows["child_id"].to_pylist()  # type: ignore[no-any-return]


def _open(table: Table, number: int) -> Any:
    return pc.is_null(table.rows[ENDS[number]])


def _problem(number: int, table: Table, row: int, name: str, what: str, mend: str) -> Problem:
    letter, heading = table.headings.get(name) or (None, None)
    return Problem(
        list=str(number), row=table.rows["row"][row].as_py(), column=letter, heading=heading,
        child_id=table.rows["child_id"][row].as_py(), severity="warning", what=what, mend=mend,
    )  # fmt: skip


def _missing_from(
    tables: Tables, number: int, mask: Any, other: int, *, what: str, name: str, mend: str
) -> Iterator[Problem]:
    """Children of some rows of one list who are not on another, if the file has that list."""
    if other not in tables:
        return
    there, ids = set(_ids(tables[other])), _ids(tables[number])
    for row in _places(mask):
        if ids[row] is not None and ids[row] not in there:
            yield _problem(number, tables[number], row, name, what, mend)


def _not_in_need(tables: Tables) -> Iterator[Problem]:
    for number, who in ((7, "is on a child protection plan"), (8, "is in care")):
        if number in tables:
            yield from _missing_from(
                tables, number, _open(tables[number], number), 6, name="child_id",
                what=f"The child {who} but is not on list 6, which holds every child in need",
                mend="Add the child to list 6, or correct the id.",
            )  # fmt: skip


def _status_without_list(tables: Tables) -> Iterator[Problem]:
    if 6 not in tables:
        return
    status = tables[6].rows["case_status"]
    for code, said, other in (("protection_plan", "a child protection plan", 7),
                              ("looked_after", "looked after", 8)):  # fmt: skip
        yield from _missing_from(
            tables, 6, pc.and_(_open(tables[6], 6), pc.equal(status, code)), other,
            name="case_status",
            what=f"The case status is {said}, but the child is not on list {other}",
            mend=f"Add the child to list {other}, or correct the case status.",
        )  # fmt: skip


def _plan_without_list(tables: Tables) -> Iterator[Problem]:
    if 5 in tables:
        yield from _missing_from(
            tables, 5, pc.equal(tables[5].rows["led_to_plan"], "yes"), 7, name="led_to_plan",
            what="The conference led to a plan, but the child is not on list 7",
            mend="Add the child to list 7, or correct the outcome.",
        )  # fmt: skip


def _ids_like_others(tables: Tables) -> Iterator[Problem]:
    """Ids that differ only in noughts at the beginning or in capital letters."""
    first: dict[str, tuple[str, int, int]] = {}
    told = set()
    for number, row, each in _each_id(tables):
        like = each.lstrip("0").casefold()
        other = first.setdefault(like, (each, number, row))
        if other[0] != each and each not in told:
            told.add(each)
            yield _problem(
                number, tables[number], row, "child_id",
                f"The ids {each} and {other[0]} (list {other[1]}) are nearly the same. Cusp takes "
                "them for two children",
                "If they are one child, use one id on every list.",
            )  # fmt: skip


def _each_id(tables: Tables) -> Iterator[tuple[int, int, str]]:
    """Each child once for each list, with the first row."""
    for number in sorted(tables):
        if "child_id" not in tables[number].rows.column_names:
            continue
        seen = set()
        for row, each in enumerate(_ids(tables[number])):
            if each is not None and each not in seen:
                seen.add(each)
                yield number, row, each


def _two_values(tables: Tables, name: str, said: str) -> Iterator[Problem]:
    """Children for whom two lists say different things."""
    known: dict[str, tuple[Any, int]] = {}
    for number in sorted(tables):
        table = tables[number]
        if "child_id" not in table.rows.column_names:
            continue
        told = set()
        values = table.rows[name].to_pylist()
        for row, (each, value) in enumerate(zip(_ids(table), values, strict=True)):
            if each is None or value is None or value == "unknown":
                continue
            before = known.get(each)
            if before is None:
                known[each] = value, number
            elif before[0] != value and each not in told:
                told.add(each)
                where = f"list {before[1]}" if before[1] != number else "another row"
                yield _problem(
                    number, table, row, name,
                    f"The child has two {said}: {_shown(value)} here and {_shown(before[0])} in "
                    f"{where}",
                    "Correct the one that is wrong.",
                )  # fmt: skip


def _shown(value: Any) -> str:
    return in_words(value) if isinstance(value, date) else str(value)
