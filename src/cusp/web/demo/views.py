"""What can I see in this demo, and in what order? Only in the demo."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.demo.people import PASSWORD, PEOPLE
from cusp.web.demo.steps import steps
from cusp.web.record.archive.home_council import home_council


@needs(Permission.SEE_PUBLIC_RECORD)
@require_safe
def story(request: HttpRequest) -> HttpResponse:
    """The story in 8 steps, each with its pages and the account that can open them."""
    home = home_council()
    if not settings.DEMO or home is None:
        raise Http404("This page is only in the demo.")
    context = {
        "council": home,
        "steps": steps(home.slug, today=timezone.localdate()),
        "people": [(email, name, role) for email, (name, role) in PEOPLE.items()],
        "password": PASSWORD,
        "trail": [("The story in 8 steps", "")],
    }
    return render(request, "demo/story.html", context)
