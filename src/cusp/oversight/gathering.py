"""The lists of many councils as one table for each list, for any engine.

Beside the lists there is a table ``councils``, which says what the file of each council held: a
list that is missing, a list without rows and a column that is missing are three answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cusp.oversight.lists import columns_of, tables_of, unread_in
from cusp.returns.record import Return

# Between the names in ``columns`` and ``unread``, which are text: not every engine has arrays.
SEPARATOR = "|"
COUNCILS = pa.schema(
    [
        ("authority", pa.string()),
        ("as_at", pa.date32()),
        ("list", pa.int32()),
        ("columns", pa.string()),
        ("unread", pa.string()),
        ("rows", pa.int64()),
        ("kept", pa.int64()),
    ]
)


class CannotGather(ValueError):
    """Lists cannot be brought together; the message says why and what to do."""


@dataclass(frozen=True)
class Held:
    """What one list of one council held: its columns, those with cells not read, and its rows.

    ``kept`` is how many rows there are without those that repeat another.
    """

    columns: frozenset[str]
    unread: frozenset[str]
    rows: int
    kept: int


@dataclass(frozen=True)
class Council:
    """What the return of one council held, and the day that it describes."""

    authority: str
    as_at: date
    lists: Mapping[int, Held] = field(default_factory=dict)


def gather(returns: Mapping[str, Return]) -> dict[str, Any]:
    """Arrow tables ``list_1``, ``list_2`` … and ``councils``, from returns by authority.

    A list has a further column ``authority``, and ``unread`` is text. A row that repeats another of
    the same council to the last cell is there once. Raises :class:`CannotGather`.
    """
    parts: dict[str, list[Any]] = {}
    held: list[dict[str, Any]] = []
    for authority, loaded in returns.items():
        _check(authority, loaded)
        kept = tables_of(loaded.lists)
        for name, rows in kept.items():
            parts.setdefault(name, []).append(_of_authority(authority, rows))
        held += _held(authority, loaded, kept)
    lists = {name: pa.concat_tables(parts[name]) for name in sorted(parts)}
    return {**lists, "councils": pa.Table.from_pylist(held, schema=COUNCILS)}


def write_tables(tables: Mapping[str, Any], folder: Path) -> None:
    """Write each table to a Parquet file of its name, such as ``list_1.parquet``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(rows, folder / f"{name}.parquet")


def councils_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Council, ...]:
    """The councils in the rows of the table ``councils``, in alphabetical order.

    Raises :class:`CannotGather` if a council has two days or has a list twice.
    """
    found: dict[str, Council] = {}
    for row in sorted(rows, key=lambda row: (row["authority"], row["list"] or 0)):
        council = found.setdefault(row["authority"], Council(row["authority"], row["as_at"], {}))
        if council.as_at != row["as_at"] or row["list"] in council.lists:
            raise CannotGather(
                f"{council.authority} is in the table of councils twice. Keep one return of each "
                "council."
            )
        if row["list"] is not None:
            names = _names(row["columns"]), _names(row["unread"])
            held = Held(*names, int(row["rows"]), int(row["kept"]))
            found[council.authority] = Council(
                council.authority, council.as_at, {**council.lists, int(row["list"]): held}
            )
    return tuple(found.values())


def _check(authority: str, loaded: Return) -> None:
    if loaded.kind != "annex_a":
        raise CannotGather(
            f"{authority}: {loaded.file} is not Annex A. The measures of a region are counted from "
            "Annex A. Use one."
        )
    if not authority or SEPARATOR in authority:
        raise CannotGather(f"“{authority}” cannot name a council: use its code or its name.")


def _of_authority(authority: str, rows: Any) -> Any:
    place = rows.column_names.index("unread")
    unread = rows.column("unread").combine_chunks()
    joined = pc.binary_join(unread.cast(pa.list_(pa.string())), SEPARATOR)
    text = pc.binary_join_element_wise("", joined, "", SEPARATOR)
    rows = rows.set_column(place, "unread", text)
    return rows.append_column("authority", pa.repeat(authority, rows.num_rows))


def _held(authority: str, loaded: Return, kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    entry = {"authority": authority, "as_at": loaded.as_at}
    return [
        {
            **entry,
            "list": number,
            "columns": SEPARATOR.join(sorted(columns_of(table))),
            "unread": SEPARATOR.join(sorted(unread_in(table))),
            "rows": len(table),
            "kept": kept[f"list_{number}"].num_rows,
        }
        for number, table in loaded.lists.items()
    ] or [entry]


def _names(text: str | None) -> frozenset[str]:
    return frozenset(text.split(SEPARATOR)) if text else frozenset()
