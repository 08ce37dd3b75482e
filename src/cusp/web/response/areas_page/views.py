"""Adding areas to the plan, from the report or of the council's own, and their order."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.record.findings.stored_findings import why_missing
from cusp.web.record.models import Inspection
from cusp.web.response import priorities
from cusp.web.response.areas_page import report_rows
from cusp.web.response.areas_page.forms import ChosenForm, NewAreaForm, OrderForm, place_of
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Plan, Priority
from cusp.web.response.place_field import HOW
from cusp.web.response.priorities import PriorityFields
from cusp.wording import counted

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def new(request: HttpRequest) -> HttpResponse:
    """Add a priority of the council's own."""
    plan, form, made = plan_now(), NewAreaForm(request.POST or None), list[Priority]()

    def save(typed: dict[str, Any]) -> None:
        made.append(priorities.add_priority(plan, PriorityFields(**typed), **_who(request)))

    if form_pages.saved(form, save):
        messages.success(request, "The area has been added. Next, add actions and measures.")
        return redirect(made[0])
    title = "Add an area of your own"
    context = {
        "form": form,
        "title": title,
        "caption": plan.title,
        "intro": "Use this for something that must improve but is not in the report.",
        "back": reverse("plan"),
        "trail": _trail(title),
    }
    status = 400 if form.is_bound else 200
    return render(request, "common/form.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def from_report(request: HttpRequest) -> HttpResponse:
    """Choose what the report criticises, and add it to the plan in one step."""
    plan = plan_now()
    inspection = _inspection(plan)
    why = why_missing(inspection)
    areas = report_rows.missing_areas(plan)
    groups = report_rows.findings(plan) if why is None else []
    listed = [*areas, *(one for group in groups for one in (*group.clear, *group.unsure))]
    offered = {one.value: one.chosen for one in listed if one.in_plan is None}
    form = ChosenForm(request.POST if request.method == "POST" else None, values=offered)
    made: list[Priority] = []

    def save(typed: dict[str, Any]) -> None:
        chosen = [offered[value] for value in typed["chosen"]]
        made.extend(priorities.add_chosen(plan, chosen, **_who(request)))

    if form_pages.saved(form, save):
        messages.success(request, _added(made))
        return redirect(made[0] if len(made) == 1 else "plan")
    context = {
        "form": form,
        "answer": report_rows.answer(groups) if why is None else "Add areas from the report",
        "why": why,
        "areas": areas,
        "groups": groups,
        "offered": offered,
        "checked": set(form["chosen"].value() or ()),
        "inspection": inspection,
        "trail": _trail("Add from the report"),
    }
    status = 400 if form.is_bound else 200
    return render(request, "response/areas_page/from_report.html", context, status=status)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def order(request: HttpRequest) -> HttpResponse:
    """Put the areas in another order."""
    plan = plan_now()
    form = OrderForm(
        request.POST or None,
        areas=list(plan.priorities.all()),
        initial={"seen_version": priorities.order_version(plan)},
    )

    def save(typed: dict[str, Any]) -> None:
        seen, numbers = typed["seen_version"], form.numbers()
        with form_pages.differing_in(_places):
            priorities.order_priorities(plan, numbers, seen_version=seen, **_who(request))

    title = "Change the order of the areas"
    return form_pages.answer(
        request,
        form,
        save,
        to=reverse("plan"),
        said="The areas are in the new order.",
        context={
            "title": title,
            "caption": plan.title,
            "intro": f"{HOW} Areas keep their numbers, so links to them still work.",
            "trail": _trail(title),
        },
    )


def _inspection(plan: Plan) -> Inspection:
    rows = Inspection.objects.select_related("authority", "document")
    return rows.defer("document__packed").get(pk=plan.inspection_id)


def _added(made: list[Priority]) -> str:
    if len(made) == 1:
        return "The area has been added. Next, give it a title and an outcome for children."
    return (
        f"{counted(len(made), 'area')} have been added at the end of the plan. "
        "Next, give each a title and an outcome for children."
    )


def _places(numbers: tuple[int, ...]) -> SimpleNamespace:
    """The place of each area, by the field for it."""
    return SimpleNamespace(**{place_of(n): place for place, n in enumerate(numbers, start=1)})


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _trail(name: str) -> list[tuple[str, str]]:
    return [("Plan", reverse("plan")), (name, "")]
