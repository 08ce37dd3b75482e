"""The clocks of reviews and health assessments in care (T27 to T31), from list 8."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.events import NO_DATE, NO_TEXT, because, events, months_after, on, only_if
from cusp.oversight.lists import List, Lists, open_on

# Series of short breaks, to which regulation 48 applies.
SHORT_BREAKS = ("V3", "V4")
# 20 working days are never more days than this: the third review is due within it and nine months.
FIRST_REVIEW_DAYS = 35

SHORT_BREAK_RULES = "Short breaks have their own rules (SI 2010/959, regulation 48)."
_REVIEW_BEFORE = "The latest review is dated before the child became looked after."
ENDED = "The child is no longer looked after, and no review is recorded."
WHICH_REVIEW = "Only the latest review is held, so it is not clear whether it was the first."
HEALTH_BEFORE = "The last assessment was before the child became looked after, and may count."
AGE = "It depends on the child’s age: every 6 months until the fifth birthday, then every 12."


def in_short_breaks(rows: ir.Table) -> ir.BooleanValue:
    """Whether a child in care only has short breaks."""
    return rows.legal_status.isin(SHORT_BREAKS).fill_null(False)


def third_review_due(care_start: ir.DateValue) -> ir.DateValue:
    """A day by which the third review was surely due. A review after it is not the first."""
    return months_after(care_start + ibis.interval(days=FIRST_REVIEW_DAYS), 9)


def review_events(lists: Lists, first_due: ir.Table) -> list[ir.Table]:
    """Reviews. ``first_due`` has, for each ``start``, the day the first review is ``due``.

    A latest review by then was the first, so the next is due in three months. One held after the
    third would have been due is taken not to be the first. In between the list cannot tell.
    """
    source = lists.get(8)
    if source is None:
        return []
    rows = source.rows.left_join(first_due, source.rows.care_start == first_due.start)
    rows = rows.mutate(
        going_on=open_on(rows.care_end, lists.as_at),
        reviewed=(rows.latest_review >= rows.care_start).fill_null(False),
        short=in_short_breaks(rows),
        lost=source.lost("care_start", "latest_review"),
    )
    return [_first_review(source, rows, lists), _next_review(source, rows)]


def _first_review(source: List, rows: ir.Table, lists: Lists) -> ir.Table:
    passed = (on(lists.as_at) > rows.due).fill_null(True)
    rows = rows.filter(rows.going_on | rows.reviewed | (rows.care_end > rows.due).fill_null(False))
    return events(
        source,
        rows,
        "T27",
        rule="T27",
        start=rows.care_start,
        done=only_if(rows.reviewed, rows.latest_review),
        why=ibis.coalesce(
            because(rows.short, SHORT_BREAK_RULES),
            rows.lost,
            because(
                (rows.latest_review < rows.care_start).fill_null(False) & passed, _REVIEW_BEFORE
            ),
            because(~rows.going_on & ~rows.reviewed, ENDED),
        ),
        latest_only=True,
    )


def _next_review(source: List, rows: ir.Table) -> ir.Table:
    rows = rows.filter(rows.going_on & rows.reviewed & ~rows.short)
    first = (rows.latest_review <= rows.due).fill_null(False)
    later = (rows.latest_review > third_review_due(rows.care_start)).fill_null(False)
    return events(
        source,
        rows,
        ibis.ifelse(first, "T28", "T29"),
        rule=ibis.ifelse(later, "T29", "T28"),
        start=rows.latest_review,
        other_rule=ibis.ifelse(first | later, NO_TEXT, "T29"),
        doubt=WHICH_REVIEW,
        why=rows.lost,
    )


def health_events(lists: Lists) -> list[ir.Table]:
    """Health assessments: the initial one, and the next from the last one."""
    source = lists.get(8)
    if source is None:
        return []
    rows = source.rows
    rows = rows.mutate(
        lost=source.lost("care_start", "last_health_assessment"), short=in_short_breaks(rows)
    )
    rows = rows.filter(open_on(rows.care_end, lists.as_at) & ~rows.short)
    return [_initial_health(source, rows), _next_health(source, rows)]


def _initial_health(source: List, rows: ir.Table) -> ir.Table:
    last = rows.last_health_assessment
    return events(
        source,
        rows,
        "T30",
        rule="T30",
        start=rows.care_start,
        done=last,
        why=ibis.coalesce(
            rows.lost, because((last < rows.care_start).fill_null(False), HEALTH_BEFORE)
        ),
        latest_only=True,
    )


def _next_health(source: List, rows: ir.Table) -> ir.Table:
    rows = rows.filter(rows.last_health_assessment.notnull())
    last, five = rows.last_health_assessment, months_after(rows.birth_date, 60)
    under = (five > months_after(last, 6)).fill_null(False)
    over = (five <= last).fill_null(False)
    return events(
        source,
        rows,
        "T31",
        rule=ibis.ifelse(over, "T31", "T31-under-5"),
        start=last,
        done=NO_DATE,
        other_rule=ibis.ifelse(under | over, NO_TEXT, "T31"),
        doubt=AGE,
        why=rows.lost,
    )
