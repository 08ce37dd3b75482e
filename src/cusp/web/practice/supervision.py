"""The supervision log: how often workers are supervised, and what supervision does.

Supervisions are only added. A worker is somebody whom the newest return names for a child.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.refusals import CannotChange
from cusp.web.practice.models import Child, Supervision

# What counts: what was recorded in the year up to the day.
PERIOD = timedelta(days=365)


class Share(msgspec.Struct, frozen=True):
    """How many of how many; those for which it was not recorded are in neither."""

    number: int
    of: int
    not_recorded: int = 0

    @property
    def percent(self) -> str:
        """In per cent; there is no share of nothing."""
        return f"{100 * self.number / self.of:.0f}%" if self.of else "–"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What the log has of somebody in a team in the period."""

    worker: str
    team: str
    last: date
    number: int
    checked: int = 0
    not_checked: int = 0
    was_reflective: int = 0
    not_reflective: int = 0


class Worker(msgspec.Struct, frozen=True):
    """A worker of a team, and what the log has of them."""

    team: str
    name: str
    children: int
    held: tuple[Held, ...]
    on: date

    @property
    def last(self) -> date | None:
        """The latest supervision in the period."""
        return max((one.last for one in self.held), default=None)

    @property
    def days(self) -> int | None:
        """Days since the latest supervision."""
        return (self.on - self.last).days if self.last else None

    @property
    def checked(self) -> Share:
        """How often the actions of the time before were checked."""
        return _checked(self.held)

    @property
    def reflective(self) -> Share:
        """How often supervision was reflective."""
        return _reflective(self.held)


class Team(msgspec.Struct, frozen=True):
    """A team's workers, by name."""

    name: str
    workers: tuple[Worker, ...]
    weeks: int

    @property
    def within(self) -> Share:
        """How many workers were supervised within the standard."""
        return within(self.workers, self.weeks)

    @property
    def longest(self) -> int | None:
        """The most days since a worker's latest supervision."""
        return max((one.days for one in self.workers if one.days is not None), default=None)

    @property
    def checked(self) -> Share:
        """How often the actions of the time before were checked."""
        return _checked([held for one in self.workers for held in one.held])

    @property
    def reflective(self) -> Share:
        """How often supervision was reflective."""
        return _reflective([held for one in self.workers for held in one.held])


def within(workers: Iterable[Worker], weeks: int) -> Share:
    """How many workers were supervised in so many weeks."""
    days = [one.days for one in workers]
    return Share(sum(n is not None and n <= 7 * weeks for n in days), len(days))


def without(workers: Iterable[Worker]) -> list[Worker]:
    """Workers with no supervision in the period."""
    return [one for one in workers if not one.held]


def held_in_period(rows: QuerySet[Supervision], *, on: date) -> list[Held]:
    """What the log has of each worker in the year up to a day, counted by the database."""
    within_period = rows.filter(on__gt=on - PERIOD, on__lte=on).order_by()
    return [
        Held(**row)
        for row in within_period.values("worker", "team").annotate(
            last=Max("on"), number=Count("pk"),
            checked=Count("pk", filter=Q(actions_checked=True)),
            not_checked=Count("pk", filter=Q(actions_checked=False)),
            was_reflective=Count("pk", filter=Q(reflective=True)),
            not_reflective=Count("pk", filter=Q(reflective=False)),
        )
    ]  # fmt: skip


def workers(
    named: Iterable[tuple[str, str, int]], held: Iterable[Held], *, on: date
) -> list[Worker]:
    """The workers whom cases name (team, name, number of children), with what the log has.

    A supervision counts for the worker of that name. If several teams have such a worker, it
    counts for the one in its own team.
    """
    children = {(team, name): number for team, name, number in named if name}
    teams: dict[str, set[str]] = {}
    for team, name in children:
        teams.setdefault(name, set()).add(team)
    of: dict[tuple[str, str], list[Held]] = {}
    for row in held:
        if known := teams.get(row.worker):
            team = next(iter(known)) if len(known) == 1 else row.team
            of.setdefault((team, row.worker), []).append(row)
    return [
        Worker(team, name, number, tuple(of.get((team, name), ())), on)
        for (team, name), number in sorted(children.items())
    ]


def by_team(found: Sequence[Worker], weeks: int) -> list[Team]:
    """The workers by team."""
    names = sorted({one.team for one in found})
    return [Team(name, tuple(one for one in found if one.team == name), weeks) for name in names]


def answer(found: Sequence[Worker], number: int) -> str:
    """How many were supervised within the standard, as the heading of the page."""
    if not found:
        return "No workers to show"
    share, weeks = within(found, number), "week" if number == 1 else f"{number} weeks"
    if share.number == share.of:
        return f"Every worker has had supervision in the last {weeks}"
    if not share.number:
        return f"No worker has had supervision in the last {weeks}"
    have = "has" if share.number == 1 else "have"
    return f"{share.number} of {share.of} workers {have} had supervision in the last {weeks}"


@transaction.atomic
def record(  # noqa: PLR0913 - what the form asks, and who and when
    worker: str,
    *,
    team: str,
    on: date,
    supervisor: str,
    actions_checked: bool | None,
    reflective: bool | None,
    actions: str,
    child: Child | None,
    today: date,
    by: User | None,
) -> Supervision:
    """Record a supervision. Raises ``CannotChange``."""
    if not worker.strip():
        raise CannotChange("Select the worker", field="worker")
    if on > today:
        raise CannotChange("The date must be today or in the past", field="on")
    row = Supervision.objects.create(
        on=on, worker=worker.strip()[:200], team=team[:200], supervisor=supervisor.strip()[:200],
        child=child, actions_checked=actions_checked, reflective=reflective,
        actions=actions.strip(), recorded_by_then=audit.by_whom(by)["by_then"],
    )  # fmt: skip
    about = f"child {child.ref}" if child else f"supervision {row.pk}"
    audit.record_change("recorded a supervision", by=by, about=about, on=on.isoformat(), team=team)
    return row


def _checked(held: Iterable[Held]) -> Share:
    rows = list(held)
    return _share(
        sum(one.checked for one in rows), sum(one.not_checked for one in rows),
        sum(one.number for one in rows),
    )  # fmt: skip


def _reflective(held: Iterable[Held]) -> Share:
    rows = list(held)
    return _share(
        sum(one.was_reflective for one in rows), sum(one.not_reflective for one in rows),
        sum(one.number for one in rows),
    )  # fmt: skip


def _share(yes: int, no: int, total: int) -> Share:
    return Share(yes, yes + no, total - yes - no)
