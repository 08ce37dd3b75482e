"""When something is due by a rule, which bank holidays were left out, and what moved the date.

Works for any rule that counts working days, days, weeks or months from a day. Notice of a meeting
is counted backwards: see :mod:`cusp.calendar.notice`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import msgspec

from cusp.calendar.holidays import SOURCE, Holiday
from cusp.calendar.rules import Meaning, Rule, Status
from cusp.calendar.wording import in_words, with_weekday
from cusp.calendar.working_days import Calendar, OutsideCalendar


class Basis(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Why a date is what it is: a rule or the meaning of a term, its source and its status.

    ``seen`` says whether the text of the source was seen. For a rule, ``by`` is the date, or
    ``why`` says why there is none.
    """

    rule: str
    what: str
    source: str
    status: Status
    seen: bool
    note: str = ""
    count: int | None = None
    unit: str | None = None
    starts: str | None = None
    by: date | None = None
    why: str | None = None


class Moved(msgspec.Struct, frozen=True):
    """A date that changed because of bank holidays announced later; ``why`` is one sentence."""

    before: date
    after: date
    because: tuple[date, ...]
    why: str


class LeftOut(msgspec.Struct, frozen=True):
    """A bank holiday that was not counted as a working day."""

    day: date
    name: str


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """The last day for something, or why there is none."""

    rule: Rule
    start: date
    by: date | None = None
    why: str | None = None
    left_out: tuple[LeftOut, ...] = ()
    moved: Moved | None = None

    @property
    def basis(self) -> Basis:
        """The rule with its date."""
        return basis_of(self.rule, by=self.by, why=self.why)


def due_by(
    rule: Rule, start: date, *, calendar: Calendar, worked_out_on: date | None = None
) -> Due:
    """When something is due that runs from ``start``.

    The date counts as moved if it differs from the one without added bank holidays or, if
    ``worked_out_on`` is given, from the one that people would have worked out on that day. The
    council's own closed days only count in local rules.
    """
    if rule.status != "local":
        calendar = calendar.ignoring_closures()
    if why := rule.why_not_on(start):
        return Due(rule=rule, start=start, why=why)
    try:
        by = _count(rule, start, calendar)
    except OutsideCalendar as error:
        return Due(rule=rule, start=start, why=str(error))
    left_out: tuple[LeftOut, ...] = ()
    if rule.unit == "working days":
        left_out = left_out_between(calendar, start + timedelta(days=1), by)
    moved = moved_date(by, start, calendar, worked_out_on, lambda c: _count(rule, start, c))
    return Due(rule=rule, start=start, by=by, left_out=left_out, moved=moved)


def add_months(day: date, number: int) -> date:
    """The same day of a later month, or that month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def basis_of(entry: Meaning, *, by: date | None = None, why: str | None = None) -> Basis:
    """An entry of the rule book as a basis, with the date or why there is none."""
    rule = entry if isinstance(entry, Rule) else None
    return Basis(
        rule=entry.code,
        what=entry.what,
        source=entry.source,
        status=entry.status,
        seen=entry.seen,
        note=entry.note,
        count=rule.count if rule else None,
        unit=rule.unit if rule else None,
        starts=rule.starts if rule else None,
        by=by,
        why=why,
    )


def bank_holidays_of(calendar: Calendar) -> Basis:
    """Where the bank holidays come from, and for which years."""
    return Basis(
        rule="bank-holidays",
        what=f"Bank holidays are known for {calendar.first.year} to {calendar.last.year}",
        source=SOURCE,
        status="law",
        seen=False,
        note="The list was read, not the Act and the proclamations behind it. A holiday proclaimed "
        "since then has to be added.",
    )


def left_out_between(calendar: Calendar, first: date, last: date) -> tuple[LeftOut, ...]:
    """Bank holidays in a period that were not counted."""
    found = calendar.holidays_between(first, last)
    return tuple(LeftOut(holiday.day, holiday.name) for holiday in found)


def moved_date(
    now: date,
    start: date,
    calendar: Calendar,
    worked_out_on: date | None,
    count: Callable[[Calendar], date],
) -> Moved | None:
    """How bank holidays that were added, or announced after a day, changed a date."""
    earlier = calendar.before_additions()
    if worked_out_on:
        earlier = calendar.as_known_on(worked_out_on)
    if earlier is calendar:
        return None
    try:
        before = count(earlier)
    except OutsideCalendar:
        return None
    if before == now:
        return None
    first, last = min(start, before, now), max(start, before, now)
    new = _only_in(calendar, earlier, first, last)
    given_up = _only_in(earlier, calendar, first, last)
    why = f"Moved from {with_weekday(before)} to {with_weekday(now)}: {_reasons(new, given_up)}."
    return Moved(before, now, tuple(sorted(h.day for h in (*new, *given_up))), why)


def unchanged(calendar: Calendar, moved: Iterable[Moved]) -> list[str]:
    """A note if bank holidays were added but changed nothing."""
    if calendar is calendar.before_additions() or any(moved):
        return []
    return ["The added bank holidays make no difference."]


def joined(sentences: Iterable[str | None]) -> str | None:
    """Each sentence once, or None if there is none."""
    return " ".join(dict.fromkeys(filter(None, sentences))) or None


def _count(rule: Rule, start: date, calendar: Calendar) -> date:
    match rule.unit:
        case "working days":
            return calendar.add_working_days(start, rule.count)
        case "days":
            return start + timedelta(days=rule.count)
        case "weeks":
            return start + timedelta(weeks=rule.count)
        case "months":
            return add_months(start, rule.count)
        case "clear days":
            raise ValueError(f"{rule.code}: clear days are counted back from a meeting")


def _only_in(one: Calendar, other: Calendar, first: date, last: date) -> list[Holiday]:
    """Bank holidays in a period that the other calendar does not have."""
    return [h for h in one.holidays_between(first, last) if other.holiday_on(h.day) is None]


def _reasons(new: Iterable[Holiday], given_up: Iterable[Holiday]) -> str:
    reasons = []
    for holiday in new:
        when = f", announced by {in_words(holiday.announced)}" if holiday.announced else ""
        reasons.append(f"{with_weekday(holiday.day)} is a bank holiday ({holiday.name}{when})")
    reasons += [f"{with_weekday(holiday.day)} is no longer a bank holiday" for holiday in given_up]
    return "; ".join(reasons)
