"""A place in an order, typed as a number: no script is needed to put things in order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from typing import Any

from django import forms

HOW = (
    "The lowest number comes first. To move one, give it a number between two others, such as 2.5, "
    "or 0 to put it first."
)


class PlaceField(forms.DecimalField):
    """A number from 0 to 9,999, with up to two decimal places."""

    def __init__(self, **options: Any) -> None:
        errors = {
            "required": "Enter a number",
            "invalid": "Enter a number, such as 3 or 2.5",
            "min_value": "Enter 0 or more",
            "max_value": "Enter 9,999 or less",
            "max_digits": "Enter 9,999 or less",
            "max_whole_digits": "Enter 9,999 or less",
            "max_decimal_places": "Use at most two decimal places",
        }
        options["error_messages"] = errors | options.get("error_messages", {})
        box = forms.NumberInput(attrs={"class": "govuk-input--width-4", "step": "any"})
        super().__init__(
            min_value=0, max_value=9_999, max_digits=6, decimal_places=2, widget=box, **options
        )


def same_place(typed: Iterable[tuple[Hashable, Decimal]]) -> dict[Any, Any]:
    """Each thing with the same number as an earlier one, and that earlier one."""
    first: dict[Decimal, Hashable] = {}
    return {one: first[number] for one, number in typed if first.setdefault(number, one) != one}
