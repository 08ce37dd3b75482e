"""Changes since a date: two versions of a plan compared."""

from __future__ import annotations

from cusp.plans.lateness import latest_date
from cusp.plans.papers.changed_fields import changed_fields, changed_header, lost_history
from cusp.plans.papers.comparing import Compared, compare, new_entries
from cusp.plans.papers.model import Block, Cell, Heading, Paper, Paragraph, Table, table
from cusp.plans.papers.parts import paper
from cusp.plans.papers.rules import days_late_in_all
from cusp.plans.papers.wording import (
    amount,
    day,
    distance,
    evidence_words,
    rating_cell,
    share,
)
from cusp.plans.record import KeyEntry, Plan, Priority, Rating

Row = tuple[Cell, ...]
_REF = ("Ref", 2)
_ACTION = ("Action", 9)
_LEAD = ("Lead", 5)


def changes(before: Plan, now: Plan) -> Paper:
    """What changed between two versions of a plan.

    Raises ValueError if ``before`` is the later one.
    """
    both = compare(before, now)
    tables = [
        changed_header(both), *_actions(both), *_ratings(both), *_added_to(both),
        *_challenges(both), _new_priorities(both), _gone(both), changed_fields(both),
        lost_history(both),
    ]  # fmt: skip
    found = [each for each in tables if each.rows]
    since = f" since {day(before.as_at)}"
    summary = table(
        "Summary", [("What", 6), ("Number", 2)], [(each.name, len(each.rows)) for each in found]
    )
    blocks: list[Block] = [
        Paragraph(f"Compares the plan as at {day(before.as_at)} with the plan as at "
                  f"{day(now.as_at)}."),
        Heading("Summary"),
        summary if found else Paragraph("Nothing changed."),
    ]  # fmt: skip
    for each in found:
        blocks += [Heading(each.name), each]
    return paper(now, "changes", blocks, [summary, *found] if found else (), since)


def _actions(both: Compared) -> list[Table]:
    as_at = both.now.as_at
    done = [b for a, b in both.actions.pairs if b.done and not (a and a.done)]
    closed = [b for a, b in both.actions.pairs if b.closed and not (a and a.closed)]
    return [
        _redated(both),
        table(
            "Actions done",
            [_REF, _ACTION, _LEAD, ("Due", 4), ("Done", 4), ("Days late", 3)],
            [
                (a.id, a.text, a.lead or "No lead", latest_date(a) or "No due date", a.done,
                 days_late_in_all(a, as_at))
                for a in done
            ],
        ),
        table(
            "Actions closed, not done",
            [_REF, _ACTION, _LEAD, ("Reason", 8)],
            [(a.id, a.text, a.lead or "No lead", a.closed) for a in closed],
        ),
        table(
            "New actions",
            [_REF, ("Priority", 2), _ACTION, _LEAD, ("Due", 4)],
            [
                (a.id, both.places[1][a.id], a.text, a.lead or "No lead",
                 latest_date(a) or "No due date")
                for a in both.actions.added
            ],
        ),
    ]  # fmt: skip


def _redated(both: Compared) -> Table:
    columns = [
        _REF, ("Action", 8), ("From", 4), ("To", 4), ("Changed on", 4), ("Reason", 7), ("By", 4),
    ]  # fmt: skip
    rows: list[Row] = []
    for before, now in both.actions.pairs:
        new = new_entries(before.due if before else (), now.due)
        for earlier, later in zip(now.due, now.due[1:], strict=False):
            if later in new:
                reason = later.reason or "None given"
                rows.append(
                    (now.id, now.text, earlier.due, later.due, later.set_on, reason, later.by)
                )
    return table("Actions re-dated", columns, rows)


def _ratings(both: Compared) -> list[Table]:
    old, new = both.before, both.now
    delivery: list[Row] = [
        (b.id, b.text, *cells)
        for a, b in both.actions.pairs
        for cells in _rated(a.delivery if a else (), b.delivery, old.delivery_key, new.delivery_key)
    ]
    impact: list[Row] = [
        (b.id, b.title, *cells)
        for a, b in both.priorities.pairs
        for cells in _rated(a.impact if a else (), b.impact, old.impact_key, new.impact_key)
    ]
    pair = [("Rating before", 7), ("New rating", 7)]
    return [
        table("New delivery ratings", [_REF, _ACTION, *pair], delivery),
        table("New impact ratings", [_REF, ("Priority", 9), *pair], impact),
    ]


def _rated(
    before: tuple[Rating, ...],
    now: tuple[Rating, ...],
    old_key: tuple[KeyEntry, ...],
    new_key: tuple[KeyEntry, ...],
) -> list[Row]:
    """Each new rating beside the one before it, both in the words of their own key."""
    rows: list[Row] = []
    previous = rating_cell(before, old_key)
    for rating in new_entries(before, now):
        cell = rating_cell((rating,), new_key)
        rows.append((previous, cell))
        previous = cell
    return rows


def _added_to(both: Compared) -> list[Table]:
    pairs = both.actions.pairs
    readings: list[Row] = [
        (m.id, m.name, r.on, amount(r.value, m.unit) + share(r), distance(m), r.source)
        for before, m in both.measures.pairs
        for r in new_entries(before.readings if before else (), m.readings)
    ]
    return [
        table(
            "New updates",
            [_REF, ("Action", 7), ("Date", 4), ("Update", 12), ("By", 4)],
            [
                (b.id, b.text, u.on, u.text, u.by)
                for a, b in pairs
                for u in new_entries(a.updates if a else (), b.updates)
            ],
        ),
        table(
            "New evidence",
            [_REF, ("Action", 7), ("Evidence", 10), ("Where", 6), ("By", 4)],
            [
                (b.id, b.text, evidence_words(e), e.where, e.by)
                for a, b in pairs
                for e in new_entries(a.evidence if a else (), b.evidence)
            ],
        ),
        table(
            "New readings",
            [_REF, ("Measure", 8), ("Date", 4), ("Reading", 5), ("Distance to the target now", 6),
             ("Source", 5)],
            readings,
        ),
    ]  # fmt: skip


def _challenges(both: Compared) -> list[Table]:
    return [
        table(
            "New questions",
            [_REF, ("Asked", 4), ("By", 4), ("Question", 12), ("Reply", 4)],
            [
                (c.id, c.on, c.by, c.text, "See replies" if c.answers else "Open: no reply yet")
                for c in both.challenges.added
            ],
        ),
        table(
            "Replies to questions",
            [_REF, ("Question", 8), ("Replied", 4), ("By", 4), ("Reply", 8), ("Effect", 6)],
            [
                (b.id, b.text, r.on, r.by, r.text, r.effect)
                for a, b in both.challenges.pairs
                for r in new_entries(a.answers if a else (), b.answers)
            ],
        ),
    ]


def _new_priorities(both: Compared) -> Table:
    def row(priority: Priority) -> Row:
        return (priority.id, priority.title, priority.outcome or "Not recorded")

    columns = [_REF, ("Priority", 9), ("Outcome for children", 9)]
    return table("New priorities", columns, [row(p) for p in both.priorities.added])


def _gone(both: Compared) -> Table:
    rows: list[Row] = [
        *((p.id, "Priority", p.title) for p in both.priorities.gone),
        *((a.id, "Action", a.text) for a in both.actions.gone),
        *((m.id, "Measure", m.name) for m in both.measures.gone),
        *((c.id, "Question", c.text) for c in both.challenges.gone),
    ]
    return table("No longer in the plan", [_REF, ("What", 3), ("Words", 12)], rows)
