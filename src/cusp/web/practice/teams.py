"""Addresses of teams, which the return names only in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from cusp.web.practice.models import Case
from cusp.web.practice.reach import Reached, may_see_team

NO_TEAM = "No team recorded"
_LONGEST = 60


def slug_of(team: str) -> str:
    """A team in addresses: its name, and a few characters that keep alike names apart.

    It depends on the name alone, so it stays the same whatever other teams there are.
    """
    mark = hashlib.sha256(team.encode()).hexdigest()[:4]
    return f"{slugify(team or 'no team')[:_LONGEST].strip('-') or 'team'}-{mark}"


def team_at(slug: str, reached: Reached) -> str:
    """The name of the team with this address, if it is within reach. Raises ``Http404``."""
    for team in chain(reached.teams, _teams()):
        if slug_of(team) == slug and may_see_team(reached, team):
            return team
    raise Http404


def link_to(team: str, reached: Reached) -> str:
    """The address of a team's page; empty if it is not within reach."""
    return reverse("practice-team", args=[slug_of(team)]) if may_see_team(reached, team) else ""


def said(team: str) -> str:
    """A team's name, or that none is recorded."""
    return team or NO_TEAM


def _teams() -> Iterator[str]:
    yield from Case.objects.order_by().values_list("team", flat=True).distinct()
