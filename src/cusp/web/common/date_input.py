"""A date typed in three fields, following the GOV.UK pattern."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
_WIDTHS = {"day": 2, "month": 2, "year": 4}


class DateInput(forms.MultiWidget):
    """Fields for day, month and year, sent as ``NAME_day``, ``NAME_month`` and ``NAME_year``.

    A whole date sent as ``NAME=2019-03-31`` also works, so that an address can include a date.
    """

    template_name = "forms/date_input.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three fields."""
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def id_for_label(self, id_: str) -> str:
        """The first of the three fields, which errors at the top of the page link to."""
        return f"{id_}_day" if id_ else id_

    def decompress(self, value: date | str | None) -> list[Any]:
        """Day, month and year of a date."""
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return [None, None, None]
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """What was typed in the three fields, or the parts of a whole date if one was sent."""
        typed: list[Any] = super().value_from_datadict(data, files, name)
        whole = data.get(name)
        return typed if any(typed) or not whole else (_parts(whole) or [whole, None, None])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither the fields nor a whole date were sent."""
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add each field's label and width."""
        context = super().get_context(name, value, attrs)
        wrong = "error" in (attrs or {}).get("aria-describedby", "")
        for part, field in zip(PARTS, context["widget"]["subwidgets"], strict=True):
            field["label"] = part.capitalize()
            field["attrs"]["id"] = f"{context['widget']['attrs'].get('id', name)}_{part}"
            classes = f"govuk-input govuk-date-input__input govuk-input--width-{_WIDTHS[part]}"
            field["attrs"]["class"] = classes + (" govuk-input--error" if wrong else "")
            field["attrs"]["inputmode"] = "numeric"
            field["attrs"].pop("aria-describedby", None)
        return context


class DateInputField(forms.MultiValueField):
    """A date from three fields; months may also be typed as names."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        """Make the field; `options` are those that every form field has."""
        fields = [forms.CharField(required=False, max_length=20) for _ in PARTS]
        super().__init__(fields=fields, require_all_fields=False, **options)

    def compress(self, data_list: list[str]) -> date | None:
        """The date for a day, month and year; raises ValidationError if it does not exist."""
        typed = dict(zip(PARTS, (str(part).strip() for part in data_list), strict=False))
        missing = [part for part in PARTS if not typed.get(part)]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise ValidationError(f"{self._name} must include a {' and a '.join(missing)}")
        day, month, year = typed["day"], _month(typed["month"]), typed["year"]
        try:
            if len(year) != 4:
                raise ValueError
            return date(int(year), int(month), int(day))
        except ValueError:
            message = f"{self._name} must be a real date, for example 31 3 2019"
            raise ValidationError(message) from None

    @property
    def _name(self) -> str:
        return str(self.label or "Date")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _month(typed: str) -> str:
    name = typed.lower()[:3]
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else typed


def _parts(whole: str) -> list[Any]:
    try:
        value = date.fromisoformat(whole)
    except ValueError:
        return []
    return [value.day, value.month, value.year]


def date_query(name: str, value: date | None) -> Mapping[str, str]:
    """The query parameter for a whole date; empty if there is no date."""
    return {name: value.isoformat()} if value else {}
