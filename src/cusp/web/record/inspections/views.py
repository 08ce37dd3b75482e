"""What did inspectors say? One inspection, its parts, its pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.outside.process import NotNow, NoWorkers
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.outside_files import AGAIN_AFTER
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import area_name, say_date
from cusp.web.record.archive.library_records import sentence_then
from cusp.web.record.archive.lookup import inspection_at
from cusp.web.record.archive.page_images import NoPicture, picture
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.findings import page_context
from cusp.web.record.models import Inspection

_YEAR = 31_536_000


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def inspection(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """The whole inspection; ``?at=`` names the part whose page stands beside the text."""
    found = inspection_at(slug, start)
    parts = _parts(found)
    at = parts.get(request.GET.get("at", "")) or _first(parts)
    rows = siblings(found)
    before = [inspection for inspection in rows if inspection.start < found.start]
    judgements = list(
        next(inspection for inspection in rows if inspection == found).judgements.all()
    )
    context: dict[str, Any] = {
        "inspection": found,
        "answer": sentence_then(rows, found),
        "report": found.document.report if found.document else None,
        "items": [p for p in parts.values() if p.kind == "item"],
        "board_items": [p for p in parts.values() if p.kind == "lscb-item"],
        "sections": _sections(found, parts),
        "at": at,
        "before": max(before, key=lambda inspection: inspection.start, default=None),
        "trail": trail(found),
        "data_links": data_links(found),
        **page_context.of_inspection(found, judgements, parts),
    }
    return render(request, "record/inspections/inspection.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def passage(request: HttpRequest, slug: str, start: date, address: str) -> HttpResponse:
    """One part alone: its words, its page, and a quotation to copy."""
    found = inspection_at(slug, start)
    parts = _parts(found)
    part = parts.get(address)
    if part is None:
        raise Http404(f"The report has no “{address}”. It may have been read anew since.")
    order = list(parts)
    place = order.index(address)
    context = {
        "inspection": found,
        "part": part,
        "quotation": quotation(found, part, request.build_absolute_uri(request.path)),
        "earlier": parts[order[place - 1]] if place else None,
        "later": parts[order[place + 1]] if place + 1 < len(order) else None,
        "trail": [*trail(found, link=True), (part.name.capitalize(), "")],
    }
    return render(request, "record/inspections/passage.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def pdf(_request: HttpRequest, slug: str, start: date) -> FileResponse:
    """The report itself."""
    found = inspection_at(slug, start)
    if found.document is None or not found.document.path.exists():
        raise Http404("The report's file is not in the record.")
    name = f"{found.authority.slug}-{found.start.isoformat()}.pdf"
    return FileResponse(
        found.document.path.open("rb"), content_type="application/pdf", filename=name
    )


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def page_image(request: HttpRequest, slug: str, start: date, page: int) -> HttpResponse:
    """A page as a picture; ``?mark=`` names the part whose words are marked."""
    found = inspection_at(slug, start)
    if found.document is None:
        raise Http404("The report's file is not in the record.")
    mark = request.GET.get("mark", "")
    part = _parts(found).get(mark)
    cites = tuple(c for c in part.cites if c.page == page) if part else ()
    try:
        data = picture(found.document, page, cites, name=part.address if part and cites else "all")
    except NoPicture as error:
        return _without_picture(str(error), status=404)
    except (NotNow, NoWorkers):
        return _without_picture(
            "Cusp is busy drawing other pages. Try again in a few seconds.", status=503
        )
    response = HttpResponse(data, content_type="image/png")
    # The address carries the file's hash, so what it shows never changes.
    forever = request.GET.get("of") == found.document.sha256[:12]
    response["Cache-Control"] = f"public, max-age={_YEAR if forever else 300}"
    return response


def _without_picture(why: str, *, status: int) -> HttpResponse:
    response = HttpResponse(f"{why}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(AGAIN_AFTER)
    return response


def siblings(found: Inspection) -> list[Inspection]:
    """Every inspection of the same authority in order, itself among them, with judgements."""
    return list(
        Inspection.objects.filter(authority=found.authority_id)
        .select_related("authority")
        .prefetch_related("judgements")
    )


def trail(found: Inspection, *, link: bool = False) -> list[tuple[str, str]]:
    """The way from the front page."""
    return [
        ("Authorities", reverse("authorities")),
        (found.authority.name, found.authority.get_absolute_url()),
        (f"Inspection of {say_date(found.start)}", found.get_absolute_url() if link else ""),
    ]


def data_links(found: Inspection) -> list[tuple[str, str]]:
    """The inspection as data."""
    here = found.get_absolute_url().rstrip("/")
    links = [("JSON", f"{here}.json"), ("CSV", f"{here}.csv")]
    if found.document:
        links += [
            ("What each sentence says (CSV)", f"{here}/findings.csv"),
            ("What each sentence says (JSON)", f"{here}/findings.json"),
            ("Place in the grade (CSV)", f"{here}/places.csv"),
            ("Place in the grade, with what pulls it (JSON)", f"{here}/places.json"),
            ("The report (PDF)", reverse("report-pdf", args=_place(found))),
        ]
    return links


def quotation(found: Inspection, part: Part, address: str) -> str:
    """A part as it may be pasted into a paper, with its source."""
    text = " ".join(part.text.split())
    return (
        f"“{text}” (Ofsted, inspection of {found.authority.name} children’s services, "
        f"{say_date(found.start)} to {say_date(found.end)}, {part.name}, page {part.page}; "
        f"{address})"
    )


def _place(found: Inspection) -> list[str]:
    return [found.authority.slug, found.start.isoformat()]


def _parts(found: Inspection) -> dict[str, Part]:
    return parts_of(found.document.report) if found.document else {}


def _first(parts: dict[str, Part]) -> Part | None:
    items = (p for p in parts.values() if p.kind == "item" and p.cites)
    return next(items, None) or next((p for p in parts.values() if p.cites), None)


def _sections(found: Inspection, parts: dict[str, Part]) -> list[dict[str, Any]]:
    """The report's sections that have words, each with its parts."""
    if not found.document:
        return []
    inside: dict[int, list[Part]] = {}
    for part in parts.values():
        if part.kind == "paragraph":
            inside.setdefault(part.section, []).append(part)
    return [
        {
            "heading": section.heading or "Summary",
            "area": area_name(section.area) if section.area else "",
            "id": f"section-{place + 1}",
            "grade": section.grade,
            "parts": inside[place],
        }
        for place, section in enumerate(found.document.report.sections)
        if place in inside
    ]
