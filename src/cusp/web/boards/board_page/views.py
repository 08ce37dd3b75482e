"""When do the boards meet?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.meetings.wording import count_of, say_when
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import readers
from cusp.web.boards.lookup import board_at, next_meetings
from cusp.web.boards.models import Meeting


@needs(Permission.SEE_BOARDS)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The boards that a person may know of, each with its next meeting."""
    today = timezone.localdate()
    coming = next_meetings(request.user, today=today)
    rows = [
        {"board": board, "next": _said(coming.get(board.pk))}
        for board in readers.boards_for(request.user, today=today).filter(ended=None)
    ]
    answer = count_of(len(rows), "board") if rows else "There are no boards yet"
    context = {"answer": answer, "rows": rows, "trail": [("Boards", "")]}
    return render(request, "boards/board_page/boards.html", context)


@needs(Permission.SEE_BOARDS)
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board and its next meeting."""
    today = timezone.localdate()
    found = board_at(slug, request.user, today=today)
    meeting = next_meetings(request.user, today=today).get(found.pk)
    context = {
        "board": found,
        "meeting": meeting,
        "next": _said(meeting),
        "trail": [("Boards", reverse("boards")), (found.name, "")],
    }
    return render(request, "boards/board_page/board.html", context)


def _said(meeting: Meeting | None) -> str:
    return say_when(meeting.date, meeting.start) if meeting else ""
