"""Small returns for tests: what a test does not give is blank."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

import cusp.returns
from cusp.oversight import Workings
from cusp.returns.record import Return, Table

Row = Mapping[str, Any]
_TYPES = {"date": pa.date32(), "count": pa.int32(), "age": pa.float64()}
_FORMS = tomllib.loads(
    (Path(cusp.returns.__file__).parent / "annex_a.toml").read_text(encoding="utf-8")
)


def loaded(
    lists: Mapping[int, Iterable[Row]],
    as_at: date,
    *,
    without: Iterable[str] = (),
    unread: Mapping[int, Mapping[int, list[str]]] | None = None,
) -> Return:
    """A loaded return. ``without`` are columns that the file does not have, ``unread`` the columns
    that cannot be read, by list and by the position of the row."""
    tables = {
        number: _table(number, list(rows), set(without), (unread or {}).get(number, {}))
        for number, rows in lists.items()
    }
    return Return(kind="annex_a", as_at=as_at, lists=tables)


def clocks(lists: Mapping[int, Iterable[Row]], as_at: date, **more: Any) -> list[dict[str, Any]]:
    """The clocks of a small return."""
    found = Workings(loaded(lists, as_at, **more), as_at=as_at).clocks()
    return list(found.to_pylist())


def columns(number: int) -> dict[str, Any]:
    """The columns of a list and their types."""
    form = next(entry for entry in _FORMS["list"] if entry["number"] == number)
    names = ["child_id", "sex", "ethnicity", "birth_date", "age", *form["columns"]]
    found = {}
    for column in names:
        entry = _FORMS["shared"][column] | {"name": column} if isinstance(column, str) else column
        found[entry["name"]] = _TYPES.get(entry.get("type"), pa.string())
    return found


def _table(
    number: int, rows: list[Row], without: set[str], unread: Mapping[int, list[str]]
) -> Table:
    types = columns(number)
    for row in rows:
        assert row.keys() <= types.keys() | {"unborn"}, row.keys() - types.keys()
    cells = {name: pa.array([row.get(name) for row in rows], kind) for name, kind in types.items()}
    cells["row"] = pa.array(range(2, len(rows) + 2), pa.int32())
    cells["unread"] = pa.array([unread.get(n) for n in range(len(rows))], pa.list_(pa.string()))
    cells["unborn"] = pa.array([row.get("unborn", False) for row in rows], pa.bool_())
    headings = {name: ("A", name) for name in types if name not in without}
    return Table(str(number), pa.table(cells), headings)
