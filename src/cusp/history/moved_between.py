"""Which councils' grades fell and rose between two days."""

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
    """One council on two days: its grade on each, or that none was given."""

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
    """Councils of the later day whose grade, or that none was given, is known on both days.

    ``moves`` are by name. ``total`` counts all councils there are on the later day.
    """

    since: date
    until: date
    area: AreaCode
    moves: tuple[CouncilMove, ...]
    total: int

    @property
    def fell(self) -> tuple[CouncilMove, ...]:
        """Those with a lower grade on the later day, the furthest fall first."""
        return self._furthest_first("down")

    @property
    def rose(self) -> tuple[CouncilMove, ...]:
        """Those with a higher grade on the later day, the furthest rise first."""
        return self._furthest_first("up")

    @property
    def stayed(self) -> tuple[CouncilMove, ...]:
        """Those with the same grade on both days."""
        return tuple(move for move in self.moves if move.direction == "same")

    @property
    def kept(self) -> tuple[CouncilMove, ...]:
        """Those of them that were inspected in between and kept their grade."""
        return tuple(move for move in self.stayed if move.inspected_between)

    @property
    def not_graded(self) -> tuple[CouncilMove, ...]:
        """Those that were given no overall grade on one day or both."""
        return tuple(move for move in self.moves if NOT_GIVEN in {move.before, move.after})

    @property
    def graded(self) -> int:
        """How many have a grade on both days."""
        return self.compared - len(self.not_graded)

    @property
    def compared(self) -> int:
        """How many councils ``moves`` holds."""
        return len(self.moves)

    @property
    def not_compared(self) -> int:
        """How many councils of the later day have nothing known on one of the days."""
        return self.total - self.compared

    @property
    def counts(self) -> dict[tuple[Outcome, Outcome], int]:
        """How many went from which grade to which."""
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

    A grade that fell and rose again in between shows as the same.
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
