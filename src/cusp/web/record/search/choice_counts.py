"""How many passages each filter choice would find, with the other filters applied.

One query groups the passages that contain the words. A few thousand groups are then counted here,
so more filters do not mean more database time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from django.db import connection

from cusp.findings import SURE_POLARITY
from cusp.web.record.models import Inspection, Judgement
from cusp.web.record.search import engine
from cusp.web.record.search.filters import FINDINGS, KINDS, Filters
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
_GROUPS = """
SELECT passage.inspection_id, passage.kind, passage.area, {findings}, count(*)
FROM ({hits}) AS hits JOIN record_passage AS passage ON passage.id = hits.id
GROUP BY 1, 2, 3, 4, 5
"""
_SAID = """
EXISTS (SELECT 1 FROM record_reportsentence AS said
    WHERE said.inspection_id = passage.inspection_id AND said.address = passage.address
    AND said.polarity IN ({polarities}) AND said.sure >= %s)
"""

ChoiceCounts = Mapping[str, Counter[str]]
# Inspection key, passage kind and area, whether it praises, whether it criticises, how many.
_Row = tuple[int, str, str, bool, bool, int]


class _Group(NamedTuple):
    """Passages that are the same for all filters."""

    values: dict[str, tuple[str, ...]]
    year: int
    passages: int


class _InspectionValues(msgspec.Struct, frozen=True):
    values: dict[str, tuple[str, ...]]
    year: int


def choice_counts(query: Query, filters: Filters) -> ChoiceCounts:
    """For each of :data:`COUNTED` the number of passages by choice; "" counts all of them."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    chosen = {name: value for name in COUNTED if (value := getattr(filters, name))}
    first, last = filters.year_from or 0, filters.year_to or 9999
    for group in _groups(query):
        if not first <= group.year <= last:
            continue
        unmatched = [name for name, value in chosen.items() if value not in group.values[name]]
        if len(unmatched) > 1:
            continue
        # Anything left out by one filter only would be found by another choice in that filter.
        for name in unmatched or COUNTED:
            for value in (*group.values[name], ""):
                counts[name][value] += group.passages
    return counts


def _groups(query: Query) -> Iterator[_Group]:
    inspections, grades = _inspections(), _grades()
    for pk, kind, area, praises, criticises, passages in _rows(query):
        inspection = inspections[pk]
        found = (("praise", praises), ("criticism", criticises))
        values = inspection.values | {
            "grade": _given(grades[pk].get("overall")),
            "area": _given(area),
            "area_grade": _given(grades[pk].get(area)),
            "kind": _given(_KIND_OF.get(kind)),
            "finding": tuple(name for name, holds in found if holds),
        }
        yield _Group(values, inspection.year, passages)


def _rows(query: Query) -> list[_Row]:
    hits, hit_values = engine().hits(query, ranked=False)
    findings, values = [], list[Any]()
    for polarities in FINDINGS.values():
        findings.append(_SAID.format(polarities=", ".join(["%s"] * len(polarities))))
        values += [*polarities, SURE_POLARITY]
    with connection.cursor() as cursor:
        cursor.execute(
            _GROUPS.format(hits=hits, findings=", ".join(findings)), [*values, *hit_values]
        )
        rows: list[_Row] = cursor.fetchall()
    return rows


def _inspections() -> dict[int, _InspectionValues]:
    rows = Inspection.objects.order_by().values_list(
        "pk", "authority__slug", "authority__region", "framework", "start"
    )
    return {
        pk: _InspectionValues(
            {
                "authority": (slug,),
                "region": _given(region),
                "framework": _given(framework),
            },
            start.year,
        )
        for pk, slug, region, framework, start in rows
    }


def _grades() -> Mapping[int, dict[str, str]]:
    grades: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Judgement.objects.order_by().values_list("inspection_id", "area", "grade")
    for pk, area, grade in rows:
        grades[pk][area] = grade
    return grades


def _given(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
