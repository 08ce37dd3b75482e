"""Who is on a board on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

Role = Literal["chair", "vice-chair", "member", "co-opted", "substitute", "adviser"]
# They hold no seat of their own.
_NO_SEAT: tuple[Role, ...] = ("substitute", "adviser")


class Seat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A membership of a board, for a term; ``ends`` is the last day."""

    id: str
    name: str
    role: Role = "member"
    votes: bool = True
    starts: date
    ends: date | None = None
    represents: str = ""
    substitute_for: str = ""  # the id of a seat; empty for a substitute of any member

    def in_post(self, day: date) -> bool:
        """Whether the term covers this day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


def in_post(seats: Iterable[Seat], day: date) -> tuple[Seat, ...]:
    """The memberships that cover a day."""
    return tuple(seat for seat in seats if seat.in_post(day))


def voting_members(seats: Iterable[Seat], day: date) -> tuple[Seat, ...]:
    """Members in post who may vote. Substitutes only count in the place of one of them."""
    return tuple(s for s in in_post(seats, day) if s.votes and s.role not in _NO_SEAT)
