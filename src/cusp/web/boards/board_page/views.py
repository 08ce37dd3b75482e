"""When do the boards meet, and what did they decide?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.meetings.wording import say_when
from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.boards import board_words, meeting_words, readers, records, undertakings_shown
from cusp.web.boards.board_page import rows
from cusp.web.boards.lookup import board_at, next_meetings
from cusp.web.boards.models import Board, Meeting
from cusp.web.boards.notices import notice_for
from cusp.web.boards.notices_shown import countdown
from cusp.web.boards.pages import trail
from cusp.wording import counted


@needs(Permission.SEE_BOARDS)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The boards that a person may know of, each with its next meeting."""
    today = timezone.localdate()
    coming = next_meetings(request.user, today=today)
    every: list[dict[str, Any]] = [
        {"board": board, "next": _said(coming.get(board.pk)), "place": _place(coming, board)}
        for board in readers.boards_for(request.user, today=today)
    ]
    now = [row for row in every if not rows.has_ended(row["board"], today)]
    context = {
        "answer": _next(now, coming),
        "rows": now,
        "ended": [row for row in every if row not in now],
        "trail": [("Boards", "")],
    }
    return render(request, "boards/board_page/boards.html", context)


@needs(Permission.SEE_BOARDS)
@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A board: its next meeting, undertakings, past meetings, and what it is."""
    today = timezone.localdate()
    found = board_at(slug, request.user, today=today)
    officer = allowed(request.user, Permission.WRITE_BOARDS)
    past, coming = rows.meetings(found, request.user, today=today)
    first = next((row for row in coming if row.meeting.status != "cancelled"), None)
    seats = records.seats_of(found)
    still_open = readers.undertakings_for(request.user, today=today).filter(
        board=found, closed_on=None
    )
    address = found.get_absolute_url()
    notices = readers.private_notices(found, request.user, today=today)
    context = {
        "board": found,
        "answer": _answer(found, first, today, private=bool(notices)),
        "next": first,
        "coming": [row for row in coming if row is not first],
        "past": past,
        "countdown": _countdown(first) if officer and first and not first.published else "",
        "notices": [
            meeting_words.private_notice(row.date, row.private_reason) for row, _ in notices
        ],
        "undertakings": undertakings_shown.shown(
            still_open.prefetch_related("due_dates"), on=today
        ),
        "seats": rows.seats_on(found, seats, today),
        "other_seats": rows.seats_off(found, seats, today) if officer else [],
        "facts": board_words.facts(found, seats, today),
        "data_links": [
            ("Calendar", f"{address.rstrip('/')}.ics"),
            ("JSON", f"{address.rstrip('/')}.json"),
            ("Feed of agendas and decisions", f"{address}feed/"),
        ],
        "trail": trail(None, found.name),
    }
    return render(request, "boards/board_page/board.html", context)


def _answer(board: Board, first: rows.MeetingRow | None, today: date, *, private: bool) -> str:
    if rows.has_ended(board, today):
        return f"{board.name} no longer meets"
    if first is None:
        return "No public meeting is planned" if private else "No meeting is planned"
    return f"Next meeting: {say_when(first.meeting.date, first.meeting.start)}"


def _countdown(first: rows.MeetingRow) -> str:
    notice = notice_for(first.meeting, today=timezone.localdate())
    return countdown(notice).answer


def _next(now: list[dict[str, Any]], coming: dict[int, Meeting]) -> str:
    """Which board meets next, and when."""
    if not now:
        return "There are no boards yet"
    meetings = [coming[row["board"].pk] for row in now if row["board"].pk in coming]
    if not meetings:
        return f"{counted(len(now), 'board')}, no meeting planned"
    first = min(meetings, key=lambda one: (one.date, str(one.start or "")))
    return f"Next: {first.board.name}, {say_when(first.date, first.start)}"


def _said(meeting: Meeting | None) -> str:
    return say_when(meeting.date, meeting.start) if meeting else ""


def _place(coming: dict[int, Meeting], board: Board) -> str:
    meeting = coming.get(board.pk)
    return meeting.place if meeting else ""
