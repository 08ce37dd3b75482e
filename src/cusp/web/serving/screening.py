"""Refuse requests by their headers, before reading any of the body.

A stranger may send only as much as a sign-in form needs. To send more, people must be signed in and
have the permission that the page needs. They may not send more than that page accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

# Enough for every form that contains text.
FROM_ANYBODY = 64_000
"""The largest body, in bytes, accepted from anybody and for any page."""
OF_A_FORM = 1_000_000
"""The largest body, in bytes, for a page that does not accept files."""


@dataclass(frozen=True)
class Refusal:
    """A response given instead of reading the request."""

    status: int
    why: str


def refusal(path: str, headers: dict[str, str]) -> Refusal | None:
    """Why a request is refused, or None; `headers` are keyed by lower-case names.

    Looks up the session only if a body is larger than anybody may send.
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
    """The person whose session the cookie identifies, found as Django's own middleware does."""
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
