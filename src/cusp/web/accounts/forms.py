"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.permissions import OF_ROLE
from cusp.web.accounts.roles import Role
from cusp.web.accounts.second_factor import HELP, say_plainly


def role_choices() -> list[tuple[str, str]]:
    """Each role and what it allows."""
    return [(role.value, f"{role.label}: {allows(role)}") for role in Role]


def allows(role: Role) -> str:
    """What a role allows, in words."""
    return "; ".join(sorted(p.value for p in OF_ROLE[role])) or "see the public pages"


class RolesForm(forms.Form):
    """The roles of a person."""

    roles = forms.TypedMultipleChoiceField(
        label="Roles",
        coerce=Role,
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select only the roles this person needs.",
    )


class PersonForm(RolesForm):
    """A new person."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the person’s email address."},
    )
    name = forms.CharField(
        label="Name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the person’s name."},
    )
    field_order = ("email", "name", "roles")


class LogForm(forms.Form):
    """Filters for the log."""

    # The fields of a filter are all optional, and need not say so.
    is_filter = True

    who = forms.ModelChoiceField(
        label="Person", queryset=User.objects.all(), required=False, empty_label="Everyone"
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[
            ("", "Changes and views"),
            ("change", "Changes"),
            ("access", "Views and sign-ins"),
        ],
    )
    action = forms.ChoiceField(label="Action", required=False)
    about = forms.CharField(label="About", required=False, max_length=300)
    first = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Event.objects.order_by("action").values_list("action", flat=True).distinct()
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *((action, action.capitalize()) for action in actions)]


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["login"].error_messages["required"] = "Enter your email address."
        self.fields["password"].error_messages["required"] = "Enter your password."
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """Asks for the password again before an important change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The current password, then the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = "At least 12 characters, and not a common password"
        self.fields["password2"].label = "Confirm new password"
        self.fields["oldpassword"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self, HELP)
