"""Log sign-ins, sign-outs and password changes. No decisions are made here."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cusp.web.accounts import audit, lockout
from cusp.web.accounts.models import User

# People type passwords into the wrong box, so only addresses with an account are logged.
UNKNOWN = "an address without an account"


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    """Someone signed in."""
    audit.record_sign_in("signed in", by=user, about=user.email)


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Someone signed out."""
    if user is not None:
        audit.record_sign_in("signed out", by=user, about=user.email)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """A password or code was wrong; an address that axes has locked is logged as locked."""
    if request is None or getattr(request, "axes_locked_out", False):
        return
    what = "wrong code" if "code" in credentials else "wrong password"
    audit.record_sign_in(what, about=_known(lockout.address_tried(request, credentials)))


@receiver(user_locked_out)
def locked(username: str | None, **_: Any) -> None:
    """An address was locked, or was tried while locked."""
    audit.record_sign_in("locked out", about=_known(username))


@receiver(password_changed)
def changed_password(user: User, **_: Any) -> None:
    """Someone changed their password."""
    audit.record_change("password changed", by=user, about=user.email)


@receiver(authenticator_added)
def added_factor(user: User, authenticator: Any, **_: Any) -> None:
    """A second factor was set up, or recovery codes were created."""
    audit.record_change(f"{_name(authenticator)} set up", by=user, about=user.email)


@receiver(authenticator_removed)
def removed_factor(user: User, authenticator: Any, **_: Any) -> None:
    """Someone removed their own second factor."""
    audit.record_change(f"{_name(authenticator)} removed", by=user, about=user.email)


@receiver(authenticator_reset)
def renewed_codes(user: User, authenticator: Any, **_: Any) -> None:
    """Someone replaced their recovery codes."""
    audit.record_change(f"{_name(authenticator)} replaced", by=user, about=user.email)


def _name(authenticator: Any) -> str:
    return "recovery codes" if authenticator.type == "recovery_codes" else "second factor"


def _known(address: str | None) -> str:
    known = bool(address) and User.objects.filter(email__iexact=address).exists()
    return address if known and address else UNKNOWN
