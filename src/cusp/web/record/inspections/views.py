"""What did inspectors say? An inspection's summary, passages and page images."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.outside.process import NotNow, NoWorkers
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.outside_files import AGAIN_AFTER
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.wording import say_date
from cusp.web.record.archive.lookup import inspection_at
from cusp.web.record.archive.page_images import NoPicture, picture
from cusp.web.record.archive.passages import Part
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.findings import page_context
from cusp.web.record.inspections import frame, report_pages
from cusp.web.record.inspections.raised_again import also_raised
from cusp.web.record.models import Inspection

_YEAR = 31_536_000


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def inspection(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """The summary; ``?at=`` is the part whose page in the report is shown next to the text.

    Paragraphs used to be on this page, so an address with one redirects to the whole report.
    """
    found = inspection_at(slug, start)
    parts = frame.parts(found)
    chosen = parts.get(request.GET.get("at", ""))
    if chosen and chosen.kind in ("paragraph", "lscb-item"):
        address = reverse("inspection-report", args=frame.address_of(found))
        return redirect(f"{address}?at={chosen.address}", permanent=True)
    rows = frame.siblings(found)
    items = [part for part in parts.values() if part.kind == "item"]
    shown, more = report_pages.split_items(items)
    earlier = [inspection for inspection in rows if inspection.start < found.start]
    context: dict[str, Any] = {
        **frame.context(found, rows, "inspection"),
        "item_count": len(items),
        "items": shown,
        "more_items": more,
        "more_items_open": chosen in more,
        "also_raised": also_raised(found, rows),
        "board_items": [part for part in parts.values() if part.kind == "lscb-item"],
        "pictured": chosen or _first(parts),
        "previous": max(earlier, key=lambda inspection: inspection.start, default=None),
        **page_context.summary(found, frame.judgements(found, rows), parts),
    }
    return render(request, "record/inspections/inspection.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def passage(request: HttpRequest, slug: str, start: date, address: str) -> HttpResponse:
    """A single part: its text, its page, and a quotation to copy."""
    found = inspection_at(slug, start)
    parts = frame.parts(found)
    part = parts.get(address)
    if part is None:
        raise Http404(f"The report has no “{address}”. It may have changed since.")
    order = list(parts)
    place = order.index(address)
    context = {
        "inspection": found,
        "part": part,
        "context_address": _context_address(found, part),
        "learn_address": f"{reverse('learn')}?from={'/'.join([*frame.address_of(found), address])}",
        "quotation": quotation(found, part, request.build_absolute_uri(request.path)),
        "earlier": parts[order[place - 1]] if place else None,
        "later": parts[order[place + 1]] if place + 1 < len(order) else None,
        "trail": [*frame.trail(found, link=True), (part.name.capitalize(), "")],
    }
    return render(request, "record/inspections/passage.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@follows_moves
def pdf(_request: HttpRequest, slug: str, start: date) -> FileResponse:
    """The report's PDF."""
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
    """A page as an image; ``?mark=`` is the part whose words are highlighted."""
    found = inspection_at(slug, start)
    if found.document is None:
        raise Http404("The report's file is not in the record.")
    mark = request.GET.get("mark", "")
    part = frame.parts(found).get(mark)
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
    # The address includes the file's hash, so what it shows never changes.
    forever = request.GET.get("of") == found.document.sha256[:12]
    response["Cache-Control"] = f"public, max-age={_YEAR if forever else 300}"
    return response


def _without_picture(why: str, *, status: int) -> HttpResponse:
    response = HttpResponse(f"{why}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(AGAIN_AFTER)
    return response


def quotation(found: Inspection, part: Part, address: str) -> str:
    """A part with its source, ready to paste into a document."""
    text = " ".join(part.text.split())
    return (
        f"“{text}” (Ofsted, inspection of {found.authority.name} children’s services, "
        f"{say_date(found.start)} to {say_date(found.end)}, {part.name}, page {part.page}; "
        f"{address})"
    )


def _context_address(found: Inspection, part: Part) -> str:
    """Where a part appears among the others, with its page in the report next to it."""
    page = "inspection-report" if part.kind in ("paragraph", "lscb-item") else "inspection"
    return f"{reverse(page, args=frame.address_of(found))}?at={part.address}#{part.address}"


def _first(parts: dict[str, Part]) -> Part | None:
    items = (p for p in parts.values() if p.kind == "item" and p.cites)
    return next(items, None) or next((p for p in parts.values() if p.cites), None)
