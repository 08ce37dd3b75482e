"""What the pages of practice have in common: who is asking, the sub-navigation, the trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
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


class Asking:
    """Who asks for a page of practice, what they may see, and as at which day."""

    def __init__(self, request: HttpRequest) -> None:
        self.user: User = looks.person_of(request)
        self.today: date = timezone.localdate()
        self.reached: Reached = reach.reach_of(self.user)
        self.snapshot: Snapshot | None = current()
        self.may_load = reach.may_load(self.user)


def frame(asking: Asking, here: str, *trail: tuple[str, str]) -> dict[str, Any]:
    """The part of the context that every page has. ``here`` is the name of an address."""
    pages = [
        {"name": name, "address": _address(to), "here": to == here}
        for name, to, loads in _PAGES
        if (asking.may_load or not loads) and _address(to)
    ]
    return {
        "pages": pages,
        "trail": [("Practice", "" if here == "practice" and not trail else _address("practice")),
                  *trail],
        "snapshot": asking.snapshot,
        "reached": asking.reached,
        "may_load": asking.may_load,
    }  # fmt: skip


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
