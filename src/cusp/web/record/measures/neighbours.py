"""Which councils are a council's neighbours: statistical ones if loaded, else by region."""

from __future__ import annotations

import msgspec

from cusp.web.record.models import Authority, Neighbours


class Near(msgspec.Struct, frozen=True):
    """A council's neighbours.

    ``whose`` names them as after "and", empty where there are none; ``said`` is a sentence on which
    they are and why.
    """

    authorities: tuple[Authority, ...]
    whose: str
    said: str


def neighbours_of(authority: Authority) -> Near:
    """Statistical neighbours from the loaded published measures, closest first; where there are
    none, the councils of the same region."""
    codes = Neighbours.objects.filter(code=authority.code).values_list("codes", flat=True).first()
    if codes:
        rows = {council.code: council for council in Authority.objects.filter(code__in=codes)}
        near = tuple(rows[code] for code in codes if code in rows and code != authority.code)
        if near:
            said = f"Statistical neighbours: {_names(near)}."
            return Near(near, "its statistical neighbours", said)
    if not authority.region:
        return Near((), "", "Cusp does not know which councils are its neighbours.")
    rows_of_region = Authority.objects.filter(region=authority.region, ended=None)
    near = tuple(rows_of_region.exclude(pk=authority.pk))
    return Near(
        near,
        f"the other councils of {_the(authority.region)}",
        f"No statistical neighbours are loaded, so these are the councils of the same region: "
        f"{_names(near)}.",
    )


def _names(near: tuple[Authority, ...]) -> str:
    return "; ".join(council.name for council in near)


def _the(region: str) -> str:
    """ "the South East", but "London" and "Yorkshire and the Humber"."""
    return region if region in {"London", "Yorkshire and the Humber"} else f"the {region}"
