"""Clocks and measures of many councils, on the engine that holds their lists.

The expressions are those of one council, so a measure means the same. Two councils may have given
the same id to different children: before anything is joined, each child's id is put behind its
council's name, and each row has a number of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from cusp.calendar import Calendar, england_and_wales
from cusp.oversight.clocks import clocks
from cusp.oversight.counted import Measure, measures_of
from cusp.oversight.due_dates import due_dates, working_days
from cusp.oversight.events import all_of
from cusp.oversight.gathering import SEPARATOR, CannotGather, Council, councils_of
from cusp.oversight.judging import CLOCKS
from cusp.oversight.lists import List, Lists
from cusp.oversight.measures import check_group, counts_of, judged_rows
from cusp.oversight.rules import ClockRules, national_rules
from cusp.oversight.statuses import COLUMNS

# A row's number in the region: the council's number, then the row's number in its list.
_ROWS = 10**9


class Region:
    """Clocks and measures of many councils.

    ``tables`` are Ibis tables of one engine: ``list_1``, ``list_2`` … and ``councils``, as
    :func:`cusp.oversight.gather` makes them. Councils whose files have the same columns and the
    same day are worked out together. Local limits in ``rules`` are the same for all councils.

    Raises :class:`CannotGather` if a council is there twice, or if the lists do not have the rows
    that the table of councils says.
    """

    def __init__(
        self,
        tables: Mapping[str, ir.Table],
        *,
        rules: ClockRules | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self._rules = rules or national_rules()
        self._calendar = calendar or england_and_wales()
        self.councils = councils_of(tables["councils"].to_pyarrow().to_pylist())
        _check_rows(tables, self.councils)
        self._alike = [self._made(tables, alike) for alike in _alike(self.councils)]

    def clocks(self) -> ir.Table | None:
        """Every clock, with its ``authority``, as an Ibis table. None if no list has clocks."""
        return all_of([each.named_clocks() for each in self._alike if each.clocks is not None])

    def counts(self, by: str | None = None) -> ir.Table | None:
        """The counts of every measure by ``authority`` and group, as an Ibis table.

        None if no measure can be counted. Raises :class:`NotAGroup`.
        """
        check_group(by)
        found = (each.counts(by) for each in self._alike)
        return all_of([counts for counts in found if counts is not None])

    def measures(self, by: str | None = None) -> dict[str, list[Measure]]:
        """The measures of each council, worked out by the engine. Raises :class:`NotAGroup`."""
        counts = self.counts(by)
        of_council: dict[str, list[dict[str, Any]]] = {}
        for row in counts.to_pyarrow().to_pylist() if counts is not None else []:
            of_council.setdefault(row["authority"], []).append(row)
        return {
            council.authority: measures_of(
                of_council.get(council.authority, []),
                each.lists,
                {number: held.rows for number, held in council.lists.items()},
                by,
            )
            for each in self._alike
            for council in each.councils
        }

    def _made(self, tables: Mapping[str, ir.Table], councils: tuple[Council, ...]) -> _Alike:
        engine = tables["councils"].get_backend()
        numbers = _given(engine, _numbers(councils))
        first = councils[0]
        named = {number: f"list_{number}" for number in first.lists}
        keyed = {name: _kept(_keyed(tables[name], numbers)) for name in named.values()}
        lists = tuple(
            List(number, keyed[name].schema(), held.columns, _unread(councils, number))
            for (number, name), held in zip(named.items(), first.lists.values(), strict=True)
        )
        data = {
            **keyed,
            "due_dates": _given(engine, due_dates(self._rules, self._calendar, first.as_at)),
            "working_days": _given(engine, working_days(self._calendar)),
        }
        return _Alike(councils, Lists(first.as_at, lists), numbers, data)


@dataclass(frozen=True)
class _Alike:
    """Councils whose files have the same lists and columns and describe the same day."""

    councils: tuple[Council, ...]
    lists: Lists
    numbers: ir.Table
    data: Mapping[str, ir.Table]

    @cached_property
    def clocks(self) -> ir.Table | None:
        """Their clocks, worked out once, with the ids and rows of the region."""
        found = clocks(self.lists)
        return None if found is None else _kept(_bound(found, self.data))

    def named_clocks(self) -> ir.Table:
        """Their clocks, with ids and rows as each council has them."""
        assert self.clocks is not None
        rows = self.clocks.mutate(number=(self.clocks.row / _ROWS).floor().cast("int64"))
        rows = rows.join(self.numbers, "number")
        return rows.mutate(
            child_id=rows.child_id.substr(rows.authority.length() + len(SEPARATOR)),
            row=(rows.row % _ROWS).cast("int32"),
        ).select("authority", *COLUMNS)

    @cached_property
    def judged(self) -> ir.Table | None:
        """The rows of their measures, judged once for every group."""
        found = judged_rows(self.lists)
        if found is None:
            return None
        clocks = {"clocks": self.clocks.select(*CLOCKS.names)} if self.clocks is not None else {}
        return _kept(_bound(found, {**self.data, **clocks}))

    def counts(self, by: str | None) -> ir.Table | None:
        """The counts of their measures."""
        found = None if self.judged is None else counts_of(self.judged, self.lists, by)
        return None if found is None else _bound(found, self.data)


def _check_rows(tables: Mapping[str, ir.Table], councils: tuple[Council, ...]) -> None:
    """Each council's return must be there once and whole, and there must be no other rows."""
    lists = {int(name[5:]): rows for name, rows in tables.items() if name.startswith("list_")}
    counted = all_of(
        [
            rows.group_by("authority")
            .agg(rows=lambda table: table.count())
            .mutate(list=ibis.literal(number, "int32"))
            for number, rows in lists.items()
        ]
    )
    found = counted.to_pyarrow().to_pylist() if counted is not None else []
    there = {(str(row["authority"]), int(row["list"])): int(row["rows"]) for row in found}
    held = {(each.authority, n): list_.kept for each in councils for n, list_ in each.lists.items()}
    for authority, number in sorted(there.keys() | held.keys()):
        rows, expected = (counts.get((authority, number), 0) for counts in (there, held))
        if rows != expected:
            raise CannotGather(
                f"{authority}: list {number} has {rows:,} rows, but {expected:,} by the table of "
                "councils. Load one whole return of each council."
            )


def _alike(councils: tuple[Council, ...]) -> list[tuple[Council, ...]]:
    """Groups of councils with the same day, lists and columns."""
    found: dict[Any, list[Council]] = {}
    for council in councils:
        columns = frozenset((number, held.columns) for number, held in council.lists.items())
        found.setdefault((council.as_at, columns), []).append(council)
    return [tuple(group) for group in found.values()]


def _numbers(councils: tuple[Council, ...]) -> Any:
    names = [council.authority for council in councils]
    numbers = pa.array(range(len(councils)), pa.int64())
    return pa.table({"authority": names, "number": numbers})


def _given(engine: Any, rows: Any) -> ir.Table:
    """An Arrow table given to the engine, which Ibis otherwise only does with a query's result."""
    table = ibis.memtable(rows)
    engine.to_pyarrow(table.limit(0))
    return table


def _unread(councils: tuple[Council, ...], number: int) -> frozenset[str]:
    return frozenset[str]().union(*(council.lists[number].unread for council in councils))


def _keyed(rows: ir.Table, numbers: ir.Table) -> ir.Table:
    """The rows of these councils, with ids and row numbers that no two councils share."""
    rows = rows.join(numbers, "authority")
    return rows.mutate(
        child_id=rows.authority + SEPARATOR + rows.child_id,
        row=rows.number * _ROWS + rows.row.cast("int64"),
    ).drop("number")


def _bound(expression: ir.Table, data: Mapping[str, ir.Table]) -> ir.Table:
    """An expression over tables without data, with the tables that have it."""
    node = expression.op()
    found = node.replace({each: data[each.name].op() for each in node.find(ops.UnboundTable)})
    return found.to_expr()


def _kept(expression: ir.Table) -> ir.Table:
    """The rows of an expression, worked out now and kept by the engine for this connection."""
    engine = expression.get_backend()
    if engine.name == "pyspark":  # it has no temporary tables
        return expression.cache()
    return engine.create_table(ibis.util.gen_name("clocks"), expression, temp=True)
