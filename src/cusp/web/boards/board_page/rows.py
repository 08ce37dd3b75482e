"""What a board's page lists: its meetings and its members."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from cusp.meetings import Seat
from cusp.meetings.wording import say_when
from cusp.web.boards import readers
from cusp.web.boards.choices import MemberRole
from cusp.web.boards.models import Board, Meeting, Minutes, Publication
from cusp.web.common.wording import say_date

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader

_ORDER = list(MemberRole)


class MeetingRow(msgspec.Struct, frozen=True):
    """A meeting, whether its agenda is published, and the addresses of agenda and minutes."""

    meeting: Meeting
    when: str
    published: bool
    agenda: str
    minutes: str  # empty if there are none


class SeatRow(msgspec.Struct, frozen=True):
    """A membership in words."""

    seat: Seat
    role: str
    term: str
    stands_in_for: str
    address: str


def has_ended(board: Board, today: date) -> bool:
    """Whether the last day of a board has passed."""
    return board.ended is not None and board.ended < today


def meetings(
    board: Board, reader: Reader, *, today: date
) -> tuple[list[MeetingRow], list[MeetingRow]]:
    """Past meetings, the newest first, and those to come: the next one first."""
    whole = readers.sees_members_papers(reader, board, today=today)
    every = [_row(row) for row in _known(board, reader, whole=whole, today=today)]
    past = [row for row in every if row.meeting.date < today or row.meeting.status == "held"]
    return past[::-1], [row for row in every if row not in past]


def _known(board: Board, reader: Reader, *, whole: bool, today: date) -> QuerySet[Meeting]:
    publications = Publication.objects.filter(meeting=OuterRef("pk"))
    if not whole:
        publications = publications.filter(public__isnull=False)
    minutes = Minutes.objects.filter(meeting=OuterRef("pk"), published_on__lte=today)
    rows = readers.meetings_for(reader, today=today).filter(board=board)
    return rows.annotate(seen=Exists(publications), minuted=Exists(minutes))


def _row(meeting: Meeting) -> MeetingRow:
    address = meeting.get_absolute_url()
    return MeetingRow(
        meeting=meeting,
        when=say_when(meeting.date, meeting.start),
        published=bool(getattr(meeting, "seen", False)),
        agenda=f"{address}#agenda",
        minutes=f"{address}minutes/" if getattr(meeting, "minuted", False) else "",
    )


def seats_on(board: Board, seats: Iterable[Seat], today: date) -> list[SeatRow]:
    """Who is on the board now: the chair first."""
    return _rows(board, seats, [seat for seat in seats if seat.in_post(today)])


def seats_off(board: Board, seats: Iterable[Seat], today: date) -> list[SeatRow]:
    """Those whose term has ended or has not started."""
    return _rows(board, seats, [seat for seat in seats if not seat.in_post(today)])


def _rows(board: Board, every: Iterable[Seat], chosen: list[Seat]) -> list[SeatRow]:
    names = {seat.id: seat.name for seat in every}
    chosen = sorted(chosen, key=lambda seat: _ORDER.index(MemberRole(seat.role)))
    return [
        SeatRow(
            seat=seat,
            role=str(MemberRole(seat.role).label),
            term=_term(seat),
            stands_in_for=names.get(seat.substitute_for, ""),
            address=f"{board.get_absolute_url()}members/{seat.id}/",
        )
        for seat in chosen
    ]


def _term(seat: Seat) -> str:
    start = say_date(seat.starts)
    return f"{start} to {say_date(seat.ends)}" if seat.ends else f"From {start}"
