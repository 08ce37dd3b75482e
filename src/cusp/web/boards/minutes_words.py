"""Words for attendance, votes and the state of minutes."""

from __future__ import annotations

from collections.abc import Iterable

from cusp.calendar.wording import time_of_day
from cusp.web.boards.choices import Presence
from cusp.web.boards.models import Attendance, Minutes
from cusp.web.common.wording import say_date

_GROUPS = ("Present", "Substitutes", "Apologies", "Absent", "Others who attended")


def attendance_in_groups(rows: Iterable[Attendance]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who was present, sent apologies and so on: each group that has anyone, in words."""
    groups: dict[str, list[str]] = {name: [] for name in _GROUPS}
    for row in rows:
        groups[_group(row)].append(attended(row))
    return tuple((name, tuple(said)) for name, said in groups.items() if said)


def attended(row: Attendance) -> str:
    """Somebody's attendance, such as "Asha Okafor (remotely, from 8.30am)"."""
    said = [f"for {row.stands_in_for.name}"] if row.stands_in_for else []
    said += ["remotely"] if row.remote else []
    said += [f"from {time_of_day(row.came)}"] if row.came else []
    said += [f"until {time_of_day(row.left)}"] if row.left else []
    return f"{row.name} ({', '.join(said)})" if said else row.name


def state_of(minutes: Minutes | None) -> str:
    """How far the minutes have got, in a sentence."""
    if minutes is None:
        return "There are no minutes of this meeting yet."
    if minutes.agreed_at:
        return f"Agreed at the meeting of {say_date(minutes.agreed_at.date)}."
    if minutes.published_on:
        return (
            f"Published as a draft on {say_date(minutes.published_on)}. The board may correct it "
            "before it agrees the minutes."
        )
    return "Only officers can see this draft until it is published."


def _group(row: Attendance) -> str:
    if row.presence == Presence.SUBSTITUTE:
        return "Substitutes"
    if row.presence != Presence.PRESENT:
        return "Apologies" if row.presence == Presence.APOLOGIES else "Absent"
    return "Present" if row.membership_id else "Others who attended"
