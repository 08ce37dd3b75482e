"""Forms about the papers of an item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from cusp.web.boards.choices import NEVER_PUBLIC, PaperKind
from cusp.web.boards.living.report_paper import HEADS, IMPLICATIONS, LISTS, NEEDED, ReportFields
from cusp.web.boards.restriction_fields import ACCESS, RestrictionFields
from cusp.web.common.form_pages import EditForm

AS_ITS_ITEM = "item"
_NOT_MADE = (PaperKind.UPLOADED.value, PaperKind.REPORT.value)
_PARTS = "not for the public"
_HELP = {
    "recommendations": "Start each with “To”, such as “To note the progress”. One on each line",
    "background_papers": "Papers that the report relies on, one on each line. By law, they must "
    "be listed and open to the public",
    "appendices": "One on each line",
}


class PaperForm(RestrictionFields):
    """A paper's title, and who may see it."""

    field_order: Iterable[str] | None = ("file", "kind", "title", "access")
    title = forms.CharField(
        label="Title", max_length=300, error_messages={"required": "Enter a title"}
    )
    access = forms.ChoiceField(
        label="Who may see it",
        help_text="A paper is never more open than its item",
        choices=[(AS_ITS_ITEM, "The same as its item"), *ACCESS],
        initial=AS_ITS_ITEM,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who may see the paper"},
    )


class _File(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="PDF, Word (.docx) or Excel (.xlsx). A PDF with tags for accessibility is best: "
        "only PDFs can be part of the pack",
        max_length=255,
        error_messages={"required": "Choose a file", "empty": "The file is empty"},
    )


class UploadForm(_File, PaperForm):
    """A file to attach."""


class MakeForm(PaperForm):
    """A paper that Cusp makes when the agenda is published."""

    kind = forms.ChoiceField(
        label="Which paper",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a paper"},
    )

    def __init__(self, *args: Any, public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        made = [choice for choice in PaperKind.choices if choice[0] not in _NOT_MADE]
        if public:
            made.sort(key=lambda choice: choice[0] in NEVER_PUBLIC)
        field.choices = [
            (value, f"{label} ({_PARTS})" if public and value in NEVER_PUBLIC else label)
            for value, label in made
        ]
        self.fields["title"].required = False
        self.fields[
            "title"
        ].help_text = "If you leave this empty, the name of the paper above is used"


class EditPaperForm(PaperForm, EditForm):
    """A paper's title, and who may see it."""


class ReplaceForm(_File, EditForm):
    """Another file for a paper that has not been published."""


class AnswerForm(forms.Form):
    """The answer to what was found in a paper."""

    answer = forms.CharField(
        label="Your answer",
        help_text="Say who looked at it and why it may be published. Your answer is kept with "
        "your name",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter an answer"},
    )


class _Report(forms.Form):
    """The usual headings of a report to members."""

    report_of = forms.CharField(
        label="Report of", help_text="A job title", max_length=200, required=False
    )
    contact = forms.CharField(label="Contact", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in {**HEADS, **IMPLICATIONS, **LISTS}.items():
            self.fields[name] = forms.CharField(
                label=f"Implications: {label.lower()}" if name in IMPLICATIONS else label,
                help_text=_HELP.get(name, ""),
                required=name in NEEDED,
                widget=forms.Textarea(attrs={"rows": 3 if name in IMPLICATIONS else 5}),
                error_messages={"required": f"Enter the {label.lower()}"},
            )
        self.order_fields(["title", *ReportFields.__struct_fields__])

    def typed(self) -> ReportFields:
        """What was typed."""
        said = {name: self.cleaned_data[name] for name in ReportFields.__struct_fields__}
        return ReportFields(**said)


class NewReportForm(_Report, PaperForm):
    """A new report."""


class ReportForm(_Report, EditForm):
    """The text of a report."""
