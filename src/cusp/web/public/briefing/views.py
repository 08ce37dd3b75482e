"""A briefing on a council's inspection: what anybody should know, each sentence with its source."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.briefing import Briefing, brief, worker
from cusp.briefing.sentences import to_plain
from cusp.briefing.sources import HOW, LICENCE
from cusp.briefing.text import as_markdown
from cusp.calendar.wording import period
from cusp.outside.process import GivenUp, NotNow, NoWorkers, once
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of
from cusp.web.common.outside_files import AGAIN_AFTER, turn
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.public.briefing import on_page
from cusp.web.public.briefing.stored import facts_of, inspections_of
from cusp.web.record.archive.lookup import authority_at
from cusp.web.record.archive.renamed_authorities import follows_moves
from cusp.web.record.models import Authority, Inspection

_log = logging.getLogger(__name__)
_WAIT, _WITHIN = 10.0, 30.0
_FILES = (("JSON", "json"), ("Markdown", "md"), ("Word", "docx"), ("PDF", "pdf"))
_CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """On the latest inspection whose report is in the record."""
    authority, rows = _inspections(slug)
    found = _latest(rows)
    if found is None:
        return _no_report(request, authority)
    return _page(request, found, rows, reverse("briefing", args=[slug]))


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def latest_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The same as a file."""
    _, rows = _inspections(slug)
    return _file(request, _latest(rows), rows, form)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def of_inspection(request: HttpRequest, slug: str, start: date) -> HttpResponse:
    """On one inspection."""
    authority, rows = _inspections(slug)
    found = _one(rows, start)
    if not found.document:
        return _no_report(request, authority)
    here = reverse("inspection-briefing", args=[slug, start.isoformat()])
    return _page(request, found, rows, here)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
@follows_moves
def file_of_inspection(request: HttpRequest, slug: str, start: date, form: str) -> HttpResponse:
    """The same as a file."""
    _, rows = _inspections(slug)
    return _file(request, _one(rows, start), rows, form)


def _inspections(slug: str) -> tuple[Authority, list[Inspection]]:
    authority = authority_at(slug)
    return authority, inspections_of(authority)


def _latest(rows: list[Inspection]) -> Inspection | None:
    """The latest inspection whose report is in the record."""
    return next((row for row in reversed(rows) if row.document), None)


def _one(rows: list[Inspection], start: date) -> Inspection:
    found = next((row for row in rows if row.start == start), None)
    if found is None:
        raise Http404("No inspection in the record began on that date.")
    return found


def _no_report(request: HttpRequest, authority: Authority) -> HttpResponse:
    """What to do if there is no report to make a briefing from."""
    context = {"authority": authority, "trail": _trail(authority)}
    return render(request, "public/briefing/no_report.html", context, status=404)


def _trail(authority: Authority) -> list[tuple[str, str]]:
    return [
        ("Authorities", reverse("authorities")),
        (authority.name, authority.get_absolute_url()),
        ("Briefing", ""),
    ]


def _made(found: Inspection, rows: list[Inspection]) -> Briefing:
    return brief(facts_of(found, rows), as_at=timezone.localdate())


def _page(
    request: HttpRequest, found: Inspection, rows: list[Inspection], here: str
) -> HttpResponse:
    briefing = _made(found, rows)
    sections = on_page.sections(briefing, rows)
    context: dict[str, Any] = {
        "inspection": found,
        "briefing": briefing,
        "inspected": period(*briefing.inspected),
        "sections": sections,
        "sentences": _all_of(sections),
        "how": HOW,
        "licence": LICENCE,
        "trail": _trail(found.authority),
        "data_links": [(name, f"{here.rstrip('/')}.{form}") for name, form in _FILES],
    }
    return render(request, "public/briefing/briefing.html", context)


def _all_of(sections: list[tuple[str, list[on_page.Block]]]) -> list[on_page.Shown]:
    lines = [line for _, blocks in sections for block in blocks for line in block.lines]
    return [sentence for line in lines for sentence in line]


def _file(
    request: HttpRequest, found: Inspection | None, rows: list[Inspection], form: str
) -> HttpResponse:
    if found is None or not found.document:
        raise Http404("There is no report to make a briefing from.")
    briefing = _with_site(_made(found, rows), site_of(request))
    if form == "json":
        return downloads.json_response(to_plain(briefing))
    if form == "md":
        return HttpResponse(as_markdown(briefing), content_type="text/markdown; charset=utf-8")
    ending: worker.Ending = "pdf" if form == "pdf" else "docx"
    try:
        with turn(wait=_WAIT):
            order = worker.order(briefing, ending)
            data = once(worker.TASK, order, worker.LIMITS, within=_WITHIN)
    except (NotNow, NoWorkers):
        return _not_made("Cusp is busy making other files. Try again in a few seconds.", 503)
    except GivenUp as error:
        _log.warning("%s: making this file %s", request.path, error)
        return _not_made(f"Making this file {error}. Read the briefing as a page instead.", 500)
    return HttpResponse(data, content_type=_CONTENT_TYPES[ending])


def _with_site(briefing: Briefing, site: str) -> Briefing:
    """The same with whole addresses, for a file that is read elsewhere."""
    replace = msgspec.structs.replace
    sentences = tuple(
        replace(
            sentence,
            sources=tuple(
                replace(source, file=f"{site}{source.file}")
                if source.file.startswith("/")
                else source
                for source in sentence.sources
            ),
        )
        for sentence in briefing.sentences
    )
    return replace(briefing, sentences=sentences)


def _not_made(why: str, status: int) -> HttpResponse:
    kind = "text/plain; charset=utf-8"
    response = HttpResponse(f"{why}\n", content_type=kind, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(AGAIN_AFTER)
    return response
