"""What was said and decided at a meeting?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.meetings.wording import say_when
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import downloads, item_minutes, minutes, minutes_words
from cusp.web.boards.choices import Access, MeetingStatus
from cusp.web.boards.lookup import board_at, meeting_at
from cusp.web.boards.minutes_page.forms import AgreeForm, ItemForm
from cusp.web.boards.minutes_paper import minutes_paper
from cusp.web.boards.minutes_shown import ShownMinutes, minutes_shown
from cusp.web.boards.models import Meeting
from cusp.web.boards.pages import FORM, trail, who
from cusp.web.common import form_pages
from cusp.wording import counted

_LARGEST = 10**9


@needs(Permission.SEE_BOARDS)
@require_safe
def minutes_page(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """The minutes, if the person may see them."""
    meeting = _meeting(request, slug, address)
    if meeting.address != address:
        return redirect("board-minutes", slug, meeting.address)
    shown = minutes_shown(meeting, request.user, today=timezone.localdate())
    pdf = reverse("board-minutes-pdf", args=[slug, meeting.address])
    context = {
        "answer": _answer(shown),
        "data_links": [("PDF", pdf)] if shown and shown.written else [],
        "caption": _caption(meeting),
        "meeting": meeting,
        "shown": shown,
        "state": minutes_words.state_of(shown.minutes if shown else None),
        "held": meeting.status == MeetingStatus.HELD,
        "come": meeting.date <= timezone.localdate(),
        "trail": trail(meeting.board, "Minutes", meeting=meeting),
    }
    return render(request, "boards/minutes_page/minutes.html", context)


@needs(Permission.SEE_BOARDS)
@require_safe
def minutes_pdf(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """The minutes as PDF, as the person sees them."""
    meeting, today = _meeting(request, slug, address), timezone.localdate()
    found = minutes_shown(meeting, request.user, today=today)
    if found is None or not found.written:
        raise Http404("There are no minutes of this meeting to read yet.")
    name = f"minutes-{meeting.board.slug}-{meeting.address}.pdf"
    return downloads.paper_as_pdf(minutes_paper(found, today=today), name)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def edit_item(request: HttpRequest, slug: str, address: str, item: int) -> HttpResponse:
    """Write what is minuted about an item."""
    meeting = _meeting(request, slug, address)
    found = meeting.agenda_items.filter(pk=min(item, _LARGEST)).first()
    if found is None:
        raise Http404("The agenda has no such item.")
    now, version = item_minutes.minuted(found)
    form = ItemForm(
        request.POST or None,
        now=now,
        executive=meeting.board.kind == "executive",
        initial={"seen_version": version},
    )

    def save(typed: dict[str, Any]) -> None:
        item_minutes.record_item(
            found, form.fields_typed(), seen_version=typed["seen_version"], **who(request)
        )

    context = {
        "item": found,
        "not_open": found.access != Access.OPEN,
        "closed_papers": found.papers.filter(own_access=True).exclude(access=Access.OPEN).exists(),
        "recorded_vote": any((now.names_for, now.names_against, now.names_abstained)),
    }
    return _form(
        request,
        form,
        save,
        meeting=meeting,
        title=f"Minutes of item {found.number}: {found.title}",
        said=f"The minutes of item {found.number} have been saved.",
        template="boards/minutes_page/item.html",
        **context,
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def publish(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Let everyone who may know of the meeting see the draft."""
    meeting = _meeting(request, slug, address)
    return _form(
        request,
        _Confirm(request.POST or None),
        lambda _typed: minutes.publish_draft(meeting, **who(request)),
        meeting=meeting,
        title="Publish the draft minutes",
        said="The draft minutes have been published.",
        intro=(
            "Everyone who can see the meeting can then see its attendance, minutes, decisions and "
            "undertakings, marked as a draft. The public does not see what is minuted about exempt "
            "and confidential items. Corrections appear at once."
        ),
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def agree(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Record which later meeting agreed the minutes."""
    meeting = _meeting(request, slug, address)
    return _form(
        request,
        AgreeForm(request.POST or None, meeting=meeting),
        lambda typed: minutes.agree_minutes(meeting, **typed, **who(request)),
        meeting=meeting,
        title="Record that the minutes were agreed",
        said="The minutes have been agreed.",
        intro="Agreed minutes are published, and can no longer be changed.",
    )


class _Confirm(forms.Form):
    """Nothing to type: sending it is enough."""

    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")


def _answer(shown: ShownMinutes | None) -> str:
    if shown is None:
        return "The minutes have not been published yet"
    if not shown.written:
        return "Nothing has been minuted yet"
    decided = sum(bool(item.resolution) for item in shown.items)
    undertaken = len(shown.other_undertakings) + sum(len(i.undertakings) for i in shown.items)
    said = [counted(decided, "decision")] if decided else ["No decisions"]
    return " and ".join([*said, *([counted(undertaken, "undertaking")] if undertaken else [])])


def _meeting(request: HttpRequest, slug: str, address: str) -> Meeting:
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    return meeting_at(board, address, request.user, today=today)


def _caption(meeting: Meeting) -> str:
    return f"{meeting.board.name}, {say_when(meeting.date, meeting.start)}"


def _form(
    request: HttpRequest,
    form: forms.Form,
    save: form_pages.Save,
    *,
    meeting: Meeting,
    title: str,
    said: str,
    template: str = "common/form.html",
    **more: Any,
) -> HttpResponse:
    to = reverse("board-minutes", args=[meeting.board.slug, meeting.address])
    where = [*trail(meeting.board, meeting=meeting), ("Minutes", to), (title.partition(":")[0], "")]
    context = {"title": title, "caption": _caption(meeting), "trail": where, **more}
    return form_pages.answer(
        request, form, save, to=to, said=said, context=context, template=template
    )
