"""From the counts that an engine gives to measures: a value, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from cusp.oversight.definitions import DEFINITIONS, Better, Definition
from cusp.oversight.lists import Lists
from cusp.oversight.measures import basis_of, why_empty, why_not


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure, for all or for one group.

    A share of no rows has no value, and ``why`` says why. A count has no denominator.
    ``undetermined`` is how many rows could not be judged; they are in neither number.
    """

    measure: str
    group: str | None
    numerator: int | None
    denominator: int | None
    undetermined: int | None
    value: float | None
    why: str | None = None
    better: Better = "context"
    list: int
    basis: str = ""


def measures_of(
    counts: Iterable[dict[str, Any]], lists: Lists, rows: Mapping[int, int], by: str | None
) -> list[Measure]:
    """Every measure, or one for each group, from the rows of ``measure_table``.

    ``rows`` is how many rows each list has.
    """
    of_code: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(counts, key=lambda row: (row["group"] is None, row["group"] or "")):
        of_code.setdefault(row["code"], []).append(row)
    found: list[Measure] = []
    for definition in DEFINITIONS:
        why = why_not(definition, lists, by)
        empty = why is None and not rows[definition.list]
        why = why_empty(definition, lists) if empty else why
        basis = basis_of(definition, lists)
        each = of_code.get(definition.code) or (None,)
        found.extend(_measure(definition, row, why, basis, empty=empty) for row in each)
    return found


def _measure(
    definition: Definition, row: dict[str, Any] | None, why: str | None, basis: str, *, empty: bool
) -> Measure:
    counts: tuple[int | None, int | None, int | None] = (None, None, None)
    if row:
        counts = (int(row["numerator"]), int(row["denominator"]), int(row["undetermined"]))
    elif why is None or empty:
        counts = (0, 0, 0)
    numerator, denominator, undetermined = counts
    if not definition.is_share:
        numerator = int(row["children"]) if row else numerator
        denominator = None
    value: float | None = None
    if numerator is not None and not definition.is_share:
        value = float(numerator)
    elif numerator is not None and denominator:
        value = numerator / denominator
    elif why is None:
        why = "no row could be judged" if undetermined else "no row belongs to this measure"
    return Measure(
        measure=definition.title,
        group=row["group"] if row else None,
        numerator=numerator,
        denominator=denominator,
        undetermined=undetermined,
        value=value,
        why=why,
        better=definition.better,
        list=definition.list,
        basis=basis,
    )
