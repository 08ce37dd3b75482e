"""Forms for the minutes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cusp.meetings.wording import say_when
from cusp.web.boards.item_minutes import ItemMinutes
from cusp.web.boards.models import Meeting
from cusp.web.common.form_pages import EditForm

NAMES = ("names_for", "names_against", "names_abstained")


def _text(label: str, rows: int, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=False, widget=widget)


def _votes(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=1000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": "Enter a number of votes"},
    )


class ItemForm(EditForm):
    """What is minuted about an item. An executive also records options and interests."""

    is_filter = True
    executive_only: ClassVar[tuple[str, ...]] = ("options_rejected", "interests")

    text = _text("What was said", 8)
    resolution = _text(
        "Resolution", 4, "What the board decided. Leave this empty if it decided nothing"
    )
    reasons = _text("Reasons for the decision", 3)
    options_rejected = _text("Other options that were considered and rejected", 3)
    interests = _text("Interests declared and dispensations given", 3)
    votes_for = _votes("Votes for")
    votes_against = _votes("Votes against")
    abstained = _votes("Abstained")
    names_for = _text("Voted for", 3, "Only for a recorded vote. One name on each line")
    names_against = _text("Voted against", 3, "One name on each line")
    names_abstained = _text("Abstained, by name", 3, "One name on each line")

    def __init__(self, *args: Any, now: ItemMinutes, executive: bool, **kwargs: Any) -> None:
        initial = {name: getattr(now, name) for name in ItemMinutes.__struct_fields__}
        initial |= {name: "\n".join(initial[name]) for name in NAMES}
        kwargs["initial"] = initial | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        # What was recorded under other rules stays on the form.
        for name in self.executive_only:
            if not executive and not getattr(now, name):
                del self.fields[name]

    def fields_typed(self) -> ItemMinutes:
        """What was typed, as it is recorded."""
        typed = {n: v for n, v in self.cleaned_data.items() if n != "seen_version"}
        lines = {n: tuple(filter(None, map(str.strip, typed[n].splitlines()))) for n in NAMES}
        return ItemMinutes(**typed | lines)

    def words(self) -> list[forms.BoundField]:
        """The fields for what was said and resolved."""
        shown = ("text", "resolution", "reasons", *self.executive_only)
        return [self[name] for name in shown if name in self.fields]

    def votes(self) -> list[forms.BoundField]:
        """The fields for the number of votes."""
        return [self[name] for name in ("votes_for", "votes_against", "abstained")]

    def names(self) -> list[forms.BoundField]:
        """The fields for a recorded vote."""
        return [self[name] for name in NAMES]


class AgreeForm(forms.Form):
    """The later meeting that agreed the minutes."""

    at = forms.ModelChoiceField(
        label="Which meeting agreed these minutes?",
        queryset=Meeting.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select the meeting that agreed these minutes"},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["at"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Meeting.objects.filter(
            board=meeting.board_id, date__gt=meeting.date, status__in=("called", "held")
        )
        field.label_from_instance = lambda obj: say_when(obj.date, obj.start)  # type: ignore[method-assign]
