"""Which children are waiting for us? By clock, by team and by drift."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.practice.counts import counts_for, series
from cusp.web.practice.overview import rows
from cusp.web.practice.pages import Asking, frame, private


@needs(Permission.SEE_CHILDREN)
@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """The page."""
    asking = Asking(request)
    context = frame(asking, "practice")
    snapshot = asking.snapshot
    if snapshot and not asking.reached.nobody:
        held = series(snapshot)
        before = held[-2] if len(held) > 1 else None
        counts = counts_for(asking.reached, snapshot, before, on=asking.today)
        teams = rows.children_by_team(asking.reached, on=asking.today)
        total = counts.total
        context |= {
            "answer": rows.answer(teams, total),
            "total": total,
            "before": before if counts.then is not None else None,
            "clocks": rows.clocks(counts, on=snapshot.as_at),
            "teams": rows.teams(counts, teams, asking.reached),
            "drift": rows.drift(asking.reached, on=asking.today),
            "doubts": rows.doubts(counts),
            "missing": rows.missing_lists(snapshot),
        }
    return private(request, "practice/overview/practice.html", context)
