"""When a duty is due, and how it stands, in words."""

from __future__ import annotations

from datetime import date

import msgspec

from cusp.calendar import Due, Rule, due_by, england_and_wales, rule_book
from cusp.web.common.wording import say_date
from cusp.web.response.models import Duty
from cusp.wording import counted

_NOT_RECEIVED = "The day on which the council received the report has not been entered."
_NOT_DONE = "Not done"


class Standing(msgspec.Struct, frozen=True):
    """When a duty is due, or why there is no date, and how it stands on a day."""

    words: str
    late: bool
    by: date | None = None
    why_not: str = ""
    note: str = ""  # what was read of the source, and how else we know
    moved: str = ""


def standing(duty: Duty, *, received: date | None, as_at: date) -> Standing:
    """How a duty stands on a day. The day of publication never stands in for that of receipt."""
    start = duty.runs_from or received
    note = rule_book().rule(duty.rule, start or as_at).note if duty.rule else ""
    if duty.working_days is None:
        return Standing(_done(duty, None) or _NOT_DONE, late=False, note=note)
    if start is None:
        words = _done(duty, None) or _NOT_DONE
        return Standing(words, late=False, why_not=_NOT_RECEIVED, note=note)
    due = _due(duty, start)
    late = due.by is not None and (duty.done_on or as_at) > due.by
    return Standing(
        _done(duty, due.by) or _still_to_do(due.by, as_at),
        late=late,
        by=due.by,
        why_not=due.why or "",
        note=note,
        moved=due.moved.why if due.moved else "",
    )


def sentence(standings: list[tuple[Duty, Standing]]) -> str:
    """The checklist in a sentence: "3 of 7 done, 1 late; next due on 16 August 2023"."""
    if not standings:
        return "Nothing is on the checklist"
    done = sum(duty.done_on is not None for duty, _ in standings)
    late = sum(one.late and duty.done_on is None for duty, one in standings)
    said = f"{done} of {len(standings)} duties done"
    if late:
        said += f", {late} late"
    coming = [one.by for duty, one in standings if one.by and not one.late and duty.done_on is None]
    return f"{said}; next due on {say_date(min(coming))}" if coming else said


def _due(duty: Duty, start: date) -> Due:
    """By its own number of days, so that a later change of the rule does not move the date."""
    if duty.rule:
        rule = msgspec.structs.replace(
            rule_book().rule(duty.rule, start), count=duty.working_days or 0
        )
    else:
        rule = Rule(
            code="of the council",
            what=duty.what,
            source=duty.source,
            status="local",
            seen=duty.source_seen,
            count=duty.working_days or 0,
            unit="working days",
            starts="the day on which the council received the report",
        )
    return due_by(rule, start, calendar=england_and_wales(), worked_out_on=start)


def _done(duty: Duty, by: date | None) -> str:
    if duty.done_on is None:
        return ""
    if by is None:
        return f"Done on {say_date(duty.done_on)}"
    after = (duty.done_on - by).days
    how = f"{counted(after, 'day')} late" if after > 0 else "in time"
    return f"Done on {say_date(duty.done_on)}, {how}"


def _still_to_do(by: date | None, as_at: date) -> str:
    if by is None:
        return _NOT_DONE
    left = (by - as_at).days
    if left < 0:
        return f"{counted(-left, 'day')} late"
    return f"{counted(left, 'day')} left" if left else "Due today"
