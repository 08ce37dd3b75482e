"""What is already public: tables and readings, each with the paper it was published in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from cusp.disclosure.relations import Cell, Relation, adds_up, at_most, cell, is_total
from cusp.disclosure.rules import TOTAL, CannotDisclose
from cusp.disclosure.tables import Table


@dataclass(frozen=True)
class Reading:
    """A measure's value for a group, on a day or for a period that began on ``since``.

    A share has its numerator and denominator; ``value`` is as printed, for example 33.3. For unit
    "number", the value is the count. For "days", the denominator says how many children are
    averaged.
    """

    measure: str
    on: date
    value: float | None = None
    numerator: int | None = None
    denominator: int | None = None
    unit: str = "%"
    group: str = TOTAL
    since: date | None = None

    def cell(self, part: str) -> Cell:
        """What a part of this reading counts: "count", "numerator", "denominator" or "rest"."""
        return cell(self.measure, self.group, when(self.since, self.on), part)


@dataclass(frozen=True)
class Published:
    """What a paper says, or that it has been decided not to say it.

    ``withheld`` are readings whose numbers are not public, but which readers know to exist.
    """

    paper: str
    tables: tuple[Table, ...] = ()
    readings: tuple[Reading, ...] = ()
    withheld: tuple[Reading, ...] = ()

    def values(self) -> Iterator[tuple[Cell, int | None]]:
        """Each number that the paper gives, or hides (None)."""
        for table in self.tables:
            yield from table.values().items()
        for reading in self.readings:
            yield from numbers(reading).items()
        for reading in self.withheld:
            yield from ((key, None) for key in hidden_parts(reading))

    def relations(self) -> Iterator[Relation]:
        """What readers know to add up."""
        for table in self.tables:
            yield from table.relations()
        for reading in (*self.readings, *(replace(r, value=None) for r in self.withheld)):
            yield from of_reading(reading)


@dataclass(frozen=True)
class Ledger:
    """Everything published so far, in order. It is asked before anything more is published."""

    papers: tuple[Published, ...] = ()
    known: dict[Cell, int] = field(init=False, compare=False)
    hidden: frozenset[Cell] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        known: dict[Cell, int] = {}
        hidden: set[Cell] = set()
        for paper in self.papers:
            for key, value in paper.values():
                if value is None:
                    hidden.add(key)
                elif known.setdefault(key, value) != value:
                    raise CannotDisclose(
                        f"“{key}” is {known[key]} in {self.papers_with(key)[0]} and {value} in "
                        f"{paper.paper}. Correct one of them first."
                    )
        object.__setattr__(self, "known", known)
        object.__setattr__(self, "hidden", frozenset(hidden - set(known)))

    def add(self, paper: Published) -> Ledger:
        """The ledger with one more paper."""
        return Ledger((*self.papers, paper))

    def papers_with(self, key: Cell) -> list[str]:
        """The papers that give or hide a number, first one first."""
        return [p.paper for p in self.papers if any(key == found for found, _ in p.values())]

    def printed(self, key: Cell) -> str:
        """The name of a cell as the papers print it."""
        for paper in self.papers:
            for table in paper.tables:
                if (name := table.printed(key)) is not None:
                    return name
            for reading in (*paper.readings, *paper.withheld):
                if key in (reading.cell(part) for part in PARTS):
                    return str(key._replace(measure=reading.measure, group=reading.group))
        return str(key)


# What a reading says

PARTS = ("count", "numerator", "denominator", "rest")


def numbers(reading: Reading) -> dict[Cell, int]:
    """The counts that readers have once the reading is published."""
    found = {}
    if reading.unit == "number" and reading.value is not None:
        found[reading.cell("count")] = int(reading.value)
    if reading.numerator is not None:
        found[reading.cell("numerator")] = reading.numerator
    if reading.denominator is not None:
        found[reading.cell("denominator")] = reading.denominator
        if is_share(reading) and reading.numerator is not None:
            found[reading.cell("rest")] = reading.denominator - reading.numerator
    return found


def hidden_parts(reading: Reading) -> list[Cell]:
    """What must not be worked out about a reading that is withheld."""
    if reading.unit == "number":
        return [reading.cell("count")]
    return [reading.cell("numerator"), *([reading.cell("rest")] if is_share(reading) else [])]


def is_share(reading: Reading) -> bool:
    """Whether the numerator counts some of those in the denominator."""
    return reading.unit == "%"


def of_reading(reading: Reading) -> Iterator[Relation]:
    """Numerator and rest make the denominator; a printed percentage says nearly as much."""
    if not is_share(reading):
        return
    part, whole = reading.cell("numerator"), reading.cell("denominator")
    yield adds_up(whole, [part, reading.cell("rest")])
    if reading.value is not None and reading.numerator is None:
        half = 0.5 * 10.0 ** -decimals(reading.value)
        low, high = (reading.value - half) / 100, (reading.value + half) / 100
        yield Relation(((part, 1), (whole, -low)), 0, np.inf)
        yield Relation(((part, 1), (whole, -high)), -np.inf, 0)


def decimals(value: float) -> int:
    """How many decimal places a number is printed with."""
    return len(repr(float(value)).partition(".")[2].rstrip("0"))


# What readers know besides


def known_to_readers(
    cells: Iterable[Cell], relations: Iterable[Relation], public: Iterable[Cell]
) -> list[Relation]:
    """The relations, with those between groups and between periods that any reader sees.

    Readers also subtract the ``public`` numbers of two dates if one in between is hidden.
    """
    found, named = list(relations), set(cells)
    everything = named | {term for relation in found for term, _ in relation.terms}
    periods = [*_periods(everything), *_periods(set(public))]
    return list(dict.fromkeys([*found, *_groups(named, found), *periods]))


def _groups(cells: set[Cell], stated: list[Relation]) -> Iterator[Relation]:
    """Groups are no more than the group "all" of the same measure and day."""
    has_parts = {r.terms[0][0] for r in stated if r.terms[0][1] == -1 and not r.assumed}
    by_total: dict[Cell, list[Cell]] = {}
    for key in sorted(cells):
        if not is_total(key.group) and ":" not in key.group:
            by_total.setdefault(key._replace(group=TOTAL), []).append(key)
    for total, parts in by_total.items():
        if total in cells and total not in has_parts:
            yield at_most(total, parts, "group")


def _periods(cells: set[Cell]) -> Iterator[Relation]:
    """A period that is part of a longer one leaves the remainder as a period of its own."""
    same_start: dict[tuple[str, str, str, date], set[date]] = {}
    same_end: dict[tuple[str, str, str, date], set[date]] = {}
    for key in sorted(cells):
        since, on = _dates(key.when)
        if since and on:
            same_start.setdefault((key.measure, key.group, key.part, since), set()).add(on)
            same_end.setdefault((key.measure, key.group, key.part, on), set()).add(since)
    for (measure, group, part, since), ends in same_start.items():
        for early, late in pairwise(sorted(ends)):
            names = when(since, late), when(since, early), when(early + timedelta(1), late)
            whole, *parts = (cell(measure, group, name, part) for name in names)
            yield adds_up(whole, parts)
    for (measure, group, part, on), starts in same_end.items():
        for early, late in pairwise(sorted(starts)):
            names = when(early, on), when(early, late - timedelta(1)), when(late, on)
            whole, *parts = (cell(measure, group, name, part) for name in names)
            yield adds_up(whole, parts)


def when(since: date | None, on: date) -> str:
    """A day, or a period from its first day to its last, as cells name it."""
    return f"{since.isoformat()}/{on.isoformat()}" if since else on.isoformat()


def _dates(words: str) -> tuple[date | None, date | None]:
    first, _, last = words.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None, None
