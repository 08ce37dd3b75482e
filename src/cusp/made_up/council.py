"""A made-up council over the years."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from cusp.calendar import england_and_wales
from cusp.calendar.wording import in_words
from cusp.made_up.adopters import adopters_of
from cusp.made_up.chance import Chance
from cusp.made_up.days import DAY, monthly
from cusp.made_up.front_door import live, newcomer, path_of
from cusp.made_up.lives import Child
from cusp.made_up.local_lists import chair_rows, midway_rows, supervision_rows
from cusp.made_up.others import Others
from cusp.made_up.planted import Planted, planted_answers
from cusp.made_up.snapshots import Snapshots
from cusp.made_up.staff import Staff, staff_for
from cusp.returns.record import Return

MOST_CHILDREN, MOST_MONTHS = 200_000, 120
# New children in a year for each child on list 6; other referrals are of children known before.
_NEW_A_YEAR = 0.62
# Before the first day, everybody is followed for this long, and children in care for ten years.
_FOLLOWED, _IN_CARE = timedelta(days=4 * 365), timedelta(days=10 * 365 + 2)
_SIX_MONTHS = timedelta(days=190)
# Ids: numbers of seven digits that say nothing of the order in which children came.
_PRIME, _STEP, _FIRST_ID = 8_999_993, 5_115_947, 1_000_000
_OTHERS_FROM = 4_000_000


class CannotMakeUp(ValueError):
    """There is no such council; the message says what to ask for."""


def made_up_council(
    *,
    seed: int,
    children: int,
    months: int,
    first: date | None = None,
    last: date | None = None,
    awkward_days: bool = False,
) -> Council:
    """A council with about so many children on list 6, for so many months.

    Give the ``first`` day for which there is a return, or the ``last``. With ``awkward_days`` many
    things happen at month ends, next to bank holidays and at the end of February.

    Raises :class:`CannotMakeUp`.
    """
    if not 1 <= children <= MOST_CHILDREN:
        raise CannotMakeUp(f"Ask for between 1 and {MOST_CHILDREN:,} children.")
    if not 1 <= months <= MOST_MONTHS:
        raise CannotMakeUp(f"Ask for between 1 and {MOST_MONTHS} months.")
    if (first is None) == (last is None):
        raise CannotMakeUp("Give either the first day or the last.")
    days = monthly(first, months) if first else monthly(last or date.max, -months)
    calendar = england_and_wales()
    earliest = calendar.first.replace(year=calendar.first.year + 4)
    if not (earliest <= days[0] and days[-1] <= calendar.last):
        raise CannotMakeUp(
            f"Ask for months from {in_words(earliest)} to {in_words(calendar.last)}: bank holidays "
            "have to be known for the years before, too."
        )
    return Council(seed=seed, children=children, days=days, awkward_days=awkward_days)


class Council:
    """Made by :func:`made_up_council`. ``days`` are those of its monthly returns."""

    def __init__(self, *, seed: int, children: int, days: list[date], awkward_days: bool) -> None:
        self.seed, self.size, self.days, self._awkward = seed, children, days, awkward_days
        self.staff: Staff = staff_for(children, seed)

    @cached_property
    def children(self) -> list[Child]:
        """Every child whom a list shows on some day of these months, in the order they came."""
        collecting = gc.isenabled()
        gc.disable()  # millions of days are made, and all are kept
        try:
            return list(self._lives())
        finally:
            if collecting:
                gc.enable()

    def annex_a(self, as_at: date) -> Return:
        """The lists as they stand on a day, as if read from a workbook without a fault."""
        self._check(as_at)
        return Return(
            kind="annex_a", as_at=as_at, edition="after 2019",
            lists=self._snapshots.tables(as_at), file=f"made-up-annex-a-{as_at}.xlsx",
        )  # fmt: skip

    def planted(self, as_at: date) -> list[Planted]:
        """What each clock must say on a day, from what was planned for each life."""
        self._check(as_at)
        return planted_answers(self.children, as_at)

    def chairs(self, as_at: date | None = None) -> Any:
        """Who chairs conferences or reviews care: an Arrow table."""
        return chair_rows(self.children, self.staff, self._until(as_at))

    def supervision(self, as_at: date | None = None) -> Any:
        """Supervision of workers about each child: an Arrow table."""
        return supervision_rows(
            self.children, self.staff, self.seed, self.days[0] - _SIX_MONTHS, self._until(as_at)
        )

    def midway_reviews(self, as_at: date | None = None) -> Any:
        """Checks by chairs and reviewing officers between two meetings: an Arrow table."""
        return midway_rows(self.children, self.staff, self._until(as_at))

    def _until(self, as_at: date | None) -> date:
        return self.days[-1] if as_at is None else as_at

    def _check(self, as_at: date) -> None:
        if not self.days[0] <= as_at <= self.days[-1]:
            first, last = in_words(self.days[0]), in_words(self.days[-1])
            raise CannotMakeUp(f"Ask for a day from {first} to {last}.")

    @cached_property
    def _snapshots(self) -> Snapshots:
        others = Others(self.seed, self.size, lambda number: self._id(_OTHERS_FROM + number))
        adopters = adopters_of(self.seed, self.size, self.days[0], self.days[-1])
        return Snapshots(self.children, self.staff, others, adopters)

    def _id(self, number: int) -> str:
        return str(_FIRST_ID + (number * _STEP + self.seed * 104_729) % _PRIME)

    def _lives(self) -> Iterator[Child]:
        every = 365.25 / (self.size * _NEW_A_YEAR)
        begin = self.days[0] - _IN_CARE
        gone, number = self.days[0] - _SIX_MONTHS, -1
        while True:
            number += 1
            chance = Chance(self.seed * 1_000_003 + number, awkward_days=self._awkward)
            day = begin + timedelta(days=int(number * every + chance.number() * 20))
            if number * every > (self.days[-1] - begin).days:
                return
            path = path_of(chance)
            if path != "care" and day < self.days[0] - _FOLLOWED:
                continue
            day = chance.after(day, 0, 3)
            child = newcomer(chance, self._id(number), day)
            live(chance, child, self.staff, day, path)
            if child.referrals and day <= self.days[-1] and _last_day(child) > gone:
                yield child


def _last_day(child: Child) -> date:
    """A day after which no list shows the child."""
    ends = [each.end for each in child.cases] + [each.end for each in child.cares]
    ends += [each.closed for each in child.assessments] + [each.day for each in child.referrals]
    ends += [each.closed for each in child.enquiries]
    if child.leaver:
        ends.append(child.leaver.end)
    if any(each.adoption for each in child.cares):
        ends.append(child.cares[-1].end + timedelta(days=200))
    return max(ends) + DAY
