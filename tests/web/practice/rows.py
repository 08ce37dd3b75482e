"""Returns, children and people of practice as rows, without loading a return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cusp.oversight.clock_names import urgency
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import (
    Case,
    Chairing,
    Child,
    Clock,
    ClockCount,
    Figure,
    Reach,
    Snapshot,
)

NORTH, SOUTH = "North team", "South team"
# The newest return of ``small_service``, and the one before.
AS_AT, BEFORE = date(2026, 10, 31), date(2026, 9, 30)
# Clock, status and days.
Due = tuple[str, str, int | None]


def today() -> date:
    return timezone.localdate()


# Returns


def snapshot_row(as_at: date | None = None, **more: Any) -> Snapshot:
    """A return as at today or a day, without files."""
    day = as_at or today()
    given = {
        "kind": "annex_a", "as_at": day, "file": f"annex-a-{day}.xlsx", "sha256": str(day),
        "folder": f"{day}-{Snapshot.objects.count()}", "rows": 12, "errors": 1, "warnings": 2,
        "loaded_at": datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "loaded_by_then": "Della Data",
        "retain_until": date(2028, 11, 2), **more,
    }  # fmt: skip
    return Snapshot.objects.create(**given)


def proof_of(row: Snapshot) -> dict[str, Any]:
    """The proof that a return was deleted."""
    found: dict[str, Any] | None = row.proof
    assert found is not None
    return found


def count(of: Snapshot) -> None:
    """Store the counts of the clocks as they are now for a snapshot."""
    counts = Counter(Clock.objects.values_list("clock", "team", "status"))
    for (clock, team, status), number in counts.items():
        counted(of, clock, status, number, team)


def counted(of: Snapshot, clock: str, status: str, number: int, team: str = NORTH) -> None:
    """Store one count."""
    ClockCount.objects.create(snapshot=of, clock=clock, team=team, status=status, number=number)


def figure(
    of: Snapshot, code: str, numbers: tuple[int, int | None], by: str = "", group: str = ""
) -> None:
    """Store a measure: how many of how many, or a count."""
    yes, every = numbers
    Figure.objects.create(
        snapshot=of, code=code, by=by, group=group, numerator=yes, denominator=every,
        undetermined=3, value=yes / every if every else yes,
    )  # fmt: skip


# Children


def child(number: str, clocks: Iterable[Due] = (), *, team: str = NORTH, **case: Any) -> Child:
    """A child in need with what is due for it on the day of ``small_service``."""
    row = Child.objects.create(child_id=number)
    urgent = [urgency(status, days) for _, status, days in clocks]
    fields: dict[str, Any] = {"worker": "Asha Bell", "in_need": True} | case
    Case.objects.create(
        child=row, team=team, drifts=bool(case.get("drift")),
        urgency=max((one for one in urgent if one is not None), default=None), **fields,
    )  # fmt: skip
    for code, status, days in clocks:
        late = -(days or 0) if status == "overdue" else days or 0
        on = AS_AT + timedelta(days=late) if days is not None else None
        Clock.objects.create(
            child=row, clock=code, status=status, days=days, due=on, team=team,
            worker=fields["worker"], start=AS_AT - timedelta(days=200),
        )  # fmt: skip
    return row


def on_plan(number: str, *, team: str = NORTH, **case: Any) -> Case:
    """The case of a child of 7 on a plan."""
    return child(number, team=team, **{"in_need": False, "on_plan": True, "age": 7, **case}).case


def due(case: Case, days: int, *, clock: str = "T07", **more: Any) -> Clock:
    """A clock of a child that falls due in some days from today; overdue if they are negative."""
    status = "overdue" if days < 0 else "due soon" if days <= 14 else "in time"
    given = {
        "status": status, "due": today() + timedelta(days), "days": abs(days),
        "start": today() + timedelta(days - 180), **more,
    }  # fmt: skip
    return Clock.objects.create(child=case.child, clock=clock, team=case.team, **given)


def small_service() -> Snapshot:
    """Three children in two teams; five things due. One thing was overdue a month before."""
    now, before = snapshot_row(AS_AT), snapshot_row(BEFORE)
    child("1001", [("T07", "overdue", 23), ("T08", "due soon", 3)], on_plan=True)
    child("1002", [("T22", "in time", 30)], team=SOUTH, worker="Ben Okafor", in_care=True)
    child("1003", [("T29", "overdue", 5), ("T30", "cannot be determined", None)], in_care=True,
          drift=["three or more placements in a year"])  # fmt: skip
    count(now)
    counted(before, "T07", "overdue", 1)
    counted(before, "T29", "in time", 1)
    return now


# People


def chaired(case: Case, name: str, role: str = "chair") -> Chairing:
    """Somebody chairs or reviews for a child."""
    return Chairing.objects.create(child=case.child, role=role, name=name)


def sees(person: Callable[..., User], email: str, **reach: object) -> User:
    """Somebody with the role, who sees what is given."""
    user = person(Role.PRACTICE, email=f"{email}@wexcombe.example")
    Reach.objects.create(user=user, **reach)
    return user
