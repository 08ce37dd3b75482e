"""What did people undertake to do, and have they done it?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import plan_actions, readers, undertakings, undertakings_shown
from cusp.web.boards.choices import Access
from cusp.web.boards.lookup import board_at, meeting_at
from cusp.web.boards.models import Undertaking
from cusp.web.boards.pages import FORM, trail, who
from cusp.web.boards.undertakings import UndertakingFields
from cusp.web.boards.undertakings_page import forms as own
from cusp.web.common import form_pages
from cusp.web.response.actions import ActionFields
from cusp.web.response.plans import current_plan

_LARGEST = 10**9


@needs(Permission.SEE_BOARDS)
@require_safe
def undertakings_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Those that the person may see, open ones first."""
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    rows = readers.undertakings_for(request.user, today=today).filter(board=board)
    every = undertakings_shown.shown(rows.prefetch_related("due_dates"), on=today)
    context = {
        "answer": undertakings_shown.sentence(every),
        "board": board,
        "undertakings": every,
        "as_at": today,
        "trail": trail(board, "Undertakings"),
    }
    return render(request, "boards/undertakings_page/undertakings.html", context)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def new(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Record what somebody undertook at a meeting."""
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    meeting = meeting_at(board, address, request.user, today=today)
    typed_item = request.GET.get("item", "")
    item = meeting.agenda_items.filter(pk=typed_item).first() if typed_item.isdecimal() else None

    def save(typed: dict[str, Any]) -> None:
        fields = UndertakingFields(text=typed["text"], owner=typed["owner"])
        given: dict[str, Any] = {"item": typed["item"], "due": typed["due"]}
        undertakings.add_undertaking(meeting, fields, **given, **who(request))

    form = own.NewForm(request.POST or None, meeting=meeting, initial={"item": item})
    minutes = reverse("board-minutes", args=[board.slug, meeting.address])
    return form_pages.answer(
        request,
        form,
        save,
        to=minutes,
        said="The undertaking has been added. It is raised at every meeting until it is closed.",
        context={
            "title": "Add an undertaking",
            "caption": str(board),
            "trail": [
                *trail(board, meeting=meeting),
                ("Minutes", minutes),
                ("Add an undertaking", ""),
            ],
        },
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def edit(request: HttpRequest, slug: str, undertaking: int) -> HttpResponse:
    """Correct what an undertaking says."""
    row = _undertaking(request, slug, undertaking)

    def save(typed: dict[str, Any]) -> None:
        fields = UndertakingFields(
            text=typed["text"], owner=typed["owner"], plan_action=row.plan_action
        )
        undertakings.change_undertaking(
            row, fields, seen_version=typed["seen_version"], **who(request)
        )

    initial = {"text": row.text, "owner": row.owner, "seen_version": row.row_version}
    form = own.WordsForm(request.POST or None, initial=initial)
    return _form(
        request,
        form,
        save,
        row=row,
        title="Edit the undertaking",
        said="The undertaking has been saved.",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def redate(request: HttpRequest, slug: str, undertaking: int) -> HttpResponse:
    """Give an undertaking a new date."""
    row = _undertaking(request, slug, undertaking)
    return _form(
        request,
        own.DateForm(request.POST or None),
        lambda typed: undertakings.redate(row, **typed, **who(request)),
        row=row,
        title="Change the due date",
        said="The due date has been changed.",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def close(request: HttpRequest, slug: str, undertaking: int) -> HttpResponse:
    """Close an undertaking."""
    row = _undertaking(request, slug, undertaking)
    return _form(
        request,
        own.CloseForm(request.POST or None, initial={"closed": timezone.localdate()}),
        lambda typed: undertakings.close(row, **typed, **who(request)),
        row=row,
        title="Close the undertaking",
        said="The undertaking has been closed.",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def action(request: HttpRequest, slug: str, undertaking: int) -> HttpResponse:
    """Make an undertaking an action of the plan, or link it to one."""
    row = _undertaking(request, slug, undertaking)
    plan = current_plan()
    if plan is None:
        raise Http404("The plan has not been started.")
    due = row.due_dates.last()

    def save(typed: dict[str, Any]) -> None:
        made: dict[str, Any] = {"seen_version": typed["seen_version"], **who(request)}
        if typed["action"]:
            plan_actions.link_action(row, typed["action"], **made)
            return
        fields = ActionFields(row.text, row.owner, row.owner_person)
        plan_actions.make_action(row, typed["area"], fields, due=due.due if due else None, **made)

    intro = "The action’s first update says which meeting it comes from."
    if row.item and row.item.access != Access.OPEN:
        intro = (
            "This undertaking was given at an item that is not open. Everyone who can see the plan "
            "will see these words in it: edit the undertaking first if they say too much."
        )
    return _form(
        request,
        own.ActionForm(request.POST or None, plan=plan, initial={"seen_version": row.row_version}),
        save,
        row=row,
        title="Make this an action in the plan",
        said="The undertaking is now linked to an action in the plan.",
        intro=intro,
    )


def _undertaking(request: HttpRequest, slug: str, undertaking: int) -> Undertaking:
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    rows = readers.undertakings_for(request.user, today=today).filter(board=board)
    found = rows.filter(number=min(undertaking, _LARGEST)).first()
    if found is None:
        raise Http404("There is no such undertaking.")
    return found


def _form(
    request: HttpRequest,
    form: forms.Form,
    save: form_pages.Save,
    *,
    row: Undertaking,
    title: str,
    said: str,
    intro: str = "",
) -> HttpResponse:
    to = reverse("board-undertakings", args=[row.board.slug])
    context = {
        "title": title,
        "caption": f"{row.board}, undertaking {row.public_id}",
        "quote": f"{row.text} ({row.owner})",
        "intro": intro,
        "trail": [*trail(row.board), ("Undertakings", to), (title, "")],
    }
    return form_pages.answer(request, form, save, to=to, said=said, context=context)
