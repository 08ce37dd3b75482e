"""What is this, and how is my council doing?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history import sequence
from cusp.history.sequence import NOT_GIVEN
from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.common import charts
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.record.archive import national_facts
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.country.snapshot import CountryFilters, Picture, picture
from cusp.web.record.country.wording import answer, key
from cusp.web.record.models import Authority, Inspection

NEWEST = 6
_MOST_INCOMPLETE = 5


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    found = picture(CountryFilters(on=today))
    may_add = allowed(request.user, Permission.ADD_REPORTS)
    context: dict[str, Any] = {
        "country": found.country,
        "country_answer": answer(found),
        "bar": charts.shares_bar(found.country.counts, title="Authorities by overall grade"),
        "key": key(found.country),
        "end": found.end,
        "own_council": _own_council(today),
        "waiting": _waiting() if may_add else None,
        "latest": _latest(found),
        "added": list(
            Inspection.objects.filter(document__isnull=False)
            .select_related("authority", "document")
            .defer("document__packed")
            .order_by("-document__added_at", "pk")[:NEWEST]
        ),
        "councils": Authority.objects.filter(ended=None).order_by("name"),
    }
    return render(request, "record/inspections/home.html", context)


def _own_council(today: date) -> dict[str, Any] | None:
    """The council that this installation belongs to, if set, and its grade."""
    home = home_council()
    council = Authority.objects.filter(slug=home.slug).first() if home else None
    if council is None:
        return None
    standing = national_facts.standings(on=today).get(council.code or council.slug)
    in_words = sequence.sentence(standing) if standing else "no inspection in the record yet"
    return {"council": council, "sentence": in_words}


def _waiting() -> dict[str, Any]:
    """What an officer needs to look at: reports without a council, and incomplete reports."""
    incomplete = Inspection.objects.filter(complete=False).select_related("authority")
    return {
        "reports": len(waiting_reports()),
        "incomplete": incomplete.order_by("-start")[:_MOST_INCOMPLETE],
        "incomplete_number": incomplete.count(),
    }


def _latest(found: Picture) -> list[dict[str, Any]]:
    """The latest published inspections, each with its overall grade and the previous grade."""
    rows = (
        Inspection.objects.select_related("authority")
        .prefetch_related("judgements")
        .order_by(Coalesce("published", "end").desc(), "-start", "pk")[:NEWEST]
    )
    return [
        {"inspection": row, "outcome": _overall(row), "change": _change(found, row)} for row in rows
    ]


def _overall(inspection: Inspection) -> str | None:
    grades = {judgement.area: judgement.grade for judgement in inspection.judgements.all()}
    return grades.get("overall") or (None if inspection.overall_given else NOT_GIVEN)


def _change(found: Picture, inspection: Inspection) -> str:
    """For example "up from requires improvement"; empty if there is nothing to compare."""
    move = found.last_moves.get(inspection.authority.code or "")
    if move is None or move.later.start != inspection.start or move.before == NOT_GIVEN:
        return ""
    if move.direction in {"up", "down"}:
        return f"{move.direction} from {move.before}"
    return "no change" if move.before == move.after else f"previously {move.before}"
