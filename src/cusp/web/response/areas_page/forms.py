"""Forms about which areas the plan has, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from cusp.web.common.form_pages import EditForm
from cusp.web.response.models import Priority
from cusp.web.response.place_field import PlaceField, same_place


class NewAreaForm(forms.Form):
    """A priority of the council's own."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="What must improve",
        error_messages={"required": "Enter a title"},
    )
    outcome = forms.CharField(
        label="Outcome for children",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What will be different for children when this has improved",
    )


class ChosenForm(forms.Form):
    """What was chosen from the report."""

    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": "Select what to add to the plan",
            "invalid_choice": (
                "The list has changed since you opened this page. Check it, and select again"
            ),
        },
    )

    def __init__(self, *args: Any, values: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(value, value) for value in values]


class OrderForm(EditForm):
    """A place for each area of the plan."""

    def __init__(self, *args: Any, areas: list[Priority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._areas = {place_of(row.number): row for row in areas}
        for place, (name, row) in enumerate(self._areas.items(), start=1):
            missing = {"required": f"Enter a place for area {row.number}"}
            self.fields[name] = PlaceField(
                label=f"{row.number}. {row.title}", initial=place, error_messages=missing
            )

    def clean(self) -> dict[str, Any]:
        """No two areas have the same place."""
        cleaned = super().clean() or {}
        typed = [(name, cleaned[name]) for name in self._areas if name in cleaned]
        for name, other in same_place(typed).items():
            both = f"Areas {self._areas[other].number} and {self._areas[name].number}"
            self.add_error(name, f"{both} have the same place. Give each a place of its own")
        return cleaned

    def numbers(self) -> list[int]:
        """The numbers of the areas in the order that was typed."""
        ordered = sorted(self._areas, key=lambda name: self.cleaned_data[name])
        return [self._areas[name].number for name in ordered]


def place_of(number: int) -> str:
    """The field for an area's place."""
    return f"place_{number}"
