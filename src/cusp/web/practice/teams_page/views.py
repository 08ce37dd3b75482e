"""What is this team late with, and what comes next?"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.practice import looks, teams
from cusp.web.practice.pages import Asking, frame, private
from cusp.web.practice.teams_page import rows


@needs(Permission.SEE_CHILDREN)
@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a team."""
    asking = Asking(request)
    name = teams.team_at(slug, asking.reached)
    if asking.snapshot is None:
        raise Http404
    said = teams.said(name)
    found = rows.of_team(name, asking.reached, on=asking.today)
    shown = {row["number"] for late in (found.overdue, found.due_soon) for row in late}
    looks.looked_at_list(asking.user, f"team {said}", children=len(shown))
    context = frame(asking, "practice", (said, ""))
    context |= {
        "team": said,
        "found": found,
        "answer": rows.answer(found),
        "workers": found.workers,
        "measures": rows.measures(name, asking.snapshot),
        "lists": rows.lists(name, found),
        "undetermined_address": rows.children_address(name, status="cannot be determined"),
    }
    return private(request, "practice/teams_page/team.html", context)
