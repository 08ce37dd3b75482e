"""What the pages of practice have in common: who is asking, the sub-navigation, the trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.practice import looks, reach
from cusp.web.practice.models import Snapshot
from cusp.web.practice.reach import Reached
from cusp.web.practice.snapshots import current

# Name, name of the address, and whether only those who may load returns see the link.
_PAGES = (
    ("Who is waiting", "practice", False),
    ("My children", "practice-mine", False),
    ("Children", "practice-children", False),
    ("Measures", "practice-measures", False),
    ("Challenges", "practice-challenges", False),
    ("Supervision", "practice-supervision", False),
    ("Returns", "practice-returns", True),
)


# Returns are loaded every month; days after which one is no longer the latest there could be.
_RECENT = 35


class Asking:
    """Who asks for a page of practice, what they may see, and as at which day."""

    def __init__(self, request: HttpRequest) -> None:
        self.user: User = looks.person_of(request)
        self.today: date = timezone.localdate()
        self.reached: Reached = reach.reach_of(self.user)
        self.snapshot: Snapshot | None = current()
        self.may_load: bool = reach.may_load(self.user, self.reached)

    @property
    def days_old(self) -> int:
        """How old the return is in days, if pages should warn of that; else 0."""
        days = (self.today - self.snapshot.as_at).days if self.snapshot else 0
        return days if days > _RECENT else 0


def frame(asking: Asking, here: str, *trail: tuple[str, str]) -> dict[str, Any]:
    """The part of the context that every page has. ``here`` is the name of an address."""
    pages = [
        {"name": name, "address": reverse(to), "here": to == here}
        for name, to, loads in _PAGES
        if asking.may_load or not loads
    ]
    return {
        "chapter": {"name": "Practice", "pages": pages},
        "trail": [("Practice", "" if here == "practice" and not trail else reverse("practice")),
                  *trail],
        "snapshot": asking.snapshot,
        "old": asking.days_old,
        "reached": asking.reached,
        "may_load": asking.may_load,
    }  # fmt: skip


def private(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that nothing may keep, because it has children or small counts on it."""
    response = render(request, template, context, status=status)
    looks.never_kept(response)
    return response
