"""The annual report of reviewing officers: what goes into it, and the Word document."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cusp.outside.process import NotNow, NoWorkers
from cusp.plans.ready_paper import ReadyHeading, ReadyPaper, ReadyTable
from cusp.web.accounts import audit
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.outside_files import AGAIN_AFTER
from cusp.web.practice import annual_figures, annual_report, looks
from cusp.web.practice.pages import Asking, frame
from cusp.web.record.archive.home_council import home_council
from cusp.web.response import paper_making

_HERE = "practice-challenges"
_BUSY = "Cusp is busy. Try again in a few seconds."


@needs(Permission.SEE_CHILDREN)
@require_safe
def preview(request: HttpRequest) -> HttpResponseBase:
    """The report of a year as a page."""
    asking = _asking(request)
    typed = request.GET.get("year", "")[:4]
    years = annual_figures.years(asking.today)
    # Most reports are written about the year that has ended.
    usual = years[1] if len(years) > 1 else years[0]
    year = int(typed) if typed.isascii() and typed.isdigit() else usual
    return looks.never_kept(_preview(request, asking, year, years))


@needs(Permission.SEE_CHILDREN)
@require_safe
def word(request: HttpRequest, year: int) -> HttpResponseBase:
    """The report of a year as a Word document."""
    asking = _asking(request)
    years = annual_figures.years(asking.today)
    paper = _paper(asking, year, years)
    try:
        data = paper_making.made_ready(paper)
    except (NotNow, NoWorkers):
        answer = _preview(request, asking, year, years, why=_BUSY, status=503)
        answer["Retry-After"] = str(AGAIN_AFTER)
        return looks.never_kept(answer)
    except paper_making.NotMade as error:
        return looks.never_kept(_preview(request, asking, year, years, why=str(error), status=500))
    audit.record_access("made the annual report of reviewing officers", by=asking.user,
                        about=f"{year} to {year + 1}")  # fmt: skip
    response = HttpResponse(data, content_type=paper_making.CONTENT_TYPES["docx"])
    name = f"reviewing-officers-annual-report-{year}-{year + 1}.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return looks.never_kept(response)


def _asking(request: HttpRequest) -> Asking:
    """Only those who see the whole service: the figures are of every team."""
    asking = Asking(request)
    if not asking.reached.whole_service:
        raise PermissionDenied
    return asking


def _paper(asking: Asking, year: int, years: list[int]) -> ReadyPaper:
    if year not in years:
        raise Http404("There is no report for this year.")
    council = home_council()
    found = annual_figures.of_year(year, today=asking.today)
    return annual_report.report(found, council=council.name if council else "", today=asking.today)


def _preview(
    request: HttpRequest,
    asking: Asking,
    year: int,
    years: list[int],
    *,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    paper = _paper(asking, year, years)
    context: dict[str, Any] = {
        **frame(asking, _HERE, ("Challenges", reverse(_HERE)), ("Annual report", "")),
        "paper": paper,
        "parts": [(_kind(part), part) for part in paper.parts],
        "to_write": annual_report.to_write(paper),
        "hidden": annual_report.hidden(paper),
        "year": year,
        "years": [(one, f"{one} to {one + 1}") for one in years],
        "why": why,
    }
    template = "practice/challenges_page/annual_report.html"
    return render(request, template, context, status=status)


def _kind(part: object) -> str:
    match part:
        case ReadyHeading(level=level):
            return f"heading {level}"
        case ReadyTable():
            return "table"
        case _:
            return "text"
