"""Context for every page's header: where a person can go and what they may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.practice import own_children, reach
from cusp.web.record.archive.home_council import HomeCouncil, home_council

# Name, address, and the permission needed to see the link.
_PLACES = (
    ("Country", "/country/", Permission.SEE_PUBLIC_RECORD),
    ("Authorities", "/authorities/", Permission.SEE_PUBLIC_RECORD),
    ("Topics", "/topics/", Permission.SEE_PUBLIC_RECORD),
    ("Search", "/search/", Permission.SEE_PUBLIC_RECORD),
    ("Plan", "/plan/", Permission.SEE_PLAN),
    ("Practice", "/practice/", Permission.SEE_CHILDREN),
    ("Boards", "/boards/", Permission.SEE_BOARDS),
    ("Add reports", "/add/", Permission.ADD_REPORTS),
    ("Template", "/plan/papers/template/", Permission.SET_PAPER_TEMPLATE),
    ("People", "/people/", Permission.MANAGE_PEOPLE),
    ("Who sees children", "/practice/access/", Permission.SET_REACH),
    ("Log", "/log/", Permission.READ_LOG),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """``may``: what the person may do, by name; ``navigation``; and ``home_authority``, if set.

    ``own_children`` says how many of a person's children are overdue. It is only worked out if a
    page asks for it: the front page does, which may not import anything about children.
    """
    user = getattr(request, "user", None)
    may = {p for p in Permission if user is not None and allowed(user, p)}
    home = _home_council()
    places = [(name, address) for name, address, permission in _places(home) if permission in may]
    # A council's page is below the list of councils; mark only the closer match.
    here = max((to for _, to in places if request.path.startswith(to)), key=len, default=None)
    return {
        "may": {p.name.lower(): p in may for p in Permission},
        "navigation": [
            {"name": name, "address": address, "here": address == here} for name, address in places
        ],
        "home_authority": home,
        "own_children": _own_children(request),
        "own_challenges": _own_challenges(request),
    }


def _own_children(request: HttpRequest) -> Callable[[], str]:
    def line() -> str:
        user = getattr(request, "user", None)
        if not isinstance(user, User):
            return ""
        return own_children.line_for(user, on=timezone.localdate())

    return line


def _own_challenges(request: HttpRequest) -> Callable[[], int]:
    def number() -> int:
        user = getattr(request, "user", None)
        return reach.challenges_put_to(user).count() if isinstance(user, User) else 0

    return number


def _home_council() -> HomeCouncil | None:
    try:
        return home_council()
    except DatabaseError:
        return None  # error pages are shown even if the database does not respond


def _places(home: HomeCouncil | None) -> tuple[tuple[str, str, Permission], ...]:
    if home is None:
        return _PLACES
    own = ("Your council", home.address, Permission.SEE_PUBLIC_RECORD)
    story = ("The story", "/story/", Permission.SEE_PUBLIC_RECORD)
    return (story, own, *_PLACES) if settings.DEMO else (own, *_PLACES)
