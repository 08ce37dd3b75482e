"""Which lists and events a return has, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

from cusp.oversight.from_census import from_census
from cusp.oversight.from_ssd import from_ssd, known_from
from cusp.oversight.from_ssda903 import from_ssda903
from cusp.oversight.history import SCHEMAS, History
from cusp.oversight.lists import Lists, shapes
from cusp.oversight.reshaping import Reshaped
from cusp.returns.record import Return, Table


class NoClocks(ValueError):
    """Clocks are not worked out from this return; the message says why and what to do."""


@dataclass(frozen=True)
class Shape:
    """A return as lists, whatever its kind. ``history`` says which events it has beyond them."""

    lists: Lists
    rows: Mapping[int, Table]
    events: Mapping[str, Any] = field(default_factory=dict)
    history: History | None = None


# The clocks that need a table of events, the table that they come from and why they may have none.
_NEEDED = {
    "ssda903": {
        "T22": ("", "The SSDA903 holds no visits."),
        "T27": ("care_reviews", "The file with reviews is missing."),
        "T30": ("", "The SSDA903 holds no dates of health assessments."),
    },
    "cin": {"T08": ("", "The census holds no visits.")},
    "ssd": {
        "T06": ("plan_reviews", "The table ssd_cp_reviews is missing."),
        "T08": ("plan_visits", "The table ssd_cp_visits is missing."),
        "T22": ("visit_spans", "The table ssd_cla_visits or ssd_cla_placement is missing."),
        "T27": ("care_reviews", "The table ssd_cla_reviews is missing."),
        "T30": ("health_assessments", "The table ssd_cla_health is missing."),
    },
}


def shape_of(loaded: Return, as_at: date) -> Shape:
    """A return as lists and events. Raises :class:`NoClocks`."""
    match loaded.kind:
        case "annex_a":
            return Shape(Lists(as_at, shapes(loaded.lists)), loaded.lists)
        case "ssda903":
            if "care" not in loaded.tables:
                raise NoClocks(
                    f"{loaded.file} has no episodes, and no clock can be worked out without them: "
                    "add the file."
                )
            found = from_ssda903(loaded, as_at)
            return _with_history(loaded, as_at, found, found.since)
        case "cin":
            found = from_census(loaded, as_at)
            return _with_history(loaded, as_at, found, found.since)
        case "ssd":
            found = from_ssd(loaded, as_at)
            if not found.lists:
                raise NoClocks(
                    f"{loaded.file} has none of the tables that clocks are worked out from, such "
                    "as ssd_cp_plans or ssd_cla_episodes."
                )
            return _with_history(loaded, as_at, found, known_from(as_at))


def _with_history(loaded: Return, as_at: date, found: Reshaped, known: date) -> Shape:
    there = frozenset(found.events) & frozenset(SCHEMAS)
    needed = _NEEDED[loaded.kind].items()
    lacking = tuple((clock, why) for clock, (table, why) in needed if table not in there)
    lists = Lists(as_at, shapes(found.lists), loaded.kind, found.since, found.until, there)
    events = {name: _typed(name, rows) for name, rows in found.events.items()}
    return Shape(lists, found.lists, events, History(as_at, known, there, lacking))


def _typed(name: str, rows: pa.Table) -> pa.Table:
    """Events with exactly the columns that clocks expect. What a return does not say is null."""
    if name not in SCHEMAS:
        return rows
    schema = SCHEMAS[name].to_pyarrow()
    cells = [
        rows[each.name].cast(each.type)
        if each.name in rows.column_names
        else pa.nulls(len(rows), each.type)
        for each in schema
    ]
    return pa.table(cells, schema=schema)
