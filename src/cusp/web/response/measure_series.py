"""A series of figures from which the readings of a measure can be drawn."""

from __future__ import annotations

import msgspec

from cusp.plans import Reading
from cusp.web.response.choices import Better, Unit

# The source of every reading drawn from published figures begins with this.
PUBLISHED = "Published figures: "
# The source of every reading drawn from a measure that practice shares begins with this.
PRACTICE = "Practice: "
DRAWN = (PUBLISHED, PRACTICE)


class Series(msgspec.Struct, frozen=True):
    """A council's figures for one measure, wherever they come from.

    ``unit`` and ``better`` are ``None`` if the source does not say. ``left_out`` says which figures
    cannot become readings, and why. The source of each reading begins with ``drawn``.
    """

    code: str
    title: str
    source: str
    drawn: str
    unit: Unit | None
    better: Better | None
    readings: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()
