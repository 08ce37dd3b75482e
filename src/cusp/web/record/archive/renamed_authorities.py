"""Redirects from former names of authorities."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

from cusp.web.record.archive.lookup import Moved

View = Callable[..., HttpResponseBase]


def follows_moves(view: View) -> View:
    """Redirects a view's visitors to an authority's current name."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            match = request.resolver_match
            if match is None or match.url_name is None:
                raise
            address = reverse(match.url_name, kwargs={**kwargs, "slug": moved.slug})
            query = request.META.get("QUERY_STRING")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    return wrapped
