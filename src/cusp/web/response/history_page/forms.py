"""Forms of the history: which changes to show, a date, and two dates to compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from cusp.plans import Plan
from cusp.web.common.date_input import DateInputField
from cusp.web.common.filter_fields import choice_field
from cusp.web.response.history_page.comparing import why_not_day
from cusp.web.response.history_page.words import NAMES
from cusp.web.response.models import Plan as PlanRow

_LONGEST = 60


class HistoryForm(forms.Form):
    """Which changes to show."""

    is_filter = True

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [(one.id, _short(f"{one.id[1:]}. {one.title}")) for one in plan.priorities]
        self.fields["area"] = choice_field("Area", areas)
        self.fields["action"] = choice_field("Action", _actions(plan))
        self.fields["kind"] = choice_field("What changed", NAMES.items())


class DayForm(forms.Form):
    """A date on which to show the plan."""

    is_filter = True
    day = DateInputField(
        label="Date",
        help_text="For example, 22 10 2019",
        error_messages={"required": "Enter a date"},
    )

    def __init__(self, *args: Any, plan: PlanRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plan = plan

    def clean_day(self) -> date:
        """The day, if the plan can be shown on it."""
        return _possible(self._plan, self.cleaned_data["day"])


class CompareForm(forms.Form):
    """Two dates to compare."""

    is_filter = True

    def __init__(self, *args: Any, plan: PlanRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plan = plan
        # "from" is a word of Python, so the fields cannot be attributes.
        for name, label in (("from", "Earlier date"), ("to", "Later date")):
            error = {"required": f"Enter the {label.lower()}"}
            self.fields[name] = DateInputField(label=label, error_messages=error)

    def clean(self) -> dict[str, Any]:
        """Both days, if the plan can be shown on them and they are in order."""
        typed: dict[str, Any] = super().clean() or {}
        for name in ("from", "to"):
            if name in typed and (why := why_not_day(self._plan, typed[name])):
                self.add_error(name, why)
        if {"from", "to"} <= set(self.cleaned_data) and typed["from"] > typed["to"]:
            self.add_error("to", "The later date must be on or after the earlier date")
        return typed

    def days(self) -> Sequence[date]:
        """The earlier and the later date."""
        return self.cleaned_data["from"], self.cleaned_data["to"]


def _possible(plan: PlanRow, day: date) -> date:
    if why := why_not_day(plan, day):
        raise forms.ValidationError(why)
    return day


def _actions(plan: Plan) -> list[tuple[str, str]]:
    every = (action for one in plan.priorities for action in one.actions)
    return [(action.id, _short(f"{action.id}. {action.text}")) for action in every]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
