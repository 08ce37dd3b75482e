"""Pages behind an inspection's summary: findings by topic, places, the whole report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.common.paging import page_number
from cusp.web.record.archive.lookup import inspection_at
from cusp.web.record.archive.passages import Part
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.findings import page_context
from cusp.web.record.findings.praise_and_criticism import TopicFindings
from cusp.web.record.findings.topic_lists import listed
from cusp.web.record.inspections import frame, report_pages
from cusp.web.record.inspections.report_pages import ReportPage

TOPICS_A_PAGE = 8


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def findings(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """What was praised and criticised, by topic; ``?topic=`` opens the page with that topic."""
    found = inspection_at(slug, start)
    rows = frame.siblings(found)
    said = page_context.findings(found, frame.judgements(found, rows), frame.parts(found))
    topics: list[TopicFindings] = said["topics"]
    paginator = Paginator(topics, TOPICS_A_PAGE)
    page = paginator.get_page(_page_of(request, topics))
    missed = said["without_improvement"]
    context: dict[str, Any] = {
        **frame.context(found, rows, "inspection-findings"),
        **said,
        "page": page,
        "listed": listed(page.object_list),
        "without_improvement_codes": {topic.code for topic in missed or ()},
    }
    return render(request, "record/inspections/findings.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def place(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """Each judgement's place in its grade, and the sentences that pull it up or down."""
    found = inspection_at(slug, start)
    rows = frame.siblings(found)
    context = {
        **frame.context(found, rows, "inspection-place"),
        **page_context.places(found, frame.judgements(found, rows)),
    }
    return render(request, "record/inspections/place.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def report(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """The whole report, page by page; ``?at=`` is the paragraph to show with its page image."""
    found = inspection_at(slug, start)
    parts = frame.parts(found)
    chosen = parts.get(request.GET.get("at", ""))
    if chosen and chosen.kind in ("item", "judgement"):
        address = reverse("inspection", args=frame.address_of(found))
        return redirect(f"{address}?at={chosen.address}", permanent=True)
    rows = frame.siblings(found)
    sections = report_pages.sections_of(found.document.report, parts) if found.document else []
    pages = report_pages.pages_of(sections)
    whole = reverse("inspection-report", args=frame.address_of(found))
    page = report_pages.page_with(pages, chosen.address if chosen else "")
    earlier, later = _neighbour(pages, page, -1), _neighbour(pages, page, 1)
    paragraphs = sum(part.kind == "paragraph" for part in parts.values())
    context: dict[str, Any] = {
        **frame.context(found, rows, "inspection-report"),
        "paragraphs": paragraphs,
        "sections": sections,
        "page": page,
        "last_page": len(pages),
        "is_first_page": page is not None and page.number == 1,
        "earlier": earlier,
        "previous_address": f"{whole}?at={earlier.first}" if earlier else "",
        "later": later,
        "next_address": f"{whole}?at={later.first}" if later else "",
        "pictured": chosen or _first(page),
    }
    return render(request, "record/inspections/report.html", context)


def _page_of(request: HttpRequest, topics: list[TopicFindings]) -> int:
    """The page requested by number, or else the one with the requested topic."""
    code = request.GET.get("topic", "")
    codes = [topic.code for topic in topics]
    if "page" not in request.GET and code in codes:
        return codes.index(code) // TOPICS_A_PAGE + 1
    return page_number(request)


def _neighbour(pages: list[ReportPage], page: ReportPage | None, step: int) -> ReportPage | None:
    wanted = page.number - 1 + step if page else -1
    return pages[wanted] if 0 <= wanted < len(pages) else None


def _first(page: ReportPage | None) -> Part | None:
    return next((passage for passage in page.passages if passage.cites), None) if page else None
