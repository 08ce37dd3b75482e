"""What must I update? The actions that a person leads, with the forms to report on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.common.paging import page_number
from cusp.web.response import actions, plans
from cusp.web.response.lookup import FoundAction, action_at
from cusp.web.response.mine import rows
from cusp.web.response.own_actions import led_by, sorted_out
from cusp.web.response.plan_record import plan_record

_SAID = {
    "update": "The update to {} has been added.",
    "date": "The due date of {} has been changed. The earlier date stays in the plan.",
    "done": "{} is marked as done.",
}


@needs(Permission.UPDATE_ACTIONS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The actions that a person leads, most urgent first."""
    return _page(request)


@needs(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: str, what: str) -> HttpResponse:
    """Save an update, a new date or the day an action was done, and return to the list."""
    if what not in rows.FORMS:
        raise Http404("There is no such form.")
    found = action_at(public_id)
    if found.row.lead_person != people.me(request):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(_list_at(request))
    form = rows.FORMS[what](request.POST, prefix=public_id)
    if form_pages.saved(form, _save(request, found, what)):
        messages.success(request, _SAID[what].format(public_id))
        return redirect(_list_at(request))
    return _page(request, refused=(public_id, what, form))


def _save(request: HttpRequest, found: FoundAction, what: str) -> form_pages.Save:
    who: dict[str, Any] = {"on": timezone.localdate(), "by": people.me(request)}
    change: dict[str, Callable[..., object]] = {
        "update": actions.report_progress,
        "date": actions.redate,
        "done": actions.mark_done,
    }
    return lambda typed: change[what](found.row, **typed, **who)


def _list_at(request: HttpRequest) -> str:
    """The page of the list that the person was on."""
    number = page_number(request)
    return f"{reverse('plan-mine')}?page={number}" if number > 1 else reverse("plan-mine")


def _page(request: HttpRequest, *, refused: rows.Sent | None = None) -> HttpResponse:
    plan = plans.current_plan()
    context: dict[str, Any] = {"trail": [("Plan", reverse("plan")), ("Your actions", "")]}
    if plan is None:
        return render(request, "response/mine/mine.html", {"answer": "No plan yet", **context})
    whole = plan_record(plan)
    own = sorted_out(whole, led_by(plan, people.me(request)))
    by_name = rows.led_by_name(plan, whole)
    page = rows.page_of(own, page_number(request), sent=refused)
    names, chosen = rows.names_to_choose(by_name), request.GET.get("lead", "")[:200]
    context |= {
        "answer": own.sentence,
        "plan": whole,
        "page": page,
        "sections": rows.sections(whole, own, page, sent=refused),
        "ended": [rows.row(one, whole) for one in own.ended],
        "names": names,
        "chosen": chosen if chosen in names else "",
        "others": [rows.row(one, whole) for one in rows.led_under(whole, by_name, chosen).open],
        "refused": refused[2] if refused else None,
    }
    return render(request, "response/mine/mine.html", context, status=400 if refused else 200)
