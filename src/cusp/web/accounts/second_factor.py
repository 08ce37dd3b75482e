"""Second factors: who needs one, and who has one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from cusp.web.accounts import lockout
from cusp.web.accounts.models import User

# What a person who needs a second factor can reach before setting it up.
ON_THE_WAY = frozenset(
    {"account_login", "account_logout", "account_reauthenticate", "mfa_activate_totp"}
)
HELP = "The six digits your authenticator app shows now"


def must_have(user: User) -> bool:
    """Whether any of the person's roles needs a second factor (``CUSP_MFA_FOR``)."""
    return any(role.value in settings.SECOND_FACTOR_FOR for role in user.roles)


def has(user: User) -> bool:
    """Whether a second factor is set up."""
    return people_with_one(user.pk) != frozenset()


def lacks(user: User) -> bool:
    """Whether this person needs a second factor and has none."""
    return must_have(user) and not has(user)


def people_with_one(pk: int | None = None) -> frozenset[int]:
    """The keys of the accounts that have a second factor; only ``pk``, if given."""
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    if pk is not None:
        rows = rows.filter(user_id=pk)
    return frozenset(rows.values_list("user_id", flat=True))


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Adapts allauth's second factor."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - allauth's own attribute
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Code is incorrect. Enter the six digits your app shows now.",
        "cannot_delete_authenticator": "Your role needs a second factor, so you cannot "
        "remove it. If you have lost your phone, ask an administrator to remove it.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not allowed for people who need one."""
        return not must_have(authenticator.user)

    def build_totp_svg(self, url: str) -> SafeString:
        """The code to scan, as an inline picture; it contains no text from users."""
        picture = super().build_totp_svg(url)
        _, _, drawing = picture.partition("<svg")
        named = f'<svg role="img" aria-label="Code to scan with an authenticator app"{drawing}'
        return mark_safe(named)


class _CountedForm:
    """Wrong codes count towards a lock; a locked account accepts no code."""

    user: User
    request: HttpRequest | None

    def clean_code(self) -> str:
        from allauth.core import context

        request = context.request
        if lockout.is_locked(request, self.user):
            request.axes_locked_out = True
            raise forms.ValidationError("This account is locked.")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            lockout.wrong_code(request, self.user)
            raise
        return code


class CodeForm(_CountedForm, AuthenticateForm):  # type: ignore[misc]
    """The code that completes signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self)


class CodeAgainForm(_CountedForm, ReauthenticateForm):  # type: ignore[misc]
    """The code that confirms who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self)


def say_plainly(
    form: forms.Form, help_text: str = f"{HELP}, or one of your recovery codes"
) -> None:
    """Give the code field a label and a hint in place of the placeholder."""
    field = form.fields["code"]
    field.label = "Code"
    field.help_text = help_text
    field.widget.attrs.pop("placeholder", None)
