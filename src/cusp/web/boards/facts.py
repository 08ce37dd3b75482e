"""The next meeting that deals with an inspection, from what was published to everyone.

For the briefing. Nothing here depends on who asks.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser

from cusp import meetings as library
from cusp.briefing.facts import MeetingFact, Source
from cusp.web.boards import readers, records
from cusp.web.boards.choices import MeetingStatus, PaperKind
from cusp.web.boards.models import Meeting

_ANYONE = AnonymousUser()
_TOLD = frozenset(PaperKind.values) - {PaperKind.UPLOADED.value, PaperKind.REPORT.value}


def next_meeting_fact(*, today: date) -> MeetingFact | None:
    """The first meeting from today on that has such an item on its published agenda."""
    rows = readers.meetings_for(_ANYONE, today=today)
    rows = rows.filter(status=MeetingStatus.CALLED, date__gte=today).distinct()
    facts = (_fact(row) for row in rows.filter(publications__public__isnull=False))
    return next((fact for fact in facts if fact), None)


def _fact(meeting: Meeting) -> MeetingFact | None:
    """The fact of a public meeting, or None if no published open item is about the response."""
    last = meeting.publications.last()
    whole = records.meeting_record(meeting)
    copy = readers.copy_for(last, whole.items, whole=False) if last else None
    item = _item(copy.items) if copy else None
    if last is None or item is None:
        return None
    return MeetingFact(
        board=meeting.board.name,
        day=meeting.date,
        time=meeting.start,
        place=meeting.place,
        item=item.title,
        item_number=item.number,
        source=Source(
            f"{last.name} of the {meeting.board.name}",
            meeting.get_absolute_url(),
            part=f"item {item.number}",
        ),
    )


def _item(items: Iterable[library.AgendaItem]) -> library.AgendaItem | None:
    """The first open item with a paper on the plan or an inspection, or else about the response."""
    there = [item for item in items if item.access == "open" and not item.withdrawn]
    told = (item for item in there if any(paper.kind in _TOLD for paper in item.papers))
    named = (item for item in there if "response" in item.title.lower())
    return next(told, None) or next(named, None)
