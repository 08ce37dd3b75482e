"""Which of my children do I chair or review for next, and what is slipping?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.paging import page_number
from cusp.web.practice import looks, own_children
from cusp.web.practice.doing import doing
from cusp.web.practice.mine import rows
from cusp.web.practice.mine.forms import WorkerForm
from cusp.web.practice.own_children import DRIFT, OwnChildren
from cusp.web.practice.pages import Asking, frame, private

_TEMPLATE = "practice/mine/mine.html"


@needs(Permission.SEE_CHILDREN)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Somebody's own children, the most urgent first."""
    asking = Asking(request)
    context: dict[str, Any] = frame(asking, "practice-mine", ("My children", ""))
    if asking.snapshot is None:
        context["answer"] = "No return has been loaded yet"
        return private(request, _TEMPLATE, context)
    team = request.GET.get("show") == "team"
    form = _worker_form(request, asking) if asking.reached.teams else None
    own = own_children.own(
        asking.reached, on=asking.today, team=team, worker=form.chosen if form else ""
    )
    context |= _shown(request, asking, own)
    context |= {
        "form": form if own.of_team else None,
        "both": _has_both(asking),
    }
    looks.looked_at_list(
        asking.user, "their team's children" if own.of_team else "their own children",
        children=len(context["page"]),
    )  # fmt: skip
    return private(request, _TEMPLATE, context)


def _shown(request: HttpRequest, asking: Asking, own: OwnChildren) -> dict[str, Any]:
    assert asking.snapshot is not None
    as_at, today = asking.snapshot.as_at, asking.today
    page = rows.page_of(own, page_number(request))
    found = doing([one.case.child_id for one in page], on=today)
    return {
        "answer": own_children.answer(own),
        "own": own,
        "page": page,
        "counts": rows.counts(own),
        "meetings": [] if own.of_team else rows.meetings_to_come(own, today=today),
        "sections": rows.sections(own, page, found, as_at=as_at, today=today),
        "drift_above": rows.drift_above(own) if own.number(DRIFT) else 0,
        "days_old": (today - as_at).days,
    }


def _worker_form(request: HttpRequest, asking: Asking) -> WorkerForm:
    cases = own_children.of_teams(asking.reached, on=asking.today)
    return WorkerForm(request.GET, names=rows.workers(cases))


def _has_both(asking: Asking) -> bool:
    """Whether somebody chairs for children and has teams, so that there are two lists."""
    reached = asking.reached
    if not (reached.names and reached.teams):
        return False
    return own_children.chaired(reached, on=asking.today).exists()
