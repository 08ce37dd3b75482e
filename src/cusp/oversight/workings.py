"""A return's clocks and measures, worked out on DuckDB."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from cusp.calendar import Calendar, england_and_wales
from cusp.oversight.clocks import clocks
from cusp.oversight.counted import Measure, measures_of
from cusp.oversight.due_dates import due_dates, working_days
from cusp.oversight.lists import History, Lists, history_of, lists_of, tables_of
from cusp.oversight.measures import check_group, measure_table
from cusp.oversight.rules import ClockRules, national_rules
from cusp.returns.record import Return


class NoClocks(ValueError):
    """Clocks are not worked out from this return; the message says from which they are."""


class Workings:
    """Clocks and measures of a return as at a day. Clocks are worked out once, at the start.

    Raises :class:`NoClocks` for a return other than Annex A or an SSDA903.
    """

    def __init__(
        self,
        loaded: Return,
        *,
        as_at: date,
        rules: ClockRules | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        history = history_of(loaded, as_at)
        if loaded.kind != "annex_a" and history is None:
            raise NoClocks(
                f"{loaded.file}: clocks are worked out from Annex A, or from an SSDA903 with its "
                "episodes. Use one of these."
            )
        calendar = calendar or england_and_wales()
        self.as_at = as_at
        self._lists = lists_of(loaded, as_at)
        self._duckdb = duckdb.connect()
        for name, rows in tables_of(loaded).items():
            self._duckdb.register(name, rows)
        for name in ("care", "episodes", "reviews"):
            if history and name in loaded.tables:
                self._duckdb.register(name, loaded.tables[name].rows)
        self._file, self._is_history = loaded.file, history is not None
        self._duckdb.register("due_dates", due_dates(rules or national_rules(), calendar, as_at))
        self._duckdb.register("working_days", working_days(calendar))
        self._rows = {number: len(table) for number, table in loaded.lists.items()}
        self._has_clocks = bool(sql := _clocks_sql(history or self._lists))
        if sql:
            self._duckdb.execute(f"CREATE TABLE clocks AS {sql}")

    def clocks(self) -> Any:
        """Every clock, as an Arrow table in the order of child, clock and start."""
        if not self._has_clocks:
            return pa.table({})
        ordered = 'SELECT * FROM clocks ORDER BY child_id, clock, "from", list, row'
        return self._duckdb.sql(ordered).to_arrow_table()

    def measures(self, by: str | None = None) -> list[Measure]:
        """Every measure, or one for each group. Raises :class:`NotAGroup`, :class:`NoClocks`."""
        check_group(by)
        if self._is_history:
            raise NoClocks(f"{self._file}: measures are counted from Annex A. Use one.")
        sql = _measures_sql(self._lists, by)
        counts = self._duckdb.sql(sql).to_arrow_table().to_pylist() if sql else []
        return measures_of(counts, self._lists, self._rows, by)


@lru_cache(maxsize=32)
def _clocks_sql(lists: Lists | History) -> str:
    found = clocks(lists)
    return "" if found is None else str(ibis.to_sql(found, dialect="duckdb", pretty=False))


@lru_cache(maxsize=64)
def _measures_sql(lists: Lists, by: str | None) -> str:
    found = measure_table(lists, by)
    return "" if found is None else str(ibis.to_sql(found, dialect="duckdb", pretty=False))
