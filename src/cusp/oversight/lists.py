"""The lists of a return as Ibis tables, and what can and cannot be read from their columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cusp.returns.record import Return, Table

# What the columns hold that clocks run on, as their doubts name it.
WORDS = {
    "assessment_authorised": "The date the assessment was authorised",
    "assessment_start": "The date the assessment started",
    "birth_date": "The date of birth",
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
_KEYS = {3: "referral_date", 4: "assessment_start", 5: "strategy_discussion"}


@dataclass(frozen=True)
class List:
    """One list: its rows as an Ibis table, and which columns the file has."""

    number: int
    rows: ir.Table
    columns: frozenset[str]
    unread: frozenset[str]

    def has(self, column: str) -> bool:
        """Whether the file has this column."""
        return column in self.columns

    def is_unread(self, column: str) -> ir.BooleanValue:
        """Whether this row's cell holds something that cannot be read, so is not blank."""
        if column not in self.unread:
            return ibis.literal(False)
        return self.rows.unread.contains(column).fill_null(False)

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
    """The lists of a return as at a day. A missing list is not there."""

    as_at: date
    by_number: Mapping[int, List]

    def get(self, number: int) -> List | None:
        """A list, or None if it is missing."""
        return self.by_number.get(number)


def lists_of(loaded: Return, as_at: date) -> Lists:
    """The lists of a return. A row that repeats another to the last cell counts once."""
    return Lists(as_at, {number: _list(number, table) for number, table in loaded.lists.items()})


def open_on(end: ir.DateValue, as_at: date) -> ir.BooleanValue:
    """Whether something with this end is still open: a date to come is not an end yet."""
    return end.isnull() | (end > ibis.literal(as_at))


def _list(number: int, table: Table) -> List:
    rows = ibis.memtable(_without_repeats(number, table.rows))
    unread: set[str] = set()
    if table.rows.column("unread").null_count < table.rows.num_rows:
        for names in table.rows.column("unread").drop_null().to_pylist():
            unread.update(names)
    columns = frozenset(name for name in table.rows.column_names if table.has(name))
    return List(number, rows, columns, frozenset(unread))


def _without_repeats(number: int, rows: pa.Table) -> pa.Table:
    key: Sequence[str] = ["child_id", _KEYS[number]] if number in _KEYS else ["child_id"]
    if "child_id" not in rows.column_names:
        return rows
    if rows.select(key).group_by(key).aggregate([]).num_rows == rows.num_rows:
        return rows
    cells = [name for name in rows.column_names if name not in ("row", "unread")]
    first = rows.group_by(cells).aggregate([("row", "min")]).column("row_min")
    import pyarrow.compute as pc

    return rows.filter(pc.is_in(rows.column("row"), value_set=first))
