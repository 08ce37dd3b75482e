"""The statement of action for officers: what is chosen, how it will look, publishing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.response import public_words, statement_choices, statements
from cusp.web.response.lookup import area_at, plan_now
from cusp.web.response.models import Plan
from cusp.web.response.plan_record import plan_record
from cusp.web.response.statement_choices import ChosenTop
from cusp.web.response.statement_content import digest, sentence
from cusp.web.response.statement_making import Made, make
from cusp.web.response.statement_page import rows
from cusp.web.response.statement_page.forms import AreaChoiceForm, PublishForm, TopForm

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.WRITE_PLAN)
@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """What is in the next version, and what has been published?"""
    plan = plan_now()
    chosen = statement_choices.chosen_for(plan)
    every = statements.versions(plan.inspection.authority)
    context = {
        "answer": rows.sentence(chosen, every),
        "areas": rows.areas(plan_record(plan), chosen),
        "top": chosen.top,
        "versions": every,
        "authority": plan.inspection.authority,
        "trail": [("Plan", reverse("plan")), ("Statement of action", "")],
    }
    return render(request, "response/statement_page/statement.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def top(request: HttpRequest) -> HttpResponse:
    """Write the title, the introduction and whom to contact."""
    plan = plan_now()
    now = statement_choices.chosen_for(plan).top
    start = {"title": now.title, "introduction": now.introduction, "contact": now.contact}
    form = TopForm(request.POST or None, initial=start | {"seen_version": now.version})

    def save(typed: dict[str, Any]) -> None:
        chosen = ChosenTop(typed["title"], typed["introduction"], typed["contact"])
        seen = typed["seen_version"]
        statement_choices.choose_top(plan, chosen, seen_version=seen, **_who(request))

    title = "Title, introduction and contact"
    return form_pages.answer(
        request,
        form,
        save,
        to=reverse("plan-statement"),
        said="Saved. Nothing has been published.",
        context={"title": title, "caption": "Statement of action", "trail": _trail(title)},
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def area(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what to publish of an area."""
    found = area_at(number)
    plan = plan_now()
    chosen = statement_choices.chosen_for(plan).area(found.record.id)
    form = AreaChoiceForm(request.POST or None, area=found.record, chosen=chosen)

    def save(typed: dict[str, Any]) -> None:
        seen = typed["seen_version"]
        statement_choices.choose_area(plan, form.choice(), seen_version=seen, **_who(request))

    name = f"{number}. {found.record.title}"
    return form_pages.answer(
        request,
        form,
        save,
        to=reverse("plan-statement"),
        said="Saved. Nothing has been published.",
        context={"title": "Choose what to publish", "caption": name, "trail": _trail(name)},
        template="response/statement_page/area.html",
    )


@needs(Permission.WRITE_PLAN)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The statement exactly as the public would see it, and what to check before publishing."""
    plan = plan_now()
    made = make(plan)
    form = PublishForm(initial={"seen": digest(made.statement)})
    return _preview(request, plan, made, form)


@needs(Permission.WRITE_PLAN)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish what the officer has seen."""
    plan = plan_now()
    form = PublishForm(request.POST)

    def save(typed: dict[str, Any]) -> None:
        row = statements.publish(plan, seen=typed["seen"], **_who(request))
        messages.success(request, f"Version {row.version} has been published.")

    if form_pages.saved(form, save):
        return redirect("plan-statement")
    made = make(plan)
    form.data = {**request.POST.dict(), "seen": digest(made.statement)}  # what the page shows now
    return _preview(request, plan, made, form, status=400)


def _preview(
    request: HttpRequest, plan: Plan, made: Made, form: PublishForm, status: int = 200
) -> HttpResponse:
    authority = plan.inspection.authority
    context = {
        "form": form,
        "statement": made.statement,
        "heading": sentence(made.statement),
        "withheld": rows.withheld(made),
        "named": rows.people_named(made.statement),
        "late_by": rows.deadline(plan, timezone.localdate()),
        **public_words.context_of(made.statement, authority),
        "trail": _trail("Preview"),
    }
    return render(request, "response/statement_page/preview.html", context, status=status)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _trail(title: str) -> list[tuple[str, str]]:
    return [
        ("Plan", reverse("plan")),
        ("Statement of action", reverse("plan-statement")),
        (title, ""),
    ]
