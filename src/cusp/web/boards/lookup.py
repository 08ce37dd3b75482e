"""Looks up what an address of a board means, for the person who asks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404

from cusp.web.boards import readers
from cusp.web.boards.choices import MeetingStatus
from cusp.web.boards.models import Board, Meeting

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader


def board_at(slug: str, reader: Reader, *, today: date) -> Board:
    """The board with that address, or 404, also if the person may not know of it."""
    board = readers.boards_for(reader, today=today).filter(slug=slug).first()
    if board is None:
        raise Http404(f"There is no board at “{slug}”.")
    return board


def meeting_at(board: Board, address: str, reader: Reader, *, today: date) -> Meeting:
    """The meeting with that address, or else one that is or was to be on that day, or 404.

    A meeting keeps its address when it moves. If the address found is another, redirect to it.
    """
    known = readers.meetings_for(reader, today=today).filter(board=board)
    found = known.filter(address=address).first()
    if found is None and re.fullmatch(r"\d{4}-\d{2}-\d{2}", address):
        try:
            day = date.fromisoformat(address)
        except ValueError:
            raise Http404(f"“{address}” is not a date.") from None
        found = (
            known.filter(date=day).last()
            or known.filter(earlier_dates__date=day).order_by("pk").last()
        )
    if found is None:
        raise Http404(f"{board} has no meeting on “{address}”.")
    return found


def meeting_of(slug: str, address: str, reader: Reader, *, today: date) -> Meeting:
    """The meeting with that address of the board with that address, as :func:`meeting_at`."""
    known = readers.meetings_for(reader, today=today)
    found = known.filter(board__slug=slug, address=address).first()
    return found or meeting_at(board_at(slug, reader, today=today), address, reader, today=today)


def next_meetings(reader: Reader, *, today: date) -> dict[int, Meeting]:
    """The next meeting of each board that a person may know of, today's included, by its key."""
    coming = readers.meetings_for(reader, today=today).filter(
        date__gte=today, status__in=(MeetingStatus.PLANNED, MeetingStatus.CALLED)
    )
    first: dict[int, Meeting] = {}
    for meeting in coming:
        first.setdefault(meeting.board_id, meeting)
    return first
