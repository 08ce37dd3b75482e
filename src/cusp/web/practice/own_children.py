"""The children somebody chairs or reviews for, or works with, sorted by what is most urgent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec
from django.db.models import QuerySet

from cusp.oversight import words
from cusp.oversight.words import Place
from cusp.web.accounts.models import User
from cusp.web.practice import reach
from cusp.web.practice.models import Case, Clock
from cusp.web.practice.reach import Reached
from cusp.web.practice.snapshots import current
from cusp.wording import counted, listed

OVERDUE, PASSED, SOON, DRIFT = "overdue", "passed", "soon", "drift"
UNDETERMINED, REST = "undetermined", "rest"
SECTIONS = (OVERDUE, PASSED, SOON, DRIFT, UNDETERMINED, REST)
_OF_PLACE = {Place.OVERDUE: OVERDUE, Place.PASSED: PASSED, Place.SOON: SOON}
# Clocks that have run out, or will soon: each is a reason to act.
URGENT = (Place.OVERDUE, Place.PASSED, Place.SOON)
_NEXT = 3
_ORDER = {place: number for number, place in enumerate(Place)}


class OwnChild(msgspec.Struct, frozen=True):
    """A child's case with its clocks, the most urgent first, and the section it belongs to."""

    case: Case
    clocks: tuple[tuple[Place, Clock], ...]
    section: str

    def at(self, *places: Place) -> list[Clock]:
        """The clocks in these places."""
        return [clock for place, clock in self.clocks if place in places]

    @property
    def next_due(self) -> Clock | None:
        """What falls due next, if it has not fallen due yet."""
        to_come = self.at(Place.SOON, Place.LATER)
        return min(to_come, key=_due, default=None)


class OwnChildren(msgspec.Struct, frozen=True):
    """Children by urgency, and whose they are: their own or their team's."""

    children: tuple[OwnChild, ...]
    of_team: bool = False

    def within(self, section: str) -> list[OwnChild]:
        """The children of a section."""
        return [one for one in self.children if one.section == section]

    def number(self, section: str) -> int:
        """How many are in a section; for drift and what is not known, wherever they are listed."""
        if section == DRIFT:
            return sum(one.case.drifts for one in self.children)
        if section == UNDETERMINED:
            return sum(bool(one.at(Place.UNDETERMINED)) for one in self.children)
        return len(self.within(section))


def sort_out(
    cases: Iterable[Case], clocks: Mapping[int, Sequence[Clock]], today: date
) -> tuple[OwnChild, ...]:
    """Children in the order in which they need attention."""
    found = [_own_child(case, clocks.get(case.child_id, ()), today) for case in cases]
    return tuple(sorted(found, key=_urgency))


def answer(own: OwnChildren) -> str:
    """The heading: how many are overdue, and for what."""
    total = len(own.children)
    if not total:
        return "You have no children to show"
    overdue = own.within(OVERDUE)
    if overdue:
        for_what = _for_what(clock for one in overdue for clock in one.at(Place.OVERDUE))
        return f"{_of_them(len(overdue), own)} overdue for {for_what}"
    none = f"None of {_whose(own)} is overdue" if total > 1 else f"{_whose(own)} is not overdue"
    for section, said in ((PASSED, "fell due since the return"), (SOON, "due in the next 14 days")):
        if number := own.number(section):
            have = "has" if number == 1 else "have"
            return f"{none[0].upper()}{none[1:]}; {number} {have} something that {_verb(said)}"
    return f"{none[0].upper()}{none[1:]} for anything"


def next_meetings(own: OwnChildren) -> list[tuple[Case, Clock]]:
    """The conferences and reviews to hold next: all that have fallen due, then the next few."""
    meetings = sorted(
        (
            (place, one.case, clock)
            for one in own.children
            for place, clock in one.clocks
            if clock.clock in words.MEETINGS and place in (*URGENT, Place.LATER)
        ),
        key=lambda row: (_due(row[2]), row[1].child.child_id),
    )
    fallen = [row for row in meetings if row[0] in (Place.OVERDUE, Place.PASSED)]
    to_come = [row for row in meetings if row not in fallen]
    return [(case, clock) for _, case, clock in fallen + to_come[:_NEXT]]


def _verb(said: str) -> str:
    return said if said.startswith("fell") else f"is {said}"


def _of_them(number: int, own: OwnChildren) -> str:
    if len(own.children) == 1:
        whose = _whose(own)
        return f"{whose[0].upper()}{whose[1:]} is"
    return f"{number} of {_whose(own)} {'is' if number == 1 else 'are'}"


def _whose(own: OwnChildren) -> str:
    total = len(own.children)
    if own.of_team:
        return f"the {counted(total, 'child', 'children')} in your teams"
    return f"your {total} children" if total > 1 else "your child"


def _for_what(clocks: Iterable[Clock]) -> str:
    kinds = {words.kind_of(clock.clock) for clock in clocks}
    said = listed([kind for kind in words.KINDS if kind in kinds], last="or")
    return f"an {said}" if said.startswith("assessment") else f"a {said}"


def _own_child(case: Case, clocks: Sequence[Clock], today: date) -> OwnChild:
    placed = sorted(
        ((words.place_of(clock, today), clock) for clock in clocks),
        key=lambda one: (_ORDER[one[0]], _due(one[1]), one[1].clock),
    )
    first = placed[0][0] if placed else Place.LATER
    section = _OF_PLACE.get(first, "")
    if not section:
        undetermined = any(place is Place.UNDETERMINED for place, _ in placed)
        section = DRIFT if case.drifts else UNDETERMINED if undetermined else REST
    return OwnChild(case, tuple(placed), section)


def _urgency(one: OwnChild) -> tuple[int, date, str]:
    first = one.at(*URGENT)
    when = _due(first[0]) if first else (one.case.plan_start or one.case.care_start or date.max)
    if one.section == REST and one.next_due:
        when = _due(one.next_due)
    return SECTIONS.index(one.section), when, one.case.child.child_id


def _due(clock: Clock) -> date:
    return clock.due or date.max


# Whose children


def chaired(reached: Reached, *, on: date) -> QuerySet[Case]:
    """The open cases of children whose conferences or reviews this person chairs."""
    ids = reach.chaired_by(reached.names, on=on).values("child")
    return reach.open_cases_for(reached, on=on).filter(child__in=ids).select_related("child")


def of_teams(reached: Reached, *, on: date) -> QuerySet[Case]:
    """The open cases of this person's teams. To see the whole service is to have no team."""
    cases = reach.open_cases_for(reached, on=on).filter(team__in=reached.teams)
    return cases.select_related("child")


def own(reached: Reached, *, on: date, team: bool = False, worker: str = "") -> OwnChildren:
    """The children somebody chairs for; those of their teams if there are none, or if asked."""
    cases = [] if team or not reached.names else list(chaired(reached, on=on))
    of_team = bool(reached.teams) and not cases
    if of_team:
        rows = of_teams(reached, on=on)
        cases = list(rows.filter(worker=worker) if worker else rows)
    clocks: dict[int, list[Clock]] = {}
    ids = [case.child_id for case in cases]
    for clock in reach.clocks_for(reached, on=on).filter(child__in=ids):
        clocks.setdefault(clock.child_id, []).append(clock)
    return OwnChildren(sort_out(cases, clocks, on), of_team)


def line_for(user: User, *, on: date) -> str:
    """What waits for somebody, for the front page; empty if nothing is theirs.

    Only a number: the front page shows no child.
    """
    reached = reach.reach_of(user)
    if reached.nobody or not current():
        return ""
    found = own(reached, on=on)
    return answer(found) if found.children else ""
