"""Reads the Standard Safeguarding Dataset from a database, through Ibis."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from cusp.outside.large_sheets import Care, LargeSheet
from cusp.returns.coded import Built, build, coded
from cusp.returns.record import Return
from cusp.returns.sources import CannotRead
from cusp.returns.ssd import dataset


def from_database(connection: Any, schema: str | None, as_at: date) -> Return:
    """The dataset in a schema of any database that Ibis can read. Raises :class:`CannotRead`.

    ``connection`` is a backend of Ibis. Only the fields that Cusp knows are fetched. The names of
    tables and fields may be in any case.
    """
    connection = _working(connection)
    there = {each.casefold(): each for each in connection.list_tables(database=schema)}
    built: dict[str, Built] = {}
    for name, form in coded("ssd").items():
        # An early release had a singular name for the table of reviews.
        if found := there.get(name) or there.get(name.removesuffix("s")):
            fields = {code.casefold() for _, code in form.columns()}
            table = connection.table(found, database=schema)
            known = [field for field in table.columns if field.casefold() in fields]
            built[name] = build(form, _sheet(name, table, known), 0, as_at)
    if not built:
        where = f"The schema {schema}" if schema else "The database"
        raise CannotRead(f"{where} has none of the tables that Cusp reads, such as ssd_person.")
    return dataset(schema or "database", built, [], as_at)


def _sheet(name: str, table: Any, known: list[str]) -> LargeSheet:
    """A table as rows, as if it were a sheet. Its rows are numbered from 2, below the headings."""
    rows = table.select(known).to_pyarrow() if known else pa.table({})
    cells = zip(*(column.to_pylist() for column in rows.columns), strict=True)
    return LargeSheet(name, 1, 1, [list(known), *map(list, cells)], Care())


def _working(connection: Any) -> Any:
    """Give DuckDB 2 the methods that it dropped and that Ibis 12 still calls."""
    if connection.name == "duckdb" and not hasattr(connection.con, "fetch_arrow_table"):
        connection.con = _DuckDB(connection.con)
    return connection


class _DuckDB:
    """A connection to DuckDB, or the result of a query, with the names of its earlier methods."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, *query: Any, **more: Any) -> _DuckDB:
        return _DuckDB(self._connection.execute(*query, **more))

    def fetch_arrow_table(self) -> Any:
        return self._connection.to_arrow_table()

    def fetch_record_batch(self, rows_per_batch: int = 1_000_000) -> Any:
        return self._connection.to_arrow_reader(rows_per_batch)
