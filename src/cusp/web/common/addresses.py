"""Addresses of pages, cached because a long page has hundreds of links."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=8192)
def address_of(name: str, *arguments: str) -> str:
    """The address of the page of that name, as ``reverse`` gives it."""
    return reverse(name, args=arguments)
