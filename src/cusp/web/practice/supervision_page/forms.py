"""Forms of the supervision log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from cusp.web.common.date_input import DateInputField

_YES_NO = (("yes", "Yes"), ("no", "No"))
_SAID = {"yes": True, "no": False, "": None, "first": None}
SEPARATOR = "\t"


class StandardForm(forms.Form):
    """The local standard, and the team."""

    is_filter = True
    weeks = forms.IntegerField(
        label="Standard",
        help_text="Weeks between supervisions",
        min_value=1,
        max_value=26,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    team = forms.ChoiceField(label="Team", required=False)

    def __init__(self, *args: Any, teams: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All teams"), *((one, one or "No team") for one in teams)]


class SupervisionForm(forms.Form):
    """A supervision of a worker, about one child or about the work as a whole."""

    worker = forms.ChoiceField(label="Worker", error_messages={"required": "Select the worker"})
    on = DateInputField(
        label="Date", error_messages={"required": "Enter the date of the supervision"}
    )
    supervisor = forms.CharField(
        label="Supervisor", max_length=200, error_messages={"required": "Enter the supervisor"}
    )
    child_id = forms.CharField(
        label="Child ID",
        help_text="If it was about one child",
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
    )
    actions_checked = forms.ChoiceField(
        label="Were the actions of the last supervision checked?",
        choices=(*_YES_NO, ("first", "There were none to check")),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the last actions were checked"},
    )
    reflective = forms.ChoiceField(
        label="Was it reflective?",
        help_text="It looked at why things happened and what to do differently",
        choices=_YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it was reflective"},
    )
    actions = forms.CharField(
        label="Actions agreed, each with a date",
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, pairs: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Choose a worker"),
            *((SEPARATOR.join(pair), ", ".join(filter(None, pair))) for pair in pairs),
        ]

    def clean(self) -> dict[str, Any]:
        """What ``supervision.record`` takes, without the child and who records it."""
        typed = super().clean() or {}
        name, _, team = typed.get("worker", "").partition(SEPARATOR)
        for field in ("actions_checked", "reflective"):
            typed[field] = _SAID[typed.get(field, "")]
        return {**typed, "worker": name, "team": team}
