"""What the pages of agendas, papers and publishing share: the meeting, and links around it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from cusp.meetings.wording import say_when
from cusp.web.boards.lookup import board_at, meeting_at
from cusp.web.boards.models import Meeting
from cusp.web.boards.pages import trail

View = Callable[..., HttpResponseBase]
# The pages of a meeting for officers: the name of the address, and the name of the page.
_PAGES = (
    ("board-agenda", "Agenda"),
    ("board-publish", "Publish"),
    ("board-notice", "Notice"),
)


def at_meeting(view: View) -> View:
    """Call a view with the meeting instead of its address; redirect from an earlier day of it."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, address: str, **more: Any) -> HttpResponseBase:
        today = timezone.localdate()
        board = board_at(slug, request.user, today=today)
        meeting = meeting_at(board, address, request.user, today=today)
        if meeting.address != address:
            return redirect(request.path.replace(f"/{address}/", f"/{meeting.address}/", 1))
        return view(request, meeting, **more)

    return found


def address_of(name: str, meeting: Meeting, **more: Any) -> str:
    """The address of a page of a meeting."""
    where = {"slug": meeting.board.slug, "address": meeting.address}
    return reverse(name, kwargs=where | more)


def frame(meeting: Meeting, here: str, *more: tuple[str, str]) -> dict[str, Any]:
    """What every page of a meeting for officers shows around its own content."""
    when = say_when(meeting.date, meeting.start)
    return {
        "meeting": meeting,
        "board": meeting.board,
        "when": when,
        "caption": f"{meeting.board.name}, {when}",
        "pages": [
            {"name": said, "address": address_of(name, meeting), "here": name == here}
            for name, said in _PAGES
        ],
        "trail": [*trail(meeting.board, meeting=meeting), *more],
    }
