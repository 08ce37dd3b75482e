"""Forms about the top of the plan."""

from __future__ import annotations

from django import forms

from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm

_MOST_DAYS = 1_000


class HeaderForm(EditForm):
    """What people write at the top of the plan."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter a title"}
    )
    received = DateInputField(
        label="Date the council received the final report",
        help_text="This is not the date it was published. Deadlines count from it",
        required=False,
    )
    deadline_stated = DateInputField(
        label="Deadline that Ofsted stated",
        help_text="The date for the statement of action, if Ofsted gave one",
        required=False,
    )
    approval_route = forms.CharField(
        label="Approval route",
        max_length=300,
        required=False,
        help_text="Who approves the plan, in order. For example, improvement board, then cabinet",
    )
    version = forms.CharField(
        label="Version",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    reporting_cycle = forms.IntegerField(
        label="Days between reports",
        min_value=1,
        max_value=_MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text="Updates and ratings that are older than this are shown as out of date",
        error_messages={
            "required": "Enter the number of days between reports",
            "invalid": "Enter a whole number of days",
            "min_value": "Enter 1 day or more",
            "max_value": f"Enter {_MOST_DAYS:,} days or fewer",
        },
    )
