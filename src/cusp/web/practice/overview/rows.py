"""What the overview shows: the answer, and a row for each clock, team and kind of drift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from cusp.oversight.children import DRIFT
from cusp.oversight.clock_names import CLOCKS, limits_of, name_of
from cusp.web.practice import teams as addresses
from cusp.web.practice.counts import Counts, Tally
from cusp.web.practice.filters import DRIFT_CODES
from cusp.web.practice.models import Figure, Snapshot
from cusp.web.practice.reach import Reached, cases_for, open_cases_for
from cusp.wording import counted, listed


class Children(msgspec.Struct, frozen=True):
    """How many children with open cases: all, those with something overdue, those with drift."""

    every: int = 0
    late: int = 0
    drifting: int = 0


def children_by_team(reached: Reached, *, on: date) -> dict[str, Children]:
    """The open cases within reach, by team."""
    found = open_cases_for(reached, on=on).order_by().values_list("team")
    counts = found.annotate(
        every=Count("pk"),
        late=Count("pk", filter=Q(urgency__gt=0)),
        drifting=Count("pk", filter=Q(drifts=True)),
    )
    return {team: Children(*numbers) for team, *numbers in counts}


def answer(children: Mapping[str, Children], total: Tally) -> str:
    """The heading: how many children have something overdue."""
    every = sum(one.every for one in children.values())
    late = sum(one.late for one in children.values())
    if not every:
        return "This return has no open cases that you see"
    if late:
        have = "has" if late == 1 else "have"
        return f"{late:,} of {counted(every, 'child', 'children')} {have} something overdue"
    sure = " for certain" if total.undetermined else ""
    return f"None of {counted(every, 'child', 'children')} has anything overdue{sure}"


def clocks(counts: Counts, *, on: date) -> list[dict[str, Any]]:
    """A row for each clock that the return has, in the order of a child's way through services."""
    tallies = counts.of_clocks()
    return [
        {
            "name": name_of(code),
            "tally": tallies[code],
            "limits": limits_of(code, on=on),
            "overdue": children_address(clock=code, status="overdue"),
            "due_soon": children_address(clock=code, status="due soon"),
            "undetermined": children_address(clock=code, status="cannot be determined"),
        }
        for code in CLOCKS
        if code in tallies
    ]


def teams(
    counts: Counts, children: Mapping[str, Children], reached: Reached
) -> list[dict[str, Any]]:
    """A row for each team; the team with most children overdue comes first."""
    tallies = counts.of_teams()
    rows = [
        {
            "name": addresses.said(team),
            "address": addresses.link_to(team, reached),
            "children": children.get(team, Children()),
            "tally": tallies.get(team, Tally()),
        }
        # Teams whose children have all gone stay while something was overdue before.
        for team in {*children, *(team for team, tally in tallies.items() if tally.known)}
    ]
    return sorted(rows, key=lambda row: (-row["children"].late, row["name"]))


def drift(reached: Reached, *, on: date) -> list[dict[str, Any]]:
    """How many children drift in each way."""
    rows = cases_for(reached, on=on).filter(drifts=True).values_list("drift", flat=True)
    numbers = Counter(kind for kinds in rows for kind in kinds)
    return [
        {"what": kind, "number": numbers[kind], "address": children_address(drift=code)}
        for code, kind in zip(DRIFT_CODES, DRIFT, strict=True)
    ]


def doubts(counts: Counts) -> list[tuple[str, int]]:
    """Why things cannot be determined, and how many, the most frequent first."""
    numbers: Counter[str] = Counter()
    for one in counts.doubts:
        if not one.over:
            numbers[one.why] += one.number
    return numbers.most_common()


def missing_lists(snapshot: Snapshot) -> str:
    """A sentence about lists that the return does not have; empty if it has all it needs."""
    rows = Figure.objects.filter(snapshot=snapshot, by="", why__endswith="is missing")
    lists = sorted(set(rows.values_list("why", flat=True)))
    names = [why.removeprefix("list ").removesuffix(" is missing") for why in lists]
    if not names:
        return ""
    are, its = ("are", "their") if len(names) > 1 else ("is", "its")
    word = "Lists" if len(names) > 1 else "List"
    return (
        f"{word} {listed(sorted(names, key=int))} {are} missing from this return, so nothing on "
        f"this page counts what {its} rows would say."
    )


def children_address(**filters: str) -> str:
    """The list of children with these filters."""
    return f"{reverse('practice-children')}?{urlencode(filters)}"
