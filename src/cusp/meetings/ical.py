"""A board's meetings as a calendar feed (RFC 5545), with the time zone of the United Kingdom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cusp.meetings.record import Meeting
from cusp.meetings.wording import say_when

if TYPE_CHECKING:
    from icalendar import Event

LONDON = ZoneInfo("Europe/London")
_STATUS = {
    "planned": "TENTATIVE",
    "called": "CONFIRMED",
    "held": "CONFIRMED",
    "cancelled": "CANCELLED",
}


def starts_at(meeting: Meeting) -> datetime | None:
    """When a meeting starts, in London; None if it has no time yet."""
    return _local(meeting.date, meeting.start)


def ends_at(meeting: Meeting) -> datetime | None:
    """When a meeting ends, in London; None if that is not known."""
    return _local(meeting.date, meeting.end) if meeting.start else None


def feed(name: str, meetings: Iterable[Meeting], *, address: Callable[[Meeting], str]) -> bytes:
    """A calendar with these meetings; ``address`` gives the complete address of a meeting's page.

    The caller leaves out meetings that the reader may not see. A meeting without a time is an
    entry for the whole day.
    """
    from icalendar import Calendar, Timezone

    meetings = tuple(meetings)
    calendar = Calendar()
    calendar.add("prodid", "-//Cusp//Boards//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if days := [meeting.date for meeting in meetings]:
        first, last = date(min(days).year - 1, 1, 1), date(max(days).year + 1, 12, 31)
        calendar.add_component(Timezone.from_tzid(LONDON.key, first_date=first, last_date=last))
    for meeting in meetings:
        calendar.add_component(_event(meeting, address(meeting)))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, address: str) -> Event:
    from icalendar import Event

    event = Event()
    changed = (meeting.changed_at or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC)
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", meeting.board)
    event.add("status", _STATUS[meeting.status])
    event.add("dtstart", starts_at(meeting) or meeting.date)
    if end := ends_at(meeting):
        event.add("dtend", end)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("description", "\n".join(_description(meeting)))
    event.add("url", address)
    return event


def _description(meeting: Meeting) -> list[str]:
    lines = []
    if meeting.status == "cancelled":
        lines.append(f"Cancelled: {meeting.why}" if meeting.why else "Cancelled")
    lines += [f"Moved from {say_when(was.date, was.start)}" for was in meeting.earlier[-1:]]
    if meeting.start is None:
        lines.append("The time has not been set")
    return lines or ["Agenda and papers are on the page of the meeting"]


def _local(day: date, at: time | None) -> datetime | None:
    return datetime.combine(day, at, tzinfo=LONDON) if at else None
