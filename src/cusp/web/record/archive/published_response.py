"""What a council has published in response to an inspection, for the council's own page.

The record knows nothing of plans. The chapter that publishes them adds a function to ``LOOKING``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from cusp.web.record.models import Authority


class PublishedResponse(msgspec.Struct, frozen=True):
    """The latest version of a council's statement of action, and its date.

    ``inspected`` is the first day of the inspection it answers. ``areas``, ``actions`` and ``done``
    count what it says.
    """

    version: int
    on: date
    inspected: date | None = None
    areas: int = 0
    actions: int = 0
    done: int = 0


LOOKING: list[Callable[[Authority], PublishedResponse | None]] = []


def published_response(authority: Authority) -> PublishedResponse | None:
    """The latest statement of action that a council has published here."""
    return next(filter(None, (look(authority) for look in LOOKING)), None)
