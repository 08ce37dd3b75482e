"""Filter fields: each may be left empty, and says what to enter if it cannot be used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

ANY = ("", "Any")


class PlainSelect(forms.Select):
    """A select whose options are written here; Django fills in three templates for each."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002  # Django passes it by name
    ) -> SafeString:
        """The control as HTML."""
        chosen = {str(one) for one in self.format_value(value)}
        options = format_html_join(
            "\n",
            '<option value="{}"{}>{}</option>',
            (
                (code, SafeString(" selected") if str(code) in chosen else "", label)
                for code, label in self.choices
            ),
        )
        given = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>\n{}\n</select>", given, options)


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], *, none: str = "Any", **options: Any
) -> forms.ChoiceField:
    """One of the choices, or none; ``none`` says what that means."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", none), *choices],
        widget=PlainSelect,
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
