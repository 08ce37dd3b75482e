"""Exceptions only: what is late, re-dated, stale, without a lead or contradicted."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.plans.lateness import (
    days_late,
    days_late_before_redating,
    first_date,
    is_open,
    latest_date,
    slip,
)
from cusp.plans.leads import no_lead
from cusp.plans.papers.model import Block, Cell, Heading, Paper, Paragraph, Table, table
from cusp.plans.papers.parts import paper
from cusp.plans.papers.rules import contradictions, gaps, stale_impact, staleness, times_redated
from cusp.plans.papers.wording import lines, rating_cell, source_words
from cusp.plans.record import Action, Plan

Row = tuple[Cell, ...]
_REF = ("Ref", 2)
_ACTION = ("Action", 9)
_LEAD = ("Lead", 5)


def exceptions(plan: Plan) -> Paper:
    """Everything that needs attention, one table for each kind."""
    found = (
        _late(plan), _redated(plan), _stale(plan), _stale_impact(plan), _no_lead(plan),
        _contradicted(plan), _gaps(plan),
    )  # fmt: skip
    summary = table(
        "Exceptions",
        [("Exception", 6), ("Number", 2)],
        [(each.name, len(each.rows)) for each in found],
    )
    blocks: list[Block] = [
        Heading("Summary"),
        Paragraph("An action can be listed under more than one heading."),
        summary,
    ]
    for each in found:
        blocks += [Heading(each.name), each if each.rows else Paragraph("None.")]
    sheets = [summary, *(each for each in found if each.rows)]
    return paper(plan, "exceptions", blocks, sheets)


def _actions(plan: Plan) -> Iterator[Action]:
    return (action for priority in plan.priorities for action in priority.actions)


def _lead(action: Action) -> str:
    return action.lead or "No lead"


def _late(plan: Plan) -> Table:
    late = [a for a in _actions(plan) if days_late(a, plan.as_at)]
    late.sort(key=lambda action: -days_late(action, plan.as_at))
    columns = [
        _REF, _ACTION, _LEAD, ("First due", 4), ("Due", 4), ("Days late", 3),
        ("Delivery rating", 6),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            a.id, a.text, _lead(a), first_date(a), latest_date(a), days_late(a, plan.as_at),
            rating_cell(a.delivery, plan.delivery_key),
        )
        for a in late
    ]  # fmt: skip
    return table("Late actions", columns, rows)


def _redated(plan: Plan) -> Table:
    moved = [action for action in _actions(plan) if times_redated(action) and not action.closed]
    moved.sort(key=lambda action: (-times_redated(action), -slip(action)))
    columns = [
        _REF, ("Action", 8), _LEAD, ("First due", 5), ("Due now", 5), ("Times re-dated", 3),
        ("Days moved", 3), ("Days late before re-dating", 3), ("Latest reason", 6),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            a.id, a.text, _lead(a), first_date(a), latest_date(a), times_redated(a), slip(a),
            days_late_before_redating(a), a.due[-1].reason or "None given",
        )
        for a in moved
    ]  # fmt: skip
    return table("Re-dated actions", columns, rows)


def _stale(plan: Plan) -> Table:
    columns = [_REF, _ACTION, _LEAD, ("What is stale", 7), ("Delivery rating", 6)]
    rows: list[Row] = [
        (a.id, a.text, _lead(a), lines(*found), rating_cell(a.delivery, plan.delivery_key))
        for a in _actions(plan)
        if (found := staleness(a, plan))
    ]
    return table("Stale actions", columns, rows)


def _stale_impact(plan: Plan) -> Table:
    columns = [_REF, ("Priority", 9), ("What is stale", 6), ("Impact rating", 7)]
    rows: list[Row] = [
        (p.id, p.title, found, rating_cell(p.impact, plan.impact_key))
        for p in plan.priorities
        if (found := stale_impact(p, plan))
    ]
    return table("Stale impact ratings", columns, rows)


def _no_lead(plan: Plan) -> Table:
    columns = [_REF, ("Action", 12), ("Due", 4), ("Delivery rating", 6)]
    rows: list[Row] = [
        (a.id, a.text, latest_date(a) or "No due date", rating_cell(a.delivery, plan.delivery_key))
        for a in _actions(plan)
        if is_open(a, plan.as_at) and no_lead(a.lead)
    ]
    return table("Actions without a lead", columns, rows)


def _contradicted(plan: Plan) -> Table:
    columns = [_REF, _ACTION, _LEAD, ("Delivery rating", 6), ("What contradicts it", 7)]
    rows: list[Row] = [
        (a.id, a.text, _lead(a), rating_cell(a.delivery, plan.delivery_key), lines(*found))
        for a in _actions(plan)
        if (found := contradictions(a, plan))
    ]
    return table("Contradicted ratings", columns, rows)


def _gaps(plan: Plan) -> Table:
    columns = [_REF, ("Priority", 7), ("Inspector’s words", 10), ("Source", 6), ("Missing", 4)]
    rows: list[Row] = [
        (p.id, p.title, f"“{words.text}”", source_words(words), lines(*found))
        for p in plan.priorities
        if (found := gaps(p, plan)) and (words := p.inspectors_words)
    ]
    return table("Areas without action or measure", columns, rows)
