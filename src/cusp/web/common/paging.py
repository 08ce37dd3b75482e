"""Pages of a long list."""

from __future__ import annotations

from django.http import HttpRequest

# Behind this no page is ever; a larger number would be too large for the database.
_LAST_PAGE = 10_000


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first where that is no number."""
    typed = request.GET.get("page", "")[:9]
    number = int(typed) if typed.isascii() and typed.isdigit() else 1
    return min(max(number, 1), _LAST_PAGE)
