"""Councils that moved down or up a grade between two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from cusp.history.country import Council, country_on, outcome_direction
from cusp.history.inspections import Inspection
from cusp.history.sequence import NOT_GIVEN, RANK, Direction, Outcome
from cusp.reports.authorities import Region
from cusp.reports.record import AreaCode, FrameworkCode


class CouncilMove(msgspec.Struct, frozen=True):
    """One council on two days: its grade on each, or a statement that none was given."""

    council: Council
    before: Outcome
    after: Outcome
    direction: Direction
    earlier: Inspection
    later: Inspection

    @property
    def inspected_between(self) -> bool:
        """Whether the two grades are from different inspections."""
        return self.earlier != self.later


class MovedBetween(msgspec.Struct, frozen=True):
    """Councils existing on the later day whose grade, or lack of one, is known on both days.

    ``moves`` are sorted by name. ``total`` counts all councils that exist on the later day.
    """

    since: date
    until: date
    area: AreaCode
    moves: tuple[CouncilMove, ...]
    total: int

    @property
    def fell(self) -> tuple[CouncilMove, ...]:
        """Councils with a lower grade on the later day, starting with the biggest falls."""
        return self._furthest_first("down")

    @property
    def rose(self) -> tuple[CouncilMove, ...]:
        """Councils with a higher grade on the later day, starting with the biggest rises."""
        return self._furthest_first("up")

    @property
    def stayed(self) -> tuple[CouncilMove, ...]:
        """Councils with the same grade on both days."""
        return tuple(move for move in self.moves if move.direction == "same")

    @property
    def kept(self) -> tuple[CouncilMove, ...]:
        """Councils that were inspected in between and kept their grade."""
        return tuple(move for move in self.stayed if move.inspected_between)

    @property
    def not_graded(self) -> tuple[CouncilMove, ...]:
        """Councils with no overall grade given on one or both days."""
        return tuple(move for move in self.moves if NOT_GIVEN in {move.before, move.after})

    @property
    def graded(self) -> int:
        """The number with a grade on both days."""
        return self.compared - len(self.not_graded)

    @property
    def compared(self) -> int:
        """The number of councils in ``moves``."""
        return len(self.moves)

    @property
    def not_compared(self) -> int:
        """The number of councils on the later day with nothing known for one of the days."""
        return self.total - self.compared

    @property
    def counts(self) -> dict[tuple[Outcome, Outcome], int]:
        """The number of councils for each earlier and later grade."""
        return dict(Counter((move.before, move.after) for move in self.moves))

    def _furthest_first(self, direction: Direction) -> tuple[CouncilMove, ...]:
        moves = [move for move in self.moves if move.direction == direction]
        return tuple(sorted(moves, key=lambda move: -abs(_rank(move.after) - _rank(move.before))))


def moved_between(
    inspections: Iterable[Inspection],
    *,
    since: date,
    until: date,
    area: AreaCode = "overall",
    region: Region | None = None,
    framework: FrameworkCode | None = None,
) -> MovedBetween:
    """Each council's grade on two days, counted as :func:`cusp.history.country.country_on` does.

    A grade that fell and then rose again in between shows as the same.
    """
    held = tuple(inspections)
    before, after = (
        country_on(held, day, area=area, region=region, framework=framework)
        for day in (since, until)
    )
    earlier = {council.code: council for council in before.councils}
    pairs = ((earlier.get(council.code), council) for council in after.councils)
    moves = (_move(then, now) for then, now in pairs if then is not None)
    return MovedBetween(
        since=since,
        until=until,
        area=area,
        moves=tuple(move for move in moves if move is not None),
        total=after.total,
    )


def _move(then: Council, now: Council) -> CouncilMove | None:
    before, after = then.outcome, now.outcome
    if before is None or after is None or then.inspection is None or now.inspection is None:
        return None
    return CouncilMove(
        council=now,
        before=before,
        after=after,
        direction=outcome_direction(before, after),
        earlier=then.inspection,
        later=now.inspection,
    )


def _rank(outcome: Outcome) -> int:
    return 0 if outcome == NOT_GIVEN else RANK[outcome]
