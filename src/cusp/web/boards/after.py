"""What a meeting's page says about what came before and after it, for the person who asks."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from cusp import meetings as library
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.boards import minutes_words, questions, readers, records, undertakings_shown
from cusp.web.boards.choices import MeetingStatus
from cusp.web.boards.meeting_shown import ShownMeeting
from cusp.web.boards.models import Decision, Meeting, Minutes
from cusp.web.boards.undertakings_shown import ShownUndertaking

if TYPE_CHECKING:
    from cusp.web.boards.readers import Reader


class After(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions and the state of the minutes; ``minuted`` if the person may see them."""

    come: bool
    minuted: bool
    state: str
    decisions: tuple[Decision, ...]


def on_page(seen: ShownMeeting, reader: Reader, *, today: date) -> dict[str, Any]:
    """The context of ``_after.html``, ``_arising.html`` and ``_questions.html``.

    Officers prepare with the agenda as it is now, members with the one that was published.
    """
    meeting, items = seen.row, seen.record.items
    coming = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CALLED)
    asks = coming and seen.whole and questions.may_see(reader)
    if asks and allowed(reader, Permission.WRITE_BOARDS):
        items = records.meeting_record(meeting, rows=seen.rows).items
    return {
        "after": _after(meeting, reader, today),
        "arising": arising(meeting, reader, today=today),
        "asks": seen.whole and bool(seen.items),
        "questions": questions.questions_for(items) if asks else (),
    }


def arising(meeting: Meeting, reader: Reader, *, today: date) -> tuple[ShownUndertaking, ...]:
    """The matters arising at a meeting, of those that the person may see."""
    if meeting.status == MeetingStatus.CANCELLED:
        return ()
    rows = readers.undertakings_for(reader, today=today).filter(
        board=meeting.board_id, meeting__date__lt=meeting.date
    )
    found = {row.public_id: row for row in rows.prefetch_related("due_dates")}
    every = [records.undertaking_record(row) for row in found.values()]
    day = min(meeting.date, today)
    open_then = library.matters_arising(every, meeting.date)
    return undertakings_shown.shown((found[one.id] for one in open_then), on=day)


def _after(meeting: Meeting, reader: Reader, today: date) -> After:
    minutes = Minutes.objects.select_related("agreed_at").filter(meeting=meeting).first()
    sees = readers.sees_minutes(reader, minutes, today=today)
    rows: tuple[Decision, ...] = ()
    if minutes and sees:
        decided = readers.decisions_for(reader, today=today).filter(item__meeting=meeting)
        rows = tuple(decided.order_by("item__order", "number"))
    return After(
        come=meeting.date <= today,
        minuted=minutes is not None and sees,
        state=minutes_words.state_of(minutes if sees else None),
        decisions=rows,
    )
