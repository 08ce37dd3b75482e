"""Forms about a child: why something is late, a midway review, and who chairs."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm


class ReasonForm(forms.Form):
    """Why something is or was late."""

    reason = forms.CharField(
        label="Why is it late?",
        help_text="For example, the parents were ill and asked for another day",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason"},
    )
    agreed_by = forms.CharField(
        label="Who agreed to it?",
        help_text="Name and job title",
        max_length=200,
        error_messages={"required": "Enter who agreed to it"},
    )
    new_date = DateInputField(
        label="New date", help_text="The day it will take place, if it is arranged", required=False
    )

    def __init__(self, *args: Any, done: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if done:
            self.fields["reason"].label = "Why was it late?"
            del self.fields["new_date"]


class MidwayForm(forms.Form):
    """A midway review."""

    on = DateInputField(
        label="Date", error_messages={"required": "Enter the date of the midway review"}
    )
    name = forms.CharField(
        label="Who held it", max_length=200, error_messages={"required": "Enter who held it"}
    )
    contact_with_child = forms.BooleanField(label="I was in contact with the child", required=False)
    note = forms.CharField(
        label="What you found, and what must happen before the next meeting",
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ChairForm(EditForm):
    """Who chairs conferences or reviews from a day."""

    name = forms.CharField(
        label="Name",
        help_text="As the list of chairs and the access page write it",
        max_length=200,
        error_messages={"required": "Enter a name"},
    )
    since = DateInputField(label="From", error_messages={"required": "Enter the first day"})
