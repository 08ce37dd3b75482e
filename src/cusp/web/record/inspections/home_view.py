"""What is this, and how does my council stand?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.common import charts
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.record.archive.lookup import waiting_reports
from cusp.web.record.country.snapshot import CountryFilters, lately_moved, picture
from cusp.web.record.country.wording import answer, key
from cusp.web.record.models import Authority, Inspection


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    lately = (
        Inspection.objects.select_related("authority")
        .prefetch_related("judgements")
        .order_by("-start")[:8]
    )
    found = picture(CountryFilters(on=today))
    context: dict[str, Any] = {
        "country": found.country,
        "country_answer": answer(found),
        "bar": charts.shares_bar(found.country.counts, title="Authorities by overall grade"),
        "key": key(found.country),
        "moves": lately_moved(found, at_most=6),
        "end": found.end,
        "waiting_count": len(waiting_reports()) if _may_add(request) else 0,
        "lately": lately,
        "authorities": Authority.objects.filter(ended=None).order_by("name"),
    }
    return render(request, "record/inspections/home.html", context)


def _may_add(request: HttpRequest) -> bool:
    return allowed(request.user, Permission.ADD_REPORTS)
