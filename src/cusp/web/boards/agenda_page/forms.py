"""Forms about an agenda and its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from cusp.web.boards.choices import Form, Purpose
from cusp.web.boards.models import AgendaItem
from cusp.web.boards.restriction_fields import ACCESS, RestrictionFields
from cusp.web.common.form_pages import EditForm

_TIMES = ("%H:%M", "%H.%M", "%I.%M%p", "%I:%M%p", "%I%p")
_MOST = 9_999


class OrderForm(EditForm):
    """A number for each item."""

    is_filter = True

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compared = {  # type: ignore[misc]
            field_of(item.pk): item.title for item in items
        }
        for item in items:
            self.fields[field_of(item.pk)] = forms.IntegerField(
                label=f"Number of “{item.title}”",
                initial=item.order,
                min_value=0,
                max_value=_MOST,
                required=False,
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}
                ),
                error_messages={
                    "invalid": f"The number of “{item.title}” must be a whole number",
                },
            )

    def numbers(self) -> dict[int, int]:
        """What was typed, by the key of the item; without those left empty."""
        return {
            int(name.removeprefix("item_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("item_") and value is not None
        }


def field_of(key: int) -> str:
    """The name of the field for the number of an item."""
    return f"item_{key}"


class _What(forms.Form):
    title = forms.CharField(
        label="Title", max_length=300, error_messages={"required": "Enter a title"}
    )
    lead = forms.CharField(
        label="Lead",
        help_text="Who introduces it: a name or a job title",
        max_length=200,
        required=False,
    )
    purpose = forms.ChoiceField(
        label="What the board is asked to do",
        choices=[("", "Not given"), *Purpose.choices],
        required=False,
    )
    start = forms.TimeField(
        label="Time",
        help_text="For example, 8.40am or 14:30",
        input_formats=_TIMES,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Enter a time, like 8.40am or 14:30"},
    )
    minutes_allowed = forms.IntegerField(
        label="Minutes allowed",
        min_value=1,
        max_value=600,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    form = forms.ChoiceField(
        label="How the report reaches the board",
        choices=Form.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the report reaches the board"},
    )
    access = forms.ChoiceField(
        label="Who may see it",
        help_text="Papers of an exempt or confidential item are exempt or confidential too",
        choices=ACCESS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may see the item"},
    )
    public_title = forms.CharField(
        label="If it is not open: the title that the public sees",
        help_text="It must not give away what is exempt. If you leave this empty, the public sees "
        "“Item to be considered in private”",
        max_length=300,
        required=False,
    )


class _Rest(forms.Form):
    resolution = forms.CharField(
        label="If it is not open: the resolution to exclude the public",
        help_text="As the board will be asked to pass it",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    late_reason = forms.CharField(
        label="If it is late: why it is urgent",
        help_text="For an item that was not on the published agenda. The reason is published",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )


class NewItemForm(_Rest, RestrictionFields, _What):
    """A new item."""


class ItemForm(_Rest, RestrictionFields, _What, EditForm):
    """What an item says."""
