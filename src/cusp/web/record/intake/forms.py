"""Forms for adding reports and deciding on those that wait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cusp.web.record.intake.waiting import councils_for
from cusp.web.record.models import Authority, WaitingReport


class ManyFilesInput(forms.ClearableFileInput):
    """A control that takes many files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Many files, each of a weight that can be read."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files; says which is too large, and when there are too many."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        cleaned: list[UploadedFile[Any]] = [
            super(ManyFilesField, self).clean(f, initial) for f in files
        ]
        if not cleaned:
            raise forms.ValidationError("Choose the reports to add: one PDF or more.")
        if len(cleaned) > settings.MOST_UPLOADS:
            raise forms.ValidationError(
                f"That is {len(cleaned)} files; add at most {settings.MOST_UPLOADS} at a time."
            )
        for file in cleaned:
            if (file.size or 0) > settings.LARGEST_UPLOAD:
                most = settings.LARGEST_UPLOAD // 1_000_000
                raise forms.ValidationError(f"“{file.name}” is larger than {most} MB.")
        return cleaned


class AddForm(forms.Form):
    """Reports to add."""

    reports = ManyFilesField(
        label="Inspection reports",
        help_text="PDF files as Ofsted publishes them. Choose as many as you like.",
        error_messages={
            "empty": "A file is empty. Choose the reports again.",
            "required": "Choose the reports to add: one PDF or more.",
        },
    )


class ChooseCouncilForm(forms.Form):
    """An officer's word on which council a report is of."""

    council = forms.ModelChoiceField(
        label="Which council is this report of?",
        queryset=Authority.objects.none(),
        empty_label="Choose a council",
        error_messages={"required": "Choose a council.", "invalid_choice": "Choose a council."},
    )

    def __init__(self, held: WaitingReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Authority.objects.filter(
            pk__in=[council.pk for council in councils_for(held)]
        )


class RefuseReportForm(forms.Form):
    """Why a report is kept out."""

    reason = forms.CharField(
        label="Why is it refused?",
        max_length=300,
        help_text="Anyone who adds this file again will see the reason.",
        error_messages={"required": "Enter why the report is refused."},
    )
