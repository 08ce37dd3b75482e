"""Where each clock of each child stands on a day.

Clocks are Ibis expressions, so they run on any engine that Ibis supports; DuckDB by default. Every
event is joined with the day on which it falls due, worked out once for each rule and day.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from cusp.oversight.assessments import assessment_events
from cusp.oversight.care import health_events, review_events
from cusp.oversight.conferences import conference_events
from cusp.oversight.due_dates import SCHEMA
from cusp.oversight.events import NO_TEXT, all_of, because, on
from cusp.oversight.history import History, history_events
from cusp.oversight.leavers import leaver_events
from cusp.oversight.lists import Lists
from cusp.oversight.plans import plan_events
from cusp.oversight.statuses import (
    DONE_LATE,
    DUE_SOON,
    IN_TIME,
    LATEST_ONLY,
    OVERDUE,
    SOON,
    UNDETERMINED,
)
from cusp.oversight.visits import visit_events

_NO_START = "The date the clock runs from is missing."
_TOO_EARLY = "The date the clock runs from is too long ago to be right."
_DONE_BEFORE = "It is dated before the day the clock runs from."
_RELAXED = "The limit was relaxed on the day it fell due (SI 2020/445)."


def clocks(lists: Lists, history: History | None = None) -> ir.Table | None:
    """Every clock as an Ibis table with the columns in ``COLUMNS``. None if no list has clocks.

    It needs the tables of the lists and of the history, and the one called ``due_dates``. With a
    history the lists give only the clocks that it does not.

    ``days`` is how many days late something is or was or, if it is still to come, how many days are
    left. It is null if it was done in time or cannot be determined.
    """
    due = ibis.table(ibis.Schema.from_pyarrow(SCHEMA), name="due_dates")
    if history is None:
        found = all_events(lists, due)
    else:
        found = [
            *assessment_events(lists), *conference_events(lists), *leaver_events(lists),
            *history_events(history),
        ]  # fmt: skip
    rows = all_of(found)
    return None if rows is None else _judged(_with_due(rows, due), lists.as_at)


def all_events(lists: Lists, due: ir.Table) -> list[ir.Table]:
    """The events of every list that has clocks."""
    first_review = due.filter(due.rule == "T27").select("start", "due")
    return [
        *assessment_events(lists),
        *conference_events(lists),
        *plan_events(lists),
        *visit_events(lists),
        *review_events(lists, first_review),
        *health_events(lists),
        *leaver_events(lists),
    ]


def _with_due(found: ir.Table, due: ir.Table) -> ir.Table:
    """Events with the earliest and the latest day they may be due."""
    other = due.select(
        other_rule="rule", other_start="start", other_due="due", other_latest="due_latest"
    )
    both = found.left_join(due, ["rule", "start"])
    both = both.drop([name for name in both.columns if name.endswith("_right")])
    both = both.left_join(other, ["other_rule", "other_start"])
    both = both.drop([name for name in both.columns if name.endswith("_right")])
    whole = both.due.notnull() & both.other_due.notnull()
    return both.mutate(
        early=ibis.ifelse(whole, ibis.least(both.due, both.other_due), ibis.null("date")),
        late=ibis.ifelse(
            whole, ibis.greatest(both.due_latest, both.other_latest), ibis.null("date")
        ),
        ordinary=ibis.greatest(both.due, both.other_due),
    )


def _judged(rows: ir.Table, as_at: date) -> ir.Table:
    rows = rows.mutate(why=ibis.coalesce(rows.why, _faults(rows, as_at)))
    today = on(as_at)
    by = ibis.coalesce(rows.done, today)
    possible = rows.why.isnull()
    held = rows.done.notnull()
    rows = rows.mutate(
        status=ibis.cases(
            (~possible, UNDETERMINED),
            ((by > rows.late) & held & rows.latest_only, UNDETERMINED),
            ((by > rows.late) & held, DONE_LATE),
            (by > rows.late, OVERDUE),
            (rows.late_at_least | (by > rows.early), UNDETERMINED),
            (held | (rows.early.delta(today, unit="day") > SOON), IN_TIME),
            else_=DUE_SOON,
        )
    )
    late = rows.status.isin((OVERDUE, DONE_LATE))
    to_come = rows.status.isin((IN_TIME, DUE_SOON)) & ~held
    return rows.select(
        "child_id",
        "clock",
        **{"from": rows.start},
        due=ibis.cases(
            (rows.status == UNDETERMINED, ibis.null("date")), (late, rows.late), else_=rows.early
        ),
        done=rows.done,
        status=rows.status,
        days=ibis.cases(
            (late, by.delta(rows.late, unit="day")),
            (to_come, rows.early.delta(today, unit="day")),
            else_=ibis.null("int64"),
        ),
        why=ibis.coalesce(rows.why, _uncertain(rows)),
        rule=rows.rule,
        list=rows.list,
        row=rows.row,
        team=rows.team,
        worker=rows.worker,
    )


def _faults(rows: ir.Table, as_at: date) -> ir.StringValue:
    """Why the dates of a row say nothing."""
    last = on(as_at)
    return ibis.coalesce(
        because(rows.start.isnull(), _NO_START),
        because((rows.start > last) | (rows.done > last), f"A date is later than {as_at}."),
        because(rows.done < rows.start, _DONE_BEFORE),
        ibis.ifelse(rows.early.isnull(), ibis.coalesce(rows.no_due_why, _TOO_EARLY), NO_TEXT),
    )


def _uncertain(rows: ir.Table) -> ir.StringValue:
    """Why a status that is possible cannot be determined, or what is uncertain about it."""
    undetermined = rows.status == UNDETERMINED
    relaxed = rows.late > rows.ordinary
    return ibis.cases(
        (undetermined & rows.latest_only, LATEST_ONLY),
        (undetermined & relaxed & (ibis.coalesce(rows.doubt, "") == ""), _RELAXED),
        (undetermined | rows.late_at_least, rows.doubt),
        else_=NO_TEXT,
    )
