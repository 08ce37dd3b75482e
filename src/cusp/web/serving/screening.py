"""Requests that are refused by their headers, before any of their body is read.

A stranger may send no more than a sign-in form needs. Whoever sends more must be signed in and have
the permission of the page it is sent to, and no more than that page takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

# Enough for every form with words in it.
FROM_ANYBODY = 64_000
"""Bytes of a body that is taken from anybody, to any page."""
OF_A_FORM = 1_000_000
"""Bytes of a body sent to a page that takes no files."""


@dataclass(frozen=True)
class Refusal:
    """An answer given instead of reading the request."""

    status: int
    why: str


def refusal(path: str, headers: dict[str, str]) -> Refusal | None:
    """Why a request is refused, or None; `headers` by their names in lower case.

    Looks up the session only where a body is larger than anybody may send.
    """
    if "transfer-encoding" in headers:
        return Refusal(411, "The request must give its length.")
    declared = headers.get("content-length", "0")
    if not (declared.isascii() and declared.isdigit()):
        return Refusal(400, "The request’s length is not a number.")
    length = int(declared)
    return _refusal_of_large(path, headers, length) if length > FROM_ANYBODY else None


def _refusal_of_large(path: str, headers: dict[str, str], length: int) -> Refusal | None:
    from django.conf import settings
    from django.urls import Resolver404, resolve

    from cusp.web.accounts.guard import permission_of
    from cusp.web.accounts.permissions import allowed

    try:
        view = resolve(path).func
    except Resolver404:
        return Refusal(404, "There is no such page.")
    user = _user(headers)
    if not (user.is_authenticated and allowed(user, permission_of(view))):
        return Refusal(403, "Sign in with an account that can upload files here.")
    largest = settings.LARGEST_REQUEST if getattr(view, "takes_files", False) else OF_A_FORM
    if length > largest:
        return Refusal(413, f"This is too large. You can send {largest // 1_000_000} MB at a time.")
    return None


def _user(headers: dict[str, str]) -> Any:
    """Whose session the cookie names, as Django's own middleware finds it."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import get_user
    from django.http import HttpRequest

    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        cookie = None
    request = HttpRequest()
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(cookie.value if cookie else None)
    return get_user(request)
