"""Why something was late for a child, and who agreed to it.

A reason belongs to an event: the clock and the day it ran from. So it stays with the event in every
later snapshot. Reasons are only added; the latest one counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from cusp.oversight.words import Place, place_of
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice.models import Child, Clock, LateReason

# A child, a clock and the day it ran from.
Event = tuple[int, str, date | None]
_LONGEST_WAIT = timedelta(days=366)


def needs_reason(clock: Clock, today: date) -> bool:
    """Whether something is or was late, so that a reason can be given."""
    if clock.start is None:
        return False
    place = place_of(clock, today)
    return place in (Place.OVERDUE, Place.PASSED) or clock.status == "done late"


def event_of(row: Clock | LateReason) -> Event:
    """The event that a clock or a reason is about."""
    return row.child_id, row.clock, row.start


def latest(children: Iterable[int]) -> dict[Event, LateReason]:
    """The reason that counts for each event of these children."""
    rows = LateReason.objects.filter(child__in=list(children)).order_by("pk")
    return {event_of(row): row for row in rows}


@transaction.atomic
def give(
    clock: Clock,
    reason: str,
    *,
    agreed_by: str,
    new_date: date | None,
    on: date,
    by: User | None,
) -> LateReason:
    """Record why something is or was late. Raises ``CannotChange``."""
    if clock.start is None or not needs_reason(clock, on):
        raise CannotChange("This is not late, so no reason is needed.")
    if not reason.strip():
        raise CannotChange("Enter the reason", field="reason")
    if not agreed_by.strip():
        raise CannotChange("Enter who agreed to it", field="agreed_by")
    if new_date and not on <= new_date <= on + _LONGEST_WAIT:
        raise CannotChange("The new date must be in the next 12 months", field="new_date")
    if new_date and clock.status == "done late":
        raise CannotChange(
            "This has already taken place, so leave out the new date", field="new_date"
        )
    row = LateReason.objects.create(
        child_id=clock.child_id, clock=clock.clock, start=clock.start, reason=reason.strip(),
        agreed_by=agreed_by.strip()[:200], new_date=new_date, on=on, **audit.by_whom(by),
    )  # fmt: skip
    audit.record_change(
        "recorded why something was late", by=by, about=f"child {clock.child.ref}",
        clock=clock.clock, start=clock.start.isoformat(),
    )  # fmt: skip
    return row


def clock_of(child: Child, clock: str, start: date) -> Clock | None:
    """The clock of a child that ran from a day."""
    return child.clocks.filter(clock=clock, start=start).order_by("pk").first()
