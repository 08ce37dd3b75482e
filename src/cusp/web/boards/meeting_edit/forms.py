"""Forms about meetings."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cusp.reports.dates import NotDates, one_date
from cusp.web.boards.pages import ConfirmForm
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.common.time_input import TimeInputField

_MOST = 60


class _WhereForm(forms.Form):
    start = TimeInputField(label="Start", help_text="For example, 8.15am or 14:00", required=False)
    end = TimeInputField(label="End", required=False)
    place = forms.CharField(label="Place", max_length=300, required=False)


class _KindForm(forms.Form):
    series = forms.CharField(
        label="Series",
        max_length=200,
        required=False,
        help_text="For example, Meetings of 2019 to 2020",
    )
    private = forms.BooleanField(label="The whole meeting is in private", required=False)
    private_reason = forms.CharField(
        label="Why it is in private",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For an executive, the law makes this public: it is shown on the board’s page",
    )


class NewMeetingsForm(_WhereForm, _KindForm, ConfirmForm):
    """One meeting, or several at the same time and place."""

    days = forms.CharField(
        label="Date or dates",
        help_text="One on each line. For example, 22 October 2019",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter at least one date"},
    )
    field_order = ("days", "confirmed", "start", "end", "place")

    def clean_days(self) -> list[date]:
        """The dates; raises ValidationError that names the lines that are not dates."""
        lines = [line.strip() for line in str(self.cleaned_data["days"]).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > _MOST:
            raise ValidationError(f"Enter {_MOST} dates or fewer")
        return [_day(line) for line in lines]


class MoveForm(_WhereForm, EditForm, ConfirmForm):
    """Another day, time or place."""

    compared: ClassVar = {"date": "Date", "start": "Start", "end": "End", "place": "Place"}
    date = DateInputField(label="Date", error_messages={"required": "Enter the date"})
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone who can see the meeting can read this",
    )
    field_order = ("date", "confirmed", "start", "end", "place", "reason")
    is_filter = True  # a meeting that has not been called needs no reason


class MeetingForm(_KindForm, EditForm):
    """The series, and whether the meeting is in private."""


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everyone who can see the meeting can read this",
        error_messages={"required": "Enter why the meeting is cancelled"},
    )


class SureForm(forms.Form):
    """Nothing to fill in."""


def _day(line: str) -> date:
    try:
        return date.fromisoformat(line)
    except ValueError:
        pass
    try:
        return one_date(line)
    except NotDates:
        raise ValidationError(
            f"Enter a real date on each line, such as 22 October 2019. “{line[:40]}” is not one"
        ) from None
