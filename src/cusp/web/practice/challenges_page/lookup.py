"""A challenge within reach, or 404: nobody learns that another one exists."""

from __future__ import annotations

from django.http import Http404

from cusp.web.practice import reach
from cusp.web.practice.models import Challenge
from cusp.web.practice.pages import Asking

_LARGEST = 10**9


def challenge_at(asking: Asking, number: int) -> Challenge:
    """The challenge with this number. Raises ``Http404``."""
    rows = reach.challenges_for(asking.reached, asking.user, on=asking.today)
    found = rows.select_related("child").filter(number=min(number, _LARGEST)).first()
    if found is None:
        raise Http404
    return found
