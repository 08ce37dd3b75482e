"""What is new from a board: what it published and what it decided."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import msgspec

from cusp.calendar.wording import with_weekday
from cusp.web.boards import meeting_words, readers
from cusp.web.boards.models import Board, Publication

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader

NEWEST = 50


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the feed. ``name`` never changes; ``address`` is part of this site."""

    name: str
    title: str
    summary: str
    address: str
    at: datetime


def newest(board: Board, reader: Reader, *, today: date) -> list[Entry]:
    """The newest publications and decisions that a person may see, the newest first."""
    entries = [*_publications(board, reader, today), *_decisions(board, reader, today)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:NEWEST]


def _publications(board: Board, reader: Reader, today: date) -> list[Entry]:
    rows = Publication.objects.filter(
        meeting__in=readers.meetings_for(reader, today=today).filter(board=board)
    )
    if not readers.sees_members_papers(reader, board, today=today):
        rows = rows.filter(public__isnull=False)
    rows = rows.select_related("meeting__board").defer("public", "members")
    return [
        Entry(
            name=f"publication {row.meeting.uid} {row.number}",
            title=f"{row.name} for {with_weekday(row.meeting.date)}",
            summary=f"{meeting_words.published(row)} {meeting_words.heading(row.meeting)}.",
            address=f"{row.meeting.get_absolute_url()}as-published/{row.number}/",
            at=row.published_at,
        )
        for row in rows.order_by("-published_at")[:NEWEST]
    ]


def _decisions(board: Board, reader: Reader, today: date) -> list[Entry]:
    rows = readers.decisions_for(reader, today=today).filter(item__meeting__board=board)
    return [
        Entry(
            name=f"decision {row.item.meeting.uid} {row.public_id}",
            title=f"Decision: {row.item.title}",
            summary=row.text,
            address=row.item.meeting.get_absolute_url(),
            at=datetime.combine(row.item.meeting.date, time(12), tzinfo=UTC),
        )
        for row in rows.order_by("-item__meeting__date", "-number")[:NEWEST]
    ]
