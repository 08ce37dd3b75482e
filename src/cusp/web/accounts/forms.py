"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from cusp.web.accounts import lockout
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.permissions import OF_ROLE
from cusp.web.accounts.roles import Role
from cusp.web.accounts.second_factor import HELP, say_plainly


def role_choices() -> list[tuple[str, str]]:
    """Each role with what it allows."""
    return [(role.value, f"{role.label}: {allows(role)}") for role in Role]


def allows(role: Role) -> str:
    """What a role allows, in words."""
    return "; ".join(sorted(p.value for p in OF_ROLE[role])) or "see what everybody sees"


class RolesForm(forms.Form):
    """The roles of a person."""

    roles = forms.TypedMultipleChoiceField(
        label="Roles", coerce=Role, choices=role_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what this person needs and no more.",
    )  # fmt: skip


class PersonForm(RolesForm):
    """A person to give an account to."""

    email = forms.EmailField(
        label="Email address", max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the person’s email address."},
    )  # fmt: skip
    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the person’s name."},
    )  # fmt: skip
    field_order = ("email", "name", "roles")


class LogForm(forms.Form):
    """Which lines of the log to show."""

    # A filter narrows what is shown: nobody expects that each field be filled in.
    is_filter = True

    who = forms.ModelChoiceField(
        label="Person", queryset=User.objects.all(), required=False, empty_label="Everybody"
    )
    kind = forms.ChoiceField(
        label="Kind", required=False,
        choices=[("", "Changes and looks"), ("change", "Changes"), ("access", "Looks, sign-ins")],
    )  # fmt: skip
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
    """The password once more, before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The password now, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Your password now"
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = "At least 12 characters, and not a common password"
        self.fields["password2"].label = "New password again"
        self.fields["oldpassword"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_oldpassword(self) -> str:
        """A wrong one counts as at signing in: a session left open must not be a way to guess."""
        if lockout.is_locked(context.request, self.user):
            raise forms.ValidationError("Too many tries. Wait half an hour and try again.")
        try:
            password: str = super().clean_oldpassword()
        except forms.ValidationError:
            lockout.wrong_password(context.request, self.user)
            raise
        return password


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self, HELP)
