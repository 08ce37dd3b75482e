"""Context that every page needs for its header."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cusp.web.accounts.permissions import Permission, allowed

# Name, address, and the permission needed to see the link.
_PLACES = (
    ("Country", "/country/", Permission.SEE_PUBLIC_RECORD),
    ("Authorities", "/authorities/", Permission.SEE_PUBLIC_RECORD),
    ("Topics", "/topics/", Permission.SEE_PUBLIC_RECORD),
    ("Search", "/search/", Permission.SEE_PUBLIC_RECORD),
    ("Add reports", "/add/", Permission.ADD_REPORTS),
    ("People", "/people/", Permission.MANAGE_PEOPLE),
    ("Log", "/log/", Permission.READ_LOG),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The links of the menu, and what the person may do, by the name of the permission."""
    user = getattr(request, "user", None)
    may = {p for p in Permission if user is not None and allowed(user, p)}
    places = [
        {"name": name, "address": address, "here": request.path.startswith(address)}
        for name, address, permission in _PLACES
        if permission in may
    ]
    return {"may": {p.name.lower(): p in may for p in Permission}, "navigation": places}
