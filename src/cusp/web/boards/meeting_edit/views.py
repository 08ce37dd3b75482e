"""Forms about meetings, for officers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import meeting_words, meetings
from cusp.web.boards.lookup import board_at, meeting_at
from cusp.web.boards.meeting_edit import forms as own
from cusp.web.boards.meetings import MeetingFields, When
from cusp.web.boards.models import Meeting
from cusp.web.boards.notices import notice_for
from cusp.web.boards.notices_shown import countdown
from cusp.web.boards.pages import FORM, confirmable, trail, who
from cusp.web.common import form_pages
from cusp.wording import counted

_FIELDS = MeetingFields.__struct_fields__
_WHEN = When.__struct_fields__


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan one meeting, or several at the same time and place."""
    board = board_at(slug, request.user, today=timezone.localdate())
    start = {"start": board.usual_start, "end": board.usual_end, "place": board.usual_place}
    form = own.NewMeetingsForm(request.POST or None, initial=start)

    def save(typed: dict[str, Any]) -> None:
        days = typed["days"]
        meetings.plan_series(
            board,
            days,
            When(date=days[0], start=typed["start"], end=typed["end"], place=typed["place"]),
            MeetingFields(**{name: typed[name] for name in _FIELDS}),
            confirmed=typed["confirmed"],
            **who(request),
        )

    valid = form.is_bound and form.is_valid()
    planned = counted(len(form.cleaned_data["days"]) if valid else 1, "meeting")
    title = "Plan meetings"
    return form_pages.answer(
        request,
        form,
        confirmable(form, save),
        to=board.get_absolute_url(),
        said=f"Planned {planned}. Call a meeting when its date, time and place are fixed.",
        context={"title": title, "caption": board.name, "trail": trail(board, title)},
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def edit(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Change the series, or whether the meeting is in private."""
    meeting = _meeting(request, slug, address)
    start = {name: getattr(meeting, name) for name in _FIELDS}
    form = own.MeetingForm(
        request.POST or None, initial=start | {"seen_version": meeting.row_version}
    )

    def save(typed: dict[str, Any]) -> None:
        fields = MeetingFields(**{name: typed[name] for name in _FIELDS})
        seen = typed["seen_version"]
        meetings.change_meeting(meeting, fields, seen_version=seen, **who(request))

    said = "The meeting has been saved."
    return _answer(request, meeting, form, save, title="Edit the meeting", said=said)


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def call(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Call a meeting."""
    meeting = _meeting(request, slug, address)
    notice = notice_for(meeting, today=timezone.localdate())
    intro = f"{meeting_words.heading(meeting)}. {countdown(notice).answer}."
    return _answer(
        request,
        meeting,
        own.SureForm(request.POST if request.method == "POST" else None),
        lambda _: meetings.call_meeting(meeting, **who(request)),
        title="Call the meeting",
        said="The meeting is called. Next, prepare its agenda.",
        intro=intro,
        button="Call the meeting",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def move(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Move a meeting to another day, time or place."""
    meeting = _meeting(request, slug, address)
    start = {name: getattr(meeting, name) for name in _WHEN}
    form = own.MoveForm(request.POST or None, initial=start | {"seen_version": meeting.row_version})

    def save(typed: dict[str, Any]) -> None:
        meetings.move_meeting(
            meeting,
            When(**{name: typed[name] for name in _WHEN}),
            reason=typed["reason"],
            seen_version=typed["seen_version"],
            confirmed=typed["confirmed"],
            **who(request),
        )

    return _answer(
        request,
        meeting,
        form,
        confirmable(form, save),
        title="Move the meeting",
        said="The meeting has been saved. If its day has changed, so has the last day to publish.",
        intro="The meeting keeps its address, and calendars update their entry. "
        "Earlier dates stay on the page with the reason.",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def cancel(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Cancel a meeting."""
    meeting = _meeting(request, slug, address)
    return _answer(
        request,
        meeting,
        own.CancelForm(request.POST or None),
        lambda typed: meetings.cancel_meeting(meeting, reason=typed["reason"], **who(request)),
        title="Cancel the meeting",
        said="The meeting is cancelled. Its page stays, with the reason.",
        button="Cancel the meeting",
        leave="Go back",
    )


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def held(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Record that a meeting was held."""
    meeting = _meeting(request, slug, address)
    return _answer(
        request,
        meeting,
        own.SureForm(request.POST if request.method == "POST" else None),
        lambda _: meetings.hold_meeting(meeting, **who(request)),
        title="Mark the meeting as held",
        said="The meeting is marked as held. Next, record who attended.",
        intro="Its agenda can no longer be changed or published after this.",
        button="Mark as held",
    )


def _meeting(request: HttpRequest, slug: str, address: str) -> Meeting:
    today = timezone.localdate()
    return meeting_at(board_at(slug, request.user, today=today), address, request.user, today=today)


def _answer(
    request: HttpRequest,
    meeting: Meeting,
    form: forms.Form,
    save: form_pages.Save,
    *,
    title: str,
    said: str,
    intro: str = "",
    **words: str,
) -> HttpResponse:
    address = reverse("meeting", args=[meeting.board.slug, meeting.address])
    context = {
        "title": title,
        "caption": f"{meeting.board.name}, {meeting_words.heading(meeting)}",
        "intro": intro,
        "trail": trail(meeting.board, title, meeting=meeting),
        **words,
    }
    return form_pages.answer(request, form, save, to=address, said=said, context=context)
