"""The clocks of returns that hold every event of a time, not only the latest.

What began in that time is judged from its start. Of what began earlier, the first event in it has
one before that is not held, so only what follows is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from cusp.oversight.care import (
    AGE,
    ENDED,
    FIRST_REVIEW_DAYS,
    HEALTH_BEFORE,
    SHORT_BREAK_RULES,
    WHICH_REVIEW,
    third_review_due,
)
from cusp.oversight.events import NO_DATE, NO_TEXT, because, events, months_after, on, only_if
from cusp.oversight.lists import List, open_on
from cusp.oversight.visits import SPAN_COLUMNS, span_events

_PERSON = {"child_id": "string", "row": "int32", "team": "string", "worker": "string"}
_HELD = {"child_id": "string", "held": "date"}
SCHEMAS: Mapping[str, ibis.Schema] = {
    name: ibis.schema(columns)
    for name, columns in {
        "care_periods": _PERSON
        | {"care_start": "date", "care_end": "date", "certain": "boolean", "short": "boolean"},
        "care_reviews": _HELD,
        "health_assessments": _HELD,
        "birth_dates": {"child_id": "string", "birth_date": "date"},
        "plan_periods": _PERSON
        | {"plan_start": "date", "plan_end": "date", "unclear": "boolean"},
        "plan_reviews": _HELD,
        "plan_visits": _HELD,
        "first_visits": _PERSON
        | {
            "placement_start": "date", "placement_type": "string", "going_on": "boolean",
            "until": "date", "first_visit": "date", "legal_status": "string", "unclear": "boolean",
        },
        "visit_spans": _PERSON | SPAN_COLUMNS,
        "pre_proceedings_periods": _PERSON
        | {"letter_sent": "date", "ended": "date", "unclear": "boolean"},
        "eligible_children": _PERSON
        | {"eligible_from": "date", "plan": "date", "listed": "boolean", "unclear": "boolean"},
    }.items()
}  # fmt: skip
_NOT_CERTAIN = "The episodes do not say for certain when the child became looked after."
_EARLIER = (
    "The one before it was in a time that the return does not hold, so its date is not known."
)
_LOST = "A date or an answer that belongs to it cannot be read."
_NO_LETTER = "The date the letter before proceedings was sent is not recorded."
_NOT_LISTED = "The child is not in the table of care leavers, which holds pathway plans."


@dataclass(frozen=True)
class History:
    """Which events a return holds, and from which day all of them.

    ``lacking`` are clocks that cannot be judged because their events are not there, and why.
    """

    as_at: date
    known_from: date
    tables: frozenset[str]
    lacking: tuple[tuple[str, str], ...] = ()

    def list(self, number: int, name: str) -> List | None:
        """A table of events as rows of a list of Annex A, or None if it is not there."""
        if name not in self.tables:
            return None
        schema = SCHEMAS[name]
        unread = frozenset({"latest_review", "last_visit"} & set(schema))
        columns = frozenset(schema) - {"permanence_plan"}
        return List(number, schema, columns, unread, name)

    def table(self, name: str) -> ir.Table | None:
        """A table of events without data, or None if it is not there."""
        return ibis.table(SCHEMAS[name], name=name) if name in self.tables else None


def history_events(history: History) -> list[ir.Table]:
    """Every event of every table that the return has."""
    return [
        *_care_reviews(history),
        *_health(history),
        *_plan_reviews(history),
        *_plan_visits(history),
        *span_events(history.list(8, "first_visits"), history.list(8, "visit_spans")),
        *_pre_proceedings(history),
        *_pathway_plans(history),
        *_lacking(history),
    ]


def _lacking(history: History) -> list[ir.Table]:
    """Clocks of open periods that cannot be judged at all."""
    found = []
    for clock, why in history.lacking:
        source = history.list(7, "plan_periods") if clock < "T20" else None
        source = source or history.list(8, "care_periods")
        if source is None:
            continue
        end = source.rows.plan_end if source.number == 7 else source.rows.care_end
        rows = source.rows.filter(open_on(end, history.as_at))
        start = rows.plan_start if source.number == 7 else rows.care_start
        found.append(events(source, rows, clock, rule=clock, start=start, why=ibis.literal(why)))
    return found


def _chain(
    periods: ir.Table, happened: ir.Table, *, start: str, end: str, on_first_day: bool
) -> ir.Table:
    """A row for each event of a period, and one for the next if the period goes on.

    ``held`` is the event, ``before`` the one before it, ``number`` its place; ``lost`` says whether
    a date of the child cannot be read. An event on the first day may not count.
    """
    held = happened.filter(happened.held.notnull()).select(held_child="child_id", held="held")
    ended = ibis.coalesce(periods[end], on(date.max))
    after = held.held >= periods[start] if on_first_day else held.held > periods[start]
    inside = [periods.child_id == held.held_child, after, held.held <= ended]
    each = periods.join(held, inside).drop("held_child")
    rows = ibis.union(each, periods.filter(periods.going_on).mutate(held=NO_DATE))
    period = ibis.window(
        group_by=[rows.child_id, rows.row], order_by=ibis.asc(rows.held, nulls_first=False)
    )
    lost = happened.filter(happened.held.isnull())
    return rows.mutate(
        before=rows.held.lag().over(period),
        number=ibis.row_number().over(period) + 1,
        lost=rows.child_id.isin(lost.child_id),
    )


def _judgeable(rows: ir.Table, start: str, known_from: date) -> ir.Table:
    """Rows that can be judged: with ``whole``, whether the period began in the time held."""
    rows = rows.mutate(whole=(rows[start] >= on(known_from)).fill_null(False))
    return rows.filter(rows.whole | rows.before.notnull() | rows.held.isnull())


def _care(history: History) -> List | None:
    return history.list(8, "care_periods")


def _care_reviews(history: History) -> list[ir.Table]:
    source, reviews = _care(history), history.table("care_reviews")
    if source is None or reviews is None:
        return []
    care = source.rows.mutate(going_on=open_on(source.rows.care_end, history.as_at))
    rows = _chain(care, reviews, start="care_start", end="care_end", on_first_day=True)
    rows = _judgeable(rows, "care_start", history.known_from)
    first = rows.whole & (rows.number == 1)
    later = (rows.before > third_review_due(rows.care_start)).fill_null(False)
    third = (rows.whole & (rows.number > 2)) | (~rows.whole & later)
    return [
        events(
            source,
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
                because(rows.lost, _LOST),
                because(~first & rows.before.isnull(), _EARLIER),
            ),
        ),
        _never_reviewed(source, care, reviews, history),
    ]


def _never_reviewed(source: List, care: ir.Table, reviews: ir.Table, history: History) -> ir.Table:
    """Periods of care that ended long after the first review was due, without one."""
    held = [
        care.child_id == reviews.child_id,
        (reviews.held >= care.care_start) & (reviews.held <= care.care_end) | reviews.held.isnull(),
    ]
    long_enough = care.care_end > care.care_start + ibis.interval(days=FIRST_REVIEW_DAYS)
    known = care.care_start >= on(history.known_from)
    rows = care.filter(~care.going_on & long_enough & known & ~care.short).anti_join(reviews, held)
    why = ibis.literal(ENDED)
    return events(source, rows, "T27", rule="T27", start=rows.care_start, why=why)


def _health(history: History) -> list[ir.Table]:
    """Health assessments of children who are in care now: the initial one, and each later one."""
    source, held = _care(history), history.table("health_assessments")
    if source is None or held is None:
        return []
    care = source.rows.filter(open_on(source.rows.care_end, history.as_at) & ~source.rows.short)
    care = care.mutate(going_on=ibis.literal(True))
    if (births := history.table("birth_dates")) is not None:
        care = care.left_join(births, "child_id").drop("child_id_right")
    else:
        care = care.mutate(birth_date=NO_DATE)
    rows = _chain(care, held, start="care_start", end="care_end", on_first_day=True)
    rows = _judgeable(rows, "care_start", history.known_from)
    earlier = held.join(care, [held.child_id == care.child_id, held.held < care.care_start])
    first = rows.filter(rows.whole & (rows.number == 1))
    before = first.held.isnull() & first.child_id.isin(earlier.child_id)
    later = rows.filter((rows.number > 1) | ~rows.whole)
    five = months_after(later.birth_date, 60)
    under = (five > months_after(later.before, 6)).fill_null(False)
    over = (five <= later.before).fill_null(False)
    return [
        events(
            source, first, "T30", rule="T30", start=first.care_start, done=first.held,
            why=ibis.coalesce(because(first.lost, _LOST), because(before, HEALTH_BEFORE)),
        ),
        events(
            source, later, "T31", rule=ibis.ifelse(over, "T31", "T31-under-5"),
            start=later.before, done=later.held,
            other_rule=ibis.ifelse(under | over, NO_TEXT, "T31"), doubt=AGE,
            why=ibis.coalesce(
                because(later.lost, _LOST), because(later.before.isnull(), _EARLIER)
            ),
        ),
    ]  # fmt: skip


def _plans(history: History, held: str, *, on_first_day: bool) -> tuple[List, ir.Table] | None:
    source, happened = history.list(7, "plan_periods"), history.table(held)
    if source is None or happened is None:
        return None
    plans = source.rows.mutate(going_on=open_on(source.rows.plan_end, history.as_at))
    rows = _chain(plans, happened, start="plan_start", end="plan_end", on_first_day=on_first_day)
    return source, _judgeable(rows, "plan_start", history.known_from)


def _plan_reviews(history: History) -> list[ir.Table]:
    """Review conferences: the first from the start of the plan, each later one from the last."""
    if (found := _plans(history, "plan_reviews", on_first_day=False)) is None:
        return []
    source, rows = found
    first = (rows.whole | rows.plan_start.isnull()) & (rows.number == 1)
    return [
        events(
            source,
            rows,
            ibis.ifelse(first, "T06", "T07"),
            rule=ibis.ifelse(first, "T06", "T07"),
            start=ibis.ifelse(first, rows.plan_start, rows.before),
            done=rows.held,
            why=_why_not(rows, first),
        )
    ]


def _plan_visits(history: History) -> list[ir.Table]:
    """Visits under a plan: each from the one before, the first from the start of the plan."""
    if (found := _plans(history, "plan_visits", on_first_day=True)) is None:
        return []
    source, rows = found
    first = (rows.whole | rows.plan_start.isnull()) & (rows.number == 1)
    start = ibis.ifelse(first, rows.plan_start, rows.before)
    why = _why_not(rows, first)
    return [events(source, rows, "T08", rule="T08", start=start, done=rows.held, why=why)]


def _why_not(rows: ir.Table, first: ir.BooleanValue) -> ir.StringValue:
    return ibis.coalesce(
        because(rows.lost | rows.unclear, _LOST),
        because(~first & rows.before.isnull(), _EARLIER),
    )


def _pre_proceedings(history: History) -> list[ir.Table]:
    """Pre-proceedings: from the letter to the decision or the application to court."""
    source = history.list(7, "pre_proceedings_periods")
    if source is None:
        return []
    rows = source.rows
    why = ibis.coalesce(
        because(rows.unclear, _LOST), because(rows.letter_sent.isnull(), _NO_LETTER)
    )
    return [events(None, rows, "T13", rule="T13", start=rows.letter_sent, done=rows.ended, why=why)]


def _pathway_plans(history: History) -> list[ir.Table]:
    """Pathway plans of eligible children. Only the latest date is held, of the plan or a review."""
    if (rows := history.table("eligible_children")) is None:
        return []
    early = (rows.plan < rows.eligible_from).fill_null(False)
    return [
        events(
            None,
            rows,
            "T34",
            rule="T34",
            start=rows.eligible_from,
            # A plan made before it had to be was in time.
            done=ibis.ifelse(early, rows.eligible_from, rows.plan),
            why=ibis.coalesce(because(rows.unclear, _LOST), because(~rows.listed, _NOT_LISTED)),
            latest_only=True,
        )
    ]
