"""Forms to ask a question about the plan, for a member and for an officer."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.plans.record import Plan
from cusp.web.response.area_page.forms import AskedForm, ChallengeForm


class _AboutForm(forms.Form):
    about = forms.ChoiceField(label="What is it about?", required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        areas = [(one.id[1:], f"{one.id[1:]}. {one.title}") for one in plan.priorities]
        field.choices = [("", "The whole plan"), *areas]


class AskForm(_AboutForm, ChallengeForm):
    """A question about the plan or an area."""

    field_order = ("about", "text")


class AskForOthersForm(_AboutForm, AskedForm):
    """A question that an officer records for somebody else."""

    field_order = ("about", "text", "asked_by")
