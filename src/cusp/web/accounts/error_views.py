"""Error pages that need their own view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """A form was sent without a valid CSRF token."""
    return render(request, "403_csrf.html", status=403)
