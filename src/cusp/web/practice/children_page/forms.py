"""Forms on the list of children: finding a child, and exporting the list."""

from __future__ import annotations

from django import forms

FORMATS = (("xlsx", "Excel"), ("csv", "CSV"))


class FindForm(forms.Form):
    """The number of a child. It is only ever sent in the body of a request."""

    number = forms.CharField(
        label="Child ID",
        max_length=64,
        help_text="The ID that your case system gives the child.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the child ID"},
    )


class ExportForm(forms.Form):
    """Why the children leave Cusp, and as which kind of file."""

    why = forms.CharField(
        label="Why do you need this file?",
        max_length=500,
        help_text="This is logged with your name, the filters and the number of children.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why you need this file"},
    )
    form = forms.ChoiceField(
        label="Format",
        choices=FORMATS,
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a format"},
    )
