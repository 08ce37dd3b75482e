"""When the papers of a meeting must be published, and what is missing before they can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from cusp import calendar
from cusp.calendar import Counting, Notice, OutsideCalendar, england_and_wales
from cusp.calendar.wording import with_weekday
from cusp.meetings.kinds import BoardRules
from cusp.meetings.record import AgendaItem, Meeting, Paper


class OwnNotice(msgspec.Struct, frozen=True, kw_only=True):
    """The council's own reading of notice, and where it is written down."""

    clear_days: int | None = None
    counting: Counting | None = None
    source: str = ""


class NoticeOfMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """The last day to publish.

    ``days_left`` counts from today: 0 on the last day, less if it has passed. If it cannot be
    worked out, ``publish_by`` is None and ``why`` says why. ``own_source`` is where the council's
    own reading is written down. ``private`` are the notices of a meeting in private.
    """

    publish_by: date | None = None
    days_left: int | None = None
    working_days_left: int | None = None
    late: bool = False
    why: str | None = None
    own_source: str = ""
    notice: Notice | None = None
    private: tuple[Notice, ...] = ()


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Something without which an agenda cannot be published; ``item`` is the id of an item."""

    code: str
    what: str
    item: str = ""


def notice_of_meeting(
    day: date,
    rules: BoardRules,
    *,
    today: date,
    own: OwnNotice | None = None,
    private: bool = False,
) -> NoticeOfMeeting:
    """The last day to publish the papers of a meeting on a day."""
    if rules.notice is None:
        why = f"No rule says how much notice a meeting on {with_weekday(day)} needs."
        return NoticeOfMeeting(why=why)
    own = own or OwnNotice()
    counting: Counting = own.counting or "working-days"
    found = calendar.notice(day, own.clear_days, kind=rules.notice, counting=counting)
    others = [calendar.notice(day, kind=kind, counting=counting) for kind in rules.private_notices]
    answer = NoticeOfMeeting(
        publish_by=found.publish_by,
        why=found.why,
        own_source=own.source if own.clear_days or own.counting else "",
        notice=found,
        private=tuple(others) if private else (),
    )
    if found.publish_by is None:
        return answer
    return msgspec.structs.replace(
        answer,
        days_left=(found.publish_by - today).days,
        working_days_left=_working_days(today, found.publish_by),
        late=today > found.publish_by,
    )


def why_doubtful(day: date, *, today: date) -> tuple[str, ...]:
    """Why the day of a meeting may be a mistake: it is past, at a weekend or a bank holiday."""
    said = with_weekday(day)
    doubts = [f"{said} is in the past."] if day < today else []
    known = england_and_wales()
    holiday = known.holiday_on(day)
    if holiday:
        doubts.append(f"{said} is a bank holiday ({holiday.name}).")
    elif day.weekday() >= 5:
        doubts.append(f"{said} is at a weekend.")
    elif not known.covers(day):
        doubts.append(f"Bank holidays are not known for {day.year}, so {said} may be one.")
    return tuple(doubts)


def missing(
    meeting: Meeting, rules: BoardRules, *, published: Meeting | None = None
) -> tuple[Missing, ...]:
    """What is missing before the agenda can be published, in the order of the agenda.

    ``published`` is what members have seen already: an item that it does not have is late.
    """
    found = list(_missing_of_meeting(meeting))
    on_time = {item.id for item in (published or meeting).items}
    for item in meeting.items:
        if item.withdrawn:
            continue
        if item.id not in on_time and not item.late_reason:
            found.append(
                Missing(
                    code="no-late-reason",
                    what=f"Item {item.number}: it is late, but no reason is given",
                    item=item.id,
                )
            )
        found += [
            Missing(code=code, what=f"Item {item.number}: {what}", item=item.id)
            for code, what in _missing_of_item(item, exempt_by_law=rules.schedule_12a)
        ]
    return tuple(found)


def _missing_of_meeting(meeting: Meeting) -> Iterator[Missing]:
    if meeting.start is None:
        yield Missing(code="no-time", what="The meeting has no start time")
    if not meeting.place:
        yield Missing(code="no-place", what="The meeting has no place")
    if not any(not item.withdrawn for item in meeting.items):
        yield Missing(code="no-items", what="The agenda has no items")
    if meeting.private and not meeting.private_reason:
        yield Missing(code="no-private-reason", what="No reason is given for meeting in private")


def _missing_of_item(item: AgendaItem, *, exempt_by_law: bool) -> Iterator[tuple[str, str]]:
    papers = [paper for paper in item.papers if not paper.withdrawn]
    if item.form == "attached" and not papers:
        yield "no-paper", "the paper is to be attached, but there is none"
    if item.form == "to follow" and not papers:
        yield "to-follow", "the paper is still to follow"
    if item.access == "exempt" and exempt_by_law:
        yield from _missing_of_exempt(item.paragraphs, item.public_interest, "")
    for paper in papers:
        yield from _missing_of_paper(paper, item, exempt_by_law=exempt_by_law)


def _missing_of_paper(
    paper: Paper, item: AgendaItem, *, exempt_by_law: bool
) -> Iterator[tuple[str, str]]:
    if not paper.sha256:
        yield "no-file", f"“{paper.title}” has no file"
    if paper.access == "exempt" and item.access != "exempt" and exempt_by_law:
        yield from _missing_of_exempt(paper.paragraphs, paper.public_interest, paper.title)
    for check in paper.checks:
        if check.asks and not check.answer:
            where = f" on page {check.page}" if check.page else ""
            yield "unanswered-check", f"“{paper.title}”{where}: {check.what}"


def _missing_of_exempt(
    paragraphs: tuple[int, ...], public_interest: str, title: str
) -> Iterator[tuple[str, str]]:
    about = f"“{title}” is" if title else "it is"
    if not paragraphs:
        yield "no-paragraph", f"{about} exempt, but no paragraph of Schedule 12A is given"
    if not public_interest:
        yield "no-public-interest", f"{about} exempt, but no public-interest reason is given"


def _working_days(today: date, last: date) -> int | None:
    try:
        return england_and_wales().working_days_between(today, last)
    except OutsideCalendar:
        return None
