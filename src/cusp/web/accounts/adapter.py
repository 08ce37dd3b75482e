"""How allauth behaves in Cusp: administrators create accounts and nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from cusp.web.accounts import audit
from cusp.web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Signing in with a password; no sign-up."""

    error_messages: dict[str, Any] = {  # noqa: RUF012 - allauth's own attribute
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or password is incorrect",
        "incorrect_password": "Enter your correct password",
        "enter_current_password": "Enter your correct current password",
        "too_many_login_attempts": "Too many attempts. Wait a minute and try again.",
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody can create their own account."""
        return False

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Go back to the account page."""
        return reverse("account")

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Send nothing: Cusp does not assume that there is a mail server."""

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Show nothing: our pages already say what happened."""


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The council's directory signs in people who already have a Cusp account."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: Any) -> bool:
        """Being in the directory is not enough to get an account."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Sign in only to the account whose address the directory has verified.

        This is checked at every sign-in: if the directory gives an address to someone new, they
        must not get into the account of the person who left.
        """
        if sociallogin.state.get("process", "login") != "login":
            _refuse(request, "connect")
        vouched = {
            address.email.strip().lower()
            for address in sociallogin.email_addresses
            if address.verified is True and address.email
        }
        if not vouched or _denied(sociallogin.account.extra_data):
            _refuse(request, "unverified")
        user = User.objects.filter(email__in=vouched).first()
        if user is None:
            _refuse(request, "stranger")
        elif not user.is_active:
            _refuse(request, "closed", user)
        elif _is_somebody_else(sociallogin, user):
            _refuse(request, "changed", user)


def _is_somebody_else(sociallogin: Any, user: User) -> bool:
    """Whether this identity or this account was previously linked to a different one."""
    known = SocialAccount.objects.filter(provider=sociallogin.account.provider)
    uid = sociallogin.account.uid
    return bool(
        known.filter(uid=uid).exclude(user=user).exists()
        or known.filter(user=user).exclude(uid=uid).exists()
    )


def _denied(said: dict[str, Any]) -> bool:
    """Whether any part of the directory's response says that the address is not verified."""
    parts = [said, said.get("userinfo") or {}, said.get("id_token") or {}]
    return any(part.get("email_verified", True) is not True for part in parts)


def _refuse(request: HttpRequest, why: str, user: User | None = None) -> None:
    audit.record_sign_in("directory sign-in refused", about=user.email if user else "", why=why)
    page = render(request, "accounts/directory_refused.html", {"why": why}, status=403)
    raise ImmediateHttpResponse(page)
