"""Forms of the papers: the date since when to list changes, and the council's template."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.response.history_page.forms import DayForm


class SinceForm(DayForm):
    """The date since when to list changes, and the kind of file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = "Changes since"
        self.fields["ending"] = forms.ChoiceField(
            label="Kind of file",
            choices=[("docx", "Word"), ("pdf", "PDF"), ("xlsx", "Excel")],
            widget=forms.RadioSelect,
            error_messages={"required": "Select the kind of file"},
        )


class TemplateForm(forms.Form):
    """A Word file with the council's styles."""

    file = forms.FileField(
        label="Word template",
        help_text="A Word document (.docx) without macros, up to 5 MB",
        max_length=255,
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )
