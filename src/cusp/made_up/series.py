"""Days that belong to owners, such as the visits of each plan, looked up for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.int64]
_BITS = 20
# The number of 1 January 1970, from which Arrow counts days.
_EPOCH = date(1970, 1, 1).toordinal()


def number(day: date | None) -> int:
    """A day as a number; 0 for none."""
    return 0 if day is None else day.toordinal()


def numbers(values: Iterable[Any]) -> Numbers:
    """Whole numbers as an array."""
    return np.fromiter(values, np.int64)


def dates(days: Numbers, shown: npt.NDArray[np.bool_]) -> Any:
    """Numbers of days as an Arrow array; null where not shown."""
    return pa.array((days - _EPOCH).astype(np.int32), mask=~shown).cast(pa.date32())


def picked(words: Sequence[str | None], places: Numbers) -> Any:
    """The word at each place; null at -1."""
    found = pa.array(words, pa.string())
    return found.take(pa.array(places, mask=places < 0))


class Series:
    """For each owner some days in order, each with a value: the place of a word in ``words``."""

    def __init__(self, owned: Iterable[Iterable[tuple[date, Any]]]) -> None:
        keys: list[int] = []
        values: list[Any] = []
        for owner, entries in enumerate(owned):
            base = owner << _BITS
            for day, value in entries:
                keys.append(base + day.toordinal())
                values.append(value)
        self.keys = numbers(keys)
        self._words = {word: place for place, word in enumerate(dict.fromkeys(values))}
        self.words: list[Any] = list(self._words)
        self._values = numbers(self._words[value] for value in values)

    def at(self, owners: Numbers, day: int, since: Numbers | None = None) -> Numbers:
        """The place of each owner's latest entry up to a day; -1 if there is none."""
        if not len(self.keys):
            return np.full(len(owners), -1)
        place = np.searchsorted(self.keys, (owners << _BITS) + day, side="right") - 1
        mine = (place >= 0) & (self.keys[place] >> _BITS == owners)
        if since is not None:
            mine &= (self.keys[place] & ((1 << _BITS) - 1)) >= since
        return np.where(mine, place, -1)

    def days(self, places: Numbers) -> Any:
        """The days at these places, as Arrow dates."""
        if not len(self.keys):
            return pa.nulls(len(places), pa.date32())
        return dates(self.keys[places] & ((1 << _BITS) - 1), places >= 0)

    def values(self, places: Numbers) -> Any:
        """The words at these places, as Arrow text; an empty word is null."""
        return picked([word or None for word in self.words], self.value_places(places))

    def value_places(self, places: Numbers) -> Numbers:
        """The places in ``words`` of the values at these places."""
        if not len(self.keys):
            return np.full(len(places), -1)
        return np.where(places >= 0, self._values[places], -1)

    def count(self, owners: Numbers, after: int, day: int) -> Numbers:
        """How many entries each owner has after one day and up to another."""
        low = np.searchsorted(self.keys, (owners << _BITS) + after, side="right")
        high = np.searchsorted(self.keys, (owners << _BITS) + day, side="right")
        found: Numbers = high - low
        return found


def plain(owned: Iterable[Iterable[date]]) -> Series:
    """A series of days without values."""
    return Series(((day, "") for day in entries) for entries in owned)
