"""Forms about duties."""

from __future__ import annotations

from django import forms

from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm

_MOST_DAYS = 1_000


class RecipientForm(forms.Form):
    """Somebody else to send the report to."""

    recipient = forms.CharField(
        label="Who must receive the report",
        help_text="For example, the name of a partner, a newspaper or a radio station",
        max_length=200,
        error_messages={"required": "Enter who must receive the report"},
    )


class OwnDutyForm(forms.Form):
    """Something that the council has decided to do, which is not a duty in law."""

    what = forms.CharField(
        label="What has to be done",
        max_length=300,
        error_messages={"required": "Enter what has to be done"},
    )
    recipient = forms.CharField(label="For whom", max_length=200, required=False)
    source = forms.CharField(
        label="Who decided this, or where it is written",
        max_length=300,
        required=False,
        help_text="For example, the council’s constitution",
    )
    working_days = forms.IntegerField(
        label="Working days after the report was received",
        required=False,
        min_value=1,
        max_value=_MOST_DAYS,
        help_text="Leave blank if there is no date",
        error_messages={
            "invalid": "Enter a whole number of working days",
            "min_value": "Enter a whole number of working days",
            "max_value": f"Enter {_MOST_DAYS:,} working days or fewer",
        },
    )


class EditOwnForm(OwnDutyForm, EditForm):
    """A change of something that the council has decided to do."""


class EditDutyForm(EditForm):
    """A change of a duty in law: only whom it is for."""

    recipient = forms.CharField(
        label="Who it is for",
        max_length=200,
        error_messages={"required": "Enter who it is for"},
    )


class VisitForm(forms.Form):
    """The letter about a visit that found an area for priority action."""

    letter = DateInputField(
        label="Date the council received the letter about the visit",
        help_text="For example, 27 3 2024",
        error_messages={"required": "Enter the date the council received the letter"},
    )


class TickForm(forms.Form):
    """When a duty was done."""

    done = DateInputField(
        label="Date it was done",
        help_text="Your name is recorded with it",
        error_messages={"required": "Enter the date it was done"},
    )


class WhyForm(forms.Form):
    """Why a tick is taken back, or a duty removed."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )
