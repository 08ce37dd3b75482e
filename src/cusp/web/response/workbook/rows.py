"""What the page with a workbook's changes shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cusp.plans.workbook import Changed, Conflict, Value
from cusp.plans.workbook.dates import in_full
from cusp.plans.workbook.fields import FIELDS
from cusp.web.response.workbook.forms import DecisionForm, name_of
from cusp.web.response.workbook.review import Review, field_name

_NEW_ACCOUNT = "The account of the lead is removed, so choose one on the page of the action."


def changed(form: DecisionForm) -> list[dict[str, Any]]:
    """Each action with its changes."""
    review = form.review
    groups: dict[str, list[dict[str, Any]]] = {}
    for change in review.changes.changed:
        row = _row(form, "take", change) | {"note": _note(change)}
        groups.setdefault(change.id, []).append(row)
    return _with_actions(review, groups)


def conflicts(form: DecisionForm) -> list[dict[str, Any]]:
    """Each action with what was changed in both places."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for conflict in form.review.changes.conflicts:
        row = _row(form, "choose", conflict) | {"now": said(conflict.now)}
        groups.setdefault(conflict.id, []).append(row)
    return _with_actions(form.review, groups)


def new(form: DecisionForm) -> list[dict[str, Any]]:
    """Each new row, with its values and the field to choose an area."""
    return [
        {
            "row": one.row,
            "values": _values(one.values),
            "notes": [one.note, *(value.note for value in one.values.values())],
            "field": form[f"add-{one.row}"],
        }
        for one in form.review.changes.new
    ]


def missing(form: DecisionForm) -> list[dict[str, Any]]:
    """Each action whose row is no longer there."""
    actions = form.review.actions
    return [
        {"action": actions[name], "field": form[f"close-{name}"]}
        for name in form.review.changes.missing
    ]


def sentence(review: Review) -> str:
    """What the workbook changes, in a few words."""
    changes = review.changes
    counts = [
        (len(changes.changed), "change", "changes"),
        (len(changes.conflicts), "conflict", "conflicts"),
        (len(changes.new), "new row", "new rows"),
        (len(changes.missing), "missing row", "missing rows"),
        (len(changes.asked), "open question", "open questions"),
    ]
    said_counts = [f"{n:,} {one if n == 1 else many}" for n, one, many in counts if n]
    return ", ".join(said_counts) or "Nothing has changed"


def differences(review: Review) -> int:
    """How many things there are to decide on."""
    found = review.changes
    asked = len(review.questions)
    return asked + sum(map(len, (found.changed, found.conflicts, found.new, found.missing)))


def said(value: Value) -> str:
    """A value as people write it."""
    return in_full(value.day) if value.day else value.text.strip()


def _row(form: DecisionForm, kind: str, change: Changed | Conflict) -> dict[str, Any]:
    reason = {"due": f"reason-{change.id}", "done": f"reopen-{change.id}"}.get(change.field, "")
    return {
        "what": field_name(change.field),
        "before": said(change.before),
        "after": said(change.after),
        "place": f"{change.column}{change.row}",
        "field": form[name_of(kind, change)],
        "reason": form[reason] if reason in form.fields else None,
    }


def _note(change: Changed) -> str:
    account = _NEW_ACCOUNT if change.field == "lead" else ""
    return " ".join(filter(None, (change.note, account)))


def _with_actions(review: Review, groups: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"action": review.actions[name], "rows": rows} for name, rows in groups.items()]


def _values(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    order = [field.name for field in FIELDS]
    known = sorted((name for name in values if name in order), key=order.index)
    return [(field_name(name), said(values[name])) for name in known if name != "due_reason"]
