"""Published figures beside ours, where both count the same thing (``cusp.oversight.published``)."""

from __future__ import annotations

import msgspec

from cusp.oversight.published import comparable_series, published_measures
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.archive.revision import kept_until_changed
from cusp.web.record.measures.council_measures import Line, sheet_of
from cusp.web.record.models import Authority


class Beside(msgspec.Struct, frozen=True):
    """A published measure: of the council itself, England, the region and its neighbours.

    ``region_name`` is empty if the region is not known. Neighbours are the median of those known.
    """

    title: str
    period: str
    own: float | None
    england: float | None
    region_name: str
    region: float | None
    neighbours: float | None
    neighbours_known: int
    file: str


class Published(msgspec.Struct, frozen=True):
    """What is published beside one of our measures.

    ``basis`` says how the two compare or, without ``beside``, why they cannot be.
    """

    basis: str
    same: bool
    beside: Beside | None


def published_for(code: str) -> Published | None:
    """What is published beside our measure with this code; None if nothing is."""
    known = published_measures().get(code)
    if known is None:
        return None
    council = home_council()
    beside = _of_council(council.slug) if council and known.same else {}
    return Published(known.basis, known.same, beside.get(known.published))


@kept_until_changed(at_most=2)
def _of_council(slug: str) -> dict[str, Beside]:
    authority = Authority.objects.get(slug=slug)
    sheet = sheet_of(authority, only=comparable_series())
    if sheet is None:
        return {}
    return {line.place.measure.code: _beside(line, sheet.file.name) for line in sheet.lines}


def _beside(line: Line, file: str) -> Beside:
    place = line.place
    return Beside(
        title=place.measure.title,
        period=place.period_said,
        own=place.value.value if place.value else None,
        england=place.england,
        region_name=place.region_name,
        region=place.region,
        neighbours=place.neighbours,
        neighbours_known=place.neighbours_known,
        file=file,
    )
