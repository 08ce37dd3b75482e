"""Forms about members of a board."""

from __future__ import annotations

from typing import Any

from django import forms

from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import OF_ROLE, Permission
from cusp.web.boards.choices import MemberRole
from cusp.web.boards.models import Board, Membership
from cusp.web.common.date_input import DateInputField
from cusp.web.common.form_pages import EditForm

_READERS = [role.value for role, may in OF_ROLE.items() if Permission.SEE_MEMBERS_PAPERS in may]


class _SeatField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Membership) -> str:
        return obj.name


class _MemberFields(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        help_text="If you leave this empty, the name on the account is used",
    )
    person = forms.ModelChoiceField(
        label="Account",
        help_text="This person can read members’ papers during the term",
        queryset=User.objects.none(),
        required=False,
        empty_label="No account",
    )
    represents = forms.CharField(
        label="Represents",
        help_text="For example, primary schools or the police",
        max_length=200,
        required=False,
    )
    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        choices=MemberRole.choices,
        error_messages={"required": "Select a role"},
    )
    votes = forms.BooleanField(label="May vote", required=False, initial=True)
    starts = DateInputField(
        label="Start of the term", error_messages={"required": "Enter the start of the term"}
    )
    substitute_for = _SeatField(
        label="Substitute for",
        help_text="Only for a substitute. Leave this empty if they may stand in for any member",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="Any member",
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, other = self.fields["person"], self.fields["substitute_for"]
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(other, forms.ModelChoiceField)
        people = User.objects.filter(is_active=True, grants__role__in=_READERS)
        person.queryset = people.distinct().order_by("name", "email")
        no_seat = (MemberRole.SUBSTITUTE, MemberRole.ADVISER)
        other.queryset = board.memberships.exclude(role__in=no_seat).select_related("board")


class NewMemberForm(_MemberFields):
    """A new member."""


class MemberForm(_MemberFields, EditForm):
    """What is said about a member."""


class EndForm(forms.Form):
    """The last day of a term."""

    ends = DateInputField(
        label="Last day of the term", error_messages={"required": "Enter the last day of the term"}
    )
