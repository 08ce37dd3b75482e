"""The clocks of visits to children in care (T21 to T26), from list 8 or from every visit.

Which rule applies depends on the placement, and the list does not always say enough: then both
rules run, and where they disagree nothing is said.
"""

from __future__ import annotations

from typing import NamedTuple

import ibis
import ibis.expr.types as ir

from cusp.oversight.care import in_short_breaks
from cusp.oversight.events import NO_DATE, because, events, months_after, only_if
from cusp.oversight.lists import List, Lists, open_on

_WITH_PARENTS = "P1"
_INTERIM_ORDER, _CARE_ORDER = "C1", "C2"
# Foster placements with a relative or friend, whose approval may be temporary (regulation 24).
_RELATIVE = ("U2", "U3")
_LONG_TERM = ("U1", "U4")
_ADOPTIVE = ("A3", "A4", "A5", "A6")
_RESIDENTIAL = ("H5", "K1", "K2", "K3", "R1", "S1", "Z1")
_TEMPORARY = ("T0", "T1", "T2", "T3", "T4")

_SHORT_BREAKS = "Short breaks are visited at agreed intervals (SI 2010/959, regulation 48)."
_PLACED_FOR_ADOPTION = "Visits to a child placed for adoption have rules that Cusp does not hold."
_TEMPORARY_MOVE = (
    "The latest placement is temporary, so the list does not show when the main one began."
)
_UNKNOWN = "The list does not say enough about the placement to tell which rule applies."
_BEFORE_ASSESSMENT = (
    "The list does not say whether the child was placed before the parents were assessed."
)
_APPROVAL = "The list does not say whether the carer’s approval is temporary."
_TO_18 = "The list does not say whether the placement is meant to last until the child is 18."
_YEAR_ENDS = "The first year of the placement ends before the next visit, which changes the rule."
_WHICH_REVIEW = "It is not clear whether a review was held since the placement started."
_UNREAD = "The date of a visit cannot be read."
NEVER_VISITED = "The placement ended, and no visit is recorded."
_AGREED = "The list does not say whether the child agreed to fewer visits (regulation 28(3A))."


# What a row of a visit and the one after it holds beyond the child, the team and the worker.
SPAN_COLUMNS = {
    "placement_start": "date", "placement_type": "string", "last_visit": "date",
    "next_visit": "date", "legal_status": "string", "legal_status_start": "date",
    "latest_review": "date", "permanence_plan": "string", "unread": "array<string>",
}  # fmt: skip


def visit_events(lists: Lists) -> list[ir.Table]:
    """Visits: the first one after the placement started, and the next from the last one."""
    source = lists.get(8)
    if source is None:
        return []
    rows = source.rows.filter(open_on(source.rows.care_end, lists.as_at))
    rows = _with_rules(source, rows).mutate(next_visit=NO_DATE)
    return [_first_visit(source, rows), _next_visit(source, rows), _after_order(source, rows)]


def span_events(first: List | None, spans: List | None) -> list[ir.Table]:
    """Every visit: the first of each placement, and each from the one before."""
    if first is None or spans is None:
        return []
    rows = first.rows
    ended = ~rows.going_on & rows.first_visit.isnull()
    week = rows.placement_start + ibis.interval(weeks=1)
    rows = rows.filter(~ended | (rows.until > week))
    rows = rows.mutate(own=_own_rules(rows), ended=~rows.going_on & rows.first_visit.isnull())
    found = events(
        first,
        rows,
        "T21",
        rule="T21",
        start=rows.placement_start,
        done=only_if(rows.own.isnull(), rows.first_visit),
        why=ibis.coalesce(
            rows.own, because(rows.unclear, _UNREAD), because(rows.ended, NEVER_VISITED)
        ),
    )
    rows = _with_rules(spans, spans.rows)
    return [found, _next_visit(spans, rows), _after_order(spans, rows)]


def _own_rules(rows: ir.Table) -> ir.StringValue:
    """Why the rules of visits do not apply to a child, or null."""
    return ibis.coalesce(
        because(in_short_breaks(rows), _SHORT_BREAKS),
        because(rows.placement_type.isin(_ADOPTIVE).fill_null(False), _PLACED_FOR_ADOPTION),
    )


def _with_rules(source: List, rows: ir.Table) -> ir.Table:
    """Rows with what decides by which rule the next visit is due."""
    return rows.mutate(
        lost=source.lost("placement_start", "placement_type", "last_visit"),
        visited=(rows.last_visit >= rows.placement_start).fill_null(False),
        why=_own_rules(rows),
        order_later=_ordered_after_visit(rows),
        temporary=rows.placement_type.isin(_TEMPORARY).fill_null(False),
        unplaced=rows.placement_start.isnull(),
    )


def _ordered_after_visit(rows: ir.Table) -> ir.BooleanValue:
    """Whether a care order was made after the last visit, on a child living with a parent."""
    ordered = (rows.placement_type == _WITH_PARENTS) & (rows.legal_status == _CARE_ORDER)
    start = rows.legal_status_start
    since = (start > rows.placement_start) & (start > rows.last_visit)
    return (ordered & since).fill_null(False)


def _first_visit(source: List, rows: ir.Table) -> ir.Table:
    return events(
        source,
        rows,
        "T21",
        rule="T21",
        start=rows.placement_start,
        done=only_if(rows.visited & rows.why.isnull(), rows.last_visit),
        why=ibis.coalesce(rows.why, rows.lost, because(rows.temporary, _TEMPORARY_MOVE)),
        latest_only=True,
    )


def _after_order(source: List, rows: ir.Table) -> ir.Table:
    rows = rows.filter(rows.order_later & rows.visited)
    return events(
        source, rows, "T26", rule="T26-first", start=rows.legal_status_start,
        done=rows.next_visit, why=rows.lost,
    )  # fmt: skip


def _next_visit(source: List, rows: ir.Table) -> ir.Table:
    rows = rows.filter((rows.visited | rows.unplaced) & ~rows.order_later & rows.why.isnull())
    rows = rows.mutate(regime=_regime(rows, source))
    return events(
        source,
        rows,
        _of_regime(rows.regime, "clock"),
        rule=_of_regime(rows.regime, "rule"),
        start=rows.last_visit,
        done=rows.next_visit,
        other_rule=_of_regime(rows.regime, "other"),
        doubt=_of_regime(rows.regime, "doubt"),
        why=rows.lost,
    )


class _Regime(NamedTuple):
    """By which rule a child is visited; ``other`` if it may be by another, which is longer."""

    clock: str
    rule: str
    other: str | None = None
    doubt: str | None = None


_REGIMES = {
    "ordinary": _Regime("T22", "T22"),
    "over a year": _Regime("T23", "T22"),
    "unknown in first year": _Regime("T22", "T25-weekly", "T22", _UNKNOWN),
    "unknown": _Regime("T22", "T25-weekly", "T23-agreed", _UNKNOWN),
    "temporary": _Regime("T22", "T22", "T23-agreed", _TEMPORARY_MOVE),
    "interim order": _Regime("T25", "T25"),
    "interim order, before review": _Regime("T25", "T25-weekly"),
    "interim order, unclear": _Regime("T25", "T25-weekly", "T25", _WHICH_REVIEW),
    "with parents": _Regime("T26", "T26"),
    "with parents, before review": _Regime("T26", "T24-weekly", "T26", _BEFORE_ASSESSMENT),
    "with parents, status unknown": _Regime("T26", "T25-weekly", "T26", _UNKNOWN),
    "relative": _Regime("T22", "T25", "T22", _APPROVAL),
    "relative, before review": _Regime("T22", "T25-weekly", "T22", _APPROVAL),
    "long-term": _Regime("T23", "T23", "T23-agreed", _AGREED),
    "long-term, year ends": _Regime("T22", "T22", "T23", _YEAR_ENDS),
    "perhaps to 18": _Regime("T23", "T22", "T23", _TO_18),
}


def _regime(rows: ir.Table, source: List) -> ir.StringValue:
    """The name of the regime: the first that fits, as the special rules go before the ordinary."""
    kind, review = rows.placement_type, rows.latest_review
    year = months_after(rows.placement_start, 12)
    in_year = (rows.last_visit + ibis.interval(weeks=6)).cast("date") <= year
    reviewed = _is((review >= rows.placement_start) & ibis.literal(source.has("latest_review")))
    no_review = review.isnull() & ~source.is_unread("latest_review")
    no_review &= ibis.literal(source.has("latest_review"))
    parents = _is(kind == _WITH_PARENTS)
    interim = parents & _is(rows.legal_status == _INTERIM_ORDER)
    relative = _is(kind.isin(_RELATIVE)) & _is(rows.last_visit < year)
    long_term, to_18 = _is(kind.isin(_LONG_TERM)), _perhaps_to_18(rows, source)
    unknown = kind.isnull() | rows.unplaced
    return ibis.cases(
        (unknown & _is(in_year), "unknown in first year"),
        (unknown, "unknown"),
        (rows.temporary, "temporary"),
        (interim & reviewed, "interim order"),
        (interim & no_review, "interim order, before review"),
        (interim, "interim order, unclear"),
        (parents & rows.legal_status.isnull(), "with parents, status unknown"),
        (parents & reviewed, "with parents"),
        (parents, "with parents, before review"),
        (relative & reviewed, "relative"),
        (relative, "relative, before review"),
        (_is(in_year), "ordinary"),
        (long_term & _is(rows.last_visit >= year), "long-term"),
        (long_term, "long-term, year ends"),
        (to_18, "perhaps to 18"),
        (_is(rows.last_visit < year), "ordinary"),
        else_="over a year",
    )


def _perhaps_to_18(rows: ir.Table, source: List) -> ir.BooleanValue:
    """Whether a placement other than long-term fostering may be meant to last to 18."""
    residential = _is(rows.placement_type.isin(_RESIDENTIAL))
    plan_unknown = source.is_unread("permanence_plan")
    if not source.has("permanence_plan"):
        plan_unknown = ibis.literal(True)
    return residential & (_is(rows.permanence_plan == "residential") | plan_unknown)


def _is(condition: ir.BooleanValue) -> ir.BooleanValue:
    """Whether this is known to be so."""
    return condition.fill_null(False)


def _of_regime(name: ir.StringValue, part: str) -> ir.StringValue:
    values = ((regime, getattr(parts, part)) for regime, parts in _REGIMES.items())
    given = [(name == regime, value) for regime, value in values if value is not None]
    return ibis.cases(*given, else_=ibis.null("string"))
