"""Pages of a long list."""

from __future__ import annotations

from django.http import HttpRequest

# No list is this long; a larger number would be too large for the database.
_LAST_PAGE = 10_000


def page_number(request: HttpRequest) -> int:
    """The requested page, or the first if that is not a number."""
    typed = request.GET.get("page", "")[:9]
    number = int(typed) if typed.isascii() and typed.isdigit() else 1
    return min(max(number, 1), _LAST_PAGE)
