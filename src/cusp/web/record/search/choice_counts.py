"""How many passages each filter choice would find, with the other filters applied.

What can be filtered by is kept in memory for every passage until the record changes, so that the
database only has to say which passages hold the words.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from django.db import connection
from numpy.typing import NDArray

from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.models import Inspection, Judgement, Passage
from cusp.web.record.search import engine
from cusp.web.record.search.filters import FINDINGS, KINDS, Filters, includes
from cusp.web.record.search.query import Query

# Filters whose choices are counted.
COUNTED = (
    "authority",
    "region",
    "framework",
    "grade",
    "area",
    "area_grade",
    "kind",
    "finding",
)
_KIND_OF = {stored: kind for kind, all_stored in KINDS.items() for stored in all_stored}
# Threads that need the passages at the same moment wait until one of them has read them.
_building = threading.Lock()

ChoiceCounts = Mapping[str, Counter[str]]
_Ints = NDArray[np.int64]
_Bools = NDArray[np.bool_]


class _Column(msgspec.Struct, frozen=True):
    """A value for each passage, as its place among ``values``; the first is "", for none."""

    values: tuple[str, ...]
    places: _Ints

    def at(self, rows: _Ints) -> _Column:
        """The same for some of the passages."""
        return _Column(self.values, self.places[rows])

    def holds(self, value: str) -> _Bools:
        """Which passages have a value."""
        place = self.values.index(value) if value in self.values else -1
        found: _Bools = self.places == place
        return found

    def count(self, among: _Bools) -> Counter[str]:
        """How many of some passages have each value."""
        numbers = np.bincount(self.places[among], minlength=len(self.values)).tolist()
        found = zip(self.values, numbers, strict=True)
        return Counter({value: number for value, number in found if value and number})


class _Passages(msgspec.Struct, frozen=True):
    """All passages in the order of their primary keys.

    A filter has one column, but "finding" has two: a passage can both praise and criticise.
    """

    keys: _Ints
    years: _Ints
    columns: dict[str, tuple[_Column, ...]]

    def rows(self, keys: _Ints) -> _Ints:
        """Where passages stand; leaves out any that were added since."""
        found = np.searchsorted(self.keys, keys)
        found, keys = found[found < len(self.keys)], keys[found < len(self.keys)]
        rows: _Ints = found[self.keys[found] == keys]
        return rows


def choice_counts(query: Query, filters: Filters) -> ChoiceCounts:
    """For each of :data:`COUNTED` the number of passages by choice; "" counts all of them."""
    with _building:
        passages = _passages()
    rows = passages.rows(_hits(query))
    columns = {name: [column.at(rows) for column in passages.columns[name]] for name in COUNTED}
    matching = {
        name: _any(column.holds(value) for column in columns[name])
        for name in COUNTED
        if (value := getattr(filters, name))
    }
    years = passages.years[rows]
    within = (years >= (filters.year_from or 0)) & (years <= (filters.year_to or 9999))
    counts: dict[str, Counter[str]] = {}
    for name in COUNTED:
        # What one filter alone leaves out would be found by another choice of that filter.
        others = [found for other, found in matching.items() if other != name]
        among = np.logical_and.reduce([within, *others])
        counts[name] = sum((column.count(among) for column in columns[name]), Counter())
        counts[name][""] = int(among.sum())
    return counts


def _any(found: Iterable[_Bools]) -> _Bools:
    any_of_them: _Bools = np.logical_or.reduce(list(found))
    return any_of_them


def _hits(query: Query) -> _Ints:
    """The primary keys of the passages that hold the words."""
    with connection.cursor() as cursor:
        cursor.execute(*engine().keys(query))
        return np.array([key for (key,) in cursor.fetchall()], dtype=np.int64)


@kept_until_changed()
def _passages() -> _Passages:
    """Every passage on record with what it can be filtered by."""
    findings = {name: includes(name) for name in FINDINGS}
    rows = list(
        Passage.objects.order_by("pk")
        .annotate(**findings)
        .values_list("pk", "inspection_id", "kind", "area", *findings)
    )
    inspections, grades = _inspections(), _grades()
    of_passages: dict[str, list[list[str]]] = {
        "kind": [[_KIND_OF.get(kind, "") for _, _, kind, *_ in rows]],
        "area": [[area for _, _, _, area, *_ in rows]],
        "area_grade": [[grades.get((pk, area), "") for _, pk, _, area, *_ in rows]],
        "grade": [[grades.get((pk, "overall"), "") for _, pk, *_ in rows]],
        "finding": [
            [name if row[place] else "" for row in rows] for place, name in enumerate(FINDINGS, 4)
        ],
    }
    for place, name in enumerate(("authority", "region", "framework")):
        of_passages[name] = [[inspections[pk][place] for _, pk, *_ in rows]]
    return _Passages(
        keys=np.array([row[0] for row in rows], dtype=np.int64),
        years=np.array([inspections[row[1]][3].year for row in rows], dtype=np.int64),
        columns={
            name: tuple(_column(values) for values in columns)
            for name, columns in of_passages.items()
        },
    )


def _column(values: Sequence[str]) -> _Column:
    places = {value: place for place, value in enumerate(dict.fromkeys(("", *values)))}
    return _Column(tuple(places), np.array([places[value] for value in values], dtype=np.int64))


def _inspections() -> dict[int, tuple[Any, ...]]:
    rows = Inspection.objects.order_by().values_list(
        "pk", "authority__slug", "authority__region", "framework", "start"
    )
    return {pk: tuple(values) for pk, *values in rows}


def _grades() -> dict[tuple[int, str], str]:
    rows = Judgement.objects.order_by().values_list("inspection_id", "area", "grade")
    return {(pk, area): grade for pk, area, grade in rows}
