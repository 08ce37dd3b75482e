"""Who may see which children: the one place that decides, row by row.

Somebody with the role "practice" sees the children of the whole service, of their teams, or those
whose conferences or reviews they chair. Without any of these they see nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from django.db.models import Q, QuerySet
from django.http import Http404

from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.practice.models import Case, Chairing, Challenge, Child, Clock, Reach, Supervision

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser


# A child in need, on a plan, in care or a care leaver, or for whom something is still to do.
IS_OPEN = (
    Q(in_need=True) | Q(on_plan=True) | Q(in_care=True) | Q(care_leaver=True)
    | Q(urgency__isnull=False)
)  # fmt: skip


class Reached(msgspec.Struct, frozen=True):
    """How far somebody's sight reaches."""

    whole_service: bool = False
    teams: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def nobody(self) -> bool:
        """Whether it reaches no child at all."""
        return not (self.whole_service or self.teams or self.names)


def reach_of(user: User | AnonymousUser) -> Reached:
    """How far a person's sight reaches: nothing without the role, whatever is stored for them."""
    if not user.is_authenticated or not allowed(user, Permission.SEE_CHILDREN):
        return Reached()
    row = Reach.objects.filter(user=user).first()
    if row is None:
        return Reached()
    return Reached(row.whole_service, tuple(row.teams), tuple(row.names))


def may_load(user: User, reached: Reached) -> bool:
    """Whether a person may load returns: they hold the children of the whole service."""
    return reached.whole_service and allowed(user, Permission.LOAD_RETURNS)


def may_see_team(reached: Reached, team: str) -> bool:
    """Whether a team's children and counts are within reach."""
    return reached.whole_service or team in reached.teams


def cases_for(reached: Reached, *, on: date) -> QuerySet[Case]:
    """The cases of children within reach."""
    return Case.objects.filter(_of_children(reached, "child__", "team", on))


def cases_of_teams(reached: Reached) -> QuerySet[Case]:
    """The cases of the teams within reach; not those of other teams whose children it reaches."""
    return (
        Case.objects.all() if reached.whole_service else Case.objects.filter(team__in=reached.teams)
    )


def open_cases_for(reached: Reached, *, on: date) -> QuerySet[Case]:
    """Of these, the open ones: returns also name children who were only referred, or have left."""
    return cases_for(reached, on=on).filter(IS_OPEN)


def clocks_for(reached: Reached, *, on: date) -> QuerySet[Clock]:
    """The clocks of children within reach."""
    return Clock.objects.filter(_of_children(reached, "child__", "child__case__team", on))


def challenges_for(reached: Reached, user: User, *, on: date) -> QuerySet[Challenge]:
    """Challenges within reach: of children within reach, raised by or put to this person."""
    if not allowed(user, Permission.SEE_CHILDREN):
        return Challenge.objects.none()
    if reached.whole_service:
        return Challenge.objects.all()
    own = Q(raised_by=user) | Q(manager_user=user)
    return Challenge.objects.filter(
        own | _of_children(reached, "child__", "child__case__team", on)
    ).distinct()


def challenges_put_to(user: User) -> QuerySet[Challenge]:
    """Challenges that wait for this person's answer."""
    if not allowed(user, Permission.SEE_CHILDREN):
        return Challenge.objects.none()
    return Challenge.objects.filter(manager_user=user, closed_on=None, answered_on=None)


def supervisions_for(reached: Reached) -> QuerySet[Supervision]:
    """Supervisions of workers in teams within reach."""
    if reached.whole_service:
        return Supervision.objects.all()
    return Supervision.objects.filter(team__in=reached.teams)


def children_for(reached: Reached, *, on: date) -> QuerySet[Child]:
    """The children within reach."""
    return Child.objects.filter(_of_children(reached, "", "case__team", on)).distinct()


def child_for(reached: Reached, ref: str, *, on: date) -> Child:
    """A child within reach. Raises ``Http404``: nobody learns that another child exists."""
    found = children_for(reached, on=on).filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def chaired_by(names: tuple[str, ...], *, on: date) -> QuerySet[Chairing]:
    """What people of these names chair on a day."""
    return Chairing.objects.filter(in_role(on), name__in=names)


def in_role(on: date) -> Q:
    """The condition that somebody chairs or reviews for a child on a day."""
    return (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gte=on))


def _of_children(reached: Reached, child: str, team: str, on: date) -> Q:
    """The condition that a row's child is within reach.

    A subquery, so that a child with a chair and a reviewing officer is not there twice.
    """
    if reached.whole_service:
        return Q()
    within = Q(pk__in=())
    if reached.teams:
        within |= Q(**{f"{team}__in": reached.teams})
    if reached.names:
        chaired = chaired_by(reached.names, on=on).values("child")
        within |= Q(**{f"{child}pk__in" if child else "pk__in": chaired})
    return within
