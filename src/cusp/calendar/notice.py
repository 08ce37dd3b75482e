"""Notice of a meeting: clear days, counted back from the day of the meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from cusp.calendar.due import (
    Basis,
    LeftOut,
    Moved,
    bank_holidays_of,
    basis_of,
    left_out_between,
    moved_date,
    unchanged,
)
from cusp.calendar.rules import Rule, rule_book
from cusp.calendar.wording import in_words, with_weekday
from cusp.calendar.working_days import Calendar, OutsideCalendar, england_and_wales

Kind = Literal[
    "meeting",
    "executive",
    "private-meeting",
    "private-meeting-again",
    "key-decision",
    "general-exception",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Counting = Literal["working-days", "with-saturdays", "every-day"]
_SUNDAY = 6
_ONE_DAY = timedelta(days=1)
_MEANINGS: dict[Counting, str] = {
    "working-days": "clear-working-days",
    "with-saturdays": "clear-days-with-saturdays",
    "every-day": "clear-calendar-days",
}


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """The last day to publish, and the clear ``days`` between it and the meeting.

    If it cannot be worked out, ``publish_by`` is None, ``days`` is empty and ``why`` says why.
    """

    schema: str = "cusp.notice/1"
    meeting: date
    kind: Kind
    clear_days: int
    counting: Counting
    publish_by: date | None = None
    days: tuple[date, ...] = ()
    why: str | None = None
    basis: tuple[Basis, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    moved: Moved | None = None
    notes: tuple[str, ...] = ()


def notice(
    meeting: date,
    clear_days: int | None = None,
    *,
    kind: Kind = "meeting",
    counting: Counting = "working-days",
    closed: Iterable[date] = (),
    calendar: Calendar | None = None,
    worked_out_on: date | None = None,
) -> Notice:
    """When notice must be published for a meeting.

    ``clear_days`` is the council's own number, if it differs from the one for this kind. Days on
    which the council's offices are ``closed`` do not count. If ``worked_out_on`` is given,
    ``moved`` says how the date has changed since then.
    """
    rule = rule_book().rule(kind, meeting)
    number = rule.count if clear_days is None else clear_days
    if number < 1:
        raise ValueError("enter at least 1 clear day")
    calendar = (calendar or england_and_wales()).closing(closed)
    asked = Notice(meeting=meeting, kind=kind, clear_days=number, counting=counting)
    try:
        if why := rule.why_not_on(meeting):
            raise OutsideCalendar(why)
        answer = _answered(asked, calendar, worked_out_on)
    except OutsideCalendar as error:
        answer = replace(asked, why=str(error))
    notes = _notes(answer, rule, calendar) if answer.publish_by else ()
    return replace(answer, basis=_basis(answer, rule, calendar), notes=notes)


def _answered(asked: Notice, calendar: Calendar, worked_out_on: date | None) -> Notice:
    """The answer without its basis. Raises :class:`OutsideCalendar`."""

    def count(other: Calendar) -> tuple[tuple[date, ...], date]:
        return _count_back(asked.meeting, asked.clear_days, asked.counting, other)

    days, publish_by = count(calendar)
    return replace(
        asked,
        publish_by=publish_by,
        days=days,
        left_out=left_out_between(calendar, publish_by, asked.meeting - _ONE_DAY),
        moved=moved_date(
            publish_by, asked.meeting, calendar, worked_out_on, lambda other: count(other)[1]
        ),
    )


def _count_back(
    meeting: date, number: int, counting: Counting, calendar: Calendar
) -> tuple[tuple[date, ...], date]:
    """The clear days in order, and the working day before them."""
    calendar.check(meeting)
    counts = _counts(counting, calendar)
    days: list[date] = []
    day = meeting
    while len(days) < number:
        day = _day_before(day, calendar, meeting)
        if counts(day):
            days.append(day)
    day = _day_before(day, calendar, meeting)
    while not calendar.is_working_day(day):
        day = _day_before(day, calendar, meeting)
    return tuple(reversed(days)), day


def _counts(counting: Counting, calendar: Calendar) -> Callable[[date], bool]:
    match counting:
        case "working-days":
            return calendar.is_working_day
        case "with-saturdays":
            return lambda day: (
                day.weekday() != _SUNDAY
                and calendar.holiday_on(day) is None
                and day not in calendar.closed
            )
        case "every-day":
            return lambda _: True


def _day_before(day: date, calendar: Calendar, meeting: date) -> date:
    if day <= calendar.first:
        raise OutsideCalendar(
            f"Bank holidays are only known from {in_words(calendar.first)}, and notice of a "
            f"meeting on {in_words(meeting)} is due before that."
        )
    return day - _ONE_DAY


def _basis(answer: Notice, rule: Rule, calendar: Calendar) -> tuple[Basis, ...]:
    legal = answer.clear_days == rule.count
    entries = [basis_of(rule, by=answer.publish_by if legal else None, why=answer.why)]
    if not legal:
        entries.append(_own_number(rule, answer))
    meaning = rule_book().meaning(_MEANINGS[answer.counting], answer.meeting)
    entries += [basis_of(meaning), bank_holidays_of(calendar)]
    if calendar.closed:
        entries.append(_own_closures(calendar))
    return tuple(entries)


def _own_number(rule: Rule, answer: Notice) -> Basis:
    return Basis(
        rule="own-clear-days",
        what=rule.what,
        source="The number of clear days that you entered",
        status="local",
        seen=False,
        count=answer.clear_days,
        unit=rule.unit,
        starts=rule.starts,
        by=answer.publish_by,
        why=answer.why,
    )


def _own_closures(calendar: Calendar) -> Basis:
    days = ", ".join(in_words(day) for day in sorted(calendar.closed))
    return Basis(
        rule="own-closed-days",
        what=f"Days on which the council's offices are closed do not count: {days}",
        source="The closed days that you entered",
        status="local",
        seen=False,
    )


def _notes(answer: Notice, rule: Rule, calendar: Calendar) -> tuple[str, ...]:
    notes = unchanged(calendar, [answer.moved] if answer.moved else [])
    if not calendar.is_working_day(answer.meeting):
        notes.append(f"{with_weekday(answer.meeting)} is not a working day. Check the date.")
    if answer.clear_days < rule.count:
        notes.append(
            f"The law asks for {rule.count} clear days, and this is notice of {answer.clear_days}. "
            "Less notice is only possible if the law allows it, for example for a meeting that "
            "is called at short notice."
        )
    return tuple(notes)
