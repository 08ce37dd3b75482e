"""Forms to raise a challenge and to record its steps."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.practice import challenge_log
from cusp.web.practice.careful_text import CarefulForm, doubts
from cusp.web.practice.challenges import To
from cusp.web.practice.choices import Effect, Stage, Theme

_NO_NAMES = "Do not name a child or give a number, date of birth or email address"


def _words(label: str, *, hint: str = _NO_NAMES, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )  # fmt: skip


class _Dated(forms.Form):
    on = DateInputField(label="Date", error_messages={"required": "Enter the date"})


class _PutTo(forms.Form):
    """Whom it is put to: the level, and a manager with an account or by name."""

    is_filter = True  # one of the two is needed, so labels do not say "optional"
    stage = forms.ChoiceField(
        label="Stage",
        choices=Stage.choices,
        widget=forms.RadioSelect,
        help_text="The whole formal process takes at most 20 working days from its first day",
        error_messages={"required": "Choose the stage"},
    )
    level = forms.TypedChoiceField(
        label="Level", coerce=int, error_messages={"required": "Choose the level"}
    )
    person = forms.ModelChoiceField(
        label="Manager",
        queryset=User.objects.none(),
        required=False,
        empty_label="Not in this list",
        help_text="Someone in this list sees the challenge first on their page",
    )
    name = forms.CharField(
        label="Manager’s name, if not in the list", max_length=200, required=False
    )

    def __init__(self, *args: Any, me: User, lowest: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level, person = self.fields["level"], self.fields["person"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        levels = enumerate(challenge_log.rules().levels, start=1)
        level.choices = [(n, one.name) for n, one in levels if n >= lowest]
        with_role = User.objects.filter(is_active=True, grants__role=Role.PRACTICE.value)
        person.queryset = with_role.exclude(pk=me.pk).order_by("name", "email")

    def clean(self) -> dict[str, Any]:
        """Exactly one manager, chosen or typed."""
        typed = super().clean() or {}
        person, name = typed.get("person"), typed.get("name")
        if not (person or name):
            self.add_error("person", "Choose the manager, or enter their name")
        elif person and name:
            self.add_error("name", "Choose a manager from the list or enter a name, not both")
        if not self.errors:
            typed["to"] = To(Stage(typed["stage"]), typed["level"], person, name or "")
        return typed


class RaiseForm(CarefulForm, _PutTo, _Dated):
    """A new challenge."""

    careful: ClassVar[tuple[str, ...]] = ("concern",)
    theme = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose a theme"), *Theme.choices],
        error_messages={"required": "Choose what it is about"},
    )
    concern = _words(
        "What is your concern, and what should change?",
        error_messages={"required": "Enter your concern"},
    )
    field_order = ("theme", "concern", "stage", "level", "person", "name", "on", "confirmed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Date it was raised"


class _StepForm(CarefulForm, EditForm, _Dated):
    """A step of a challenge; remembers the version that was shown."""

    compared: ClassVar[dict[str, str]] = {"latest": "Latest step"}


class EscalateForm(_PutTo, _StepForm):
    """To a higher level, or into the formal process."""

    text = _words("Why is it escalated?", error_messages={"required": "Enter why it is escalated"})
    field_order = ("stage", "level", "person", "name", "text", "on", "confirmed")


class AnswerForm(_StepForm):
    """The answer of the manager."""

    text = _words(
        "Answer", hint=f"What will be done, by whom and by when. {_NO_NAMES}",
        error_messages={"required": "Enter the answer"},
    )  # fmt: skip
    field_order = ("text", "on", "confirmed")


class _EffectFields(forms.Form):
    effect = forms.ChoiceField(
        label="What did it change for the child?",
        choices=Effect.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it changed for the child"},
    )
    effect_text = _words(
        "What changed, or why not", rows=4, required=False,
        hint=f"Needed if something changed. {_NO_NAMES}",
    )  # fmt: skip


class EffectForm(_EffectFields, _StepForm):
    """What changed for the child."""

    careful: ClassVar[tuple[str, ...]] = ("effect_text",)
    field_order = ("effect", "effect_text", "on", "confirmed")


class CafcassForm(_StepForm):
    """A referral by the reviewing officer."""

    text = _words("Why is it referred?", error_messages={"required": "Enter why it is referred"})
    field_order = ("text", "on", "confirmed")


class CloseForm(_EffectFields, _StepForm):
    """Closure, with the effect if none is recorded, and a reason if there is no answer."""

    careful: ClassVar[tuple[str, ...]] = ("effect_text", "text")
    text = _words("Why is it closed?", rows=4, required=False)
    field_order = ("effect", "effect_text", "text", "on", "confirmed")

    def __init__(self, *args: Any, answered: bool, effect: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if effect:
            del self.fields["effect"], self.fields["effect_text"]
        if not answered:
            self.fields["text"].required = True
            message = "It has no answer. Enter why it is closed without one"
            self.fields["text"].error_messages["required"] = message


class ExportForm(forms.Form):
    """Why somebody needs the log as a file."""

    why = forms.CharField(
        label="Why do you need this file?",
        help_text=f"The reason is logged with your name. {_NO_NAMES}",
        max_length=300,
        error_messages={"required": "Enter why you need the file"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_why(self) -> str:
        """The log holds no identifiers."""
        why = str(self.cleaned_data["why"])
        if doubts(why, child_id="", today=self.today):
            raise forms.ValidationError("Enter a reason without a child’s details")
        return why
