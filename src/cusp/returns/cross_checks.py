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
from cusp.returns.building import Values
from cusp.returns.record import Problem, Table
from cusp.returns.row_checks import ENDS
from cusp.returns.values import CUT

Tables = Mapping[int, Table]


class _Lists:
    """The lists of a return, and the same as Python values."""

    def __init__(self, tables: Tables, values: Mapping[int, Values]) -> None:
        self.tables, self.values = tables, values
        self.of_children = [n for n in sorted(tables) if "child_id" in values[n]]

    def ids(self, number: int) -> list[str | None]:
        """The child of each row of a list."""
        return self.values[number]["child_id"]

    def problem(self, number: int, row: int, name: str, what: str, mend: str) -> Problem:
        """A problem of a cell of a list."""
        table = self.tables[number]
        letter, heading = table.headings.get(name) or (None, None)
        return Problem(
            list=str(number), row=table.rows["row"][row].as_py(), column=letter, heading=heading,
            child_id=self.ids(number)[row], severity="warning", what=what, mend=mend,
        )  # fmt: skip

    def missing_from(
        self, number: int, mask: Any, other: int, *, what: str, name: str, mend: str
    ) -> Iterator[Problem]:
        """Children of some rows of a list who are not on another, if the file has that list."""
        if other not in self.tables:
            return
        there, ids = set(self.ids(other)), self.ids(number)
        for row in _places(mask):
            if ids[row] is not None and ids[row] not in there:
                yield self.problem(number, row, name, what, mend)


def cross_problems(tables: Tables, values: Mapping[int, Values]) -> Iterator[Problem]:
    """Every problem between lists."""
    lists = _Lists(tables, values)
    yield from _not_in_need(lists)
    yield from _status_without_list(lists)
    yield from _plan_without_list(lists)
    yield from _ids_like_others(lists)
    yield from _ids_cut_from_others(lists)
    yield from _two_values(lists, "birth_date", "dates of birth")
    yield from _two_values(lists, "sex", "values for sex")


def _places(mask: Any) -> list[int]:
    return pc.indices_nonzero(pc.fill_null(mask, False)).to_pylist()  # type: ignore[no-any-return]


def _open(lists: _Lists, number: int) -> Any:
    return pc.is_null(lists.tables[number].rows[ENDS[number]])


def _not_in_need(lists: _Lists) -> Iterator[Problem]:
    for number, who in ((7, "is on a child protection plan"), (8, "is in care")):
        if number in lists.tables:
            yield from lists.missing_from(
                number, _open(lists, number), 6, name="child_id",
                what=f"The child {who} but is not on list 6, which holds every child in need",
                mend="Add the child to list 6, or correct the id.",
            )  # fmt: skip


def _status_without_list(lists: _Lists) -> Iterator[Problem]:
    if 6 not in lists.tables:
        return
    status = lists.tables[6].rows["case_status"]
    for code, said, other in (
        ("protection_plan", "a child protection plan", 7), ("looked_after", "looked after", 8),
    ):  # fmt: skip
        yield from lists.missing_from(
            6, pc.and_(_open(lists, 6), pc.equal(status, code)), other, name="case_status",
            what=f"The case status is {said}, but the child is not on list {other}",
            mend=f"Add the child to list {other}, or correct the case status.",
        )  # fmt: skip


def _plan_without_list(lists: _Lists) -> Iterator[Problem]:
    if 5 in lists.tables:
        led = pc.equal(lists.tables[5].rows["led_to_plan"], "yes")
        yield from lists.missing_from(
            5, led, 7, name="led_to_plan",
            what="The conference led to a plan, but the child is not on list 7",
            mend="Add the child to list 7, or correct the outcome.",
        )  # fmt: skip


def _ids_like_others(lists: _Lists) -> Iterator[Problem]:
    """Ids that differ only in noughts at the beginning or in capital letters."""
    first: dict[str, tuple[str, int]] = {}
    for number in lists.of_children:
        for each in set(lists.ids(number)) - {None}:
            assert each
            other = first.setdefault(each.lstrip("0").casefold(), (each, number))
            if other[0] != each:
                yield lists.problem(
                    number, lists.ids(number).index(each), "child_id",
                    f"The ids {each} and {other[0]} (list {other[1]}) are nearly the same. Cusp "
                    "treats them as two children",
                    "If they are one child, use one id on every list.",
                )  # fmt: skip


def _ids_cut_from_others(lists: _Lists) -> Iterator[Problem]:
    """Ids that Excel cut, and whole ids that begin with the same digits."""
    columns = [lists.tables[number].rows["child_id"] for number in lists.of_children]
    if not any(pc.any(pc.ends_with(column, CUT)).as_py() for column in columns):
        return
    whole: dict[str, tuple[str, int]] = {}
    for number in lists.of_children:
        for each in set(lists.ids(number)) - {None}:
            assert each
            if not each.endswith(CUT) and len(each) > 15:
                whole.setdefault(each[:15] + CUT, (each, number))
    for number in lists.of_children:
        for each in set(lists.ids(number)) & whole.keys():
            assert each
            other = whole[each]
            yield lists.problem(
                number, lists.ids(number).index(each), "child_id",
                f"The id was cut to {each}, and {other[0]} (list {other[1]}) begins with the same "
                "digits. Cusp treats them as two children",
                "Export the list again with the ids as text.",
            )  # fmt: skip


def _two_values(lists: _Lists, name: str, said: str) -> Iterator[Problem]:
    """Children for whom two rows say different things."""
    known: dict[str, tuple[Any, int]] = {}
    for number in lists.of_children:
        told = set()
        pairs = dict.fromkeys(zip(lists.ids(number), lists.values[number][name], strict=True))
        for each, value in pairs:
            if each is None or value is None or value == "unknown":
                continue
            before = known.setdefault(each, (value, number))
            if before[0] != value and each not in told:
                told.add(each)
                where = f"list {before[1]}" if before[1] != number else "another row"
                yield lists.problem(
                    number, _row(lists, number, name, each, value), name,
                    f"The child has two {said}: {_shown(value)} here and {_shown(before[0])} in "
                    f"{where}",
                    "Correct the one that is wrong.",
                )  # fmt: skip


def _row(lists: _Lists, number: int, name: str, child: str, value: Any) -> int:
    """The first row that says this of a child."""
    pairs = zip(lists.ids(number), lists.values[number][name], strict=True)
    return next(row for row, pair in enumerate(pairs) if pair == (child, value))


def _shown(value: Any) -> str:
    return in_words(value) if isinstance(value, date) else str(value)
