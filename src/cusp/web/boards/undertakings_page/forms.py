"""Forms for undertakings."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.boards.models import AgendaItem, Meeting
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.response.models import Action, Plan, Priority


class _Words(forms.Form):
    text = forms.CharField(
        label="What will be done",
        help_text="For example, bring the audit of case files to the next meeting",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was undertaken"},
    )
    owner = forms.CharField(
        label="Who will do it",
        help_text="A name or a job title",
        max_length=200,
        error_messages={"required": "Enter who will do it"},
    )


class NewForm(_Words):
    """What somebody undertook at a meeting."""

    due = DateInputField(label="Due date", required=False)
    item = forms.ModelChoiceField(
        label="Item of the agenda",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="No item",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meeting.agenda_items.filter(withdrawn=False)
        field.label_from_instance = lambda obj: f"{obj.number}. {obj.title}"  # type: ignore[method-assign]


class WordsForm(_Words, EditForm):
    """What an undertaking says."""


class DateForm(forms.Form):
    """A new date for an undertaking."""

    due = DateInputField(label="New due date", error_messages={"required": "Enter the new date"})
    reason = forms.CharField(
        label="Reason",
        help_text="Earlier dates are kept. Everyone who sees the undertaking sees the reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    is_filter = True  # a reason is not needed for the first date, so labels do not say "optional"


class CloseForm(forms.Form):
    """How an undertaking was met, or why it is dropped."""

    how = forms.CharField(
        label="How was it closed?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was done, or why it is no longer needed",
        error_messages={"required": "Enter how the undertaking was closed"},
    )
    closed = DateInputField(
        label="Date it was closed", error_messages={"required": "Enter the date it was closed"}
    )


class ActionForm(EditForm):
    """The area of the plan for a new action, or an action that the plan already has."""

    area = forms.ModelChoiceField(
        label="Area of the plan",
        help_text="For a new action, with the words, owner and due date of the undertaking",
        queryset=Priority.objects.none(),
        required=False,
        empty_label="Choose an area",
    )
    action = forms.ModelChoiceField(
        label="Or an action that is already in the plan",
        queryset=Action.objects.none(),
        required=False,
        empty_label="Choose an action",
    )
    is_filter = True  # one of the two is needed

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area, action = self.fields["area"], self.fields["action"]
        assert isinstance(area, forms.ModelChoiceField)
        assert isinstance(action, forms.ModelChoiceField)
        area.queryset = plan.priorities.all()
        area.label_from_instance = lambda obj: f"{obj.number}. {obj.title}"  # type: ignore[method-assign]
        action.queryset = Action.objects.filter(priority__plan=plan).order_by("number")
        action.label_from_instance = lambda obj: f"{obj.public_id}. {obj.text[:80]}"  # type: ignore[method-assign]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two must be chosen."""
        typed = super().clean() or {}
        if bool(typed.get("area")) == bool(typed.get("action")):
            self.add_error("area", "Choose either an area or an action")
        return typed
