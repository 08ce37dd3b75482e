"""Pages for requests that cannot be answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """A form came without the proof that it is from a page of ours."""
    return render(request, "403_csrf.html", status=403)
