"""What to compare groups of children by."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from cusp.oversight.clock_names import CLOCKS, name_of
from cusp.web.common.filter_fields import PlainSelect
from cusp.web.practice import measure_words
from cusp.web.practice.reach import Reached

ANYTHING = "anything"


class WhatForm(forms.Form):
    """Anything overdue, a clock or, for people who see the whole service, a measure."""

    is_filter = True

    def __init__(self, query: Mapping[str, str], reached: Reached) -> None:
        asked = query.get("what", "") or ANYTHING
        super().__init__({"what": asked}, auto_id="%s")
        choices: list[tuple[str, str]] = [(ANYTHING, "Anything overdue")]
        choices += [(code, f"{name_of(code)}: overdue or done late") for code in CLOCKS]
        if reached.whole_service:
            shares = [one for one in measure_words.DEFINED.values() if one.is_share]
            choices += [(one.code, f"Measure: {one.name}") for one in shares]
        self._said = dict(choices)
        self.fields["what"] = forms.ChoiceField(
            label="What to compare",
            choices=choices,
            widget=PlainSelect,
            error_messages={"invalid_choice": "Choose what to compare from the list"},
        )

    @property
    def what(self) -> str:
        """What was chosen; anything overdue if that cannot be used."""
        return str(self.cleaned_data["what"]) if self.is_valid() else ANYTHING

    @property
    def said(self) -> str:
        """What was chosen, in words."""
        return self._said[self.what]
