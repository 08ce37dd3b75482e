"""What every clock needs to know of a row: from when, by which rule, and whether it was done.

Each function of :mod:`cusp.oversight.assessments` and its neighbours turns a list into such rows;
:mod:`cusp.oversight.clocks` then works out where each stands, in one way for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from cusp.oversight.lists import List

NO_TEXT = ibis.null("string")
NO_DATE = ibis.null("date")


def events(  # noqa: PLR0913 - one argument for each column
    source: List | None,
    rows: ir.Table,
    clock: str | ir.StringValue,
    *,
    rule: str | ir.StringValue,
    start: ir.DateValue,
    done: ir.DateValue = NO_DATE,
    other_rule: ir.StringValue = NO_TEXT,
    other_start: ir.DateValue = NO_DATE,
    doubt: str | ir.StringValue = NO_TEXT,
    why: ir.StringValue = NO_TEXT,
    latest_only: bool = False,
    late_at_least: ir.BooleanValue | None = None,
) -> ir.Table:
    """A clock for each row.

    - ``rule`` and ``start``: what it runs by and from. If the list cannot tell which of two rules
      or days applies, ``other_rule`` and ``other_start`` are the other, and ``doubt`` says what is
      not known. Where both give the same answer, that is the answer.
    - ``why``: why nothing can be said, whatever the dates are; null if something can.
    - ``latest_only``: ``done`` is the latest of several dates, so only the first is proved in time.
    - ``late_at_least``: the true start is earlier than ``start``, so only lateness is certain.
    """
    return rows.select(
        child_id=rows.child_id,
        list=ibis.literal(source.number, "int8") if source else ibis.null("int8"),
        row=rows.row.cast("int64"),
        team=rows.team,
        worker=rows.worker,
        clock=_text(clock),
        rule=_text(rule),
        other_rule=ibis.coalesce(other_rule, _text(rule)),
        start=start.cast("date"),
        other_start=ibis.coalesce(other_start, start).cast("date"),
        done=done.cast("date"),
        doubt=_text(doubt),
        why=why,
        latest_only=ibis.literal(latest_only),
        late_at_least=ibis.literal(False) if late_at_least is None else late_at_least,
    )


def all_of(tables: Sequence[ir.Table]) -> ir.Table | None:
    """The rows of all tables. None if there are no tables.

    Unions are made in pairs, because Spark takes minutes to analyse thirty nested ones.
    """
    if len(tables) < 2:
        return next(iter(tables), None)
    half = len(tables) // 2
    return ibis.union(all_of(tables[:half]), all_of(tables[half:]))


def months_after(day: ir.DateValue, number: int) -> ir.DateValue:
    """The same day of a later month, or that month's last day if it is shorter."""
    return (day + ibis.interval(months=number)).cast("date")


def on(day: date) -> ir.DateValue:
    """A day as a value."""
    return ibis.literal(day, "date")


def only_if(condition: ir.BooleanValue, day: ir.DateValue) -> ir.DateValue:
    """The day if the condition holds, else nothing."""
    return ibis.ifelse(condition, day, NO_DATE)


def because(condition: ir.BooleanValue, reason: str) -> ir.StringValue:
    """The reason if the condition holds, else nothing."""
    return ibis.ifelse(condition, reason, NO_TEXT)


def _text(value: str | ir.StringValue) -> ir.StringValue:
    return ibis.literal(value, "string") if isinstance(value, str) else value.cast("string")
