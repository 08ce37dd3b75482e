"""Forms that raise a challenge, or record its next step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.common import form_pages
from cusp.web.practice import challenges, looks, reach
from cusp.web.practice.challenges import Rights, When
from cusp.web.practice.challenges_page import forms as own
from cusp.web.practice.challenges_page.lookup import challenge_at
from cusp.web.practice.choices import Effect, Theme
from cusp.web.practice.models import Challenge
from cusp.web.practice.pages import Asking, frame

_FORM = ["GET", "HEAD", "POST"]
_HERE = "practice-challenges"


class _Step:
    """A form page about one challenge: who asks, and what they may do."""

    def __init__(self, request: HttpRequest, number: int, may: Callable[[Rights], bool]) -> None:
        self.request, self.asking = request, Asking(request)
        self.row = challenge_at(self.asking, number)
        reached, today = self.asking.reached, self.asking.today
        if not may(challenges.rights_on(self.row, self.asking.user, reached, on=today)):
            raise PermissionDenied
        looks.looked_at_child(self.asking.user, self.row.child, what="viewed a challenge")
        start = {"seen_version": self.row.row_version, "on": today}
        self.given: dict[str, Any] = {
            "data": request.POST or None, "initial": start, "today": today,
            "child_id": self.row.child.child_id,
        }  # fmt: skip

    def when(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The day of the step and the version that was seen."""
        day = When(typed["on"], self.asking.today, self.asking.user)
        return {"when": day, "seen_version": typed["seen_version"]}

    def answer(self, form: forms.Form, save: form_pages.Save, title: str, said: str,
               intro: str = "") -> HttpResponse:  # fmt: skip
        """The form, or back to the challenge."""
        to = reverse("practice-challenge", args=[self.row.number])
        trail = (("Challenges", reverse(_HERE)), (str(self.row), to), (title, ""))
        context = {
            **frame(self.asking, _HERE, *trail),
            "title": title, "caption": str(self.row), "quote": self.row.concern, "intro": intro,
        }  # fmt: skip
        response = form_pages.answer(self.request, form, save, to=to, said=said, context=context)
        looks.never_kept(response)
        return response


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def raise_challenge(request: HttpRequest, ref: str) -> HttpResponse:
    """Challenge a child's plan."""
    asking = Asking(request)
    child = reach.child_for(asking.reached, ref, on=asking.today)
    if not challenges.may_raise(asking.reached, child, on=asking.today):
        raise PermissionDenied
    looks.looked_at_child(asking.user, child)
    made: list[Challenge] = []

    def save(typed: dict[str, Any]) -> None:
        when = When(typed["on"], asking.today, asking.user)
        theme, concern = Theme(typed["theme"]), typed["concern"]
        made.append(
            challenges.raise_challenge(
                child, theme=theme, concern=concern, to=typed["to"], when=when
            )
        )

    form = own.RaiseForm(
        request.POST or None, initial={"on": asking.today, "stage": "informal", "level": 1},
        me=asking.user, child_id=child.child_id, today=asking.today,
    )  # fmt: skip
    back = child.get_absolute_url()
    context = {
        **frame(asking, _HERE, ("Challenges", reverse(_HERE)), ("Raise a challenge", "")),
        "title": "Raise a challenge",
        "caption": f"Child {child.child_id}",
        "button": "Raise the challenge",
        "back": back,
    }
    response = form_pages.answer(
        request, form, save, to=back, context=context,
        said="The challenge has been raised. It stays open until you close it.",
    )  # fmt: skip
    if made:
        response["Location"] = made[0].get_absolute_url()
    looks.never_kept(response)
    return response


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def escalate(request: HttpRequest, number: int) -> HttpResponse:
    """Start the formal process, or put it to a higher level."""
    page = _Step(request, number, lambda rights: rights.leads)
    row = page.row
    page.given["initial"] |= {"stage": "formal"}
    form = own.EscalateForm(**page.given, me=page.asking.user, lowest=row.level)
    return page.answer(
        form,
        lambda typed: challenges.escalate(row, typed["to"], text=typed["text"], **page.when(typed)),
        "Escalate the challenge",
        "The challenge has been escalated.",
        f"It is {row.get_stage_display().lower()} and with {row.manager} "
        f"({row.level_name.lower()}). You can skip levels.",
    )


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a challenge, or record the manager's answer."""
    page = _Step(request, number, lambda rights: rights.answers)
    row = page.row
    mine = row.manager_user_id == page.asking.user.pk
    return page.answer(
        own.AnswerForm(**page.given),
        lambda typed: challenges.answer(row, typed["text"], **page.when(typed)),
        "Answer the challenge" if mine else f"Record the answer of {row.manager}",
        "The answer has been recorded.",
    )


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def effect(request: HttpRequest, number: int) -> HttpResponse:
    """Say what the challenge changed for the child."""
    page = _Step(request, number, lambda rights: rights.leads)
    return page.answer(
        own.EffectForm(**page.given),
        lambda typed: challenges.record_effect(
            page.row, Effect(typed["effect"]), typed["effect_text"], **page.when(typed)
        ),
        "Record the effect for the child",
        "The effect has been recorded.",
    )


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def cafcass(request: HttpRequest, number: int) -> HttpResponse:
    """Record a referral to Cafcass, by the child's reviewing officer."""
    page = _Step(request, number, lambda rights: rights.cafcass)
    return page.answer(
        own.CafcassForm(**page.given),
        lambda typed: challenges.refer_to_cafcass(page.row, typed["text"], **page.when(typed)),
        "Record a referral to Cafcass",
        "The referral has been recorded.",
        "This records the referral. It does not send anything to Cafcass. The local process "
        "continues.",
    )


@needs(Permission.SEE_CHILDREN)
@require_http_methods(_FORM)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a challenge."""
    page = _Step(request, number, lambda rights: rights.leads)
    row = page.row
    form = own.CloseForm(**page.given, answered=bool(row.answered_on), effect=row.effect)

    def save(typed: dict[str, Any]) -> None:
        chosen = typed.get("effect")
        challenges.close(
            row, typed["text"], effect=Effect(chosen) if chosen else None,
            effect_text=typed.get("effect_text", ""), **page.when(typed),
        )  # fmt: skip

    return page.answer(
        form, save, "Close the challenge", "The challenge has been closed.",
        "If it is too early to say what it changed, you can record that after you close it.",
    )  # fmt: skip
