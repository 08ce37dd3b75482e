"""Can everyone use this site, and what does it know about me?"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.page_cache import kept_for_visitors
from cusp.web.public.contact import contact

# When the statement was written and last looked through, and when pages were last tested by hand.
# The tests of every page also run with each change of the program.
PREPARED = date(2026, 11, 30)
REVIEWED = date(2026, 11, 30)
TESTED = date(2026, 11, 30)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, after the government's model for SI 2018/952."""
    context = {
        "contact": contact(),
        "prepared": PREPARED,
        "reviewed": REVIEWED,
        "tested": TESTED,
        "trail": [("Accessibility", "")],
    }
    return render(request, "public/accessibility.html", context)


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
@kept_for_visitors
def privacy(request: HttpRequest) -> HttpResponse:
    """What the site holds about visitors and about people who sign in."""
    context = {
        "contact": contact(),
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "failures": settings.AXES_FAILURE_LIMIT,
        "reviewed": REVIEWED,
        "trail": [("Privacy", "")],
    }
    return render(request, "public/privacy.html", context)
