"""Notice of a meeting in sentences: the last day to publish, how long is left, and why."""

from __future__ import annotations

import msgspec

from cusp.calendar.due import Basis
from cusp.calendar.wording import with_weekday
from cusp.meetings import NoticeOfMeeting
from cusp.wording import counted

_COUNTED = {
    "working-days": "Only working days count, not weekends or bank holidays.",
    "with-saturdays": "Working days and Saturdays count.",
    "every-day": "Every day of the week counts.",
}


class Countdown(msgspec.Struct, frozen=True, kw_only=True):
    """The last day to publish: the answer, the rule behind it and its sources."""

    answer: str
    late: bool = False
    rule: str = ""
    days: str = ""
    sources: tuple[str, ...] = ()


def countdown(found: NoticeOfMeeting) -> Countdown:
    """The last day to publish, in words."""
    if found.publish_by is None or found.notice is None:
        return Countdown(answer=found.why or "The last day to publish is not known")
    notice, last = found.notice, with_weekday(found.publish_by)
    days = ", ".join(with_weekday(day) for day in notice.days)
    rule = (
        f"{counted(notice.clear_days, 'clear day')} are needed between the day of publication and "
        f"the day of the meeting. {_COUNTED[notice.counting]}"
    )
    sources = [f"The council’s own rule: {found.own_source}"] if found.own_source else []
    sources += [_source(basis) for basis in notice.basis]
    return Countdown(
        answer=f"Publish by {last}: {_left(found)}" if not found.late else f"{_late(found)}",
        late=found.late,
        rule=rule,
        days=f"The clear days are {days}." if days else "",
        sources=tuple(dict.fromkeys(sources)),
    )


def _source(basis: Basis) -> str:
    seen = "" if basis.seen else " (text not seen)"
    return f"{basis.what.rstrip('.')}: {basis.source}{seen}"


def _left(found: NoticeOfMeeting) -> str:
    if found.days_left == 0:
        return "that is today"
    if found.days_left == 1:
        return "that is tomorrow"
    said = f"{found.days_left} days left"
    if found.working_days_left is not None:
        said += f", {found.working_days_left} of them working days"
    return said


def _late(found: NoticeOfMeeting) -> str:
    assert found.publish_by is not None
    ago = counted(-(found.days_left or 0), "day")
    return f"The last day to publish was {with_weekday(found.publish_by)}, {ago} ago"
