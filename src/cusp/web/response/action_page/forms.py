"""Forms about an action."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.plans.record import KeyEntry
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import OF_ROLE, Permission
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.response.evidence_files import KINDS
from cusp.web.response.wording import choices

_LEADERS = [role.value for role, may in OF_ROLE.items() if Permission.UPDATE_ACTIONS in may]


class _ActionFields(forms.Form):
    text = forms.CharField(
        label="What will be done",
        help_text="Start with a verb. For example, audit 20 case files every month",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what will be done"},
    )
    lead = forms.CharField(
        label="Lead",
        help_text="The person or job title that is accountable, not a team",
        max_length=200,
        required=False,
    )
    lead_person = forms.ModelChoiceField(
        label="Account of the lead",
        help_text="This person can update the action",
        queryset=User.objects.none(),
        required=False,
        empty_label="No account",
    )
    support = forms.CharField(label="Support", max_length=300, required=False)
    start = DateInputField(label="Start date", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True, grants__role__in=_LEADERS)
        field = self.fields["lead_person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people.distinct().order_by("name", "email")


class NewActionForm(_ActionFields):
    """A new action."""

    due = DateInputField(
        label="Due date", error_messages={"required": "Enter the date by which it will be done"}
    )


class ActionForm(_ActionFields, EditForm):
    """What an action says, without what is dated."""


class UpdateForm(forms.Form):
    """An update."""

    text = forms.CharField(
        label="What has been done since the last update?",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what has been done since the last update"},
    )


class RedateForm(forms.Form):
    """A new due date."""

    due = DateInputField(label="New due date", error_messages={"required": "Enter the new date"})
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Earlier dates and reasons stay in the plan",
    )
    is_filter = True  # a reason is not needed for the first date, so labels do not say "optional"


class DeliveryForm(forms.Form):
    """A rating of how far an action has got."""

    code = forms.ChoiceField(
        label="How far has this action got?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select how far this action has got"},
    )
    why = forms.CharField(label="Why", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, key: tuple[KeyEntry, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(key)


class EvidenceForm(forms.Form):
    """Evidence: a file or a link."""

    what = forms.CharField(
        label="What is it?",
        max_length=300,
        help_text="For example, an audit of 20 case files",
        error_messages={"required": "Enter what the evidence is"},
    )
    shows = forms.CharField(
        label="What does it show?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the evidence shows"},
    )
    as_at = DateInputField(
        label="Date of the evidence", error_messages={"required": "Enter the date of the evidence"}
    )
    file = forms.FileField(
        label="File",
        required=False,
        max_length=255,
        help_text=f"One of: {', '.join(KINDS)}. It must not name a child",
        error_messages={"empty": "The file is empty"},
    )
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": "Enter a link, like https://www.example.gov.uk/report"},
    )


class DoneForm(forms.Form):
    """The day on which an action was done."""

    done = DateInputField(
        label="Date it was done", error_messages={"required": "Enter the date it was done"}
    )


class ReasonForm(forms.Form):
    """Why an action is closed or reopened."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )
