"""A council's neighbours: its statistical neighbours if loaded, otherwise by region."""

from __future__ import annotations

import msgspec

from cusp.web.record.models import Authority, Neighbours


class NeighbourGroup(msgspec.Struct, frozen=True):
    """A council's neighbours.

    ``name`` is what to call them after "and"; it is empty if there are none. ``explanation`` is a
    sentence saying which they are and why.
    """

    authorities: tuple[Authority, ...]
    name: str
    explanation: str


def statistical_neighbours(authority: Authority) -> tuple[Authority, ...]:
    """Neighbours from the loaded published measures, closest first; empty if none are loaded."""
    codes = Neighbours.objects.filter(code=authority.code).values_list("codes", flat=True).first()
    if not codes:
        return ()
    rows = {council.code: council for council in Authority.objects.filter(code__in=codes)}
    return tuple(rows[code] for code in codes if code in rows and code != authority.code)


def neighbours_of(authority: Authority) -> NeighbourGroup:
    """Statistical neighbours or, if there are none, councils in the same region."""
    near = statistical_neighbours(authority)
    if near:
        return NeighbourGroup(
            near, "its statistical neighbours", f"Statistical neighbours: {_names(near)}."
        )
    if not authority.region:
        return NeighbourGroup((), "", "Cusp does not know which councils are its neighbours.")
    of_region = Authority.objects.filter(region=authority.region, ended=None)
    near = tuple(of_region.exclude(pk=authority.pk))
    return NeighbourGroup(
        near,
        f"the other councils in {region_with_article(authority.region)}",
        f"No statistical neighbours are loaded, so these are the councils in the same region: "
        f"{_names(near)}.",
    )


def _names(near: tuple[Authority, ...]) -> str:
    return "; ".join(council.name for council in near)


def region_with_article(region: str) -> str:
    """For example "the South East", but "London" and "Yorkshire and the Humber"."""
    return region if region in {"London", "Yorkshire and the Humber"} else f"the {region}"
