"""The rows that a list may show over the years, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cusp.made_up.lives import Child
from cusp.made_up.series import Numbers, dates, number, numbers, picked

Mask = npt.NDArray[np.bool_]
T = TypeVar("T")


class Book(Generic[T]):
    """Entries of one kind, with their children, in the order of children and then of days."""

    def __init__(self, children: Sequence[Child], of: Callable[[Child], Iterable[T]]) -> None:
        self.items: list[T] = []
        owners: list[int] = []
        for owner, child in enumerate(children):
            for item in of(child):
                self.items.append(item)
                owners.append(owner)
        self.child = numbers(owners)

    def days(self, of: Callable[[T], date | None]) -> Numbers:
        """A day of each entry, as a number; 0 for none."""
        return numbers(number(of(item)) for item in self.items)

    def counts(self, of: Callable[[T], int]) -> Numbers:
        """A number of each entry."""
        return numbers(of(item) for item in self.items)

    def codes(self, of: Callable[[T], str]) -> Codes:
        """A word of each entry."""
        return Codes([of(item) for item in self.items])

    def latest(self, shown: Mask) -> Numbers:
        """The entries shown, only the last of each child."""
        rows = np.flatnonzero(shown)
        children = self.child[rows]
        last = np.ones(len(rows), dtype=bool)
        last[:-1] = children[1:] != children[:-1]
        found: Numbers = rows[last]
        return found


class Codes:
    """A word for each entry, stored once. An empty word is blank."""

    def __init__(self, said: Sequence[str]) -> None:
        known = {word: place for place, word in enumerate(dict.fromkeys(said))}
        self._words = [word or None for word in known]
        self._places = numbers(known[word] for word in said)

    def of(self, rows: Numbers, shown: Mask | None = None) -> Any:
        """The words of some entries as Arrow text; null where not shown."""
        places = self._places[rows]
        return picked(self._words, places if shown is None else np.where(shown, places, -1))


def known(days: Numbers, day: int) -> Any:
    """Those of some days that have come, as Arrow dates."""
    return dates(days, (days > 0) & (days <= day))


class People:
    """Who the children are: the columns that every list begins with."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.ids = pa.array([child.id for child in children], pa.string())
        self.born = numbers(child.born.toordinal() for child in children)
        self._sex = Codes([child.sex for child in children])
        self._unknown = pa.scalar("unknown")
        self._ethnicity = Codes([child.ethnicity for child in children])
        self._disability = Codes([child.disability for child in children])
        parts = [(child.born.year, child.born.month * 100 + child.born.day) for child in children]
        self._year, self._in_year = numbers(y for y, _ in parts), numbers(d for _, d in parts)

    def columns(self, who: Numbers, as_at: date) -> dict[str, Any]:
        """Id, sex, ethnicity, date of birth, age and disability, and who is not born yet."""
        unborn = self.born[who] > as_at.toordinal()
        to_come = self._in_year[who] > as_at.month * 100 + as_at.day
        age = np.where(unborn, -1, as_at.year - self._year[who] - to_come)
        sex = self._sex.of(who)
        if unborn.any():
            sex = pa.compute.if_else(pa.array(unborn), self._unknown, sex)
        return {
            "child_id": self.ids.take(pa.array(who)),
            "sex": sex,
            "ethnicity": self._ethnicity.of(who),
            "birth_date": dates(self.born[who], np.ones(len(who), dtype=bool)),
            "age": pa.array(age.astype(np.float64)),
            "disability": self._disability.of(who),
            "unborn": pa.array(unborn),
        }
