"""Forms about a board."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cusp.meetings import kinds_of_board
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import OF_ROLE, Permission
from cusp.web.boards.choices import Counting
from cusp.web.boards.models import Board
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm
from cusp.web.common.time_input import TimeInputField

_CLERKS = [role.value for role, may in OF_ROLE.items() if Permission.WRITE_BOARDS in may]
_REMOTE = {"": None, "yes": True, "no": False}
_SMALL = {"class": "govuk-input--width-4"}


class BoardForm(forms.Form):
    """What people write about a board."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name of the board"}
    )
    kind = forms.ChoiceField(
        label="Kind",
        widget=forms.RadioSelect,
        help_text="The kind decides which rules apply",
        error_messages={"required": "Select what kind of board it is"},
    )
    remit = forms.CharField(
        label="Remit",
        help_text="What the board oversees, in a sentence or two",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    clerk = forms.CharField(
        label="Clerk", help_text="A name or job title", max_length=200, required=False
    )
    clerk_person = forms.ModelChoiceField(
        label="Account of the clerk",
        queryset=User.objects.none(),
        required=False,
        empty_label="No account",
    )
    usual_place = forms.CharField(label="Usual place", max_length=300, required=False)
    usual_start = TimeInputField(
        label="Usual start", help_text="For example, 8.15am or 14:00", required=False
    )
    usual_end = TimeInputField(label="Usual end", required=False)
    quorum = forms.CharField(
        label="Quorum, if different from the rule",
        max_length=20,
        required=False,
        help_text="A number of voting members such as 5, or a fraction such as 2/5. "
        "Leave this empty to use the rule for this kind of board",
        widget=forms.TextInput(attrs=_SMALL),
    )
    clear_days = forms.IntegerField(
        label="Clear days of notice, if different from the rule",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs=_SMALL),
        help_text="Leave this empty to use the rule for this kind of board",
        error_messages={
            "invalid": "Enter a whole number of clear days",
            "min_value": "Enter at least 1 clear day",
            "max_value": "Enter 100 clear days or fewer",
        },
    )
    counting = forms.ChoiceField(
        label="How the council counts clear days",
        widget=forms.RadioSelect,
        required=False,
        choices=[("", "Working days only, as the courts have said"), *Counting.choices[1:]],
    )
    notice_source = forms.CharField(
        label="Where your notice rule is written down",
        max_length=300,
        required=False,
        help_text="Needed if the clear days or the counting are the council’s own. For example, "
        "a rule of the constitution",
    )
    remote = forms.ChoiceField(
        label="Do members who attend remotely count as present?",
        widget=forms.RadioSelect,
        required=False,
        choices=[("", "Follow the rule for this kind of board"), ("yes", "Yes"), ("no", "No")],
    )
    remote_source = forms.CharField(
        label="Where it is written down whether they count",
        max_length=300,
        required=False,
        help_text="Needed if you answered yes or no",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, clerk = self.fields["kind"], self.fields["clerk_person"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(clerk, forms.ModelChoiceField)
        kind.choices = [(one.code, f"{one.name}: {_in_line(one.what)}") for one in kinds_of_board()]
        people = User.objects.filter(is_active=True, grants__role__in=_CLERKS)
        clerk.queryset = people.distinct().order_by("name", "email")

    def clean_quorum(self) -> dict[str, int | None]:
        """A number or a fraction, as the columns that it is stored in."""
        typed = str(self.cleaned_data["quorum"]).strip()
        found = re.fullmatch(r"(\d{1,3})(?:\s*/\s*(\d{1,3}))?", typed)
        if typed and not found:
            raise ValidationError("Enter a number such as 5, or a fraction such as 2/5")
        number, top, bottom = None, None, None
        if found and found[2]:
            top, bottom = int(found[1]), int(found[2])
        elif found:
            number = int(found[1])
        return {"quorum_number": number, "quorum_top": top, "quorum_bottom": bottom}

    def clean_remote(self) -> bool | None:
        """Yes, no, or None for the rule for the kind."""
        return _REMOTE[str(self.cleaned_data["remote"])]


class ChangeBoardForm(BoardForm, EditForm):
    """What is said about a board that exists."""

    compared: ClassVar = {
        "name": "Name", "kind": "Kind", "remit": "Remit", "clerk": "Clerk",
        "clerk_person": "Account of the clerk", "usual_place": "Usual place",
        "usual_start": "Usual start", "usual_end": "Usual end", "quorum_number": "Quorum",
        "quorum_top": "Quorum, top of the fraction", "quorum_bottom": "Quorum, below the line",
        "clear_days": "Clear days", "counting": "Counting", "notice_source": "Source of notice",
        "remote_counts": "Remote attendance counts", "remote_source": "Source of that",
    }  # fmt: skip


def initial(board: Board) -> dict[str, Any]:
    """What is stored about a board, as the form has it."""
    same = (
        "name", "kind", "remit", "clerk", "clerk_person", "usual_place", "usual_start",
        "usual_end", "clear_days", "counting", "notice_source", "remote_source",
    )  # fmt: skip
    quorum = f"{board.quorum_top}/{board.quorum_bottom}" if board.quorum_top else ""
    remote = {value: code for code, value in _REMOTE.items()}[board.remote_counts]
    return {
        **{name: getattr(board, name) for name in same},
        "quorum": board.quorum_number or quorum,
        "remote": remote,
        "seen_version": board.row_version,
    }


class StandingForm(EditForm):
    """The items that every agenda starts with, one on each line."""

    compared: ClassVar = {"lines": "Standing items"}
    lines = forms.CharField(
        label="Standing items",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One on each line, in order. You can add who leads, the minutes allowed and the "
        "purpose: Minutes of the last meeting | Chair | 5 | to decide",
    )
    is_filter = True  # no item is a choice too, so the label does not say "optional"


class WindUpForm(forms.Form):
    """The last day of a board."""

    ended = DateInputField(
        label="Last day of the board", error_messages={"required": "Enter the last day"}
    )


def _in_line(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
