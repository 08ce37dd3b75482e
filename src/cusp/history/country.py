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
    NOT_GIVEN,
    RANK,
    Direction,
    Outcome,
    Why,
    direction_of,
    grade_in,
    in_order,
    judges,
    why_none,
)
from cusp.reports.authorities import KnownAuthority, Region, join_keys, known_authorities
from cusp.reports.record import AreaCode, FrameworkCode, GradeCode

WhyNone = Literal["no inspection held"] | Why
Row = dict[str, Any]

# Best first, as a page shows them.
GRADES: tuple[GradeCode, ...] = tuple(
    sorted(get_args(GradeCode), key=lambda grade: (-RANK[grade], grade == "adequate"))
)
OUTCOMES: tuple[Outcome, ...] = (*GRADES, NOT_GIVEN)


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

    @property
    def outcome(self) -> Outcome | None:
        """The grade, or that none is given; ``None`` where the answer is not known."""
        return NOT_GIVEN if self.why == NOT_GIVEN else self.grade


class Country(msgspec.Struct, frozen=True):
    """Every council there is on a day, by name.

    ``counts`` has every grade, best first, and then "no overall grade given". ``shares`` are of the
    councils in ``counts``, from 0 to 1, all 0 where there are none. ``known`` councils have a
    grade; ``known`` + ``not_given`` + ``not_known`` = ``total``. Of the ``inspections`` that count
    by then, ``undated`` have no known day of publication and count from the last day on site.
    """

    on: date
    area: AreaCode
    region: Region | None
    framework: FrameworkCode | None
    councils: tuple[Council, ...]
    counts: dict[Outcome, int]
    shares: dict[Outcome, float]
    known: int
    not_given: int
    not_known: int
    total: int
    inspections: int
    undated: int

    @property
    def whys(self) -> dict[str, int]:
        """How many councils have no grade, for each reason."""
        return dict(Counter(one.why for one in self.councils if one.why))

    @property
    def undated_sentence(self) -> str:
        """What was taken where the day of publication is not known; empty where all are known."""
        if not self.undated:
            return ""
        of = "1 inspection" if self.undated == 1 else f"{self.undated} inspections"
        return (
            f"For {of} the day of publication is not known; the last day on site is used instead."
        )

    def sentence(self) -> str:
        """As "Of 142 councils with a grade: 46 outstanding, 61 good; 11 with no overall grade
        given"."""
        about = "" if self.area == "overall" else f" for {AREA_WORDS[self.area]}"
        if not self.known:
            text = f"No grade{about} is known for any of {_councils(self.total)}"
        else:
            parts = [f"{self.counts[grade]} {grade}" for grade in GRADES if self.counts[grade]]
            text = f"Of {_councils(self.known)} with a grade{about}: {', '.join(parts)}"
        if self.not_given:
            text += f"; {self.not_given} with no overall grade given"
        return f"{text}; {self.not_known} not known" if self.known and self.not_known else text

    def rows(self) -> list[Row]:
        """One row a council."""
        return [
            {
                "code": one.code,
                **join_keys(one.code),
                "name": one.name,
                "region": one.region,
                "grade": one.grade,
                "why": one.why,
                "inspected": one.inspection.start if one.inspection else None,
                "published": one.inspection.published if one.inspection else None,
                "counts_from": one.inspection.counts_from if one.inspection else None,
            }
            for one in self.councils
        ]


class Move(msgspec.Struct, frozen=True):
    """One council from one inspection to the next, of those that have a grade or give none."""

    authority: str
    before: Outcome
    after: Outcome
    direction: Direction
    earlier: Inspection
    later: Inspection


class Flows(msgspec.Struct, frozen=True):
    """Who moved from which grade to which, or to none given; ``counts`` by (before, after)."""

    area: AreaCode
    until: date | None
    region: Region | None
    latest_only: bool
    moves: tuple[Move, ...]
    counts: dict[tuple[Outcome, Outcome], int]

    @property
    def directions(self) -> dict[Direction, int]:
        """How many went up, went down and stayed, of those with a grade on both sides."""
        found = Counter(one.direction for one in self.moves)
        return {"up": found["up"], "same": found["same"], "down": found["down"]}

    @property
    def not_given(self) -> int:
        """How many moves have no overall grade given on one side or both."""
        return sum(NOT_GIVEN in {one.before, one.after} for one in self.moves)

    def rows(self) -> list[Row]:
        """One row for each pair of grades that occurs, best before first."""
        return [
            {"before": before, "after": after, "moves": self.counts[before, after]}
            for before in OUTCOMES
            for after in OUTCOMES
            if self.counts.get((before, after))
        ]


class Shares(msgspec.Struct, frozen=True):
    """Grades of all councils on one day, counted as in :class:`Country`."""

    on: date
    counts: dict[Outcome, int]
    shares: dict[Outcome, float]
    known: int
    not_given: int
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

    A grade counts from publication (:attr:`Inspection.counts_from`), with ``framework`` only one
    of that framework. A council abolished before the day is not there; its successors start anew.
    """
    codes = _codes(region)
    counted = [
        one
        for one in inspections
        if one.counts_from <= day and judges(one, area) and one.authority in codes
        if framework in {None, one.framework}
    ]
    own = _by_authority(counted)
    councils = tuple(_council(one, own.get(one.code, ()), area) for one in _there(day, region))
    counts, shares = _count(one.outcome for one in councils)
    known = sum(counts[grade] for grade in GRADES)
    not_given = counts[NOT_GIVEN]
    return Country(
        on=day,
        area=area,
        region=region,
        framework=framework,
        councils=councils,
        counts=counts,
        shares=shares,
        known=known,
        not_given=not_given,
        not_known=len(councils) - known - not_given,
        total=len(councils),
        inspections=len(counted),
        undated=sum(one.published is None for one in counted),
    )


def flows(
    inspections: Iterable[Inspection],
    *,
    area: AreaCode = "overall",
    until: date | None = None,
    region: Region | None = None,
    latest_only: bool = False,
) -> Flows:
    """Moves between successive inspections of the same council, from grade to grade.

    ``until`` leaves out what was published later. ``latest_only`` keeps each council's last move.
    That no overall grade is given is an outcome as a grade is. An inspection whose grade could not
    be read, or that did not judge the area, is passed over: the move is from the grade before it to
    the next one. Councils since abolished are in, their successors start anew.
    """
    of_region = _codes(region)
    own = _by_authority(
        one
        for one in inspections
        if (until is None or one.counts_from <= until)
        and one.authority in of_region
        and _outcome(one, area)
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
    return tuple(
        Shares(one.on, one.counts, one.shares, one.known, one.not_given, one.total) for one in found
    )


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


def _codes(region: Region | None) -> set[str]:
    """The codes of a region's councils, those since abolished among them."""
    return {one.code for one in known_authorities() if region in {None, one.region}}


def _outcome(inspection: Inspection, area: AreaCode) -> Outcome | None:
    """The grade for an area, or that none is given; ``None`` where it is not known."""
    if grade := grade_in(inspection, area):
        return grade
    none_given = judges(inspection, area) and why_none(inspection, area) == NOT_GIVEN
    return NOT_GIVEN if none_given else None


def _count(outcomes: Iterable[Outcome | None]) -> tuple[dict[Outcome, int], dict[Outcome, float]]:
    found = Counter(outcomes)
    counts = {one: found[one] for one in OUTCOMES}
    of = sum(counts.values())
    return counts, {one: n / of if of else 0.0 for one, n in counts.items()}


def _move(earlier: Inspection, later: Inspection, area: AreaCode) -> Move:
    before, after = _outcome(earlier, area), _outcome(later, area)
    assert before is not None
    assert after is not None
    return Move(later.authority, before, after, outcome_direction(before, after), earlier, later)


def outcome_direction(before: Outcome, after: Outcome) -> Direction:
    """As :func:`cusp.history.sequence.direction_of`, where no grade may be given on a side."""
    if after == NOT_GIVEN:
        return "no longer judged"
    return "first judged" if before == NOT_GIVEN else direction_of(before=before, after=after)


def _councils(number: int) -> str:
    return f"{number} council" if number == 1 else f"{number} councils"
