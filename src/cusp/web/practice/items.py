"""What is due for children: each item in words, the most urgent first, with its recorded reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import msgspec
from django.db.models import Case, F, IntegerField, Q, Value, When

from cusp.oversight.clock_names import UNKNOWN_URGENCY, name_of, urgency
from cusp.oversight.statuses import LATEST_ONLY
from cusp.web.common.wording import say_date
from cusp.web.practice.choices import Standing
from cusp.web.practice.models import Clock, LateReason
from cusp.wording import counted

# Without events that are over and whose day is no longer held: nobody can act on these.
IS_UNDETERMINED = Q(status=Standing.UNDETERMINED) & ~Q(why=LATEST_ONLY)


class Reason(msgspec.Struct, frozen=True):
    """Why something is late, as somebody has recorded it."""

    text: str
    agreed_by: str
    new_date: date | None

    @property
    def agreed(self) -> str:
        """Who agreed to it, and the new date if there is one."""
        new = f", new date {say_date(self.new_date)}" if self.new_date else ""
        return f"Agreed by {self.agreed_by}{new}"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something due for a child."""

    child: int
    clock: str
    name: str
    start: date | None
    due: date | None
    status: str
    days: int | None
    said: str
    why: str
    worker: str
    team: str
    reason: Reason | None = None


def items_of(
    children: Collection[int],
    *,
    on: date,
    clock: str = "",
    status: str = "",
    reasons: bool = False,
) -> dict[int, list[Item]]:
    """What is still to do for each child, the most urgent first.

    With a clock or status, only what matches it; something done late is found by its status.
    """
    rows = Clock.objects.filter(child__in=children)
    rows = rows.filter(Q(clock=clock) if clock else Q(), stands(status) if status else Q())
    found: dict[int, list[Item]] = {pk: [] for pk in children}
    items = with_reasons(rows, on=on) if reasons else [_item(row, None, on) for row in rows]
    for one in items:
        if status or urgency(one.status, one.days, one.why) is not None:
            found[one.child].append(one)
    for listed in found.values():
        listed.sort(key=most_urgent_first)
    return found


def stands(status: str) -> Q:
    """The condition that a clock stands like this."""
    return IS_UNDETERMINED if status == Standing.UNDETERMINED else Q(status=status)


def with_reasons(rows: Iterable[Clock], *, on: date) -> list[Item]:
    """Clocks as items, with the latest reason of each that is or was late."""
    clocks = list(rows)
    late = {one.child_id for one in clocks if one.status in (Standing.OVERDUE, Standing.DONE_LATE)}
    reasons = _reasons(late)
    return [_item(one, reasons.get((one.child_id, one.clock, one.start)), on) for one in clocks]


def most_urgent_first(item: Item) -> tuple[int, date]:
    """What items are sorted by."""
    urgent = urgency(item.status, item.days, item.why)
    return (-(urgent if urgent is not None else -(10**6)), item.due or date.max)


def urgency_in_sql() -> Case:
    """``urgency`` of a row of ``Clock``, for the database to sort by."""
    return Case(
        When(status=Standing.OVERDUE, then=F("days")),
        When(IS_UNDETERMINED, then=Value(UNKNOWN_URGENCY)),
        When(status__in=(Standing.DUE_SOON, Standing.IN_TIME), then=0 - F("days")),
        output_field=IntegerField(),
    )


def say_days(status: str, days: int | None, *, passed: bool = False) -> str:
    """For example "23 days overdue", "due in 3 days" or "cannot be determined".

    Days are those of the return; ``passed`` says that the day due has come and gone since.
    """
    if status == Standing.OVERDUE:
        return f"{counted(days or 0, 'day')} overdue"
    if status == Standing.DONE_LATE:
        return f"done {counted(days or 0, 'day')} late"
    if status == Standing.UNDETERMINED:
        return "cannot be determined"
    if days is None:
        return "done in time"
    if passed:
        return "fell due after the return"
    return f"due in {counted(days, 'day')}" if days else "due on the day of the return"


def _item(one: Clock, reason: Reason | None, on: date) -> Item:
    passed = one.due is not None and one.due < on
    return Item(
        child=one.child_id,
        clock=one.clock,
        name=name_of(one.clock),
        start=one.start,
        due=one.due,
        status=one.status,
        days=one.days,
        said=say_days(one.status, one.days, passed=passed),
        why=one.why,
        worker=one.worker,
        team=one.team,
        reason=reason,
    )


def _reasons(children: Collection[int]) -> dict[tuple[int, str, date | None], Reason]:
    if not children:
        return {}
    rows = LateReason.objects.filter(child__in=children).order_by("id")
    return {
        (row.child_id, row.clock, row.start): Reason(row.reason, row.agreed_by, row.new_date)
        for row in rows
    }
