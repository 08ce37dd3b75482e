"""The plan on a page: a row for each priority, with long texts shortened."""

from __future__ import annotations

from cusp.plans.lateness import days_late, is_open
from cusp.plans.papers.model import Block, Heading, Paper, Paragraph, table
from cusp.plans.papers.parts import paper
from cusp.plans.papers.rules import stale_impact, times_redated
from cusp.plans.papers.wording import (
    amount,
    day,
    distance,
    lines,
    rating_cell,
    rating_counts,
)
from cusp.plans.record import Measure, Plan, Priority
from cusp.wording import counted

_LONGEST_TEXT = 110
_MOST_MEASURES = 2


def on_a_page(plan: Plan) -> Paper:
    """The plan on one page of A4, if it has no more than about eight priorities."""
    columns = [
        ("Ref", 2), ("Priority", 7), ("Outcome for children", 7), ("Actions", 5),
        ("Delivery ratings", 6), ("Impact rating", 6), ("Measures", 8),
    ]  # fmt: skip
    rows = [
        (
            priority.id,
            shortened(priority.title),
            shortened(priority.outcome) or "Not recorded",
            _actions(priority, plan),
            rating_counts(priority.actions, plan.delivery_key) or "No actions",
            rating_cell(priority.impact, plan.impact_key, stale_impact(priority, plan), brief=True),
            _measures(priority),
        )
        for priority in plan.priorities
    ]
    blocks: list[Block] = [Paragraph(_summary(plan)), Heading("Priorities")]
    blocks.append(
        table("Priorities", columns, rows)
        if rows
        else Paragraph("This plan has no priorities yet.")
    )
    if any("…" in str(cell) for row in rows for cell in row):
        blocks.append(Paragraph("Long texts are cut short here (…). They are in the plan in full."))
    return paper(plan, "the plan on a page", blocks)


def _summary(plan: Plan) -> str:
    header = plan.header
    inspected = f"Inspected {day(header.inspected[0])}" if header.inspected else ""
    if header.inspected and header.inspected[0] != header.inspected[1]:
        inspected += f" to {day(header.inspected[1])}"
    grades = ", ".join(f"{grade.area}: {grade.grade}" for grade in header.grades)
    stated, worked_out = header.deadline_stated, header.deadline_worked_out
    dates = [
        f"{day(stated)} (stated by Ofsted)" if stated else "",
        f"{day(worked_out)} (worked out by Cusp)" if worked_out else "",
    ]
    deadline = " and ".join(filter(None, dates)) or "not recorded"
    received = day(header.received) if header.received else "not recorded"
    return lines(
        ". ".join(filter(None, (inspected, grades))),
        f"Report received: {received}. Deadline for the statement of action: {deadline}.",
        f"Approval route: {header.approval_route or 'not recorded'}.",
    )


def _actions(priority: Priority, plan: Plan) -> str:
    live = [action for action in priority.actions if not action.closed]
    if not live:
        return "None"
    unfinished = [action for action in live if is_open(action, plan.as_at)]
    late = sum(days_late(action, plan.as_at) > 0 for action in unfinished)
    often = sum(times_redated(action) > 1 for action in live)
    return lines(
        counted(len(live), "action"),
        f"{len(live) - len(unfinished):,} done",
        f"{late:,} late" if late else "None late",
        f"{often:,} re-dated more than once" if often else "",
    )


def _measures(priority: Priority) -> str:
    shown = [_measure(measure) for measure in priority.measures[:_MOST_MEASURES]]
    more = len(priority.measures) - _MOST_MEASURES
    return lines(*shown, f"… and {counted(more, 'more measure')}" if more > 0 else "") or "None"


def _measure(measure: Measure) -> str:
    if not measure.readings:
        return f"{shortened(measure.name, 60)}: no reading"
    reading = measure.readings[-1]
    latest = f"{amount(reading.value, measure.unit)} on {day(reading.on)}"
    target = "" if measure.target is None else f", target {amount(measure.target, measure.unit)}"
    return f"{shortened(measure.name, 60)}: {latest}{target}. {distance(measure)}"


def shortened(text: str, longest: int = _LONGEST_TEXT) -> str:
    """The text, cut at a space and ended with an ellipsis if it is too long."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > longest // 2 else cut).rstrip(" ,.;:") + "…"
