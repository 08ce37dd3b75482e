"""A time of day, as people type it: 8.15am, 8:15, 14:00, 2pm or midday."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_TYPED = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm)?")
_NAMED = {"midday": time(12), "noon": time(12), "midnight": time(0)}


class TimeInputField(forms.CharField):
    """A time of day; a time without "am" or "pm" is on the 24-hour clock."""

    def __init__(self, **options: Any) -> None:
        """Make the field; `options` are those that every form field has."""
        box = forms.TextInput(attrs={"class": "govuk-input--width-5"})
        super().__init__(widget=box, max_length=20, **options)

    def prepare_value(self, value: Any) -> Any:
        """A time as it is typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> Any:
        """The time, or None; raises ValidationError if it is not one."""
        typed = super().clean(value)
        return read_time(typed, name=str(self.label or "Time")) if typed else None


def read_time(typed: str, *, name: str) -> time:
    """The time that was typed. Raises ValidationError."""
    words = typed.strip().lower()
    if words in _NAMED:
        return _NAMED[words]
    found = _TYPED.fullmatch(words)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if not half and found[2] is None:
            found = None  # "8" may be the morning or the evening
        elif half and not 1 <= hour <= 12:
            found = None
        elif half:
            hour = hour % 12 + (12 if half == "pm" else 0)
    if not found or hour > 23 or minute > 59:
        raise ValidationError(f"{name} must be a time, such as 8.15am or 14:00")
    return time(hour, minute)
