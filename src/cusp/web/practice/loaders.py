"""Lets only people who may load returns through, and tells others who can."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice.looks import never_kept
from cusp.web.practice.models import Reach
from cusp.web.practice.pages import Asking, frame

View = Callable[..., HttpResponseBase]


def for_loaders(view: View) -> View:
    """Call a view with ``Asking`` if the person may load returns; its response is never kept."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: Any) -> HttpResponseBase:
        asking = Asking(request)
        if asking.may_load:
            return never_kept(view(request, asking, **place))
        context = {**frame(asking, "practice-returns", ("Returns", "")), "loaders": who_can()}
        answer = render(request, "practice/returns_page/who_can.html", context, status=403)
        return never_kept(answer)

    return guarded


def who_can() -> list[User]:
    """The people who may load returns."""
    whole = Reach.objects.filter(whole_service=True).values("user")
    return list(
        User.objects.filter(
            pk__in=whole, is_active=True, grants__role=Role.PRACTICE.value
        ).order_by("name", "email")
    )
