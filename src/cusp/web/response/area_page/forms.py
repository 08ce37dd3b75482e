"""Forms about an area: its title and outcome, its impact, a new action, a challenge."""

from __future__ import annotations

from django import forms

from cusp.plans.record import KeyEntry
from cusp.web.common.form_pages import EditForm
from cusp.web.response.wording import choices


class AreaForm(EditForm):
    """What the council writes about an area."""

    title = forms.CharField(
        label="Title", max_length=200, error_messages={"required": "Enter a title"}
    )
    outcome = forms.CharField(
        label="Outcome for children",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What will be different for children when this has improved",
    )


class ImpactForm(forms.Form):
    """A rating of the change for children."""

    code = forms.ChoiceField(
        label="What has changed for children?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what has changed for children"},
    )
    why = forms.CharField(
        label="How do you know?", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: object, key: tuple[KeyEntry, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(key)


class ChallengeForm(forms.Form):
    """A question about an area."""

    text = forms.CharField(
        label="Your question",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the question"},
    )


class AskedForm(ChallengeForm):
    """A question that an officer records for somebody else."""

    asked_by = forms.CharField(
        label="Who asked",
        required=False,
        max_length=200,
        help_text="For example, the independent chair. Leave blank if it was you",
    )


class AnswerForm(forms.Form):
    """The reply to a question."""

    text = forms.CharField(
        label="Reply",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reply"},
    )
    effect = forms.CharField(
        label="What changed because of the question",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
