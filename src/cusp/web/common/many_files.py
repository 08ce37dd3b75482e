"""A form field for several files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


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
            raise forms.ValidationError(self.error_messages["required"])
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
