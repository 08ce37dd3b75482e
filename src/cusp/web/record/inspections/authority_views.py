"""How has it gone here, and what is still open? An authority's inspections on a line of time."""

from __future__ import annotations

from itertools import pairwise
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
from cusp.web.record.archive import national_facts
from cusp.web.record.archive.library_records import all_facts, sentence_then
from cusp.web.record.archive.lookup import authorities_like, authority_at
from cusp.web.record.archive.national_facts import end_for
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.findings import page_context
from cusp.web.record.models import Authority, Inspection

_LONGEST = 100


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """Every authority, by region; ``?q=`` looks for a council."""
    asked = " ".join(request.GET.get("q", "")[:_LONGEST].split())
    if asked:
        return _search(request, asked)
    rows = Authority.objects.order_by("region", "name")
    standings = national_facts.standings(on=timezone.localdate())
    listed = [{"authority": row, **_overall(standings.get(row.code or row.slug))} for row in rows]
    context = {
        "listed": listed,
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
    rows = list(
        found.inspections.select_related("authority", "document")
        .defer("document__packed")
        .prefetch_related("judgements")
    )
    facts = all_facts(rows)
    standing = sequence.standing(facts, on=today)
    known = {council.code: council for council in known_authorities()}.get(found.code or "")
    context: dict[str, Any] = {
        "authority": found,
        "answer": sequence.sentence(standing) if standing else "No inspection is in the record",
        "standing": standing,
        "end": end_for(found),
        "counted": sequence.improvements_on(facts, on=today),
        "steps": _steps(rows),
        "topics": page_context.of_authority(rows),
        "latest": rows[-1] if rows else None,
        "before": rows[-2] if len(rows) > 1 else None,
        "predecessors": _named(known.predecessors if known else ()),
        "successors": _named(known.successors if known else ()),
        "trail": [("Authorities", reverse("authorities")), (found.name, "")],
        "data_links": [
            ("JSON", request.path.rstrip("/") + ".json"),
            ("CSV", request.path.rstrip("/") + ".csv"),
        ],
    }
    return render(request, "record/inspections/authority.html", context)


def _search(request: HttpRequest, asked: str) -> HttpResponse:
    """Straight to the council asked for, or a page with those that may be meant."""
    found, near = authorities_like(asked)
    if len(found) == 1:
        return redirect(found[0])
    context = {
        "asked": asked,
        "found": found,
        "near": near,
        "trail": [("Authorities", reverse("authorities")), ("Find a council", "")],
    }
    return render(request, "record/inspections/council_search.html", context)


def _overall(standing: sequence.Standing | None) -> dict[str, Any]:
    """The overall grade in force, or that none was given, and the inspection it is from."""
    if standing is None:
        return {"outcome": None, "start": None}
    none = sequence.NOT_GIVEN if standing.why == sequence.NOT_GIVEN else None
    return {"outcome": standing.grade or none, "start": standing.inspection.start}


def _steps(rows: list[Inspection]) -> list[dict[str, Any]]:
    """Each inspection, newest first, with the one before it and what changed since."""
    facts = all_facts(rows)
    moves: dict[int, tuple[sequence.Change, ...]] = {
        new.pk: sequence.changes(earlier=was, later=now)
        for (_, new), (was, now) in zip(pairwise(rows), pairwise(facts), strict=True)
    }
    before = {new.pk: old for old, new in pairwise(rows)}
    return [
        {
            "inspection": row,
            "said": sentence_then(rows, row),
            "before": before.get(row.pk),
            "changes": moves.get(row.pk, ()),
        }
        for row in reversed(rows)
    ]


def _named(codes: tuple[str, ...]) -> list[KnownAuthority]:
    return [council for council in known_authorities() if council.code in codes]
