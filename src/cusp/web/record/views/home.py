"""What is this, and how does my council stand?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.history.country import country_on
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.record.facts import country_facts
from cusp.web.record.models import Authority, Inspection


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    today = timezone.localdate()
    lately = (
        Inspection.objects.select_related("authority")
        .prefetch_related("judgements")
        .order_by("-start")[:8]
    )
    context: dict[str, Any] = {
        "country": country_on(country_facts(), today),
        "today": today,
        "lately": lately,
        "authorities": Authority.objects.filter(ended=None).order_by("name"),
    }
    return render(request, "record/home.html", context)
