"""Questions about the plan: what was asked, what was replied, and what changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts import people
from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.common import form_pages
from cusp.web.response import challenges, questions
from cusp.web.response.area_page.forms import AnswerForm
from cusp.web.response.challenges_page import forms as own
from cusp.web.response.lookup import plan_now
from cusp.web.response.plan_record import plan_record

_FORM = ["GET", "HEAD", "POST"]
_NONE_YET = (
    "Questions from members and the independent chair will appear here, "
    "with the reply and what changed."
)


@needs(Permission.SEE_PLAN)
@require_safe
def every_question(request: HttpRequest) -> HttpResponse:
    """What was asked, and is anything still open?"""
    record = plan_record(plan_now())
    found = questions.questions(record)
    context = {
        "answer": questions.sentence(found, record.as_at),
        "challenges": found,
        "changed": questions.changed_something(found),
        "with_area": True,
        "none_yet": _NONE_YET,
        "as_at": record.as_at,
        "trail": [("Plan", reverse("plan")), ("Questions", "")],
    }
    return render(request, "response/challenges_page/challenges.html", context)


@needs(Permission.CHALLENGE_PLAN)
@require_http_methods(_FORM)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a question about the plan or one of its areas."""
    plan = plan_now()
    records_for_others = allowed(request.user, Permission.WRITE_PLAN)
    form_of = own.AskForOthersForm if records_for_others else own.AskForm

    def save(typed: dict[str, Any]) -> None:
        area = typed.pop("about")
        about = plan.priorities.get(number=int(area)) if area else None
        challenges.raise_challenge(plan, **typed, about=about, **_who(request))

    return _answer(
        request,
        form_of(request.POST or None, plan=plan_record(plan)),
        save,
        title="Ask a question",
        said="The question has been added. It stays open until it has a reply.",
    )


@needs(Permission.WRITE_PLAN)
@require_http_methods(_FORM)
def reply(request: HttpRequest, number: int) -> HttpResponse:
    """Reply to a question."""
    row = plan_now().challenges.filter(number=min(number, 10**9)).first()
    if row is None:
        raise Http404("There is no such question about this plan.")
    return _answer(
        request,
        AnswerForm(request.POST or None),
        lambda typed: challenges.answer(row, **typed, **_who(request)),
        title="Reply to a question",
        said="The reply has been added.",
        quote=row.text,
    )


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"on": timezone.localdate(), "by": people.me(request)}


def _answer(
    request: HttpRequest,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    quote: str = "",
) -> HttpResponse:
    address = reverse("plan-challenges")
    trail = [("Plan", reverse("plan")), ("Questions", address), (title, "")]
    context = {"title": title, "caption": "Questions", "quote": quote, "trail": trail}
    return form_pages.answer(request, form, save, to=address, said=said, context=context)
