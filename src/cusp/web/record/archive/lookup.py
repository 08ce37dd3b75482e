"""Looks up authorities by address or typed name, and inspections by first day."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from django.http import Http404
from django.utils.text import slugify

from cusp.reports.authorities import known_authorities
from cusp.reports.council_search import councils_like
from cusp.web.record.models import Authority, Inspection, WaitingReport


class Moved(Exception):
    """The authority has a new address."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def authority_at(slug: str) -> Authority:
    """The authority at an address; raises :class:`Moved` for a former name, or 404."""
    try:
        return Authority.objects.get(slug=slug)
    except Authority.DoesNotExist:
        pass
    if slug in _older_slugs():
        raise Moved(_older_slugs()[slug])
    raise Http404(f"No authority is called “{slug}”.")


class AuthoritiesFound(NamedTuple):
    """Authorities that match a typed name, or if none do, those with a similar name."""

    found: list[Authority]
    near: list[Authority]


def authorities_like(typed: str) -> AuthoritiesFound:
    """The authorities that a typed name may mean, most likely first."""
    unlisted = Authority.objects.filter(code=None).values_list("slug", "name")
    like = councils_like(typed, also=unlisted)
    rows = Authority.objects.in_bulk((*like.found, *like.near), field_name="slug")
    return AuthoritiesFound(
        found=[rows[slug] for slug in like.found if slug in rows],
        near=[rows[slug] for slug in like.near if slug in rows],
    )


def inspection_at(slug: str, start: date) -> Inspection:
    """The inspection at an address, with its authority and document; raises as above."""
    found = (
        Inspection.objects.select_related("authority", "document")
        .filter(authority__slug=slug, start=start)
        .first()
    )
    if found:
        return found
    authority = authority_at(slug)
    raise Http404(f"No inspection of {authority} in the record began on that date.")


def two_inspections(slug: str, earlier: date, later: date) -> tuple[Inspection, Inspection]:
    """Two inspections of an authority, earlier first; 404 if they are the same."""
    if earlier == later:
        raise Http404("An inspection cannot be compared with itself.")
    first, second = sorted((earlier, later))
    return inspection_at(slug, first), inspection_at(slug, second)


def waiting_reports() -> list[WaitingReport]:
    """Reports still waiting for an officer's decision, oldest first."""
    return list(WaitingReport.objects.filter(refused_at=None).select_related("added_by"))


@cache
def _older_slugs() -> dict[str, str]:
    return {
        slugify(name).lower(): council.slug
        for council in known_authorities()
        for name in (*council.other_names, *council.former_codes, council.code)
    }
