"""Signing in with the council's directory, and what happens when it is down."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from cusp.web.accounts.permissions import Permission, needs

_log = logging.getLogger(__name__)


@needs(Permission.SEE_PUBLIC_RECORD)
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the directory to sign in."""
    return _or_say_so(openid.login, request, provider_id)


@needs(Permission.SEE_PUBLIC_RECORD)
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the directory."""
    return _or_say_so(openid.callback, request, provider_id)


def _or_say_so(
    view: Callable[[HttpRequest, str], HttpResponse], request: HttpRequest, provider_id: str
) -> HttpResponse:
    try:
        return view(request, provider_id)
    except (RequestException, KeyError) as error:
        # Its configuration could not be fetched, or lacks a required address.
        _log.warning("The directory cannot be used: %r", error)
        return render(request, "socialaccount/authentication_error.html", status=502)
