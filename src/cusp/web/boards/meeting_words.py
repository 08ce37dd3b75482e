"""Sentences about a meeting: when and where it is, how far it has got, and its notice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cusp.calendar.wording import time_of_day, with_weekday
from cusp.meetings.wording import say_when
from cusp.web.boards.choices import MeetingStatus
from cusp.web.common.wording import say_date

if TYPE_CHECKING:
    from cusp import calendar
    from cusp import meetings as library
    from cusp.meetings import NoticeOfMeeting
    from cusp.web.boards.models import Meeting, Publication


def heading(meeting: library.Meeting | Meeting) -> str:
    """When and where: "Tuesday 22 October 2019, 8.15am, Tickfield Centre"."""
    start = time_of_day(meeting.start) if meeting.start else ""
    return ", ".join(filter(None, (with_weekday(meeting.date), start, meeting.place)))


def standing(meeting: library.Meeting) -> tuple[str, ...]:
    """How far a meeting has got, and every move with its reason, the latest first."""
    said = {
        MeetingStatus.PLANNED: "This meeting is planned. It has not been called yet.",
        MeetingStatus.CANCELLED: f"This meeting is cancelled: {_sentence(meeting.why)}",
        MeetingStatus.HELD: "This meeting has been held.",
    }.get(MeetingStatus(meeting.status), "")
    moves = [_move(meeting, number) for number in reversed(range(len(meeting.earlier)))]
    return tuple(filter(None, (said, *moves)))


def _move(meeting: library.Meeting, number: int) -> str:
    was = meeting.earlier[number]
    later = meeting.earlier[number + 1 :]
    now = later[0] if later else meeting
    parts = []
    if was.date != now.date or (was.start and was.start != now.start):
        parts.append(say_when(was.date, was.start))
    if was.place and was.place != now.place:
        parts.append(was.place)
    if not parts:
        return ""  # a time or place was added
    because = f" Reason: {_sentence(was.reason)}" if was.reason else ""
    return f"Moved from {', '.join(parts)}.{because}"


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}."


def awaited(meeting: library.Meeting, notice: NoticeOfMeeting) -> str:
    """What to say of an agenda that has not been published."""
    if meeting.status in ("cancelled", "held"):
        return "No agenda was published."
    if notice.publish_by is None:
        return "The agenda has not been published yet."
    by = with_weekday(notice.publish_by)
    if notice.late:
        return f"The agenda has not been published. It was due by {by}."
    return f"The agenda has not been published yet. It is due by {by}."


def published(row: Publication) -> str:
    """When something was published, and why it was late: "Published on Monday 14 October 2019"."""
    said = f"Published on {with_weekday(row.on)}"
    if not row.late:
        return f"{said}."
    last = f", after the last day ({say_date(row.publish_by)})" if row.publish_by else ""
    return f"{said}{last}. Reason: {_sentence(row.late_reason)}"


def private_deadline(notice: calendar.Notice, *, today: date, second: bool) -> str:
    """By when notice of a meeting in private is due, for the clerk."""
    which = "Second notice" if second else "Notice"
    if notice.publish_by is None:
        return f"{which} of the private meeting: {notice.why}"
    was = "was due" if notice.publish_by < today else "is due"
    by = with_weekday(notice.publish_by)
    return f"{which} of the private meeting {was} by {by} ({notice.clear_days} clear days)."


def private_notice(day: date, reason: str) -> str:
    """The public notice of a meeting in private."""
    return f"A meeting in private is planned for {with_weekday(day)}. Reason: {_sentence(reason)}"
