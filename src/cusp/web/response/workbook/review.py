"""What an uploaded workbook changes in the plan as it stands now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from cusp.plans import record
from cusp.plans.workbook import Asked, Changed, Changes, Conflict, Table, compare, table_of
from cusp.plans.workbook.already import reasons, without_done
from cusp.plans.workbook.answers import answered
from cusp.plans.workbook.as_json import to_plain
from cusp.plans.workbook.fields import BY_NAME
from cusp.plans.workbook.table import Value, bare
from cusp.web.common.wording import say_date
from cusp.web.response.imports import accepted_before
from cusp.web.response.models import PlanImport
from cusp.web.response.plan_record import plan_record
from cusp.web.response.workbook import exports

_LONGEST = {"lead": 200, "support": 300}


class Review(msgspec.Struct, frozen=True):
    """Changes that can be accepted, and questions.

    ``questions`` has those that were answered too, so that the answers can be changed, and
    ``changes.asked`` only the others. ``is_export`` is False if the workbook does not say which
    export it is; it is then compared with the plan as it stands now.
    """

    plan: record.Plan
    table: Table
    changes: Changes
    questions: tuple[Asked, ...]
    reasons: Mapping[str, str]
    is_export: bool

    @property
    def stamp(self) -> str:
        """A short text that differs if anything on the page differs."""
        told = msgspec.json.encode([to_plain(self.changes), self.reasons])
        return hashlib.sha256(told).hexdigest()[:16]

    @property
    def actions(self) -> dict[str, record.Action]:
        """The actions of the plan by id."""
        return {a.id: a for priority in self.plan.priorities for a in priority.actions}


def review(row: PlanImport, *, on: date) -> Review:
    """Compare a waiting workbook with its export and with the plan as it stands."""
    table = msgspec.msgpack.decode(row.content, type=Table)
    now = plan_record(row.plan)
    try:
        before, is_export = exports.exported(row.plan, table.reference), True
    except exports.NotOurs:
        before, is_export = now, False
    first, _ = _compared(table, before, now, on)
    with_answers = answered(table, _answers(row), table_of(before))
    changes, given = _compared(with_answers, before, now, on)
    known = {_place(asked) for asked in first.asked}
    more = tuple(asked for asked in changes.asked if _place(asked) not in known)
    changes, questions = _unsettled(row, changes, (*first.asked, *more))
    return Review(now, table, changes, questions, given, is_export)


def key_of(asked: Asked) -> str:
    """The name under which the answer to a question is stored."""
    return f"{asked.row} {asked.field}"


def areas_by_title(plan: record.Plan) -> dict[str, str]:
    """The id of each area by its title as a workbook has it. Titles used twice are left out."""
    found: dict[str, str] = {}
    twice = set()
    for priority, title in zip(plan.priorities, table_of(plan).priorities, strict=True):
        if found.setdefault(bare(title), priority.id) != priority.id:
            twice.add(bare(title))
    return {title: name for title, name in found.items() if title not in twice}


def _answers(row: PlanImport) -> dict[tuple[int, str], str]:
    split = (key.partition(" ") for key in row.answers)
    return {(int(number), field): row.answers[f"{number} {field}"] for number, _, field in split}


def _compared(
    table: Table, before: record.Plan, now: record.Plan, on: date
) -> tuple[Changes, dict[str, str]]:
    found = compare(table_of(before), table, table_of(now))
    changes = without_done(found, before, now)
    asked, changed, conflicts = list(changes.asked), [], []
    actions = {a.id: a for priority in now.priorities for a in priority.actions}
    areas = areas_by_title(now) | areas_by_title(before)
    for change in changes.changed:
        why = _refused(change, actions[change.id], areas, on)
        asked.append(_asked(change, why)) if why else changed.append(change)
    for conflict in changes.conflicts:
        why = _refused(conflict, actions[conflict.id], areas, on)
        asked.append(_asked(conflict, why)) if why else conflicts.append(conflict)
    settled = msgspec.structs.replace(
        changes, asked=tuple(asked), changed=tuple(changed), conflicts=tuple(conflicts)
    )
    return settled, reasons(found)


def _asked(change: Changed | Conflict, why: str) -> Asked:
    return Asked(change.id, why, change.row, change.column, change.field)


def _refused(
    change: Changed | Conflict, action: record.Action, areas: Mapping[str, str], on: date
) -> str:
    """Why the plan cannot have a value, though it is clear; empty if it can."""
    value, field = change.after, change.field
    if field == "due" and not value.day:
        return "The due date has been removed. A due date can be changed, but not removed."
    if field == "due" and value.day and value.day < on:
        return f"{say_date(value.day)} has passed. A new due date must be today or later."
    if field == "delivery" and not value.text.strip():
        return "The rating has been removed. A rating can be changed, but not removed."
    if field == "done" and value.day and value.day > on:
        return "The day on which an action was done must be today or in the past."
    if field == "done" and value.day and action.done:
        return f"The action was done on {say_date(action.done)}. Reopen it to change the day."
    if field == "priority" and bare(value.text) not in areas:
        return f"The plan has two areas with the title “{value.text}”."
    return _too_long(field, value)


def _too_long(field: str, value: Value) -> str:
    most = _LONGEST.get(field, 0)
    if most and len(value.text.strip()) > most:
        return f"This has {len(value.text.strip())} characters. There is room for {most}."
    return ""


def _unsettled(
    row: PlanImport, changes: Changes, questions: tuple[Asked, ...]
) -> tuple[Changes, tuple[Asked, ...]]:
    """Without what was dealt with when the same workbook was accepted before."""
    earlier = accepted_before(row)
    done = set(earlier.dealt_with) if earlier else set()
    left = msgspec.structs.replace(
        changes,
        asked=tuple(asked for asked in changes.asked if key_of(asked) not in done),
        missing=tuple(name for name in changes.missing if name not in done),
    )
    return left, tuple(asked for asked in questions if key_of(asked) not in done)


def _place(asked: Asked) -> tuple[int, str]:
    return asked.row, asked.field


def field_name(field: str) -> str:
    """What a field is called on a page."""
    return BY_NAME[field].heading if field in BY_NAME else field


def actions_not_in(review: Review) -> Iterator[record.Action]:
    """Open actions that have no row in the workbook."""
    there = {row.id for row in review.table.rows}
    return (a for a in review.actions.values() if a.id not in there and not a.closed)
