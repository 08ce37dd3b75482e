"""Finding a child by the number that somebody types."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from cusp.returns.pseudonyms import pseudonym
from cusp.returns.values import read_id
from cusp.web.practice.models import Child
from cusp.web.practice.reach import Reached, children_for

# The same for a child out of reach, so that nobody learns who is known to the council.
NOT_FOUND = "None of the children that you can see has this ID. Check it, or ask for access"


def child_with(number: str, reached: Reached, *, on: date) -> Child | None:
    """The child with this number, if it is within reach."""
    read = read_id(number)
    if not isinstance(read, str):
        return None
    # With a key, returns are stored under pseudonyms; a pseudonym may be typed too.
    ids = {read}
    if settings.PSEUDONYM_KEY:
        ids.add(pseudonym(read, settings.PSEUDONYM_KEY.encode()))
    return children_for(reached, on=on).filter(child_id__in=ids).first()
