"""Whether enough members were present for a board to take decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Literal

import msgspec

from cusp import wording
from cusp.calendar.wording import time_of_day
from cusp.meetings.memberships import Seat, in_post, voting_members

Presence = Literal["present", "apologies", "absent", "substitute"]


class Quorum(msgspec.Struct, frozen=True):
    """A number of members, or a fraction of the voting members in post."""

    number: int | None = None
    top: int | None = None
    bottom: int | None = None

    @classmethod
    def of_fraction(cls, written: str) -> Quorum:
        """A fraction such as "2/5"."""
        top, bottom = written.split("/")
        return cls(top=int(top), bottom=int(bottom))

    def why_not(self) -> str | None:
        """Why this is not a quorum, or None if it is one."""
        if self.number is not None:
            return None if self.number > 0 else "Enter a number of at least 1"
        if not self.top or not self.bottom:
            return "Enter a number, or both parts of a fraction"
        return None if self.top <= self.bottom else "The fraction must not be more than 1"

    def needed(self, members: int) -> int:
        """How many must be present if there are this many voting members in post."""
        if self.number is not None:
            return self.number
        if not self.top or not self.bottom:
            raise ValueError(self.why_not())
        return max(1, -(-members * self.top // self.bottom))


class Attended(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody at a meeting. ``seat`` is the id of their membership, if they have one.

    ``came`` and ``left`` are given if they were not there from start to end.
    """

    name: str
    seat: str = ""
    presence: Presence = "present"
    stands_in_for: str = ""
    remote: bool = False
    came: time | None = None
    left: time | None = None

    def there(self, moment: time | None) -> bool:
        """Whether they were there at a moment; None is the start of the meeting."""
        if self.presence not in ("present", "substitute"):
            return False
        if moment is None:
            return self.came is None
        return (self.came is None or self.came <= moment) and (
            self.left is None or moment < self.left
        )


class Quorate(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a meeting was quorate throughout; ``met`` is None if it cannot be determined.

    ``counted`` is the lowest number present who count. ``why`` is one or two sentences.
    """

    needed: int | None
    members: int
    counted: int
    met: bool | None
    why: str


def quorate(
    quorum: Quorum | None,
    seats: Sequence[Seat],
    attended: Sequence[Attended],
    *,
    day: date,
    remote_counts: bool,
) -> Quorate:
    """Whether a meeting was quorate from start to end."""
    members = voting_members(seats, day)
    moments = sorted({at for one in attended for at in (one.came, one.left) if at})
    counts = [
        (_counted(seats, attended, moment, day=day, remote_counts=remote_counts), moment)
        for moment in (None, *moments)
    ]
    counted, moment = min(counts, key=lambda one: one[0])
    if quorum is None:
        why = "The quorum is not known. Enter the board’s quorum."
        return Quorate(needed=None, members=len(members), counted=counted, met=None, why=why)
    needed = quorum.needed(len(members))
    met = counted >= needed
    why = _why(quorum, needed, len(members), counted, moment if len(counts) > 1 else None)
    if not remote_counts and (remote := sum(a.remote and a.there(moment) for a in attended)):
        why += (
            f" {wording.counted(remote, 'person', 'people')} attended remotely and did not count."
        )
    return Quorate(needed=needed, members=len(members), counted=counted, met=met, why=why)


def _counted(
    seats: Iterable[Seat],
    attended: Sequence[Attended],
    moment: time | None,
    *,
    day: date,
    remote_counts: bool,
) -> int:
    """How many voting members were there at a moment, in person or through a substitute."""
    seats = tuple(seats)
    voting = {seat.id for seat in voting_members(seats, day)}
    substitutes = {seat.id: seat for seat in in_post(seats, day) if seat.role == "substitute"}
    there = [a for a in attended if a.there(moment) and (remote_counts or not a.remote)]
    filled = {a.seat for a in there if a.presence == "present" and a.seat in voting}
    # A seat counts once, and its substitute only while the member is away.
    for a in there:
        allowed = substitutes.get(a.seat)
        if a.presence != "substitute" or (allowed and not allowed.votes):
            continue
        bound_to = allowed.substitute_for if allowed else ""
        if a.stands_in_for in voting and bound_to in ("", a.stands_in_for):
            filled.add(a.stands_in_for)
    return len(filled)


def _why(quorum: Quorum, needed: int, members: int, counted: int, moment: time | None) -> str:
    of = f" of {wording.counted(members, 'voting member')}" if quorum.number is None else ""
    rule = f"The quorum is {needed}{of}"
    when = f" from {time_of_day(moment)}" if moment else ""
    enough = "and" if counted >= needed else "but only"
    verb = "was" if counted == 1 else "were"
    return f"{rule}, {enough} {counted} {verb} present{when}."
