"""One's own account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs


@needs(Permission.OWN_ACCOUNT)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What I may do here, and how I sign in."""
    return render(request, "accounts/account.html", {"trail": [("Your account", "")]})
