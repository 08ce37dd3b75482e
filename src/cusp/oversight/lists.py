"""The lists of a return as Ibis tables, and what can and cannot be read from their columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cusp.returns.record import Kind, Table

# What the columns hold that clocks run on, as their doubts name it.
WORDS = {
    "assessment_authorised": "The date the assessment was authorised",
    "assessment_start": "The date the assessment started",
    "birth_date": "The date of birth",
    "child_id": "The whole id of the child",
    "care_start": "The date the child became looked after",
    "conference_date": "The date of the conference",
    "conference_unnecessary": "The decision on a conference",
    "eligibility": "The eligibility of the care leaver",
    "last_health_assessment": "The date of the last health assessment",
    "last_visit": "The date of the last visit",
    "latest_review": "The date of the latest review",
    "legal_status": "The legal status",
    "pathway_plan_review": "The date of the latest review of the pathway plan",
    "placement_start": "The date the placement started",
    "placement_type": "The type of placement",
    "plan_start": "The date the plan started",
    "strategy_discussion": "The date of the strategy discussion",
}
# Where a child may have several rows, the day that tells them apart.
_DAYS = {3: "referral_date", 4: "assessment_start", 5: "strategy_discussion"}


@dataclass(frozen=True)
class List:
    """The shape of one list: its columns, those the file has, and those with cells not read.

    ``rows`` stands for its rows. It holds no data, so what is worked out from lists of the same
    shape is compiled once.
    """

    number: int
    schema: ibis.Schema
    columns: frozenset[str]
    unread: frozenset[str]
    table: str = ""

    @property
    def name(self) -> str:
        """The name of its table."""
        return self.table or f"list_{self.number}"

    @cached_property
    def rows(self) -> ir.Table:
        """Its rows, as an Ibis table without data."""
        return ibis.table(self.schema, name=self.name)

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.columns

    def is_unread(self, column: str) -> ir.BooleanValue:
        """Whether this row's cell holds something that cannot be read, so is not blank."""
        if column not in self.unread:
            return ibis.literal(False)
        # The tables of a region hold the names as text, because not every engine has arrays.
        is_text = self.schema["unread"].is_string()
        return self.rows.unread.contains(f"|{column}|" if is_text else column).fill_null(False)

    def lost(self, *columns: str) -> ir.StringValue:
        """Why something cannot be known from these columns, or null if they can all be read."""
        reasons: list[ir.StringValue] = []
        for column in columns:
            if not self.has(column):
                reasons.append(ibis.literal(f"{WORDS[column]} is not in the file."))
            elif column in self.unread:
                why = f"{WORDS[column]} cannot be read."
                reasons.append(ibis.ifelse(self.is_unread(column), why, ibis.null("string")))
        return ibis.coalesce(*reasons, ibis.null("string"))


@dataclass(frozen=True)
class Lists:
    """The shape of the lists of a return as at a day. A missing list is not there.

    Returns other than Annex A cover the days from ``since`` to ``until``; measures count what is in
    them. ``histories`` are the tables of events that the return has as well.
    """

    as_at: date
    found: tuple[List, ...]
    kind: Kind = "annex_a"
    since: date | None = None
    until: date | None = None
    histories: frozenset[str] = frozenset()

    def get(self, number: int) -> List | None:
        """A list, or None if it is missing."""
        return next((entry for entry in self.found if entry.number == number), None)

    def covers(self, day: ir.DateValue) -> ir.BooleanValue:
        """Whether a day is in the days that the return covers. Annex A lists only what is."""
        if self.since is None:
            return ibis.literal(True)
        last = ibis.literal(self.until or self.as_at, "date")
        return (day >= ibis.literal(self.since, "date")) & (day <= last)


def shapes(lists: Mapping[int, Table]) -> tuple[List, ...]:
    """The shape of each list."""
    return tuple(_shape(number, table) for number, table in lists.items())


def tables_of(lists: Mapping[int, Table]) -> dict[str, pa.Table]:
    """The rows of each list. A row that repeats another to the last cell is there once."""
    return {
        f"list_{number}": _without_repeats(number, table.rows) for number, table in lists.items()
    }


def open_on(end: ir.DateValue, as_at: date) -> ir.BooleanValue:
    """Whether something with this end is still open: a date to come is not an end yet."""
    return end.isnull() | (end > ibis.literal(as_at))


def columns_of(table: Table) -> frozenset[str]:
    """The columns of a list that the file has."""
    return frozenset(name for name in table.rows.column_names if table.has(name))


def unread_in(table: Table) -> frozenset[str]:
    """The columns of a list with cells that cannot be read."""
    names = table.rows.column("unread").drop_null().combine_chunks()
    return frozenset(pc.unique(names.flatten()).to_pylist() if len(names) else [])


def _shape(number: int, table: Table) -> List:
    schema = ibis.Schema.from_pyarrow(table.rows.schema)
    return List(number, schema, columns_of(table), unread_in(table))


def _without_repeats(number: int, rows: pa.Table) -> pa.Table:
    """Rows without repeats. Only children with several rows of the same day are compared."""
    if "child_id" not in rows.column_names or not rows.num_rows:
        return rows
    children = rows.column("child_id").combine_chunks().dictionary_encode().indices
    keys = children.fill_null(-1).to_numpy(zero_copy_only=False).astype("int64") * 10**6
    if number in _DAYS:
        days = rows.column(_DAYS[number]).combine_chunks().cast("int32").fill_null(-1)
        keys = keys + days.to_numpy(zero_copy_only=False)
    _, group, size = np.unique(keys, return_inverse=True, return_counts=True)
    shared = size[group] > 1
    if not shared.any():
        return rows
    some = rows.filter(pa.array(shared))
    cells = [name for name in rows.column_names if name not in ("row", "unread")]
    first = some.group_by(cells).aggregate([("row", "min")]).column("row_min")
    kept = pc.is_in(rows.column("row"), value_set=first.combine_chunks())
    return rows.filter(pc.or_(pa.array(~shared), kept))
