"""The country: which grade each council has on a day, who moved, how the shares went over time.

Only the council's own inspections count: one that took over an area starts without a grade. Of
each picture, ``rows`` is the table behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Literal, get_args

import msgspec

from cusp.history.inspections import Inspection
from cusp.history.sequence import (
    AREA_WORDS,
    RANK,
    Direction,
    Why,
    direction_of,
    grade_in,
    in_order,
    judges,
    why_none,
)
from cusp.reports.authorities import KnownAuthority, Region, known_authorities
from cusp.reports.record import AreaCode, FrameworkCode, GradeCode

WhyNone = Literal["no inspection held"] | Why
Row = dict[str, Any]

# Best first, as a page shows them.
GRADES: tuple[GradeCode, ...] = tuple(
    sorted(get_args(GradeCode), key=lambda grade: (-RANK[grade], grade == "adequate"))
)


class Council(msgspec.Struct, frozen=True):
    """One council on a day: its grade, or ``None`` and why, and the inspection that gave it.

    "No inspection held" means that we hold none: there may be one that we do not know.
    """

    code: str
    name: str
    slug: str
    region: Region
    grade: GradeCode | None
    why: WhyNone | None
    inspection: Inspection | None


class Country(msgspec.Struct, frozen=True):
    """Every council there is on a day, by name.

    ``counts`` has every grade, best first. ``shares`` are of the councils whose grade is known,
    from 0 to 1, all 0 where none is known. ``known`` + ``not_known`` = ``total``.
    """

    on: date
    area: AreaCode
    region: Region | None
    framework: FrameworkCode | None
    councils: tuple[Council, ...]
    counts: dict[GradeCode, int]
    shares: dict[GradeCode, float]
    known: int
    not_known: int
    total: int

    @property
    def whys(self) -> dict[str, int]:
        """How many councils have no grade, for each reason."""
        return dict(Counter(one.why for one in self.councils if one.why))

    def sentence(self) -> str:
        """As "Of 151 councils with a grade: 46 outstanding, 63 good; 2 more without"."""
        about = "" if self.area == "overall" else f" for {AREA_WORDS[self.area]}"
        if not self.known:
            return f"No grade{about} is known for any of {_councils(self.total)}"
        parts = [f"{n} {grade}" for grade, n in self.counts.items() if n]
        text = f"Of {_councils(self.known)} with a grade{about}: {', '.join(parts)}"
        return f"{text}; {self.not_known} more without" if self.not_known else text

    def rows(self) -> list[Row]:
        """One row a council."""
        return [
            {
                "code": one.code,
                "name": one.name,
                "region": one.region,
                "grade": one.grade,
                "why": one.why,
                "inspected": one.inspection.start if one.inspection else None,
                "published": one.inspection.published if one.inspection else None,
            }
            for one in self.councils
        ]

    def count_rows(self) -> list[Row]:
        """One row a grade: how many councils, of how many known, and the share."""
        return [
            {"grade": grade, "councils": n, "of": self.known, "share": self.shares[grade]}
            for grade, n in self.counts.items()
        ]


class Move(msgspec.Struct, frozen=True):
    """One council from one graded inspection to the next."""

    authority: str
    before: GradeCode
    after: GradeCode
    direction: Direction
    earlier: Inspection
    later: Inspection


class Flows(msgspec.Struct, frozen=True):
    """Who moved from which grade to which; ``counts`` is the matrix by (before, after)."""

    area: AreaCode
    until: date | None
    region: Region | None
    latest_only: bool
    moves: tuple[Move, ...]
    counts: dict[tuple[GradeCode, GradeCode], int]

    @property
    def directions(self) -> dict[Direction, int]:
        """How many went up, went down and stayed."""
        found = Counter(one.direction for one in self.moves)
        return {"up": found["up"], "same": found["same"], "down": found["down"]}

    def rows(self) -> list[Row]:
        """One row for each pair of grades that occurs, best before first."""
        return [
            {"before": before, "after": after, "moves": self.counts[before, after]}
            for before in GRADES
            for after in GRADES
            if self.counts.get((before, after))
        ]

    def move_rows(self) -> list[Row]:
        """One row a move, in the order of council and date."""
        return [
            {
                "code": one.authority,
                "before": one.before,
                "after": one.after,
                "direction": one.direction,
                "earlier": one.earlier.start,
                "later": one.later.start,
            }
            for one in self.moves
        ]


class Shares(msgspec.Struct, frozen=True):
    """Grades of all councils on one day; shares are of the ``known`` ones."""

    on: date
    counts: dict[GradeCode, int]
    shares: dict[GradeCode, float]
    known: int
    total: int


def country_on(
    inspections: Iterable[Inspection],
    day: date,
    *,
    area: AreaCode = "overall",
    region: Region | None = None,
    framework: FrameworkCode | None = None,
) -> Country:
    """The grade of every council there is on a day, of a region if given.

    A grade counts from publication (:attr:`Inspection.counts_from`). With ``framework``, only
    inspections of that framework count. A council abolished before the day is not there; its
    successors have no grade before their own first inspection.
    """
    own = _by_authority(
        one
        for one in inspections
        if one.counts_from <= day and judges(one, area) and framework in {None, one.framework}
    )
    councils = tuple(_council(one, own.get(one.code, ()), area) for one in _there(day, region))
    counts, shares = _count(one.grade for one in councils)
    known = sum(counts.values())
    return Country(
        on=day,
        area=area,
        region=region,
        framework=framework,
        councils=councils,
        counts=counts,
        shares=shares,
        known=known,
        not_known=len(councils) - known,
        total=len(councils),
    )


def flows(
    inspections: Iterable[Inspection],
    *,
    area: AreaCode = "overall",
    until: date | None = None,
    region: Region | None = None,
    latest_only: bool = False,
) -> Flows:
    """Moves between successive inspections of the same council that both have a grade.

    ``until`` leaves out what was published later. ``latest_only`` keeps each council's last move.
    An inspection without a grade for the area is passed over: the move is from the grade before it
    to the next one. Councils since abolished are in, their successors start anew.
    """
    of_region = {one.code for one in known_authorities() if region in {None, one.region}}
    own = _by_authority(
        one
        for one in inspections
        if (until is None or one.counts_from <= until)
        and one.authority in of_region
        and grade_in(one, area)
    )
    moves: list[Move] = []
    for code in sorted(own):
        of_one = [_move(a, b, area) for a, b in pairwise(own[code])]
        moves += of_one[-1:] if latest_only else of_one
    counts = Counter((one.before, one.after) for one in moves)
    return Flows(area, until, region, latest_only, tuple(moves), dict(counts))


def grades_over_time(
    inspections: Iterable[Inspection],
    days: Iterable[date],
    *,
    area: AreaCode = "overall",
    region: Region | None = None,
) -> tuple[Shares, ...]:
    """The counts and shares of each grade on each of some days, in their order."""
    held = tuple(inspections)
    found = (country_on(held, day, area=area, region=region) for day in days)
    return tuple(Shares(one.on, one.counts, one.shares, one.known, one.total) for one in found)


def time_rows(over_time: Iterable[Shares]) -> list[Row]:
    """One row for each day and grade."""
    return [
        {
            "on": one.on,
            "grade": grade,
            "councils": n,
            "of": one.known,
            "share": one.shares[grade],
            "all councils": one.total,
        }
        for one in over_time
        for grade, n in one.counts.items()
    ]


def _there(day: date, region: Region | None) -> list[KnownAuthority]:
    there = [
        one for one in known_authorities() if one.existed(day) and region in {None, one.region}
    ]
    return sorted(there, key=lambda one: (one.name, one.code))


def _by_authority(inspections: Iterable[Inspection]) -> dict[str, list[Inspection]]:
    found: dict[str, list[Inspection]] = {}
    for one in in_order(inspections):
        found.setdefault(one.authority, []).append(one)
    return found


def _council(one: KnownAuthority, own: Sequence[Inspection], area: AreaCode) -> Council:
    latest = own[-1] if own else None
    grade = grade_in(latest, area) if latest else None
    why: WhyNone | None = None
    if latest is None:
        why = "no inspection held"
    elif grade is None:
        why = why_none(latest, area)
    return Council(one.code, one.name, one.slug, one.region, grade, why, latest)


def _count(
    grades: Iterable[GradeCode | None],
) -> tuple[dict[GradeCode, int], dict[GradeCode, float]]:
    found = Counter(grades)
    counts = {grade: found[grade] for grade in GRADES}
    known = sum(counts.values())
    return counts, {grade: n / known if known else 0.0 for grade, n in counts.items()}


def _move(earlier: Inspection, later: Inspection, area: AreaCode) -> Move:
    before, after = grade_in(earlier, area), grade_in(later, area)
    assert before is not None
    assert after is not None
    direction = direction_of(before=before, after=after)
    return Move(later.authority, before, after, direction, earlier, later)


def _councils(number: int) -> str:
    return f"{number} council" if number == 1 else f"{number} councils"
