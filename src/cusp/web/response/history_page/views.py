"""The plan's history: what changed, the plan on an earlier date, and two dates compared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.plans import Plan as PlanRecord
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common.paging import page_number
from cusp.web.common.wording import say_date
from cusp.web.response import standing
from cusp.web.response.history_page import comparing, entries, then_rows
from cusp.web.response.history_page.forms import CompareForm, DayForm, HistoryForm
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Plan
from cusp.web.response.plan_record import plan_record

A_PAGE = 50
_FORMS = (("JSON", "json"), ("CSV", "csv"), ("Excel", "xlsx"), ("Parquet", "parquet"))
_PAPERS = (("Word", "docx"), ("PDF", "pdf"), ("Excel", "xlsx"))
_TEMPLATES = "response/history_page"


@needs(Permission.SEE_PLAN)
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What changed, newest first, by whom."""
    plan = plan_now()
    form = HistoryForm(request.GET or None, plan=plan_record(plan))
    wanted = form.cleaned_data if form.is_valid() else {}
    changes = entries.chosen(plan, **wanted)
    page = Paginator(changes, A_PAGE).get_page(page_number(request))
    filtered = any(wanted.values())
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "day_form": DayForm(plan=plan),
        "page": page,
        "entries": entries.entries(plan, page.object_list),
        "filtered": filtered,
        "clear": reverse("plan-history") if filtered else "",
        "since": comparing.started_on(plan),
        "trail": [("Plan", reverse("plan")), ("History", "")],
        "data_links": _links("plan-history-data", query.urlencode()),
    }
    status = 400 if form.errors else 200
    return render(request, f"{_TEMPLATES}/history.html", context, status=status)


@needs(Permission.SEE_PLAN)
@require_safe
def choose_day(request: HttpRequest) -> HttpResponse:
    """Go to the plan on the date that was typed, or say what is wrong with it."""
    plan = plan_now()
    form = DayForm(request.GET or None, plan=plan)
    if form.is_valid():
        return redirect("plan-history-day", form.cleaned_data["day"])
    context = {"form": form, "trail": _trail(("The plan on a date", ""))}
    status = 400 if form.errors else 200
    return render(request, f"{_TEMPLATES}/choose.html", context, status=status)


@needs(Permission.SEE_PLAN)
@require_safe
def as_it_stood(request: HttpRequest, day: date) -> HttpResponse:
    """The plan as it stood at the end of a day."""
    plan = plan_now()
    then = plan_then(plan, day)
    today = timezone.localdate()
    context = {
        "plan": then,
        "answer": standing.sentence(then),
        "areas": then_rows.areas(then),
        "questions": then_rows.questions(then),
        "day_form": DayForm(initial={"day": day}, plan=plan),
        "compare": f"{reverse('plan-history-compare')}?from={day}&to={today}",
        "trail": _trail((_on(day), "")),
        "data_links": [("JSON", reverse("plan-history-day-data", args=[day]))],
    }
    return render(request, f"{_TEMPLATES}/then.html", context)


@needs(Permission.SEE_PLAN)
@require_safe
def area_then(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """One area as it stood at the end of a day."""
    then = plan_then(plan_now(), day)
    area = next((one for one in then.priorities if one.id == f"P{number}"), None)
    if area is None:
        raise Http404("The plan did not have this area then.")
    name = f"{number}. {area.title}"
    context = {
        "plan": then,
        "area": area,
        "name": name,
        "answer": then_rows.answer(area, then),
        "impact": then_rows.impact(area, then),
        "actions": then_rows.actions(area, then),
        "measures": then_rows.measures(area, then),
        "trail": _trail((_on(day), reverse("plan-history-day", args=[day])), (name, "")),
    }
    return render(request, f"{_TEMPLATES}/area_then.html", context)


@needs(Permission.SEE_PLAN)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What changed from one date to another."""
    plan = plan_now()
    form = CompareForm(request.GET or None, plan=plan)
    if not form.is_valid():
        context = {"form": form, "trail": _trail(("Compare two dates", ""))}
        status = 400 if form.errors else 200
        return render(request, f"{_TEMPLATES}/compare.html", context, status=status)
    first, last = form.days()
    found = comparing.between(plan, first, last)
    query = f"from={first}&to={last}"
    context = {
        "form": form,
        "found": found,
        "counts": comparing.counts(found),
        "page": Paginator(comparing.lines(found), A_PAGE).get_page(page_number(request)),
        "papers": [
            (name, f"{reverse('plan-paper', args=['changes', ending])}?{query}")
            for name, ending in _PAPERS
        ],
        "trail": _trail(("Compare two dates", "")),
        "data_links": _links("plan-history-compare-data", query),
    }
    return render(request, f"{_TEMPLATES}/compare.html", context)


def plan_then(plan: Plan, day: date) -> PlanRecord:
    """The plan on a day; 404 with the reason if it cannot be shown."""
    if why := comparing.why_not_day(plan, day):
        raise Http404(f"{why}.")
    return plan_record(plan, day)


def _links(name: str, query: str) -> list[tuple[str, str]]:
    return [
        (label, reverse(name, args=[form]) + (f"?{query}" if query else ""))
        for label, form in _FORMS
    ]


def _on(day: date) -> str:
    return f"The plan on {say_date(day)}"


def _trail(*rest: tuple[str, str]) -> list[tuple[str, Any]]:
    return [("Plan", reverse("plan")), ("History", reverse("plan-history")), *rest]
