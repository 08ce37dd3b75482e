"""Changes of a plan in sentences, such as "Due date changed from 1 June 2024 to 3 July 2024"."""

from __future__ import annotations

from collections.abc import Callable

from cusp.plans import Change

_FIELDS = {
    "text": "Text",
    "lead": "Lead",
    "support": "Support",
    "start": "Start date",
    "title": "Title",
    "outcome": "Outcome for children",
    "inspectors_words": "Inspectors’ words",
    "raised_before": "Earlier inspections that raised it",
    "name": "Name",
    "definition": "Definition",
    "unit": "Unit",
    "better": "Direction",
    "baseline": "Baseline",
    "target": "Target",
    "target_by": "Date for the target",
    "on": "Date",
    "by": "Asked by",
    "about": "Area",
    "council": "Council",
    "inspected": "Dates of the inspection",
    "inspection": "Inspection",
    "grades": "Grades",
    "received": "Date the report was received",
    "deadline_stated": "Deadline that Ofsted stated",
    "deadline_worked_out": "Deadline that Cusp works out",
    "why_not": "Why there is no deadline",
    "approval_route": "Approval route",
    "version": "Version",
    "delivery_key": "Delivery key",
    "impact_key": "Impact key",
    "reporting_cycle": "Days between reports",
    "due": "Due dates",
    "delivery": "Delivery ratings",
    "impact": "Impact ratings",
    "updates": "Updates",
    "evidence": "Evidence",
    "readings": "Readings",
    "answers": "Replies",
}
_RATED = {"delivery": "Delivery", "impact": "Impact"}
# What pages call each kind of thing.
NAMES = {
    "plan": "Plan",
    "priority": "Area",
    "action": "Action",
    "measure": "Measure",
    "challenge": "Question",
    "duty": "Duty",
}
# What a change is called where changes are counted.
KINDS = {
    "added": "added",
    "missing": "no longer in the plan",
    "moved": "moved to another area",
    "closed": "closed without being done",
    "reopened": "reopened",
    "done": "marked as done",
    "not done": "no longer marked as done",
    "date set": "first due date set",
    "re-dated": "due date changed",
    "rated": "rated for the first time",
    "re-rated": "rating changed",
    "rated again": "rated the same again",
    "update": "update",
    "evidence": "evidence added",
    "reading": "reading added",
    "answer": "reply to a question",
    "changed": "wording or other detail changed",
    "history altered": "earlier entry altered",
}


def in_words(change: Change) -> str:
    """A change as a sentence without its full stop, with the reason if one was given."""
    words = _SENTENCES[change.kind](change)
    return f"{words}. Reason: {change.why.rstrip('.')}" if change.why else words


def field_name(field: str) -> str:
    """What pages call a field of the record."""
    return _FIELDS.get(field, field.replace("_", " ").capitalize())


def _changed(change: Change) -> str:
    name = field_name(change.field)
    if not change.before:
        return f"{name}: {change.after}"
    if not change.after:
        return f"{name} removed (it was: {change.before})"
    return f"{name} changed from “{change.before}” to “{change.after}”"


def _rating(change: Change) -> str:
    name = _RATED.get(change.field, "Rating")
    if change.kind == "re-rated":
        return f"{name} rating changed from “{change.before}” to “{change.after}”"
    return f"{name} rated {'again ' if change.kind == 'rated again' else ''}as “{change.after}”"


_SENTENCES: dict[str, Callable[[Change], str]] = {
    "added": lambda _: "Added",
    "missing": lambda _: "No longer in the plan",
    "moved": lambda change: f"Moved from {change.before} to {change.after}",
    "closed": lambda change: f"Closed without being done: {change.after}",
    "reopened": lambda change: f"Reopened (it was closed: {change.before})",
    "done": lambda change: f"Done on {change.after}",
    "not done": lambda change: f"No longer marked as done (it was: {change.before})",
    "date set": lambda change: f"Due date set to {change.after}",
    "re-dated": lambda change: f"Due date changed from {change.before} to {change.after}",
    "rated": _rating,
    "re-rated": _rating,
    "rated again": _rating,
    "update": lambda change: f"Update of {change.after}",
    "evidence": lambda change: f"Evidence: {change.after}",
    "reading": lambda change: f"Reading: {change.after}",
    "answer": lambda change: f"Reply of {change.after}",
    "changed": _changed,
    "history altered": lambda change: (
        f"{field_name(change.field)} recorded earlier were altered or removed. "
        f"Before: {change.before}. Now: {change.after or 'none'}"
    ),
}
