"""The clocks of reviews and visits in care (T22, T27 to T29), from the SSDA903.

The SSDA903 holds every review of its year, which begins on 1 April. Of a child whose care began in
the year, all reviews are known. Of the others the first review of the year has one before it that
is not held, so only what follows is judged.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from cusp.oversight.care import SHORT_BREAK_RULES, SHORT_BREAKS, WHICH_REVIEW, third_review_due
from cusp.oversight.events import NO_DATE, NO_TEXT, because, events, on, only_if
from cusp.oversight.lists import History, open_on

_NO_REVIEWS = "The file with reviews is missing."
_NO_VISITS = "The SSDA903 holds no visits."
_NOT_CERTAIN = "The episodes do not say for certain when the child became looked after."
_EARLIER = "The latest review was before the year of this return, so its date is not held."


def history_events(history: History) -> list[ir.Table]:
    """Every review of each period of care, the next one, and that visits cannot be judged."""
    care = ibis.table(history.care, name="care").mutate(
        row=ibis.null("int32"), team=NO_TEXT, worker=NO_TEXT
    )
    episodes = ibis.table({"child_id": "string", "legal_status": "string"}, name="episodes")
    short = episodes.filter(episodes.legal_status.isin(SHORT_BREAKS))
    care = care.mutate(
        going_on=open_on(care.care_end, history.as_at), short=care.child_id.isin(short.child_id)
    )
    going_on = care.filter(care.going_on)
    visits = events(None, going_on, "T22", rule="T22", start=NO_DATE, why=ibis.literal(_NO_VISITS))
    if history.reviews is None:
        why = ibis.literal(_NO_REVIEWS)
        return [
            visits,
            events(None, going_on, "T27", rule="T27", start=going_on.care_start, why=why),
        ]
    steps = _steps(care, ibis.table(history.reviews, name="reviews"))
    return [visits, _judgeable(steps, history.as_at)]


def _steps(care: ir.Table, reviews: ir.Table) -> ir.Table:
    """A row for each review of a period, and one for the next: ``before``, ``held``, ``number``."""
    held = (
        reviews.filter(reviews.review_date.notnull())
        .select(reviewed_child="child_id", held="review_date")
        .distinct()
    )
    ended = ibis.coalesce(care.care_end, on(date.max))
    inside = [
        care.child_id == held.reviewed_child,
        held.held >= care.care_start,
        held.held <= ended,
    ]
    each = care.join(held, inside).drop("reviewed_child")
    rows = ibis.union(each, care.filter(care.going_on).mutate(held=NO_DATE))
    period = ibis.window(
        group_by=[rows.child_id, rows.care_start], order_by=ibis.asc(rows.held, nulls_first=False)
    )
    return rows.mutate(
        before=rows.held.lag().over(period), number=ibis.row_number().over(period) + 1
    )


def _judgeable(rows: ir.Table, as_at: date) -> ir.Table:
    whole = rows.care_start >= on(_year_start(as_at))
    rows = rows.mutate(whole=whole)
    rows = rows.filter(rows.whole | rows.before.notnull() | rows.held.isnull())
    first = rows.whole & (rows.number == 1)
    later = (rows.before > third_review_due(rows.care_start)).fill_null(False)
    third = (rows.whole & (rows.number > 2)) | (~rows.whole & later)
    return events(
        None,
        rows,
        ibis.cases((first, "T27"), (rows.whole & (rows.number == 2), "T28"), else_="T29"),
        rule=ibis.cases((first, "T27"), (third, "T29"), else_="T28"),
        start=ibis.ifelse(first, rows.care_start, rows.before),
        done=only_if(rows.held.notnull(), rows.held),
        other_rule=ibis.ifelse(rows.whole | later, NO_TEXT, "T29"),
        doubt=WHICH_REVIEW,
        why=ibis.coalesce(
            because(rows.short, SHORT_BREAK_RULES),
            because(~rows.certain.fill_null(False), _NOT_CERTAIN),
            because(~first & rows.before.isnull(), _EARLIER),
        ),
    )


def _year_start(as_at: date) -> date:
    return date(as_at.year if as_at.month >= 4 else as_at.year - 1, 4, 1)
