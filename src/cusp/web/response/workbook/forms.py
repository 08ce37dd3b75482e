"""Forms about an uploaded workbook: the file, the questions, and what is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from cusp.plans.workbook import Asked, Changed, Conflict, New, table_of
from cusp.plans.workbook.answers import ADD, NEW
from cusp.plans.workbook.fields import BY_NAME
from cusp.web.common.date_input import DateInputField
from cusp.web.response.workbook.applying import Decisions, suggested_area
from cusp.web.response.workbook.review import (
    Review,
    actions_not_in,
    areas_by_title,
    field_name,
    key_of,
)

OURS, THEIRS = "plan", "workbook"
LEAVE, NO = "", "no"
_LEAVE_OUT = "Leave it out"


class WorkbookForm(forms.Form):
    """The edited workbook."""

    file = forms.FileField(
        label="Edited workbook",
        max_length=255,
        help_text="The workbook that you exported from Cusp, as an .xlsx file",
        error_messages={"required": "Choose the edited workbook", "empty": "The file is empty"},
    )


class QuestionsForm(forms.Form):
    """A field for each question that can be answered. Nothing has to be answered."""

    is_filter = True  # no field needs the word "optional"

    def __init__(self, *args: Any, review: Review, stored: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(asked, _name(asked)) for asked in review.questions]
        for asked, name in self.asked:
            field = _field_for(asked, review)
            if field:
                answer = stored.get(key_of(asked), "")
                is_day = answer and isinstance(field, DateInputField)
                field.initial = date.fromisoformat(answer) if is_day else answer
                self.fields[name] = field

    def answers(self) -> dict[str, str]:
        """The answers that were given, to be stored."""
        given = {}
        for asked, name in self.asked:
            value = self.cleaned_data.get(name)
            if value:
                given[key_of(asked)] = value.isoformat() if isinstance(value, date) else value
        return given

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its field, if it has one."""
        return [
            {
                "asked": asked,
                "name": _place_in_plan(asked),
                "place": f"{asked.column}{asked.row}" if asked.row else "",
                "field": self[name] if name in self.fields else None,
            }
            for asked, name in self.asked
        ]


class DecisionForm(forms.Form):
    """A decision about each change. What is not chosen is left as it is in the plan."""

    is_filter = True
    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review, self.today = review, today
        self.areas = [(p.id, f"{p.id[1:]}. {p.title}") for p in review.plan.priorities]
        self.fields["stamp"].initial = review.stamp
        changes = review.changes
        for change in changes.changed:
            ticked = review.is_export and not change.note.startswith("The due date is before")
            label = f"{change.id}, {field_name(change.field)}"
            box = forms.BooleanField(label=label, required=False, initial=ticked)
            self.fields[name_of("take", change)] = box
            self._add_reason(change)
        for conflict in changes.conflicts:
            self.fields[name_of("choose", conflict)] = _conflict_field(conflict)
            self._add_reason(conflict)
        titles = areas_by_title(review.plan)
        for new in changes.new:
            self.fields[f"add-{new.row}"] = self._area_field(new, titles)
        for name in changes.missing:
            self.fields[f"close-{name}"] = _reason(f"Reason for closing {name}")

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons that accepted changes need."""
        cleaned = super().clean() or {}
        for name, field in _taken(self.review, cleaned):
            kind = {"due": "reason", "done": "reopen"}.get(field, "")
            box = f"{kind}-{name}"
            if box in self.fields and not cleaned.get(box):
                what = "the new date of" if kind == "reason" else "reopening"
                self.add_error(box, f"Enter the reason for {what} {name}")
        return cleaned

    def decisions(self) -> Decisions:
        """What was decided."""
        data = self.cleaned_data
        changes = self.review.changes
        ids = {c.id for c in changes.changed} | {c.id for c in changes.conflicts}
        return Decisions(
            take=frozenset(_taken(self.review, data)),
            reasons={name: data.get(f"reason-{name}", "") for name in ids},
            reopen={name: data.get(f"reopen-{name}", "") for name in ids},
            add={n.row: area for n in changes.new if (area := data.get(f"add-{n.row}", NO)) != NO},
            close={n: text for n in changes.missing if (text := data.get(f"close-{n}", ""))},
        )

    def _add_reason(self, change: Changed | Conflict) -> None:
        action = self.review.actions[change.id]
        if change.field == "due" and action.due:
            field = _reason(f"Reason for the new date of {change.id}")
            field.initial = self.review.reasons.get(change.id, "")
            self.fields[f"reason-{change.id}"] = field
        if change.field == "done" and not change.after.day:
            self.fields[f"reopen-{change.id}"] = _reason(f"Reason for reopening {change.id}")

    def _area_field(self, new: New, titles: dict[str, str]) -> forms.ChoiceField:
        found = suggested_area(new, titles, (name for name, _ in self.areas))
        return forms.ChoiceField(
            label=f"Area for row {new.row}",
            choices=[(LEAVE, "Choose"), (NO, "Do not add this row"), *self.areas],
            initial=found if new.values.get("action") else NO,
            error_messages={
                "required": f"Choose an area for row {new.row}, or choose not to add it"
            },
        )


def name_of(kind: str, change: Changed | Conflict) -> str:
    """The name of the field about a change."""
    return f"{kind}-{change.id}-{change.field}"


def _name(asked: Asked) -> str:
    return f"answer-{asked.row}-{asked.field}"


def _taken(review: Review, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The changes that are accepted, and the conflicts in which the workbook's value is chosen."""
    for change in review.changes.changed:
        if data.get(name_of("take", change)):
            yield change.id, change.field
    for conflict in review.changes.conflicts:
        if data.get(name_of("choose", conflict)) == THEIRS:
            yield conflict.id, conflict.field


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=500)


def _conflict_field(conflict: Conflict) -> forms.ChoiceField:
    what = f"{conflict.id}, {field_name(conflict.field)}"
    return forms.ChoiceField(
        label=f"Which version of {what}?",
        widget=forms.RadioSelect,
        choices=[(OURS, "Keep what is in the plan"), (THEIRS, "Take what is in the workbook")],
        error_messages={"required": f"Choose one of the versions of {what}"},
    )


def _field_for(asked: Asked, review: Review) -> forms.Field | None:
    """The field in which a question can be answered; None if it only can be left out."""
    if not asked.field:
        return None
    about = asked.id or f"row {asked.row}"
    label = f"Answer for {about}, {field_name(asked.field)}"
    if asked.field == "id":
        return _choice(label, _rows_or_ids(asked, review))
    if asked.field == "last_update":
        return _choice(label, [(ADD, "Add these words as a new update")])
    if asked.field == "priority":
        titles = table_of(review.plan).priorities
        return _choice(label, [(title, title) for title in dict.fromkeys(titles)])
    kind = BY_NAME[asked.field].kind if asked.field in BY_NAME else ""
    if kind == "rating":
        shown = dict.fromkeys(table_of(review.plan).ratings.values())
        return _choice(label, [(text, text) for text in shown])
    if kind == "date":
        return DateInputField(label=label, required=False, help_text="Leave blank to leave it out")
    if kind in ("text", "to fill"):
        most = {"lead": 200, "support": 300, "due_reason": 500}.get(asked.field, 10_000)
        hint = "Leave blank to leave it out"
        return forms.CharField(label=label, required=False, max_length=most, help_text=hint)
    return None


def _place_in_plan(asked: Asked) -> str:
    name = asked.id or f"Row {asked.row}"
    return f"{name}, {field_name(asked.field)}" if asked.field else name


def _rows_or_ids(asked: Asked, review: Review) -> list[tuple[str, str]]:
    same = [row for row in review.table.rows if row.id and row.id == asked.id]
    if len(same) > 1:
        return [(str(r.row), f"Row {r.row}: {r.value('action').text[:80]}") for r in same]
    new = [(NEW, "It is a new action")]
    return new + [(a.id, f"It is {a.id}: {a.text[:80]}") for a in actions_not_in(review)]


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[(LEAVE, _LEAVE_OUT), *choices])
