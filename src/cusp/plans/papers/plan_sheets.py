"""The plan in full as sheets of a workbook: one row an action, one value a cell."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.plans.lateness import days_late_before_redating, first_date, latest_date, slip
from cusp.plans.papers.model import Cell, Table, Tinted, table
from cusp.plans.papers.parts import about_table, key_table
from cusp.plans.papers.rules import current, days_late_in_all, times_redated
from cusp.plans.papers.wording import distance, rating_words, source_words
from cusp.plans.ratings import key_entry
from cusp.plans.record import Action, KeyEntry, Plan, Priority, Rating, Reading

Row = tuple[Cell, ...]


def plan_sheets(plan: Plan) -> list[Table]:
    """Every list of the plan as a sheet; lists without rows are left out."""
    sheets = [
        about_table(plan),
        table(
            "Grades",
            [("Judgement", 30), ("Grade", 25)],
            [(grade.area, grade.grade) for grade in plan.header.grades],
        ),
        key_table("Delivery key", plan.delivery_key),
        key_table("Impact key", plan.impact_key),
        _priorities(plan),
        _actions(plan),
        *_history(plan),
        _measures(plan),
        _readings(plan),
        _challenges(plan),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _rated(ratings: tuple[Rating, ...], key: tuple[KeyEntry, ...]) -> Row:
    rated = current(ratings)
    if rated is None:
        return ("Not rated", None)
    entry = key_entry(key, rated.code)
    return (Tinted(rating_words(rated.code, key), entry.colour if entry else "none"), rated.on)


def _priorities(plan: Plan) -> Table:
    columns = [
        ("Ref", 10), ("Priority", 40), ("Inspector’s words", 50), ("Source", 30),
        ("Outcome for children", 40), ("Impact rating", 28), ("Impact rated on", 18),
    ]  # fmt: skip
    rows = [
        (
            priority.id,
            priority.title,
            f"“{words.text}”" if (words := priority.inspectors_words) else None,
            source_words(words) if words else "The council’s own",
            priority.outcome,
            *_rated(priority.impact, plan.impact_key),
        )
        for priority in plan.priorities
    ]
    return table("Priorities", columns, rows)


def _actions(plan: Plan) -> Table:
    columns = [
        ("Ref", 10), ("Priority", 10), ("Action", 50), ("Lead", 24), ("Support", 24), ("Start", 18),
        ("First due", 18), ("Due", 18), ("Times re-dated", 12), ("Days moved", 12),
        ("Days late before re-dating", 14), ("Done", 18), ("Days late", 10), ("Closed because", 24),
        ("Delivery rating", 28), ("Delivery rated on", 18), ("Latest update", 50),
        ("Updated on", 18), ("Updated by", 20),
    ]  # fmt: skip
    return table("Actions", columns, [_action(p, a, plan) for p, a in _all_actions(plan)])


def _action(priority: Priority, action: Action, plan: Plan) -> Row:
    last = action.updates[-1] if action.updates else None
    return (
        action.id, priority.id, action.text, action.lead, action.support, action.start,
        first_date(action), latest_date(action), times_redated(action), slip(action),
        days_late_before_redating(action), action.done, days_late_in_all(action, plan.as_at),
        action.closed, *_rated(action.delivery, plan.delivery_key),
        *((last.text, last.on, last.by) if last else (None, None, None)),
    )  # fmt: skip


def _all_actions(plan: Plan) -> Iterator[tuple[Priority, Action]]:
    return ((p, action) for p in plan.priorities for action in p.actions)


def _history(plan: Plan) -> list[Table]:
    actions = [action for _, action in _all_actions(plan)]
    return [
        table(
            "Due dates",
            [("Ref", 10), ("Due", 18), ("Set on", 18), ("Reason", 50), ("By", 20)],
            [(a.id, d.due, d.set_on, d.reason, d.by) for a in actions for d in a.due],
        ),
        table(
            "Updates",
            [("Ref", 10), ("Date", 18), ("Update", 80), ("By", 20)],
            [(a.id, u.on, u.text, u.by) for a in actions for u in a.updates],
        ),
        table(
            "Evidence",
            [("Ref", 10), ("Evidence", 40), ("What it shows", 50), ("As at", 18), ("Where", 40),
             ("By", 20)],
            [(a.id, e.what, e.shows, e.as_at, e.where, e.by) for a in actions for e in a.evidence],
        ),
    ]  # fmt: skip


def _measures(plan: Plan) -> Table:
    columns = [
        ("Ref", 10), ("Priority", 10), ("Measure", 40), ("Definition", 50), ("Unit", 14),
        ("Better", 10), ("Baseline", 12), ("Baseline on", 18), ("Latest reading", 12),
        ("Read on", 18), ("Target", 12), ("Target by", 18), ("Distance to the target", 30),
    ]  # fmt: skip
    rows = [
        (
            m.id, p.id, m.name, m.definition, m.unit, m.better or "Not recorded",
            *_value(m.baseline), *_value(m.readings[-1] if m.readings else None),
            m.target, m.target_by, distance(m),
        )
        for p in plan.priorities
        for m in p.measures
    ]  # fmt: skip
    return table("Measures", columns, rows)


def _value(reading: Reading | None) -> Row:
    return (reading.value, reading.on) if reading else (None, None)


def _readings(plan: Plan) -> Table:
    columns = [
        ("Ref", 10), ("Date", 18), ("Value", 12), ("Numerator", 12), ("Denominator", 12),
        ("Source", 40),
    ]  # fmt: skip
    rows = [
        (m.id, r.on, r.value, r.numerator, r.denominator, r.source)
        for p in plan.priorities
        for m in p.measures
        for r in m.readings
    ]
    return table("Readings", columns, rows)


def _challenges(plan: Plan) -> Table:
    columns = [
        ("Ref", 10), ("Asked", 18), ("By", 20), ("Question", 50), ("Replied", 18), ("Reply", 50),
        ("Reply by", 20), ("Effect", 40),
    ]  # fmt: skip
    rows: list[Row] = []
    for c in plan.challenges:
        asked = (c.id, c.on, c.by, c.text)
        rows += [(*asked, a.on, a.text, a.by, a.effect) for a in c.answers]
        rows += [] if c.answers else [(*asked, None, "Open: no reply yet", None, None)]
    return table("Challenges", columns, rows)
