"""Two-factor authentication: who must use it, and who has set it up.

An administrator takes it away with ``people.forget_second_factor``.
"""

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

# Pages open to people who still have to set up two-factor authentication.
ON_THE_WAY = frozenset(
    {"account_login", "account_logout", "account_reauthenticate", "mfa_activate_totp"}
)
HELP = "This is the 6-digit code shown in your authenticator app"


def must_have(user: User) -> bool:
    """Whether one of this person's roles requires a second factor (``CUSP_MFA_FOR``)."""
    return any(role.value in settings.SECOND_FACTOR_FOR for role in user.roles)


def has(user: User) -> bool:
    """Whether this person has set up a second factor."""
    return people_with_one(user.pk) != frozenset()


def lacks(user: User) -> bool:
    """Whether this person must have a second factor but has not set one up."""
    return must_have(user) and not has(user)


def people_with_one(pk: int | None = None) -> frozenset[int]:
    """Primary keys of accounts with a second factor, limited to one account if given."""
    rows = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    if pk is not None:
        rows = rows.filter(user_id=pk)
    return frozenset(rows.values_list("user_id", flat=True))


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """How allauth's two-factor authentication behaves in Cusp."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - allauth's own attribute
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Enter the 6-digit code shown in your authenticator app",
        "cannot_delete_authenticator": "Your role requires two-factor authentication, so "
        "you cannot turn it off. If you have lost your phone, ask your Cusp administrator.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """People who must have a second factor cannot remove it."""
        return not must_have(authenticator.user)

    def build_totp_svg(self, url: str) -> SafeString:
        """The QR code as inline SVG. This is safe because allauth draws it and nobody types it."""
        picture = super().build_totp_svg(url)
        _, _, drawing = picture.partition("<svg")
        named = f'<svg role="img" aria-label="QR code to scan with an authenticator app"{drawing}'
        return mark_safe(named)


class _CountedForm:
    """Counts wrong codes towards a lock, and accepts no code for a locked account."""

    user: User
    request: HttpRequest | None

    def clean_code(self) -> str:
        from allauth.core import context

        request = context.request
        if lockout.is_locked(request, self.user):
            request.axes_locked_out = True
            raise forms.ValidationError("This account is locked")
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            lockout.wrong_code(request, self.user)
            raise
        return code


class CodeForm(_CountedForm, AuthenticateForm):  # type: ignore[misc]
    """The security code that completes signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self)


class CodeAgainForm(_CountedForm, ReauthenticateForm):  # type: ignore[misc]
    """The security code that confirms who is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_plainly(self)


def say_plainly(
    form: forms.Form, help_text: str = f"{HELP}. You can also use a recovery code"
) -> None:
    """Give the code field a label and a hint instead of a placeholder."""
    field = form.fields["code"]
    field.label = "Security code"
    field.help_text = help_text
    field.error_messages["required"] = "Enter a security code"
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["class"] = "govuk-input--width-10"
