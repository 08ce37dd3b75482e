"""What a supplement changes, in sentences, by comparing it with what was published before."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.calendar.wording import time_of_day
from cusp.meetings.record import AgendaItem, Meeting
from cusp.meetings.wording import say_when


def changes(before: Meeting, after: Meeting) -> tuple[str, ...]:
    """What is different. Both must be copies for the same readers."""
    return (*_of_meeting(before, after), *_of_items(before, after))


def _of_meeting(before: Meeting, after: Meeting) -> Iterator[str]:
    if after.status == "cancelled" and before.status != "cancelled":
        yield (
            f"The meeting is cancelled: {after.why}." if after.why else "The meeting is cancelled."
        )
    if (before.date, before.start) != (after.date, after.start):
        yield (
            f"The meeting is now on {say_when(after.date, after.start)}, "
            f"not {say_when(before.date, before.start)}."
        )
    elif before.end != after.end and after.end:
        yield f"The meeting now ends at {time_of_day(after.end)}."
    if before.place != after.place:
        yield f"The meeting is now at {after.place}, not {before.place}."


def _of_items(before: Meeting, after: Meeting) -> Iterator[str]:
    earlier = {item.id: item for item in before.items}
    for item in after.items:
        was = earlier.get(item.id)
        if was is None:
            if not item.withdrawn:
                why = f" Reason for lateness: {item.late_reason}" if item.late_reason else ""
                yield f"Item {item.number} is new: “{item.title}”.{why}"
        else:
            yield from _of_item(was, item)
    now = {item.id for item in after.items}
    for item in before.items:
        if item.id not in now:
            yield f"Item {item.number}, “{item.title}”, is no longer on the agenda."


def _of_item(was: AgendaItem, now: AgendaItem) -> Iterator[str]:
    if now.withdrawn:
        if not was.withdrawn:
            yield f"Item {now.number}, “{now.title}”, is withdrawn{_because(now.why)}."
        return
    if was.number != now.number:
        yield f"Item {was.number}, “{was.title}”, is now item {now.number}."
    if was.title != now.title:
        yield f"Item {now.number} is now called “{now.title}”, not “{was.title}”."
    if was.access != now.access:
        yield f"Item {now.number} is now {now.access}."
    said = [f for f in ("lead", "start", "purpose", "form") if getattr(was, f) != getattr(now, f)]
    if said:
        words = {"start": "time", "form": "form of report"}
        yield f"Item {now.number} has a new {' and '.join(words.get(f, f) for f in said)}."
    yield from _of_papers(was, now)


def _of_papers(was: AgendaItem, now: AgendaItem) -> Iterator[str]:
    earlier = {paper.id: paper for paper in was.papers}
    for paper in now.papers:
        before = earlier.pop(paper.id, None)
        if before is None:
            yield f"“{paper.title}” is added to item {now.number}."
        elif before.sha256 != paper.sha256:
            yield f"There is a new version of “{paper.title}” (item {now.number})."
    for paper in earlier.values():
        yield f"“{paper.title}” is withdrawn from item {now.number}."


def _because(why: str) -> str:
    return f": {why.rstrip('.')}" if why else ""
