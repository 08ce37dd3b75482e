"""All councils, searching for one, and each council's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history import sequence
from cusp.reports.authorities import KnownAuthority, known_authorities
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.sorting import read_sorting
from cusp.web.record.archive import national_facts
from cusp.web.record.archive.library_records import all_facts
from cusp.web.record.archive.lookup import authorities_like, authority_at
from cusp.web.record.archive.national_facts import end_for
from cusp.web.record.archive.published_response import published_response
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.findings import page_context
from cusp.web.record.inspections import authority_page
from cusp.web.record.measures.neighbours import region_with_article
from cusp.web.record.models import Authority

_LONGEST = 100
_COLUMNS = ("council", "region", "grade", "inspected")


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """Every council in a table; ``?q=`` searches for one."""
    typed = " ".join(request.GET.get("q", "")[:_LONGEST].split())
    if typed:
        return _search(request, typed)
    standings = national_facts.standings(on=timezone.localdate())
    rows = [
        {"council": council, **authority_page.overall(standings.get(council.code or council.slug))}
        for council in Authority.objects.order_by("name")
    ]
    sorting = read_sorting(request.GET, _COLUMNS, default="council")
    keys = {
        "council": lambda row: row["council"].name,
        "region": lambda row: row["council"].region or None,
        "grade": lambda row: authority_page.best_first(row["outcome"]),
        "inspected": lambda row: row["start"],
    }
    context = {
        "rows": sorting.sort(rows, keys),
        "columns": sorting.columns,
        "end": national_facts.end_of_record(),
        "trail": [("Authorities", "")],
    }
    return render(request, "record/inspections/authorities.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def authority(request: HttpRequest, slug: str) -> HttpResponse:
    """The authority page."""
    found = authority_at(slug)
    today = timezone.localdate()
    inspections = list(
        found.inspections.select_related("authority", "document")
        .defer("document__packed")
        .prefetch_related("judgements")
    )
    facts = all_facts(inspections)
    standing = sequence.standing(facts, on=today)
    known = {council.code: council for council in known_authorities()}.get(found.code or "")
    predecessors = _named(known.predecessors if known else ())
    listed, older = authority_page.steps(inspections)
    context: dict[str, Any] = {
        "authority": found,
        "answer": sequence.sentence(standing) if standing else "No inspection in the record",
        "end": end_for(found),
        "counted": sequence.improvements_on(facts, on=today),
        "listed": listed,
        "older": older,
        "latest": next(iter((*listed, *older)), None),
        "other_pairs": authority_page.other_pairs(listed, older),
        "expected": authority_page.expected(found, facts, today=today),
        "neighbours": authority_page.neighbours(found, today=today),
        "region": region_with_article(found.region),
        "topics": page_context.of_authority(inspections),
        "response": published_response(found),
        "predecessors": predecessors,
        "same_name": [council.name for council in predecessors] == [found.name],
        "successors": _named(known.successors if known else ()),
        "trail": [("Authorities", reverse("authorities")), (found.name, "")],
        "data_links": [
            ("JSON", request.path.rstrip("/") + ".json"),
            ("CSV", request.path.rstrip("/") + ".csv"),
        ],
    }
    return render(request, "record/inspections/authority.html", context)


def _search(request: HttpRequest, typed: str) -> HttpResponse:
    """Goes straight to the council that was typed, or lists those that may be meant."""
    found, near = authorities_like(typed)
    if len(found) == 1:
        return redirect(found[0])
    context = {
        "typed": typed,
        "found": found,
        "near": near,
        "trail": [("Authorities", reverse("authorities")), ("Find a council", "")],
    }
    return render(request, "record/inspections/council_search.html", context)


def _named(codes: tuple[str, ...]) -> list[KnownAuthority]:
    return [council for council in known_authorities() if council.code in codes]
