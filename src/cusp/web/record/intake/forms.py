"""Forms for adding reports and for deciding on reports that are waiting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from cusp.web.record.intake.waiting import councils_for
from cusp.web.record.models import Authority, WaitingReport


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that accepts several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Several files, each small enough to be read."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files; raises ValidationError if one is too large or there are too many."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        cleaned: list[UploadedFile[Any]] = [
            super(ManyFilesField, self).clean(f, initial) for f in files
        ]
        if not cleaned:
            raise forms.ValidationError("Select one or more reports")
        if len(cleaned) > settings.MOST_UPLOADS:
            raise forms.ValidationError(
                f"You selected {len(cleaned)} files. "
                f"You can add up to {settings.MOST_UPLOADS} at a time."
            )
        for file in cleaned:
            if (file.size or 0) > settings.LARGEST_UPLOAD:
                most = settings.LARGEST_UPLOAD // 1_000_000
                raise forms.ValidationError(f"{file.name} must be smaller than {most}MB")
        return cleaned


class AddForm(forms.Form):
    """Reports to add."""

    reports = ManyFilesField(
        label="Inspection reports",
        help_text="PDF files published by Ofsted. You can select several files.",
        error_messages={
            "empty": "One of the files is empty",
            "required": "Select one or more reports",
        },
    )


class ChooseCouncilForm(forms.Form):
    """Which council a report is about, as chosen by an officer."""

    council = forms.ModelChoiceField(
        label="Which council is this report about?",
        queryset=Authority.objects.none(),
        empty_label="Choose a council",
        error_messages={"required": "Choose a council", "invalid_choice": "Choose a council"},
    )

    def __init__(self, held: WaitingReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["council"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Authority.objects.filter(
            pk__in=[council.pk for council in councils_for(held)]
        )


class RefuseReportForm(forms.Form):
    """Why an officer rejects a report."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Anyone who adds this file again will see this reason",
        error_messages={"required": "Enter a reason for rejecting the report"},
    )
