"""Is supervision regular and reflective, and are its actions checked?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import looks, reach, supervision
from cusp.web.practice.models import Child
from cusp.web.practice.pages import Asking, frame, private
from cusp.web.practice.supervision_page.forms import StandardForm, SupervisionForm

_HERE = "practice-supervision"


@needs(Permission.SEE_CHILDREN)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """How often workers are supervised, by team."""
    asking = Asking(request)
    held = supervision.held_in_period(reach.supervisions_for(asking.reached), on=asking.today)
    workers = supervision.workers(_named(asking), held, on=asking.today)
    teams = sorted({one.team for one in workers})
    initial = {"weeks": settings.SUPERVISION_WEEKS}
    form = StandardForm(request.GET or None, teams=teams, initial=initial)
    chosen = form.cleaned_data if form.is_valid() else {}
    weeks = chosen.get("weeks") or settings.SUPERVISION_WEEKS
    team = chosen.get("team") or ""
    if team:
        workers = [one for one in workers if one.team == team]
    context: dict[str, Any] = {
        **frame(asking, _HERE, ("Supervision", "")),
        "answer": supervision.answer(workers, weeks),
        "form": form,
        "weeks": weeks,
        "team": team,
        "teams": supervision.by_team(workers, weeks),
        "without": supervision.without(workers),
        "workers": sorted(workers, key=_longest_first),
        "may_record": _may_record(asking),
    }  # fmt: skip
    return private(request, "practice/supervision_page/log.html", context)


@needs(Permission.SEE_CHILDREN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a supervision."""
    asking = Asking(request)
    if not _may_record(asking):
        raise PermissionDenied
    pairs = sorted({(name, team) for team, name, _ in _named(asking) if name})
    initial = {"on": asking.today, "supervisor": str(asking.user)}
    form = SupervisionForm(request.POST or None, pairs=pairs, initial=initial)

    def save(typed: dict[str, Any]) -> None:
        about = _child(asking, typed.pop("child_id"))
        supervision.record(**typed, child=about, today=asking.today, by=asking.user)

    address = reverse(_HERE)
    title = "Record a supervision"
    context = {**frame(asking, _HERE, ("Supervision", address), (title, "")),
               "title": title, "caption": "Supervision"}  # fmt: skip
    return looks.never_kept(
        form_pages.answer(
            request, form, save, to=address, said="The supervision has been recorded.",
            context=context, template="practice/child_page/form.html",
        )
    )  # fmt: skip


def _named(asking: Asking) -> list[tuple[str, str, int]]:
    """The workers of the teams within reach: team, name and how many children they have."""
    cases = reach.cases_of_teams(asking.reached).order_by().values_list("team", "worker")
    return list(cases.annotate(children=Count("pk")))


def _child(asking: Asking, number: str) -> Child | None:
    """The child with a number, of the teams within reach. Raises ``CannotChange``."""
    if not number:
        return None
    cases = reach.cases_of_teams(asking.reached).select_related("child")
    case = cases.filter(child__child_id=number).first()
    if case is None:
        raise CannotChange("No child of your teams has this number", field="child_id")
    return case.child


def _may_record(asking: Asking) -> bool:
    """Whether somebody has workers to record supervision of; chairs have none."""
    return asking.reached.whole_service or bool(asking.reached.teams)


def _longest_first(one: supervision.Worker) -> tuple[bool, int, str]:
    return one.days is not None, -(one.days or 0), one.name
