"""Tables sorted by links in their headings, without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import QueryDict

Row = TypeVar("Row")


@dataclass(frozen=True)
class SortColumn:
    """What a column heading needs."""

    href: str
    """Sorts by this column, or reverses the order if the table is already sorted by it."""
    aria: str
    """ascending, descending or none, for ``aria-sort``."""


@dataclass(frozen=True)
class Sorting:
    """How a table is sorted: by the query parameter ``sort``, "name" or "-name"."""

    by: str
    descending: bool
    columns: Mapping[str, SortColumn]

    def sort(self, rows: Iterable[Row], keys: Mapping[str, Callable[[Row], Any]]) -> list[Row]:
        """Rows in order of the chosen column's key; a key of None always comes last."""
        key = keys[self.by]
        known = [row for row in rows if key(row) is not None]
        unknown = [row for row in rows if key(row) is None]
        return sorted(known, key=key, reverse=self.descending) + unknown


def read_sorting(
    query: QueryDict,
    columns: Iterable[str],
    default: str,
    parameter: str = "sort",
    anchor: str = "",
) -> Sorting:
    """How a request wants its table sorted; `default` is used if it has no known column.

    Links keep the other query parameters, and go back to the first page. With an `anchor`, they go
    to that part of the page.
    """
    names = tuple(columns)
    asked = query.get(parameter, "")
    chosen = asked if asked.removeprefix("-") in names else default
    by, descending = chosen.removeprefix("-"), chosen.startswith("-")
    return Sorting(
        by=by,
        descending=descending,
        columns={
            name: SortColumn(
                href=_href(query, parameter, _next(name, by, descending, default))
                + (f"#{anchor}" if anchor else ""),
                aria=("descending" if descending else "ascending") if name == by else "none",
            )
            for name in names
        },
    )


def _next(name: str, by: str, descending: bool, default: str) -> str:
    if name == by:
        return name if descending else f"-{name}"
    return default if default.removeprefix("-") == name else name


def _href(query: QueryDict, parameter: str, value: str) -> str:
    changed = query.copy()
    changed[parameter] = value
    changed.pop("page", None)
    return f"?{changed.urlencode()}"
