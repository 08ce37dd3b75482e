"""Finding what an address means: authorities under any name they had, inspections by first day."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.http import Http404
from django.utils.text import slugify

from cusp.reports.authorities import known_authorities
from cusp.web.record.models import Authority, Inspection, WaitingReport


class Moved(Exception):
    """The authority has another address now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def authority_at(slug: str) -> Authority:
    """The authority of an address; raises :class:`Moved` for an older name of it, or 404."""
    try:
        return Authority.objects.get(slug=slug)
    except Authority.DoesNotExist:
        pass
    if slug in _older_slugs():
        raise Moved(_older_slugs()[slug])
    raise Http404(f"There is no authority called “{slug}”.")


def inspection_at(slug: str, start: date) -> Inspection:
    """The inspection of an address, with its authority and document; raises as above."""
    found = (
        Inspection.objects.select_related("authority", "document")
        .filter(authority__slug=slug, start=start)
        .first()
    )
    if found:
        return found
    authority = authority_at(slug)
    raise Http404(f"The record has no inspection of {authority} that began on that day.")


def two_inspections(slug: str, earlier: date, later: date) -> tuple[Inspection, Inspection]:
    """Two inspections of an authority, the earlier first; 404 where they are one."""
    if earlier == later:
        raise Http404("An inspection cannot be compared with itself.")
    first, second = sorted((earlier, later))
    return inspection_at(slug, first), inspection_at(slug, second)


def waiting_reports() -> list[WaitingReport]:
    """Reports that no officer has decided on yet, in the order they came."""
    return list(WaitingReport.objects.filter(refused_at=None).select_related("added_by"))


@cache
def _older_slugs() -> dict[str, str]:
    return {
        slugify(name).lower(): council.slug
        for council in known_authorities()
        for name in (*council.other_names, *council.former_codes, council.code)
    }
