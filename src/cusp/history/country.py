"""The national picture: each council's grade on a given day, grade changes, and shares over time.

Only a council's own inspections count: one that took over an area starts without a grade. ``rows``
gives the data behind each chart.
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

# Best first, in the order pages show them.
GRADES: tuple[GradeCode, ...] = tuple(
    sorted(get_args(GradeCode), key=lambda grade: (-RANK[grade], grade == "adequate"))
)
OUTCOMES: tuple[Outcome, ...] = (*GRADES, NOT_GIVEN)


class Council(msgspec.Struct, frozen=True):
    """A council on a given day: its grade, or ``None`` and why, and the inspection that gave it.

    "No inspection held" means that Cusp has none, although there may have been one.
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
        """The grade, or a statement that none is given; ``None`` if it is not known."""
        return NOT_GIVEN if self.why == NOT_GIVEN else self.grade


class Country(msgspec.Struct, frozen=True):
    """Every council that exists on a given day, sorted by name.

    ``counts`` has every grade, best first, and then "no overall grade given". ``shares`` are shares
    of the councils in ``counts``, from 0 to 1, or 0 if there are none. ``known`` councils have a
    grade; ``known`` + ``not_given`` + ``not_known`` = ``total``. ``inspections`` is how many count
    by then; of these, ``undated`` have no known publication date and count from the last day on
    site.
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
        return dict(Counter(council.why for council in self.councils if council.why))

    @property
    def undated_sentence(self) -> str:
        """Says what is used where publication dates are not known; empty if all are known."""
        if not self.undated:
            return ""
        of = "1 inspection" if self.undated == 1 else f"{self.undated} inspections"
        return f"For {of}, the publication date is not known, so the last day on site is used."

    def sentence(self) -> str:
        """For example "Of 142 councils with a grade: 46 outstanding, 61 good; 11 with no overall
        grade given"."""
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
        """A row for each council."""
        return [
            {
                "code": council.code,
                **join_keys(council.code),
                "name": council.name,
                "region": council.region,
                "grade": council.grade,
                "why": council.why,
                "inspected": council.inspection.start if council.inspection else None,
                "published": council.inspection.published if council.inspection else None,
                "counts_from": council.inspection.counts_from if council.inspection else None,
            }
            for council in self.councils
        ]


class Move(msgspec.Struct, frozen=True):
    """A council's move from one outcome to the next: from a grade, or none given, to another."""

    authority: str
    before: Outcome
    after: Outcome
    direction: Direction
    earlier: Inspection
    later: Inspection


class Flows(msgspec.Struct, frozen=True):
    """Moves between grades, or to no grade given; ``counts`` has a key for each (before, after)."""

    area: AreaCode
    until: date | None
    region: Region | None
    latest_only: bool
    moves: tuple[Move, ...]
    counts: dict[tuple[Outcome, Outcome], int]

    @property
    def directions(self) -> dict[Direction, int]:
        """How many went up, went down and stayed the same, of those with both grades."""
        found = Counter(move.direction for move in self.moves)
        return {"up": found["up"], "same": found["same"], "down": found["down"]}

    @property
    def not_given(self) -> int:
        """How many moves have no overall grade before, after or both."""
        return sum(NOT_GIVEN in {move.before, move.after} for move in self.moves)

    def rows(self) -> list[Row]:
        """A row for each pair of grades that occurs, starting with the best earlier grade."""
        return [
            {"before": before, "after": after, "moves": self.counts[before, after]}
            for before in OUTCOMES
            for after in OUTCOMES
            if self.counts.get((before, after))
        ]


class Shares(msgspec.Struct, frozen=True):
    """All councils' grades on one day, counted as in :class:`Country`."""

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
    """The grade of every council that exists on a given day, or of those in a region.

    A grade counts from publication (:attr:`Inspection.counts_from`), and if there is a
    ``framework``, only inspections under it count. Councils abolished before that day are left out,
    and their successors start without a grade.
    """
    codes = _codes(region)
    counted = [
        inspection
        for inspection in inspections
        if inspection.counts_from <= day and inspection.authority in codes
        if judges(inspection, area) and framework in {None, inspection.framework}
    ]
    own = _by_authority(counted)
    existing = _existing(day, region)
    councils = tuple(_council(known, own.get(known.code, ()), area) for known in existing)
    counts, shares = _count(council.outcome for council in councils)
    graded = sum(counts[grade] for grade in GRADES)
    not_given = counts[NOT_GIVEN]
    return Country(
        on=day,
        area=area,
        region=region,
        framework=framework,
        councils=councils,
        counts=counts,
        shares=shares,
        known=graded,
        not_given=not_given,
        not_known=len(councils) - graded - not_given,
        total=len(councils),
        inspections=len(counted),
        undated=sum(inspection.published is None for inspection in counted),
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

    ``until`` leaves out later publications. ``latest_only`` keeps only each council's last move.
    "No overall grade" counts as an outcome, like a grade. An inspection whose grade could not be
    read, or that did not judge the area, is skipped: the move is from the previous grade to the
    next one. Councils since abolished are included, and their successors start without a grade.
    """
    codes = _codes(region)
    own = _by_authority(
        inspection
        for inspection in inspections
        if (until is None or inspection.counts_from <= until)
        and inspection.authority in codes
        and _outcome(inspection, area)
    )
    moves: list[Move] = []
    for code in sorted(own):
        own_moves = [_move(earlier, later, area) for earlier, later in pairwise(own[code])]
        moves += own_moves[-1:] if latest_only else own_moves
    counts = Counter((move.before, move.after) for move in moves)
    return Flows(area, until, region, latest_only, tuple(moves), dict(counts))


def grades_over_time(
    inspections: Iterable[Inspection],
    days: Iterable[date],
    *,
    area: AreaCode = "overall",
    region: Region | None = None,
) -> tuple[Shares, ...]:
    """The count and share of each grade on each of the given days, in order."""
    every = tuple(inspections)
    found = (country_on(every, day, area=area, region=region) for day in days)
    return tuple(
        Shares(
            country.on,
            country.counts,
            country.shares,
            country.known,
            country.not_given,
            country.total,
        )
        for country in found
    )


def _existing(day: date, region: Region | None) -> list[KnownAuthority]:
    existing = [
        council
        for council in known_authorities()
        if council.existed(day) and region in {None, council.region}
    ]
    return sorted(existing, key=lambda council: (council.name, council.code))


def _by_authority(inspections: Iterable[Inspection]) -> dict[str, list[Inspection]]:
    found: dict[str, list[Inspection]] = {}
    for inspection in in_order(inspections):
        found.setdefault(inspection.authority, []).append(inspection)
    return found


def _council(known: KnownAuthority, own: Sequence[Inspection], area: AreaCode) -> Council:
    latest = own[-1] if own else None
    grade = grade_in(latest, area) if latest else None
    why: WhyNone | None = None
    if latest is None:
        why = "no inspection held"
    elif grade is None:
        why = why_none(latest, area)
    return Council(known.code, known.name, known.slug, known.region, grade, why, latest)


def _codes(region: Region | None) -> set[str]:
    """The codes of a region's councils, including those since abolished."""
    return {known.code for known in known_authorities() if region in {None, known.region}}


def _outcome(inspection: Inspection, area: AreaCode) -> Outcome | None:
    """The grade for an area, or a statement that none is given; ``None`` if it is not known."""
    if grade := grade_in(inspection, area):
        return grade
    none_given = judges(inspection, area) and why_none(inspection, area) == NOT_GIVEN
    return NOT_GIVEN if none_given else None


def _count(outcomes: Iterable[Outcome | None]) -> tuple[dict[Outcome, int], dict[Outcome, float]]:
    found = Counter(outcomes)
    counts = {outcome: found[outcome] for outcome in OUTCOMES}
    total = sum(counts.values())
    return counts, {outcome: n / total if total else 0.0 for outcome, n in counts.items()}


def _move(earlier: Inspection, later: Inspection, area: AreaCode) -> Move:
    before, after = _outcome(earlier, area), _outcome(later, area)
    assert before is not None
    assert after is not None
    return Move(later.authority, before, after, outcome_direction(before, after), earlier, later)


def outcome_direction(before: Outcome, after: Outcome) -> Direction:
    """Like :func:`cusp.history.sequence.direction_of`, but either side may have no grade given."""
    if after == NOT_GIVEN:
        return "no longer judged"
    return "first judged" if before == NOT_GIVEN else direction_of(before=before, after=after)


def _councils(number: int) -> str:
    return f"{number} council" if number == 1 else f"{number} councils"
