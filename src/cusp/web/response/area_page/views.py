"""One area: what was asked, what is done, what changed for children."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.plans import priority_exceptions
from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.common import form_pages
from cusp.web.response import actions, challenges, learning, priorities
from cusp.web.response.action_page.forms import NewActionForm
from cusp.web.response.actions import ActionFields
from cusp.web.response.area_page import forms as own
from cusp.web.response.area_page import rows
from cusp.web.response.lookup import Area, area_at
from cusp.web.response.models import Challenge
from cusp.web.response.priorities import PriorityFields
from cusp.web.response.wording import latest, shown

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.SEE_PLAN)
@require_safe
def area(request: HttpRequest, number: int) -> HttpResponse:
    """The page about an area."""
    found = area_at(number)
    priority, plan = found.record, found.plan
    inspection = found.row.plan.inspection if found.row.address else None
    context = {
        "area": priority,
        "row": found.row,
        "name": _name(found),
        "answer": rows.sentence(priority, plan),
        "inspection": inspection,
        "said_in": rows.said_in(priority.inspectors_words),
        "learn": learning.address_for(found.row) if inspection else "",
        "moved": rows.words_have_moved(found.row),
        "impact": latest(priority.impact, plan.impact_key),
        "doubts": [one.sentence for one in priority_exceptions(plan, priority)],
        "earlier": [shown(rating, plan.impact_key) for rating in priority.impact[-2::-1]],
        "actions": rows.actions(priority, plan),
        "measures": rows.measures(priority, plan),
        "evidence": rows.evidence(priority),
        "challenges": rows.challenges(priority, plan),
        "trail": [("Plan", reverse("plan")), (_name(found), "")],
        **_beside(found),
    }
    return render(request, "response/area_page/area.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change the title and the outcome; the inspector's words stay."""
    found = area_at(number)
    row = found.row
    start = {"title": row.title, "outcome": row.outcome, "seen_version": row.row_version}
    form = own.AreaForm(request.POST or None, initial=start)

    def save(typed: dict[str, Any]) -> None:
        fields = PriorityFields(typed["title"], typed["outcome"])
        seen = typed["seen_version"]
        priorities.change_priority(row, fields, seen_version=seen, **_who(request))

    return _answer(
        request, found, form, save, title="Edit this area", said="The area has been saved."
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def rate(request: HttpRequest, number: int) -> HttpResponse:
    """Rate the change for children."""
    found = area_at(number)
    form = own.ImpactForm(request.POST or None, key=found.plan.impact_key)
    return _answer(
        request,
        found,
        form,
        lambda typed: priorities.rate_impact(
            found.row, typed["code"], why=typed["why"], **_who(request)
        ),
        title="Rate the impact",
        said="The rating has been added.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def new_action(request: HttpRequest, number: int) -> HttpResponse:
    """Add an action to an area."""
    found = area_at(number)
    form = NewActionForm(request.POST or None)

    def save(typed: dict[str, Any]) -> None:
        due = typed.pop("due")
        actions.add_action(found.row, ActionFields(**typed), due=due, **_who(request))

    return _answer(
        request, found, form, save, title="Add an action", said="The action has been added."
    )


@needs(Permission.CHALLENGE_PLAN)
@require_http_methods(_FORM)
def challenge(request: HttpRequest, number: int) -> HttpResponse:
    """Ask a question about an area."""
    found = area_at(number)
    records_for_others = allowed(request.user, Permission.WRITE_PLAN)
    form_of = own.AskedForm if records_for_others else own.ChallengeForm
    return _answer(
        request,
        found,
        form_of(request.POST or None),
        lambda typed: challenges.raise_challenge(
            found.row.plan, **typed, about=found.row, **_who(request)
        ),
        title="Ask a question",
        said="The question has been added. It stays open until it has a reply.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def reply(request: HttpRequest, number: int, question: int) -> HttpResponse:
    """Reply to a question about an area."""
    found = area_at(number)
    row = Challenge.objects.filter(priority=found.row, number=min(question, 10**9)).first()
    if row is None:
        raise Http404("There is no such question about this area.")
    return _answer(
        request,
        found,
        own.AnswerForm(request.POST or None),
        lambda typed: challenges.answer(row, **typed, **_who(request)),
        title="Reply to a question",
        said="The reply has been added.",
        quote=row.text,
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _answer(
    request: HttpRequest,
    found: Area,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    quote: str = "",
) -> HttpResponse:
    name, address = _name(found), found.row.get_absolute_url()
    trail = [("Plan", reverse("plan")), (name, address), (title, "")]
    context = {"title": title, "caption": name, "quote": quote, "trail": trail}
    return form_pages.answer(request, form, save, to=address, said=said, context=context)


def _name(found: Area) -> str:
    return f"{found.row.number}. {found.row.title}"


def _beside(found: Area) -> dict[str, Any]:
    """The areas before and after this one in the plan."""
    every = list(found.plan.priorities)
    place = every.index(found.record)
    before = every[place - 1] if place else None
    after = every[place + 1] if place + 1 < len(every) else None
    return {"before": _link(before), "after": _link(after)}


def _link(priority: Any) -> dict[str, str] | None:
    if priority is None:
        return None
    number = int(priority.id[1:])
    return {
        "address": reverse("plan-area", args=[number]),
        "name": f"{number}. {priority.title}",
    }
