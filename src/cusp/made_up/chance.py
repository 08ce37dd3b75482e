"""What is drawn: one source of chance for each child, so lives do not depend on each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from cusp.made_up.days import DAY, awkward, is_working, on_or_after, on_or_before

T = TypeVar("T")


class Chance:
    """Draws for one child. With ``awkward_days`` many things happen on days hard to count from."""

    def __init__(self, seed: int, *, awkward_days: bool) -> None:
        self._random = Random(seed)
        self._awkward = awkward_days
        self.number = self._random.random

    def happens(self, share: float) -> bool:
        """True this often."""
        return self.number() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        return low + int(self.number() * (high - low + 1))

    def one_of(self, weights: Mapping[T, float]) -> T:
        """One of these, as often as its weight says."""
        drawn = self.number() * sum(weights.values())
        found = None
        for found, weight in weights.items():  # noqa: B007 - the last if sums are not exact
            drawn -= weight
            if drawn < 0:
                break
        assert found is not None
        return found

    def choose(self, values: list[T] | tuple[T, ...]) -> T:
        """One of these, all alike."""
        return values[int(self.number() * len(values))]

    def around(self, mean: float) -> int:
        """A number of days, often short and sometimes long, at least 1."""
        return 1 + int(self._random.expovariate(1 / mean))

    def after(self, day: date, low: int, high: int) -> date:
        """A working day so many days later, or an awkward one."""
        found = day + timedelta(days=self.between(low, high))
        if self._awkward and self.happens(0.4):
            return awkward(found)
        return on_or_after(found)

    def done(self, start: date, due: date, *, in_time: float, much_later: float = 0.25) -> date:
        """The day something due is done: by then with this chance, often on the very day.

        Of what is late, some is a day late and some, as ``much_later`` says, months.
        """
        length = (due - start).days
        if length < 1 or self.happens(in_time):
            if self.happens(0.12):
                return due
            early = start + timedelta(days=self.between(max(length // 3, 1), max(length, 1)))
            if self._awkward and self.happens(0.3) and (later := awkward(early)) <= due:
                return later
            return self._moved_back(start, min(early, due))
        if self.happens(0.12):
            return due + DAY
        late = self.between(40, 160) if self.happens(much_later) else self.around(11)
        day = due + timedelta(days=late)
        return day if self._awkward and self.happens(0.5) else on_or_after(day)

    def _moved_back(self, start: date, day: date) -> date:
        if is_working(day) or (self._awkward and self.happens(0.5)):
            return day
        found = on_or_before(day)
        return found if found > start else day
