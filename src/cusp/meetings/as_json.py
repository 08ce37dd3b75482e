"""Boards and meetings as JSON: by OParl 1.1 and, for search engines, by schema.org.

OParl has no words for exempt items or undertakings, so what is ours has the prefix "cusp:". Only
copies that the reader may see are passed to these functions (``cusp.meetings.copies``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from cusp.meetings.ical import ends_at, starts_at
from cusp.meetings.memberships import Seat
from cusp.meetings.record import AgendaItem, Board, Meeting, Paper

_OPARL = "https://schema.oparl.org/1.1/"
_STATES = {
    "planned": "https://schema.org/EventScheduled",
    "called": "https://schema.org/EventScheduled",
    "held": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
}


def board_json(
    board: Board, *, address: str, day: date, meetings: Iterable[str] = ()
) -> dict[str, Any]:
    """A board with the memberships on a day, without the members' accounts.

    ``meetings`` are the addresses of the meetings that the reader may know of.
    """
    return _filled(
        {
            "id": address,
            "type": f"{_OPARL}Organization",
            "name": board.name,
            "classification": board.kind,
            "cusp:remit": board.remit,
            "membership": [_membership(seat, address) for seat in board.seats if seat.in_post(day)],
            "meeting": list(meetings),
        }
    )


def meeting_json(
    meeting: Meeting, *, address: str, board: str, file_address: Callable[[Paper], str]
) -> dict[str, Any]:
    """A meeting with its agenda; ``board`` is the address of its board."""
    return _filled(
        {
            "id": address,
            "type": f"{_OPARL}Meeting",
            "name": meeting.board,
            "meetingState": meeting.status,
            "cancelled": meeting.status == "cancelled",
            "start": _at(starts_at(meeting)),
            "end": _at(ends_at(meeting)),
            "cusp:date": meeting.date.isoformat(),
            "location": {
                "id": f"{address}#place",
                "type": f"{_OPARL}Location",
                "description": meeting.place,
            }
            if meeting.place
            else None,
            "organization": [board],
            "agendaItem": [
                _item(item, order, address, file_address)
                for order, item in enumerate(meeting.items)
            ],
            "modified": _at(meeting.changed_at),
            "cusp:earlierDates": [was.date.isoformat() for was in meeting.earlier],
        }
    )


def event_json_ld(meeting: Meeting, *, address: str) -> dict[str, Any]:
    """A meeting as an Event of schema.org, for the page of the meeting."""
    moved = meeting.earlier and meeting.status != "cancelled"
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": meeting.board,
            "url": address,
            "startDate": _at(starts_at(meeting)) or meeting.date.isoformat(),
            "endDate": _at(ends_at(meeting)),
            "eventStatus": "https://schema.org/EventRescheduled"
            if moved
            else _STATES[meeting.status],
            "previousStartDate": [was.date.isoformat() for was in meeting.earlier],
            "location": {"@type": "Place", "name": meeting.place, "address": meeting.place}
            if meeting.place
            else None,
        }
    )


def _membership(seat: Seat, board: str) -> dict[str, Any]:
    return _filled(
        {
            "id": f"{board}#{seat.id}",
            "type": f"{_OPARL}Membership",
            "cusp:name": seat.name,
            "role": seat.role,
            "votingRight": seat.votes,
            "startDate": seat.starts.isoformat(),
            "endDate": seat.ends.isoformat() if seat.ends else None,
            "cusp:represents": seat.represents,
        }
    )


def _item(
    item: AgendaItem, order: int, meeting: str, file_address: Callable[[Paper], str]
) -> dict[str, Any]:
    return _filled(
        {
            "id": f"{meeting}#{item.id}",
            "type": f"{_OPARL}AgendaItem",
            "meeting": meeting,
            "number": item.number,
            "order": order,
            "name": item.title,
            "public": item.access == "open",
            "auxiliaryFile": [_file(paper, file_address(paper)) for paper in item.papers],
            "cusp:purpose": item.purpose,
            "cusp:access": item.access,
            "cusp:paragraphs": list(item.paragraphs),
            "cusp:withdrawn": item.withdrawn,
            "cusp:withheldPapers": item.withheld or None,
        }
    )


def _file(paper: Paper, address: str) -> dict[str, Any]:
    return _filled(
        {
            "id": f"{address}#file",
            "type": f"{_OPARL}File",
            "name": paper.title,
            "fileName": paper.file_name,
            "size": paper.size,
            "cusp:sha256": paper.sha256,
            "accessUrl": address,
        }
    )


def _at(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _filled(found: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; OParl asks for absent fields rather than null."""
    return {name: value for name, value in found.items() if value not in (None, "", [], ())}
