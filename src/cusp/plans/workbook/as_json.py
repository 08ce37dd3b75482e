"""The form in which ``cusp plan compare`` writes changes (docs/plan-workbook.md)."""

from __future__ import annotations

from typing import Any

from cusp.plans.workbook.changes import Asked, Changed, Changes, Conflict, New


def to_plain(changes: Changes) -> dict[str, Any]:
    """The changes as plain values: a date is 2019-10-22, a blank is None."""
    return {
        "schema": "cusp.plan-changes/1",
        "changed": [_changed(each) for each in changes.changed],
        "asked": [_asked(each) for each in changes.asked],
        "new": [_new(each) for each in changes.new],
        "missing": list(changes.missing),
        "conflicts": [_conflict(each) for each in changes.conflicts],
        "ignored_columns": list(changes.ignored),
        "absent_columns": list(changes.left_out),
    }


def _changed(each: Changed) -> dict[str, Any]:
    values = {"from": each.before.plain, "to": each.after.plain}
    place = {"row": each.row, "column": each.column}
    return {"id": each.id, "field": each.field, **values, "note": each.note, **place}


def _asked(each: Asked) -> dict[str, Any]:
    place = {"row": each.row, "column": each.column or None, "field": each.field or None}
    return {"id": each.id or None, "why": each.why, **place}


def _new(each: New) -> dict[str, Any]:
    values = {field: value.plain for field, value in each.values.items()}
    notes = [each.note, *(value.note for value in each.values.values())]
    head = {"id": each.id or None, "row": each.row, "note": " ".join(filter(None, notes))}
    return {**values, **head}


def _conflict(each: Conflict) -> dict[str, Any]:
    values = {"from": each.before.plain, "to": each.after.plain, "now": each.now.plain}
    return {
        "id": each.id, "field": each.field, **values, "row": each.row, "column": each.column,
    }  # fmt: skip
