"""The next meeting that deals with an inspection, from what was published to everyone.

For the briefing. Nothing here depends on who asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

import msgspec
from django.contrib.auth.models import AnonymousUser

from cusp import meetings as library
from cusp.web.boards import readers, records
from cusp.web.boards.choices import MeetingStatus, PaperKind
from cusp.web.boards.models import Meeting

_ANYONE = AnonymousUser()
_TOLD = frozenset(PaperKind.values) - {PaperKind.UPLOADED.value, PaperKind.REPORT.value}


class MeetingFact(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that deals with an inspection, the item, and the address of its public page."""

    board: str
    day: date
    time: time | None
    place: str
    item: str
    item_number: str
    address: str


def next_meeting_fact(*, today: date) -> MeetingFact | None:
    """The first meeting from today on that has such an item on its published agenda."""
    rows = readers.meetings_for(_ANYONE, today=today)
    rows = rows.filter(status=MeetingStatus.CALLED, date__gte=today).distinct()
    facts = (meeting_fact(row) for row in rows.filter(publications__public__isnull=False))
    return next((fact for fact in facts if fact), None)


def meeting_fact(meeting: Meeting) -> MeetingFact | None:
    """A public meeting, by its last public agenda; None if no open item is about the response."""
    last = meeting.publications.last()
    whole = records.meeting_record(meeting)
    copy = readers.copy_for(last, whole.items, whole=False) if last else None
    item = _item(copy.items) if copy else None
    if item is None:
        return None
    return MeetingFact(
        board=meeting.board.name,
        day=meeting.date,
        time=meeting.start,
        place=meeting.place,
        item=item.title,
        item_number=item.number,
        address=meeting.get_absolute_url(),
    )


def _item(items: Iterable[library.AgendaItem]) -> library.AgendaItem | None:
    """The first open item with a paper on the plan or an inspection, or else about the response."""
    there = [item for item in items if item.access == "open" and not item.withdrawn]
    told = (item for item in there if any(paper.kind in _TOLD for paper in item.papers))
    named = (item for item in there if "response" in item.title.lower())
    return next(told, None) or next(named, None)
