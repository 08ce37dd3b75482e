"""Replaces the identifiers in a return with pseudonyms that only the holder of a key can make.

The same key gives the same pseudonym, so that a child stays one child from month to month. Without
the key nobody can go from one to the other, or try out numbers until one fits (RFC 2104).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable
from dataclasses import replace

import msgspec

from cusp.returns.record import Problem, Return, Table

# Columns that hold the number of a person or a family, in the lists and tables of any return.
IDENTIFIERS = ("child_id", "adopter_id", "family_id", "upn", "former_upn", "uln", "mother_child_id")
# Columns that would reveal a home or a birthday, and that neither clocks nor measures need.
_LEFT_OUT = ("placement_postcode", "home_postcode")
_SHORTEST_KEY = 16


class WeakKey(ValueError):
    """The key is too short to protect anything; the message says what to do."""


def pseudonym(identifier: str, key: bytes) -> str:
    """The pseudonym of an identifier: "P-" and 16 letters and digits. Raises :class:`WeakKey`."""
    if len(key) < _SHORTEST_KEY:
        raise WeakKey(f"The key for pseudonyms needs at least {_SHORTEST_KEY} characters.")
    made = hmac.new(key, identifier.encode(), hashlib.sha256).digest()
    return f"P-{base64.b32encode(made[:10]).decode()}"


def pseudonymise(loaded: Return, key: bytes) -> Return:
    """The return with pseudonyms for its identifiers and without postcodes.

    Raises :class:`WeakKey`.
    """
    import pyarrow as pa

    known: dict[str, str] = {"": ""}

    def of(identifier: str) -> str:
        if identifier not in known:
            known[identifier] = pseudonym(identifier, key)
        return known[identifier]

    def hidden(table: Table) -> Table:
        rows = table.rows
        for name in IDENTIFIERS:
            if name in rows.column_names:
                given = rows[name].to_pylist()
                changed = pa.array([None if one is None else of(one) for one in given], pa.string())
                rows = rows.set_column(rows.column_names.index(name), name, changed)
        for name in _LEFT_OUT:
            if name in rows.column_names:
                empty = pa.nulls(len(rows), rows.schema.field(name).type)
                rows = rows.set_column(rows.column_names.index(name), name, empty)
        return replace(table, rows=rows)

    return replace(
        loaded,
        lists={number: hidden(table) for number, table in loaded.lists.items()},
        tables={name: hidden(table) for name, table in loaded.tables.items()},
        problems=tuple(_without_ids(loaded.problems, of)),
    )


def _without_ids(problems: Iterable[Problem], of: Callable[[str], str]) -> Iterable[Problem]:
    """Problems about a child, without its number and without the words that may quote it."""
    for problem in problems:
        if problem.child_id is None:
            yield problem
            continue
        what = problem.what
        if problem.child_id in what:
            what = what.replace(problem.child_id, of(problem.child_id))
        yield msgspec.structs.replace(
            problem,
            child_id=of(problem.child_id),
            what=what,
        )
