"""Filter fields: each may be left empty, and says what to enter if it cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

ANY = ("", "Any")


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], **options: Any
) -> forms.ChoiceField:
    """One of the choices, or any."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[ANY, *choices],
        error_messages={"invalid_choice": f"{label}: choose an option from the list"},
        **options,
    )


def year_field(label: str) -> forms.IntegerField:
    """A four-digit year."""
    error = f"{label} must be a year, for example 2019"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=2000,
        max_value=2100,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), error),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
    )
