"""The form that starts a plan."""

from __future__ import annotations

from django import forms

from cusp.web.common.date_input import DateInputField


class StartForm(forms.Form):
    """The day on which the council received the report."""

    received = DateInputField(
        label="Date the council received the final report",
        help_text="This is not the date it was published. For example, 27 3 2024",
        error_messages={"required": "Enter the date the council received the final report"},
    )
