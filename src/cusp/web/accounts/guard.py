"""The guard at every address: no view without a named permission, no person without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from cusp.web.accounts.permissions import Permission, allowed

# Views of packages that we cannot mark, by their module: signing in is for everyone, the rest of
# an account for its owner.
_SIGNING_IN = ("account_login", "account_logout", "mfa_authenticate", "account_reauthenticate")
_OF_PACKAGES = {
    "allauth.": Permission.OWN_ACCOUNT,
    "django.views.static": Permission.SEE_PUBLIC_RECORD,
    "django.contrib.staticfiles": Permission.SEE_PUBLIC_RECORD,
}
_PUBLIC_OF_ALLAUTH = ("allauth.socialaccount",)


class Guard:
    """Middleware that lets a request through to its view or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on; the decision falls once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Refuse, send to sign in, or let through."""
        match = request.resolver_match
        permission = permission_of(view, match.url_name if match else None)
        if allowed(request.user, permission):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied


def permission_of(view: Callable[..., Any], url_name: str | None = None) -> Permission:
    """The permission that a view needs; raises ``ImproperlyConfigured`` where it names none."""
    named: Permission | None = getattr(view, "permission", None)
    if named is not None:
        return named
    module = getattr(view, "__module__", "")
    if url_name in _SIGNING_IN or module.startswith(_PUBLIC_OF_ALLAUTH):
        return Permission.SEE_PUBLIC_RECORD
    for start, permission in _OF_PACKAGES.items():
        if module.startswith(start):
            return permission
    raise ImproperlyConfigured(f"{module}.{getattr(view, '__name__', view)} names no permission")
