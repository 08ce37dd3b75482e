"""What all measures share: the clocks of a list, and rows judged by where their clocks stand."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.lists import List, Lists
from cusp.oversight.statuses import DONE_LATE, DUE_SOON, IN_TIME, OVERDUE, UNDETERMINED

CLOCKS = ibis.schema(
    {
        "child_id": "string",
        "clock": "string",
        "from": "date",
        "done": "date",
        "status": "string",
        "why": "string",
        "list": "int8",
        "row": "int64",
    }
)
HELD = ibis.schema({"child_id": "string", "held": "date"})


def answers(rows: ir.Table, yes: ir.BooleanValue) -> ir.Table:
    """Rows and their answers: yes, no or null if it cannot be judged."""
    row = rows.row.cast("int64")
    return rows.select(row=row, child_id=rows.child_id, yes=yes.cast("boolean"))


def clocks_of(source: List, *codes: str) -> ir.Table:
    """The clocks of a list with these codes."""
    rows = ibis.table(CLOCKS, name="clocks")
    return rows.filter((rows.list == source.number) & rows.clock.isin(codes))


def by_status(rows: ir.Table) -> ir.Table:
    """Rows with a status, and whether they were in time."""
    return answers(rows, in_time(rows.status))


def in_time(status: ir.StringValue) -> ir.BooleanValue:
    """Whether a status is in time; null if it cannot be determined."""
    return ibis.cases(
        (status.isin((IN_TIME, DUE_SOON)), True),
        (status.isin((OVERDUE, DONE_LATE)), False),
        else_=unknown(),
    )


def unknown() -> ir.BooleanValue:
    """The answer of what cannot be judged."""
    return ibis.null("boolean")


def every(clocks: ir.Table, rows: ir.Table, reviews: ir.Table, lists: Lists) -> ir.Table:
    """Whether every review of the year was in time, and none is overdue.

    A review whose time cannot be told, because the one before it is not held, has no clock.
    """
    clocks = clocks.filter(clocks.done.isnull() | lists.covers(clocks.done))
    judged = clocks.group_by("row").agg(
        late=clocks.status.isin((OVERDUE, DONE_LATE)).any(),
        unclear=(clocks.status == UNDETERMINED).any(),
        judged=clocks.done.count(),
    )
    held = reviews.filter(lists.covers(reviews.held)).group_by("row").agg(held=lambda t: t.count())
    rows = rows.select("row", "child_id").join(judged, "row").left_join(held, "row")
    unclear = rows.unclear | (rows.held > rows.judged).fill_null(False)
    return answers(rows, ibis.cases((rows.late, False), (unclear, unknown()), else_=True))
