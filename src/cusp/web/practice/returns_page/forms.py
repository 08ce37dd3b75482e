"""Forms about returns: the file and its day, what to confirm, how long to keep it, and why."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from cusp.calendar import add_months
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.common.many_files import ManyFilesField
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import retention
from cusp.web.practice.load_checks import Question
from cusp.web.practice.uploaded_files import name_of

# The as-at date of the earliest edition of Annex A that Cusp reads.
_EARLIEST = date(2016, 1, 1)
_ENDINGS = {".xlsx", ".xlsm", ".xls", ".xml", ".csv"}


class UploadForm(forms.Form):
    """A return, the day it describes, and how long it is kept."""

    chosen = ManyFilesField(
        label="Return",
        max_length=255,
        help_text="An Annex A workbook (.xlsx), a children in need census (.xml), or all CSV files "
        "of Annex A or SSDA903. You can select several CSV files",
        error_messages={
            "required": "Select the file with the return",
            "empty": "The file is empty",
        },
    )
    as_at = DateInputField(
        label="Date that the return describes",
        help_text="The day on which the lists were drawn. The file does not say. For example, "
        "31 3 2026",
        error_messages={"required": "Enter the date that the return describes"},
    )
    retain_until = DateInputField(
        label="Keep until",
        help_text="After this day Cusp deletes what it says about children. Trends are kept",
        error_messages={"required": "Enter the date to keep the return until"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["retain_until"].initial = add_months(today, settings.SNAPSHOT_MONTHS)

    def clean_chosen(self) -> list[Any]:
        """Files of kinds that can be returns: one, or several CSV files."""
        files: list[Any] = self.cleaned_data["chosen"]
        names = [name_of(file) for file in files]
        endings = [PurePath(name).suffix.lower() for name in names]
        for name, ending in zip(names, endings, strict=True):
            if ending == ".zip":
                raise forms.ValidationError(f"Unpack {name} and select the CSV files in it")
            if ending not in _ENDINGS:
                raise forms.ValidationError(
                    f"{name} must be an Excel workbook (.xlsx), a census file (.xml) or CSV files"
                )
        if len(files) > 1 and set(endings) != {".csv"}:
            raise forms.ValidationError("Select one workbook, one census file or only CSV files")
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError("Two of the files have the same name")
        return files

    def clean_as_at(self) -> date:
        """A day that a return can describe."""
        as_at: date = self.cleaned_data["as_at"]
        if as_at > self.today:
            raise forms.ValidationError(
                "The date that the return describes must be today or in the past"
            )
        if as_at < _EARLIEST:
            raise forms.ValidationError(
                "The date that the return describes must be in 2016 or later"
            )
        return as_at

    def clean(self) -> dict[str, Any]:
        """A date for its deletion that makes sense."""
        cleaned = super().clean() or {}
        as_at, until = cleaned.get("as_at"), cleaned.get("retain_until")
        if as_at and until:
            try:
                retention.check(until, as_at=as_at, today=self.today, field="retain_until")
            except CannotChange as refused:
                self.add_error("retain_until", str(refused))
        return cleaned


class LoadForm(forms.Form):
    """What somebody confirms before a return is loaded."""

    is_filter = True

    def __init__(self, *args: Any, questions: tuple[Question, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questions:
            self.fields["accepted"] = forms.MultipleChoiceField(
                label="Confirm before you load this return",
                choices=[(one.code, one.text) for one in questions],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": "Confirm each of these before you load the return"},
            )


class KeepForm(EditForm):
    """Until when a return is kept, and why that is changed."""

    compared: ClassVar[dict[str, str]] = {"retain_until": "Keep until"}
    retain_until = DateInputField(
        label="Keep until",
        error_messages={"required": "Enter the date to keep the return until"},
    )
    why = forms.CharField(
        label="Reason for the change",
        max_length=300,
        help_text="The log keeps this reason. Do not name a child",
        error_messages={"required": "Enter the reason for the change"},
    )


class DeleteForm(forms.Form):
    """Why a return is deleted before its time."""

    why = forms.CharField(
        label="Reason for deleting it now",
        max_length=300,
        help_text="The log and the proof of deletion keep this reason. Do not name a child",
        error_messages={"required": "Enter the reason for deleting it"},
    )
    wrong = forms.TypedChoiceField(
        label="Are its figures right?",
        choices=(
            ("no", "Yes, keep its counts in the trends, in the plan and for boards"),
            ("yes", "No, remove its counts there too. Published papers stay as they are"),
        ),
        coerce=lambda chosen: chosen == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether its figures are right"},
    )
