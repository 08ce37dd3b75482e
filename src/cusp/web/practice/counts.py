"""Counts of clocks by status, clock and team, now and in the snapshot before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from cusp.oversight.statuses import LATEST_ONLY
from cusp.web.practice.choices import Standing
from cusp.web.practice.models import ClockCount, Figure, Snapshot
from cusp.web.practice.reach import Reached, clocks_for

_One = TypeVar("_One", "HowMany", "Doubt")


class HowMany(msgspec.Struct, frozen=True):
    """How many clocks of a kind have a status in a team."""

    clock: str
    team: str
    status: str
    number: int


class Doubt(msgspec.Struct, frozen=True):
    """Why clocks of a kind in a team cannot be determined, and how many."""

    clock: str
    team: str
    why: str
    number: int

    @property
    def over(self) -> bool:
        """Whether they are over and only their day is no longer held: nobody can act on them."""
        return self.why == LATEST_ONLY


class Tally(msgspec.Struct, frozen=True):
    """Clocks by status, and how many were overdue before; None if that is not known.

    Those that are ``over`` are not among the undetermined.
    """

    overdue: int = 0
    due_soon: int = 0
    undetermined: int = 0
    in_time: int = 0
    over: int = 0
    before: int | None = None

    @property
    def known(self) -> bool:
        """Whether anything is or was overdue, due soon or cannot be determined."""
        return bool(self.overdue or self.due_soon or self.undetermined or self.before)

    @property
    def change(self) -> int | None:
        """How many more are overdue than before."""
        return None if self.before is None else self.overdue - self.before


class Counts(msgspec.Struct, frozen=True):
    """The counts within somebody's reach, and those of the snapshot before if they are known."""

    now: Sequence[HowMany]
    then: Sequence[HowMany] | None = None
    doubts: Sequence[Doubt] = ()

    @property
    def total(self) -> Tally:
        """All of them."""
        return _tally(self.now, self.then, self.doubts)

    def of_clocks(self) -> dict[str, Tally]:
        """A tally for each clock."""
        return self._by("clock")

    def of_teams(self) -> dict[str, Tally]:
        """A tally for each team."""
        return self._by("team")

    def _by(self, column: str) -> dict[str, Tally]:
        now, then = _grouped(self.now, column), _grouped(self.then or (), column)
        doubts = _grouped(self.doubts, column)
        return {
            # Without any row before, the list may have been missing, so the change is not known.
            key: _tally(now.get(key, ()), then.get(key), doubts.get(key, ()))
            for key in sorted({*now, *then})
        }


def counting() -> QuerySet[Snapshot]:
    """The snapshots that are held, and those whose children are gone but whose counts stay."""
    counts = Figure.objects.filter(snapshot=OuterRef("pk"))
    return Snapshot.objects.filter(Q(deleted_at=None) | Exists(counts))


def series(until: Snapshot) -> list[Snapshot]:
    """The snapshots up to one, oldest first: one for each day, also those whose children are gone.

    If a snapshot was deleted and another loaded for its day, the one that is held counts. One that
    was deleted with its counts, because it was wrong, is left out.
    """
    rows = counting().filter(kind=until.kind, as_at__lte=until.as_at)
    by_day: dict[date, Snapshot] = {}
    for row in rows.order_by("as_at", F("deleted_at").asc(nulls_first=True), "-id"):
        by_day.setdefault(row.as_at, row)
    return list(by_day.values())


def counts_for(
    reached: Reached, snapshot: Snapshot, before: Snapshot | None, *, on: date
) -> Counts:
    """The counts within reach. What somebody's own children were before is not stored."""
    doubts = _doubts(reached, on)
    if reached.names:
        return Counts(_own(reached, on), doubts=doubts)
    rows = ClockCount.objects.filter(snapshot__in=[snapshot, *((before,) if before else ())])
    if not reached.whole_service:
        rows = rows.filter(team__in=reached.teams)
    found: dict[int, list[HowMany]] = {snapshot.pk: []}
    columns = rows.values_list("snapshot", "clock", "team", "status", "number")
    for pk, clock, team, status, number in columns:
        found.setdefault(pk, []).append(HowMany(clock, team, status, number))
    return Counts(found[snapshot.pk], found.get(before.pk, []) if before else None, doubts)


def _own(reached: Reached, on: date) -> list[HowMany]:
    rows = clocks_for(reached, on=on).order_by().values_list("clock", "team", "status")
    return [HowMany(*values) for values in rows.annotate(number=Count("pk"))]


def _doubts(reached: Reached, on: date) -> list[Doubt]:
    clocks = clocks_for(reached, on=on).filter(status=Standing.UNDETERMINED).order_by()
    rows = clocks.values_list("clock", "team", "why").annotate(number=Count("pk"))
    return [Doubt(*values) for values in rows]


def _grouped(counts: Iterable[_One], column: str) -> dict[str, list[_One]]:
    found: dict[str, list[_One]] = {}
    for one in counts:
        found.setdefault(getattr(one, column), []).append(one)
    return found


def _tally(
    now: Iterable[HowMany], then: Iterable[HowMany] | None, doubts: Iterable[Doubt]
) -> Tally:
    over = sum(one.number for one in doubts if one.over)
    sums = dict.fromkeys(Standing.values, 0)
    for one in now:
        sums[one.status] += one.number
    overdue = Standing.OVERDUE.value
    return Tally(
        overdue=sums[Standing.OVERDUE],
        due_soon=sums[Standing.DUE_SOON],
        undetermined=sums[Standing.UNDETERMINED] - over,
        in_time=sums[Standing.IN_TIME],
        over=over,
        before=None if then is None else sum(n.number for n in then if n.status == overdue),
    )
