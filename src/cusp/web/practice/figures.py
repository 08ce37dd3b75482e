"""Measures of the snapshots, as far as somebody sees them: of the service and of their own teams.

Somebody who sees the whole service sees every group. Others see the whole service, their own teams
and the workers of these: the other groups are small, and not theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q

from cusp.oversight import GROUPS
from cusp.oversight.group_words import group_order, say_group
from cusp.web.practice import measure_words
from cusp.web.practice.measure_words import DEFINED
from cusp.web.practice.models import Case, Figure, Snapshot
from cusp.web.practice.reach import Reached
from cusp.web.practice.teams import NO_TEAM


class Point(msgspec.Struct, frozen=True):
    """A measure of the whole service in a snapshot; None if it could not be counted."""

    as_at: date
    figure: Figure | None

    @property
    def value(self) -> float | None:
        """Its value; None if there is none."""
        return self.figure.value if self.figure else None


def over_time(
    snapshots: Sequence[Snapshot], codes: Collection[str] = tuple(DEFINED)
) -> dict[str, list[Point]]:
    """Each measure of the whole service in each snapshot, oldest first."""
    rows = Figure.objects.filter(code__in=codes, by="", group="", snapshot__in=snapshots)
    found = {(row.code, row.snapshot_id): row for row in rows}
    return {
        code: [Point(one.as_at, found.get((code, one.pk))) for one in snapshots] for code in codes
    }


def groups_of(reached: Reached) -> tuple[str, ...]:
    """What somebody may see measures by."""
    if reached.whole_service:
        return tuple(GROUPS)
    return ("team", "worker") if reached.teams else ()


def of_groups(
    snapshot: Snapshot, reached: Reached, codes: Collection[str], by: Iterable[str]
) -> list[Figure]:
    """The figures of groups within reach, in the order of the groups."""
    allowed = [one for one in by if one in groups_of(reached)]
    where = Q(pk__in=())
    for one in allowed:
        where |= Q(by=one) & _within(one, reached)
    rows = Figure.objects.filter(where, snapshot=snapshot, code__in=codes) if allowed else ()
    return sorted(rows, key=lambda row: group_order(row.by, row.group))


def _within(by: str, reached: Reached) -> Q:
    if reached.whole_service:
        return Q()
    if by == "team":
        return Q(group__in=reached.teams)
    own = Case.objects.filter(team__in=reached.teams).exclude(worker="").order_by()
    return Q(group__in=own.values("worker").distinct())


def say(by: str, group: str) -> str:
    """A group in words."""
    return (group or NO_TEAM) if by == "team" else say_group(by, group)


def as_row(figure: Figure, as_at: date) -> dict[str, Any]:
    """A figure as a row of the page's data."""
    defined = DEFINED[figure.code]
    return {
        "code": figure.code,
        "measure": measure_words.title(figure.code),
        "as_at": as_at,
        "by": figure.by or None,
        "group": say(figure.by, figure.group) if figure.by else None,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "undetermined": figure.undetermined,
        "value": figure.value,
        "why": figure.why or None,
        "better": defined.better,
        "basis": defined.basis or None,
    }
