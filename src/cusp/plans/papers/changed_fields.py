"""Changes of wording and other single values between two versions of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.plans.papers.comparing import Compared, lost_entries
from cusp.plans.papers.model import Cell, Table, table
from cusp.plans.papers.parts import about_table
from cusp.plans.papers.wording import (
    amount,
    day,
    evidence_words,
    lines,
    rating_words,
    reading_words,
    source_words,
    target_words,
    update_words,
)
from cusp.plans.record import Action, KeyEntry, Measure, Plan, Priority, Reading

Row = tuple[Cell, ...]
_BEFORE_AND_NOW = [("Before", 9), ("Now", 9)]


def changed_header(both: Compared) -> Table:
    """Changes in what stands at the top of the plan, and in its keys."""
    before, now = dict(_header(both.before)), dict(_header(both.now))
    rows = [
        (item, before.get(item) or "None", now.get(item) or "None")
        for item in dict.fromkeys((*before, *now))
        if before.get(item) != now.get(item)
    ]
    return table("Changes to the header and keys", [("Item", 5), *_BEFORE_AND_NOW], rows)


def _header(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "Title", plan.header.title
    for item, detail in about_table(plan).rows:
        if item != "As at":
            yield str(item), str(detail)
    yield "Grades", lines(*(f"{grade.area}: {grade.grade}" for grade in plan.header.grades))
    yield "Delivery key", lines(*map(_entry, plan.delivery_key))
    yield "Impact key", lines(*map(_entry, plan.impact_key))
    yield "Reporting cycle", f"{plan.reporting_cycle:,} days"


def _entry(entry: KeyEntry) -> str:
    needs = ", needs evidence" if entry.needs_evidence else ""
    return f"{entry.code}: {entry.words} (means: {entry.means}{needs})"


def changed_fields(both: Compared) -> Table:
    """Changes of single values, such as an action's lead or a measure's target."""
    rows: list[Row] = []
    for old_priority, priority in both.priorities.both:
        rows += _differences(priority.id, _priority(old_priority), _priority(priority))
    for old_action, action in both.actions.both:
        rows += _differences(action.id, _action(old_action, both, 0), _action(action, both, 1))
    for old_measure, measure in both.measures.both:
        rows += _differences(measure.id, _measure(old_measure, both, 0), _measure(measure, both, 1))
    for old_question, question in both.challenges.both:
        asked = (
            {"Question": each.text, "By": each.by, "Asked": day(each.on)}
            for each in (old_question, question)
        )
        rows += _differences(question.id, *asked)
    rows += [
        (m.id, "New measure", None, lines(m.name, m.definition, target_words(m)))
        for m in both.measures.added
    ]
    return table("Other changes", [("Ref", 2), ("What", 4), *_BEFORE_AND_NOW], rows)


def _differences(ref: str, before: dict[str, str], now: dict[str, str]) -> Iterator[Row]:
    for what, words in now.items():
        if before[what] != words:
            yield ref, what, before[what] or "None", words or "None"


def _priority(priority: Priority) -> dict[str, str]:
    words = priority.inspectors_words
    return {
        "Title": priority.title,
        "Outcome": priority.outcome,
        "Inspector’s words": f"“{words.text}”\n{source_words(words)}" if words else "",
        "Raised before": ", ".join(map(day, priority.raised_before)),
    }


def _action(action: Action, both: Compared, version: int) -> dict[str, str]:
    # An action that is newly done or closed is in a table of its own.
    old = both.actions.before[action.id]
    return {
        "Priority": both.places[version][action.id],
        "Action": action.text,
        "Lead": action.lead,
        "Support": action.support,
        "Start": day(action.start) if action.start else "",
        "Done": day(action.done) if action.done and old.done else "",
        "Closed": action.closed if old.closed else "",
    }


def _measure(measure: Measure, both: Compared, version: int) -> dict[str, str]:
    baseline = measure.baseline
    return {
        "Priority": both.places[version][measure.id],
        "Name": measure.name,
        "Definition": measure.definition,
        "Unit": measure.unit,
        "Baseline": reading_words(baseline, measure.unit) if baseline else "",
        "Target": target_words(measure),
    }


def lost_history(both: Compared) -> Table:
    """Entries of the earlier version that the later one no longer has or has rewritten."""
    rows: list[Row] = []
    key = both.before.delivery_key
    for old, now in both.actions.both:
        rows += [
            *((old.id, "Due date", day(d.due)) for d in lost_entries(old.due, now.due)),
            *(
                (old.id, "Delivery rating", f"{rating_words(r.code, key)}, {day(r.on)}")
                for r in lost_entries(old.delivery, now.delivery)
            ),
            *((old.id, "Update", update_words(u)) for u in lost_entries(old.updates, now.updates)),
            *(
                (old.id, "Evidence", evidence_words(e))
                for e in lost_entries(old.evidence, now.evidence)
            ),
        ]
    rows += [*_lost_elsewhere(both)]
    columns = [("Ref", 2), ("What", 4), ("As recorded before", 14)]
    return table("Recorded before, missing now", columns, rows)


def _lost_elsewhere(both: Compared) -> Iterator[Row]:
    key = both.before.impact_key
    for old, now in both.priorities.both:
        for rating in lost_entries(old.impact, now.impact):
            yield old.id, "Impact rating", f"{rating_words(rating.code, key)}, {day(rating.on)}"
    for old_measure, measure in both.measures.both:
        for reading in lost_entries(old_measure.readings, measure.readings):
            yield old_measure.id, "Reading", _reading(reading, old_measure)
    for old_question, question in both.challenges.both:
        for reply in lost_entries(old_question.answers, question.answers):
            yield old_question.id, "Reply", f"{day(reply.on)}: {reply.text}"


def _reading(reading: Reading, measure: Measure) -> str:
    return f"{amount(reading.value, measure.unit)}, {day(reading.on)}"
