"""The checklist of duties: what the council must send or publish, to whom and by when."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.response import duties, duty_dates
from cusp.web.response.duties import DutyFields
from cusp.web.response.duties_page import forms as own
from cusp.web.response.lookup import plan_now
from cusp.web.response.models import Duty, Plan

_FORM = ["GET", "HEAD", "POST"]


@needs(Permission.SEE_PLAN)
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """What must be sent or published, and is it done?"""
    plan, today = plan_now(), timezone.localdate()
    rows = list(plan.duties.all())
    kept = [
        (duty, duty_dates.standing(duty, received=plan.received, as_at=today))
        for duty in rows
        if not duty.removed
    ]
    context = {
        "plan": plan,
        "answer": duty_dates.sentence(kept),
        "rows": [{"duty": duty, "stands": stands} for duty, stands in kept],
        "removed": [duty for duty in rows if duty.removed],
        "today": today,
        "trail": [("Plan", reverse("plan")), ("Duties", "")],
    }
    return render(request, "response/duties_page/duties.html", context)


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def add_recipient(request: HttpRequest) -> HttpResponse:
    """Add a recipient of the report."""
    plan = plan_now()

    def save(typed: dict[str, Any]) -> None:
        day = plan.received or timezone.localdate()
        fields = duties.by_rule(duties.SEND_REPORT, typed["recipient"], received=day)
        duties.add_duty(plan, fields, **_who(request))

    form = own.RecipientForm(request.POST or None)
    return _answer(
        request, form, save, title="Add a recipient of the report", said="The recipient is added."
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def add_own(request: HttpRequest) -> HttpResponse:
    """Add something that the council has decided to do."""
    plan = plan_now()
    return _answer(
        request,
        own.OwnDutyForm(request.POST or None),
        lambda typed: duties.add_duty(plan, DutyFields(**typed), **_who(request)),
        title="Add something else to do",
        said="It is on the checklist.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def add_visit(request: HttpRequest) -> HttpResponse:
    """Add what follows from a visit that found an area for priority action."""
    plan = plan_now()
    return _answer(
        request,
        own.VisitForm(request.POST or None),
        lambda typed: duties.add_visit(plan, **typed, **_who(request)),
        title="A visit found an area for priority action",
        said="Two entries have been added to the checklist.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change whom a duty is for, or all of something that the council added."""
    duty = _duty(plan_now(), number)
    form_of = own.EditDutyForm if duty.rule else own.EditOwnForm
    start = {name: getattr(duty, name) for name in form_of.base_fields if name != "seen_version"}
    form = form_of(request.POST or None, initial=start | {"seen_version": duty.row_version})

    def save(typed: dict[str, Any]) -> None:
        seen = typed["seen_version"]
        changed = {name: value for name, value in typed.items() if name != "seen_version"}
        fields = msgspec.structs.replace(duties.fields_of(duty), **changed)
        duties.change_duty(duty, fields, seen_version=seen, **_who(request))

    return _answer(
        request, form, save, title="Edit this entry", said="The entry has been saved.", duty=duty
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def tick(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a duty has been done."""
    duty = _duty(plan_now(), number)
    return _answer(
        request,
        own.TickForm(request.POST or None),
        lambda typed: duties.tick(duty, **typed, **_who(request)),
        title="Mark as done",
        said="Marked as done.",
        duty=duty,
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def untick(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a tick."""
    duty = _duty(plan_now(), number)
    return _answer(
        request,
        own.WhyForm(request.POST or None),
        lambda typed: duties.untick(duty, **typed, **_who(request)),
        title="Mark as not done",
        said="Marked as not done. The history keeps the earlier date.",
        duty=duty,
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a duty off the checklist."""
    duty = _duty(plan_now(), number)
    return _answer(
        request,
        own.WhyForm(request.POST or None),
        lambda typed: duties.remove_duty(duty, **typed, **_who(request)),
        title="Remove from the checklist",
        said="Removed from the checklist.",
        duty=duty,
    )


def _duty(plan: Plan, number: int) -> Duty:
    duty = plan.duties.filter(number=min(number, 10**9), removed=False).first()
    if duty is None:
        raise Http404(f"The checklist has no entry D{number}.")
    return duty


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _answer(
    request: HttpRequest,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    duty: Duty | None = None,
) -> HttpResponse:
    address = reverse("plan-duties")
    trail = [("Plan", reverse("plan")), ("Duties", address), (title, "")]
    context = {"title": title, "caption": str(duty) if duty else "Duties", "trail": trail}
    return form_pages.answer(request, form, save, to=address, said=said, context=context)
