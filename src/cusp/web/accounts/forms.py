"""Forms for accounts."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm

from cusp.web.accounts import lockout
from cusp.web.accounts.models import Event, EventKind, User
from cusp.web.accounts.permissions import OF_ROLE
from cusp.web.accounts.roles import Role
from cusp.web.accounts.second_factor import HELP, say_plainly
from cusp.web.common.date_input import DateInputField

NEW_PASSWORD_HINT = "Must be at least 12 characters and not a common password"


def role_choices() -> list[tuple[str, str]]:
    """Each role and what it allows."""
    return [(role.value, f"{role.label}: {allows(role)}") for role in Role]


def allows(role: Role) -> str:
    """What a role allows, in words."""
    return "; ".join(sorted(p.value for p in OF_ROLE[role])) or "see public pages"


class RolesForm(forms.Form):
    """A person's roles."""

    roles = forms.TypedMultipleChoiceField(
        label="Roles",
        coerce=Role,
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select only the roles this person needs",
    )


class PersonForm(RolesForm):
    """A new person and their roles."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Enter the person’s email address",
            "invalid": "Enter an email address in the correct format, like name@example.gov.uk",
        },
    )
    name = forms.CharField(
        label="Full name",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the person’s full name"},
    )
    field_order = ("email", "name", "roles")


_KINDS = [
    ("", "All"),
    (EventKind.CHANGE.value, "Changes"),
    (EventKind.ACCESS.value, "Views and sign-ins"),
]


class LogForm(forms.Form):
    """Which log entries to show."""

    # All its fields are optional, so the labels do not need to say so.
    is_filter = True

    who = forms.ModelChoiceField(
        label="Person", queryset=User.objects.all(), required=False, empty_label="Everyone"
    )
    kind = forms.ChoiceField(label="Type of entry", required=False, choices=_KINDS)
    action = forms.ChoiceField(label="Action", required=False)
    about = forms.CharField(label="About", required=False, max_length=300)
    first = DateInputField(label="Date from", required=False)
    last = DateInputField(label="Date to", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Event.objects.order_by("action").values_list("action", flat=True).distinct()
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Any"), *((action, action.capitalize()) for action in actions)]


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not generic at run time
    """The password that a person creates with a link from an administrator."""

    error_messages = {"password_mismatch": "The passwords do not match"}  # noqa: RUF012 - Django's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password, again = self.fields["new_password1"], self.fields["new_password2"]
        password.label, again.label = "Password", "Confirm password"
        password.help_text, again.help_text = NEW_PASSWORD_HINT, ""
        password.error_messages["required"] = "Enter a password"
        again.error_messages["required"] = "Enter the password again"


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Email address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["login"].error_messages["required"] = "Enter your email address"
        self.fields["password"].error_messages["required"] = "Enter your password"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password again, before an important change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].error_messages["required"] = "Enter your password"


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The current password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Current password"
        self.fields["password1"].label = "New password"
        self.fields["password1"].help_text = NEW_PASSWORD_HINT
        self.fields["password2"].label = "Confirm new password"
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].error_messages["required"] = "Enter your current password"
        self.fields["password1"].error_messages["required"] = "Enter a new password"
        self.fields["password2"].error_messages["required"] = "Enter the new password again"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean_oldpassword(self) -> str:
        """Count a wrong one as when signing in: nobody may guess it in a session left open."""
        if lockout.is_locked(context.request, self.user):
            raise forms.ValidationError("Too many attempts. Wait 30 minutes and try again.")
        try:
            password: str = super().clean_oldpassword()
        except forms.ValidationError:
            lockout.wrong_password(context.request, self.user)
            raise
        return password


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first security code from a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self, HELP)
