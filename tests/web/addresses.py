"""Every address of Cusp, for tests that open them all."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def patterns(
    resolver: URLResolver | None = None, before: str = "", more: dict[str, Any] | None = None
) -> Iterator[tuple[str, URLPattern, dict[str, Any]]]:
    """Every address: its route, its pattern and its converters."""
    for one in (resolver or get_resolver()).url_patterns:
        kinds = {**(more or {}), **one.pattern.converters}
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route, kinds)
        else:
            yield route, one, kinds
