"""Other returns in the shape of Annex A, so that all have the same clocks and measures.

The lists come from the tables of a return by SQL, which only joins and picks: it judges nothing.
What a return holds beyond the lists, such as every review, comes as tables of events (see
:mod:`cusp.oversight.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import duckdb
import pyarrow as pa

from cusp.returns.building import arrow_type
from cusp.returns.coded import coded
from cusp.returns.forms import annex_a
from cusp.returns.record import Return, Table

# Tables that a return has if it has episodes and placements.
_WORKED_OUT = {
    "care": pa.schema(
        [("child_id", pa.string()), ("care_id", pa.string()), ("row", pa.int32()),
         ("care_start", pa.date32()), ("care_end", pa.date32()), ("certain", pa.bool_())]
    ),
    "placements": pa.schema(
        [("child_id", pa.string()), ("start", pa.date32()), ("end", pa.date32()),
         ("placement_type", pa.string()), ("placement_provider", pa.string())]
    ),
}  # fmt: skip
_FLAGS = {"unborn": pa.bool_(), "own_referral": pa.date32()}


@dataclass(frozen=True)
class ListQuery:
    """How a list comes from a return.

    It is there if the return has the table ``of``. Columns in ``only_with`` are there if the return
    has the table that they come from. ``row`` tells rows apart.
    """

    number: int
    of: str
    sql: str
    only_with: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EventQuery:
    """How a table of events comes from a return, if it has all the tables ``of``."""

    name: str
    of: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Reshaped:
    """A return as lists and tables of events, and the days that it covers."""

    lists: Mapping[int, Table]
    events: Mapping[str, pa.Table]
    since: date
    until: date


def reshape(
    loaded: Return,
    as_at: date,
    *,
    views: Iterable[str],
    lists: Iterable[ListQuery],
    events: Iterable[EventQuery],
    since: date,
    until: date,
) -> Reshaped:
    """Run the queries over a return's tables. ``$as_at``, ``$since`` and ``$until`` are days."""
    with duckdb.connect() as engine:
        for name, day in (("as_at", as_at), ("since", since), ("until", until)):
            engine.execute(f"SET VARIABLE {name} = DATE '{day}'")
        for name, rows in _tables(loaded).items():
            engine.register(name, rows)
        for view in views:
            engine.execute(_days(view))
        return Reshaped(
            lists={
                query.number: _list(query, _rows(engine, query.sql), loaded)
                for query in lists
                if query.of in loaded.tables
            },
            events={
                query.name: _rows(engine, query.sql)
                for query in events
                if all(table in loaded.tables for table in query.of)
            },
            since=since,
            until=until,
        )


def _rows(engine: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return engine.sql(_days(sql)).to_arrow_table()


def _days(sql: str) -> str:
    for name in ("as_at", "since", "until"):
        sql = sql.replace(f"${name}", f"getvariable('{name}')")
    return sql


def _tables(loaded: Return) -> dict[str, pa.Table]:
    """The tables of a return. Those that it does not have are there without rows."""
    found = {name: schema.empty_table() for name, schema in _WORKED_OUT.items()}
    for name, each in coded(loaded.kind).items():
        types = [(column.name, arrow_type(column)) for column in each.form.columns]
        types += [("row", pa.int32()), ("unread", pa.list_(pa.string()))]
        found[name] = pa.schema(types).empty_table()
    return found | {name: table.rows for name, table in loaded.tables.items()}


def _list(query: ListQuery, rows: pa.Table, loaded: Return) -> Table:
    """A list with all its columns. Those that the return cannot fill have no heading."""
    there = [
        name
        for name in rows.column_names
        if name not in ("row", "unread") and query.only_with.get(name, query.of) in loaded.tables
    ]
    form = annex_a()[query.number]
    types = {column.name: arrow_type(column) for column in form.columns} | _FLAGS
    cells = {
        name: rows[name].cast(kind) if name in rows.column_names else pa.nulls(len(rows), kind)
        for name, kind in types.items()
    }
    cells["row"] = rows["row"].cast(pa.int32())
    cells["unread"] = rows["unread"].cast(pa.list_(pa.string()))
    return Table(form.name, pa.table(cells), {name: ("", name) for name in there})
