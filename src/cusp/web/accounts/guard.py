"""Access control: every view states a permission, and only people who have it get through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from cusp.web.accounts import second_factor
from cusp.web.accounts.permissions import Permission, allowed


class Guard:
    """Middleware that checks a view's permission before the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the check happens in ``process_view``, once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse, send to sign in or to set up a second factor, or let the request through."""
        permission = permission_of(view)
        if not allowed(request.user, permission):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        if request.user.is_authenticated and second_factor.lacks(request.user):
            request.second_factor_due = True  # type: ignore[attr-defined]  # shown on the page
            match = request.resolver_match
            if match is None or match.url_name not in second_factor.ON_THE_WAY:
                return redirect("mfa_activate_totp")
        return None


def permission_of(view: Callable[..., Any]) -> Permission:
    """The permission that a view needs; raises ``ImproperlyConfigured`` if there is none."""
    named = getattr(view, "permission", None)
    if isinstance(named, Permission):
        return named
    name = getattr(view, "__name__", repr(view))
    raise ImproperlyConfigured(f"{name} does not say which permission it needs")
