"""The clocks of child protection plans (T06, T07, T08), from list 7."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.events import because, events, on, only_if
from cusp.oversight.lists import Lists, open_on

_REVIEW_BEFORE = "The latest review is dated before the plan started."
_ENDED = "The plan ended, and no review is recorded."


def plan_events(lists: Lists) -> list[ir.Table]:
    """Review conferences and visits of children on a plan.

    The list holds only the latest review: it proves the first in time if it was held by then, and
    is the start of the next. A plan that has ended has no review or visit to come.
    """
    source = lists.get(7)
    if source is None:
        return []
    rows = source.rows
    rows = rows.mutate(
        going_on=open_on(rows.plan_end, lists.as_at),
        reviewed=(rows.latest_review > rows.plan_start).fill_null(False),
        lost=source.lost("plan_start", "latest_review"),
        lost_visit=source.lost("plan_start", "last_visit"),
        since=_later(rows.plan_start, rows.last_visit),
    )
    before = (rows.latest_review < rows.plan_start).fill_null(False)
    # Until the first review is due, an earlier date in its column does not matter.
    before &= on(lists.as_at) > (rows.plan_start + ibis.interval(months=3)).cast("date")
    due_by_end = rows.plan_end > (rows.plan_start + ibis.interval(months=3)).cast("date")
    first = rows.filter(rows.going_on | rows.reviewed | due_by_end.fill_null(False))
    next_ = rows.filter(rows.going_on & rows.reviewed)
    visits = rows.filter(rows.going_on)
    return [
        events(
            source,
            first,
            "T06",
            rule="T06",
            start=first.plan_start,
            done=only_if(first.reviewed, first.latest_review),
            why=ibis.coalesce(
                first.lost,
                because(before, _REVIEW_BEFORE),
                because(~first.going_on & ~first.reviewed, _ENDED),
            ),
            latest_only=True,
        ),
        events(source, next_, "T07", rule="T07", start=next_.latest_review, why=next_.lost),
        events(source, visits, "T08", rule="T08", start=visits.since, why=visits.lost_visit),
    ]


def _later(first: ir.DateValue, second: ir.DateValue) -> ir.DateValue:
    """The later of two days, or the only one. Engines differ on the greatest of a day and null."""
    return ibis.coalesce(ibis.greatest(first, second), first, second)
