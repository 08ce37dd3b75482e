"""Locking an address after too many wrong passwords or codes, and unlocking it.

django-axes counts attempts and refuses them; this module says what to count by. Addresses without
an account are locked in the same way as those with one, so that a lock does not reveal who has an
account.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import timezone

from cusp.web.accounts.models import User


def counted_as(address: str) -> str:
    """An address as used for counting: all spellings that open the same account count as one."""
    return unicodedata.normalize("NFKC", address).casefold().strip()[:254]


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The address that someone is trying to sign in with, for django-axes.

    allauth passes it as ``email`` and axes as ``login``; otherwise it is in the form.
    """
    given = credentials or {}
    tried = given.get("email") or given.get("login") or given.get("username")
    tried = tried or request.POST.get("login")
    return counted_as(tried) if tried else None


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether an account is locked."""
    return not AxesProxyHandler.is_allowed(request, {"email": user.email})


def wrong_code(request: HttpRequest, user: User) -> None:
    """Count a wrong security code in the same way as a wrong password."""
    user_login_failed.send(
        sender=__name__, request=request, credentials={"email": user.email, "code": "wrong"}
    )


def wrong_password(request: HttpRequest, user: User) -> None:
    """Count a wrong password given as their own by someone who is signed in."""
    user_login_failed.send(sender=__name__, request=request, credentials={"email": user.email})


def locked_addresses() -> frozenset[str]:
    """Addresses that are locked."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    counts = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values_list("username")
        .annotate(failures=Sum("failures_since_start"))
    )
    return frozenset(name for name, n in counts if name and n >= settings.AXES_FAILURE_LIMIT)


def unlock(user: User) -> bool:
    """Clear an account's failed attempts; returns whether there were any."""
    return bool(reset(username=counted_as(user.email)))
