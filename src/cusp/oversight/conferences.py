"""The clock of initial child protection conferences (T04), from list 5 and the plans of list 7."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cusp.oversight.events import NO_DATE, because, events, only_if
from cusp.oversight.lists import List, Lists

_UNDECIDED = "No decision on a conference is recorded, and a blank is neither a yes nor a no."
_CONTRADICTION = "The list says that no conference was needed, but gives the date of one."
_BEFORE = "The conference is dated before the strategy discussion."
_NO_DATE = "A conference was held, but its date is missing."
_NO_PLANS = "Child protection plans are not in the file, so this child may already have one."

# Reasons of a clock for which no conference is known to have been held.
NOT_HELD = (_UNDECIDED, _NO_PLANS)


def conference_events(lists: Lists) -> list[ir.Table]:
    """Conferences: from the first strategy discussion that led to each.

    "No" for a child who already has a plan is not a new conference, and runs no clock. Neither does
    "yes": no conference was needed.
    """
    source = lists.get(5)
    if source is None:
        return []
    rows = _with_next_conference(_with_plan(source, lists.get(7)))
    rows = rows.filter(~_runs_no_clock(rows))
    sound = rows.why.isnull() & rows.conference.notnull() & rows.strategy_discussion.notnull()
    group = ibis.window(group_by=[rows.child_id, rows.conference])
    rows = rows.mutate(
        sound=sound, first=only_if(sound, rows.strategy_discussion).min().over(group)
    )
    rows = rows.filter(~rows.sound | (rows.strategy_discussion == rows.first))
    return [
        events(
            source,
            rows,
            "T04",
            rule="T04",
            start=rows.strategy_discussion,
            done=rows.conference,
            why=rows.why,
        )
    ]


def _runs_no_clock(rows: ir.Table) -> ir.BooleanValue:
    none = rows.conference_date.isnull() & rows.led_to_plan.isnull()
    unnecessary = none & (rows.conference_unnecessary == "yes")
    before = (rows.conference_date < rows.strategy_discussion).fill_null(False)
    answered = (rows.conference_unnecessary == "no").fill_null(False)
    already = rows.on_plan & answered & (rows.conference_date.isnull() | before)
    return rows.lost.isnull() & (unnecessary.fill_null(False) | already)


def _with_plan(source: List, plans: List | None) -> ir.Table:
    """Enquiries with ``on_plan`` at the strategy discussion, and ``why`` nothing can be said."""
    lost = source.lost(
        "child_id", "strategy_discussion", "conference_unnecessary", "conference_date"
    )
    rows = source.rows.mutate(lost=lost)
    if plans is None:
        rows = rows.mutate(on_plan=ibis.literal(False), plan_unclear=ibis.literal(False))
        return rows.mutate(why=_why(rows, no_plans=True))
    known = plans.rows.select("plan_start", "plan_end", plan_child="child_id")
    both = rows.select("row", "child_id", "strategy_discussion").join(
        known, [ibis._.child_id == known.plan_child]
    )
    started = both.plan_start <= both.strategy_discussion
    ended = (both.plan_end < both.strategy_discussion).fill_null(False)
    found = both.group_by("row").agg(
        on_plan=(started & ~ended).fill_null(False).any(),
        plan_unclear=(
            both.plan_start.isnull() | (both.plan_start > both.strategy_discussion)
        ).any(),
    )
    rows = rows.left_join(found, "row").drop("row_right")
    rows = rows.mutate(
        on_plan=rows.on_plan.fill_null(False), plan_unclear=rows.plan_unclear.fill_null(False)
    )
    return rows.mutate(why=_why(rows, no_plans=False))


def _why(rows: ir.Table, *, no_plans: bool) -> ir.StringValue:
    held = rows.conference_date.notnull()
    unnecessary = (rows.conference_unnecessary == "yes").fill_null(False)
    before = (rows.conference_date < rows.strategy_discussion).fill_null(False)
    return ibis.coalesce(
        rows.lost,
        because(held & unnecessary, _CONTRADICTION),
        because(held & before, _BEFORE),
        because(~held & rows.led_to_plan.notnull(), _NO_DATE),
        because(~held & rows.conference_unnecessary.isnull(), _UNDECIDED),
        because(~held & ibis.literal(no_plans), _NO_PLANS),
    )


def _with_next_conference(rows: ir.Table) -> ir.Table:
    """Enquiries with ``conference``: their own or, if one is due, the child's next one.

    Where several strategy discussions led to one conference, the clock runs from the first. A plan
    that started later without one means that its conference is missing from the list.
    """
    held = rows.filter(rows.why.isnull() & rows.conference_date.notnull()).select(
        held_child="child_id", held_on="conference_date"
    )
    due = rows.filter(rows.why.isnull() & rows.conference_date.isnull())
    after = [due.child_id == held.held_child, held.held_on >= due.strategy_discussion]
    found = due.join(held, after).group_by("row").agg(next=lambda t: t.held_on.min())
    rows = rows.left_join(found, "row").drop("row_right")
    rows = rows.mutate(
        conference=ibis.coalesce(
            rows.conference_date, ibis.ifelse(rows.why.isnull(), rows.next, NO_DATE)
        )
    )
    missing = rows.conference.isnull() & rows.plan_unclear & ~rows.on_plan
    return rows.mutate(
        why=ibis.coalesce(
            rows.why,
            because(missing, "A plan started later, so the date of a conference is missing."),
        )
    )
