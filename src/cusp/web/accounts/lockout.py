"""Locking an address out after too many wrong passwords or codes, and opening it again.

django-axes counts and refuses; here is what it counts by. An address without an account is locked
in the same way as one that has one, so that a lock tells nothing.
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
    """An address as it is counted: two spellings that open one account are one address."""
    return unicodedata.normalize("NFKC", address).casefold().strip()[:254]


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """The address that somebody tries to sign in with (asked by django-axes).

    allauth hands on ``email``, axes itself ``login``; without either, the form has it.
    """
    given = credentials or {}
    tried = given.get("email") or given.get("login") or given.get("username")
    tried = tried or request.POST.get("login")
    return counted_as(tried) if tried else None


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether an account is locked now."""
    return not AxesProxyHandler.is_allowed(request, {"email": user.email})


def wrong_code(request: HttpRequest, user: User) -> None:
    """Count a wrong code of a second factor as a wrong password is counted."""
    user_login_failed.send(
        sender=__name__, request=request, credentials={"email": user.email, "code": "wrong"}
    )


def wrong_password(request: HttpRequest, user: User) -> None:
    """Count a wrong password that somebody who is signed in gave as their own."""
    user_login_failed.send(sender=__name__, request=request, credentials={"email": user.email})


def locked_addresses() -> frozenset[str]:
    """The addresses that are locked now."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    counts = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values_list("username")
        .annotate(failures=Sum("failures_since_start"))
    )
    return frozenset(name for name, n in counts if name and n >= settings.AXES_FAILURE_LIMIT)


def unlock(user: User) -> bool:
    """Forget the failures of an account; gives whether there were any."""
    return bool(reset(username=counted_as(user.email)))
