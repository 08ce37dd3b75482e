"""The plan in full: every priority, action, update, measure and challenge."""

from __future__ import annotations

from cusp.plans.papers.model import Block, Heading, Paper, Paragraph, table
from cusp.plans.papers.parts import about, keys, paper, section
from cusp.plans.papers.plan_sheets import plan_sheets
from cusp.plans.papers.rules import contradictions, stale_impact, stale_rating, stale_update
from cusp.plans.papers.wording import (
    date_words,
    day,
    distance,
    evidence_words,
    lead_words,
    lines,
    rating_cell,
    rating_counts,
    reading_words,
    source_words,
    target_words,
    update_words,
)
from cusp.plans.record import Action, Challenge, Measure, Plan, Priority


def full(plan: Plan) -> Paper:
    """The whole plan, with its history."""
    blocks = [*about(plan), *keys(plan), *_overview(plan)]
    for priority in plan.priorities:
        blocks += _priority(priority, plan)
    blocks += challenges(plan.challenges)
    return paper(plan, "the plan in full", blocks, plan_sheets(plan))


def _overview(plan: Plan) -> list[Block]:
    columns = [
        ("Ref", 2), ("Priority", 8), ("Delivery of the actions", 7), ("Impact for children", 6),
    ]  # fmt: skip
    rows = [
        (
            priority.id,
            priority.title,
            rating_counts(priority.actions, plan.delivery_key) or "No actions",
            rating_cell(priority.impact, plan.impact_key, stale_impact(priority, plan)),
        )
        for priority in plan.priorities
    ]
    if not rows:
        return [Heading("Priorities"), Paragraph("This plan has no priorities yet.")]
    return [Heading("Priorities"), table("Priorities", columns, rows)]


def _priority(priority: Priority, plan: Plan) -> list[Block]:
    blocks: list[Block] = [Heading(f"{priority.id}: {priority.title}")]
    words = priority.inspectors_words
    if words is None:
        blocks.append(Paragraph("The council added this priority itself."))
    else:
        blocks += [Paragraph(f"“{words.text}”", "quote"), Paragraph(source_words(words))]
    if priority.raised_before:
        days = ", ".join(map(day, priority.raised_before))
        blocks.append(Paragraph(f"Raised before, at the inspection that began on: {days}."))
    outcome = priority.outcome or "not recorded"
    blocks.append(Paragraph(f"Outcome for children: {outcome}"))
    return [*blocks, *_actions(priority, plan), *_history(priority), *measures(priority)]


def _actions(priority: Priority, plan: Plan) -> list[Block]:
    if not priority.actions:
        return [Paragraph("No actions.")]
    columns = [
        ("Ref", 3), ("Action", 9), ("Lead", 5), ("Dates", 7), ("Delivery rating", 6),
        ("Latest update", 10),
    ]  # fmt: skip
    rows = [
        (
            action.id,
            action.text,
            lead_words(action),
            date_words(action, plan),
            rating_cell(action.delivery, plan.delivery_key, _doubts(action, plan)),
            _latest_update(action, plan),
        )
        for action in priority.actions
    ]
    return section("Actions", f"Actions of {priority.id}", columns, rows)


def _doubts(action: Action, plan: Plan) -> str:
    found = contradictions(action, plan)
    against = "; ".join(f"{words[0].lower()}{words[1:].rstrip('.')}" for words in found)
    return lines(f"Contradicted: {against}" if against else "", stale_rating(action, plan))


def _latest_update(action: Action, plan: Plan) -> str:
    if not action.updates:
        return "No update"
    return lines(update_words(action.updates[-1]), stale_update(action, plan))


def _history(priority: Priority) -> list[Block]:
    actions = priority.actions
    return [
        *section(
            "Changes of due date",
            f"Changes of due date in {priority.id}",
            [("Ref", 2), ("From", 4), ("To", 4), ("Changed on", 4), ("Reason", 8), ("By", 4)],
            [
                (a.id, before.due, after.due, after.set_on, after.reason or "None given", after.by)
                for a in actions
                for before, after in zip(a.due, a.due[1:], strict=False)
            ],
        ),
        *section(
            "Earlier updates",
            f"Earlier updates in {priority.id}",
            [("Ref", 2), ("Date", 4), ("Update", 16), ("By", 4)],
            [(a.id, u.on, u.text, u.by) for a in actions for u in reversed(a.updates[:-1])],
        ),
        *section(
            "Evidence",
            f"Evidence in {priority.id}",
            [("Ref", 2), ("Evidence", 14), ("Where", 7), ("By", 4)],
            [(a.id, evidence_words(e), e.where, e.by) for a in actions for e in a.evidence],
        ),
    ]


def measures(priority: Priority) -> list[Block]:
    """The measures of a priority, with the distance to each target."""
    if not priority.measures:
        return [Paragraph("No measures.")]
    columns = [
        ("Ref", 2), ("Measure", 8), ("Baseline", 5), ("Latest reading", 5), ("Target", 4),
        ("Distance to the target", 5),
    ]  # fmt: skip
    rows = [_measure(measure) for measure in priority.measures]
    return [
        *section("Measures", f"Measures of {priority.id}", columns, rows),
        *section(
            "Earlier readings",
            f"Earlier readings in {priority.id}",
            [("Ref", 2), ("Date", 4), ("Reading", 4), ("Source", 8)],
            [
                (m.id, r.on, reading_words(r, m.unit).split("\n", maxsplit=1)[0], r.source)
                for m in priority.measures
                for r in reversed(m.readings[:-1])
            ],
        ),
    ]


def _measure(measure: Measure) -> tuple[str, ...]:
    latest = measure.readings[-1] if measure.readings else None
    return (
        measure.id,
        lines(measure.name, measure.definition),
        reading_words(measure.baseline, measure.unit),
        reading_words(latest, measure.unit) if latest else "No reading",
        target_words(measure),
        distance(measure),
    )


def challenges(found: tuple[Challenge, ...]) -> list[Block]:
    """Questions about the plan: open ones first."""
    if not found:
        return []
    columns = [("Ref", 2), ("Asked", 4), ("By", 4), ("Question", 8), ("Reply", 9), ("Effect", 6)]
    ordered = sorted(found, key=lambda challenge: bool(challenge.answers))
    rows = [(c.id, c.on, c.by, c.text, _replies(c), _effects(c)) for c in ordered]
    return [Heading("Challenge of the plan"), table("Challenge of the plan", columns, rows)]


def _replies(challenge: Challenge) -> str:
    if not challenge.answers:
        return "Open: no reply yet"
    return "\n".join(
        f"{day(answer.on)}{f', {answer.by}' if answer.by else ''}: {answer.text}"
        for answer in challenge.answers
    )


def _effects(challenge: Challenge) -> str:
    return lines(*(answer.effect for answer in challenge.answers))
