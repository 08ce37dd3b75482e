"""A return's clocks and measures, worked out on DuckDB."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from cusp.calendar import Calendar, england_and_wales
from cusp.oversight.clocks import clocks
from cusp.oversight.counted import Measure, measures_of
from cusp.oversight.due_dates import due_dates, working_days
from cusp.oversight.history import History
from cusp.oversight.lists import Lists, tables_of
from cusp.oversight.measures import check_group, counts_of, judged_rows
from cusp.oversight.rules import ClockRules, national_rules
from cusp.oversight.shapes import NoClocks, shape_of
from cusp.returns.record import Return

__all__ = ["Measure", "NoClocks", "Workings"]


class Workings:
    """Clocks and measures of a return as at a day. Clocks are worked out once, at the start.

    Raises :class:`NoClocks` for an SSDA903 without episodes, and for a dataset without any of the
    tables that clocks need.
    """

    def __init__(
        self,
        loaded: Return,
        *,
        as_at: date,
        rules: ClockRules | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        calendar = calendar or england_and_wales()
        self.as_at = as_at
        shape = shape_of(loaded, as_at)
        self._lists, self._events = shape.lists, shape.events
        self._duckdb = duckdb.connect()
        for name, rows in (tables_of(shape.rows) | dict(shape.events)).items():
            self._duckdb.register(name, rows)
        self._duckdb.register("due_dates", due_dates(rules or national_rules(), calendar, as_at))
        self._duckdb.register("working_days", working_days(calendar))
        self._rows = {number: len(table) for number, table in shape.rows.items()}
        self._has_clocks = bool(sql := _clocks_sql(shape.lists, shape.history))
        if sql:
            self._duckdb.execute(f"CREATE TABLE clocks AS {sql}")

    def clocks(self) -> Any:
        """Every clock, as an Arrow table in the order of child, clock and start.

        ``list`` and ``row`` are only given for Annex A.
        """
        if not self._has_clocks:
            return pa.table({})
        own = self._lists.kind == "annex_a"
        places = "*" if own else "* REPLACE (NULL::TINYINT AS list, NULL::INTEGER AS row)"
        ordered = (
            f'SELECT {places} FROM clocks ORDER BY child_id, clock, "from", clocks.list, clocks.row'
        )
        return self._duckdb.sql(ordered).to_arrow_table()

    def staff(self) -> Any:
        """Who works with each child, as an Arrow table: ``child_id``, ``role``, ``name``, ``team``,
        ``start`` and ``end``. Only the Standard Safeguarding Dataset says this; else it is None.

        Roles are "worker", "reviewing officer" and "chair".
        """
        return self._events.get("staff")

    def measures(self, by: str | None = None) -> list[Measure]:
        """Every measure, or one for each group. Raises :class:`NotAGroup`."""
        check_group(by)
        sql = _counts_sql(self._lists, by) if self._judged else ""
        counts = self._duckdb.sql(sql).to_arrow_table().to_pylist() if sql else []
        return measures_of(counts, self._lists, self._rows, by)

    @cached_property
    def _judged(self) -> bool:
        """Judge every row once, whatever it is then grouped by; whether there is anything."""
        sql = _judged_sql(self._lists)
        if sql:
            self._duckdb.execute(f"CREATE TABLE judged AS {sql}")
        return bool(sql)


@lru_cache(maxsize=32)
def _clocks_sql(lists: Lists, history: History | None) -> str:
    found = clocks(lists, history)
    return "" if found is None else str(ibis.to_sql(found, dialect="duckdb", pretty=False))


@lru_cache(maxsize=32)
def _judged_sql(lists: Lists) -> str:
    found = judged_rows(lists)
    return "" if found is None else str(ibis.to_sql(found, dialect="duckdb", pretty=False))


@lru_cache(maxsize=64)
def _counts_sql(lists: Lists, by: str | None) -> str:
    rows = judged_rows(lists)
    if rows is None:
        return ""
    found = counts_of(ibis.table(rows.schema(), name="judged"), lists, by)
    return "" if found is None else str(ibis.to_sql(found, dialect="duckdb", pretty=False))
