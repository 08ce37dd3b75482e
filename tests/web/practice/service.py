"""A small service as rows, without loading a return: children, what is due, counts and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.test import Client

from cusp.oversight.clock_names import urgency
from cusp.web.accounts.models import User
from cusp.web.practice.models import Case, Child, Clock, ClockCount, Figure, Snapshot

AS_AT = date(2026, 10, 31)
BEFORE = date(2026, 9, 30)
NORTH, SOUTH = "North team", "South team"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Clock, status and days.
Due = tuple[str, str, int | None]


def snapshot(as_at: date = AS_AT, **more: Any) -> Snapshot:
    """A snapshot without files."""
    return Snapshot.objects.create(
        kind="annex_a", as_at=as_at, file=f"annex-a-{as_at}.xlsx", sha256=str(as_at),
        folder=f"{as_at}-{Snapshot.objects.count()}", rows=12, errors=1, warnings=2,
        loaded_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC), loaded_by_then="Della Data",
        retain_until=date(2028, 11, 2), **more,
    )  # fmt: skip


def child(number: str, due: Iterable[Due] = (), *, team: str = NORTH, **case: Any) -> Child:
    """A child in need with what is due for it."""
    row = Child.objects.create(child_id=number)
    urgent = [urgency(status, days) for _, status, days in due]
    fields: dict[str, Any] = {"worker": "Asha Bell", "in_need": True} | case
    Case.objects.create(
        child=row, team=team, drifts=bool(case.get("drift")),
        urgency=max((one for one in urgent if one is not None), default=None), **fields,
    )  # fmt: skip
    for code, status, days in due:
        late = -(days or 0) if status == "overdue" else days or 0
        on = AS_AT + timedelta(days=late) if days is not None else None
        Clock.objects.create(
            child=row, clock=code, status=status, days=days, due=on, team=team,
            worker=fields["worker"], start=AS_AT - timedelta(days=200),
        )  # fmt: skip
    return row


def count(of: Snapshot) -> None:
    """Store the counts of the clocks as they are now for a snapshot."""
    counts = Counter(Clock.objects.values_list("clock", "team", "status"))
    ClockCount.objects.bulk_create(
        ClockCount(snapshot=of, clock=clock, team=team, status=status, number=number)
        for (clock, team, status), number in counts.items()
    )


def counted(of: Snapshot, clock: str, status: str, number: int, team: str = NORTH) -> None:
    """Store one count."""
    ClockCount.objects.create(snapshot=of, clock=clock, team=team, status=status, number=number)


def figure(
    of: Snapshot, code: str, numbers: tuple[int, int], by: str = "", group: str = ""
) -> None:
    """Store a measure: how many of how many."""
    yes, every = numbers
    Figure.objects.create(
        snapshot=of, code=code, by=by, group=group, numerator=yes, denominator=every,
        undetermined=3, value=yes / every,
    )  # fmt: skip


def small_service() -> Snapshot:
    """Three children in two teams; five things due. One thing was overdue a month before."""
    now, before = snapshot(), snapshot(BEFORE)
    child("1001", [("T07", "overdue", 23), ("T08", "due soon", 3)], on_plan=True)
    child("1002", [("T22", "in time", 30)], team=SOUTH, worker="Ben Okafor", in_care=True)
    child("1003", [("T29", "overdue", 5), ("T30", "cannot be determined", None)], in_care=True,
          drift=["three or more placements in a year"])  # fmt: skip
    count(now)
    counted(before, "T07", "overdue", 1)
    counted(before, "T29", "in time", 1)
    return now


def signed_in(user: User) -> Client:
    """A browser in which a person is signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
