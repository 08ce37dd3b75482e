"""One table or reading together with all published numbers that bear on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cusp.disclosure.ledger import Ledger, known_to_readers
from cusp.disclosure.readers import Flags, Need, Range, Readers
from cusp.disclosure.relations import Cell, Ints, Relation, Relations
from cusp.disclosure.rules import CannotDisclose, is_small
from cusp.disclosure.tables import Table

_ORDER = list(Need)


@dataclass(frozen=True)
class System:
    """Cells, relations, and ``start``: whole numbers that agree with everything that is known.

    ``true`` are the numbers of the table or reading in hand. Cells that are neither true nor public
    are only known to exist: what they hold in ``start`` is one possibility.
    """

    relations: Relations
    start: Ints
    least: dict[Cell, int]
    true: Mapping[Cell, int]
    ledger: Ledger
    table: Table | None = None

    def printed(self, key: Cell) -> str:
        """The name of a cell as the table or the papers print it."""
        return (self.table and self.table.printed(key)) or self.ledger.printed(key)

    @property
    def cells(self) -> list[Cell]:
        """All cells, in the order of ``start``."""
        return self.relations.cells

    def flags(self, cells: Iterable[Cell]) -> Flags:
        """Which cells of the system are among these."""
        among = set(cells)
        return np.array([key in among for key in self.cells], dtype=bool)

    def readers(self, shown: Iterable[Cell] = ()) -> Readers:
        """Readers who know what is public and what is shown now."""
        known = self.flags({*self.ledger.known, *shown})
        return Readers(self.relations, self.start, ~known, self.least)

    def needs(self, hidden: Iterable[Cell] = ()) -> dict[int, Need]:
        """How each cell that is not shown must be protected."""
        hiding = set(hidden)
        found = {}
        for at, key in enumerate(self.cells):
            if key in self.ledger.known or (key in self.true and key not in hiding):
                continue
            found[at] = self._need(key)
        # Numbers that were hidden come first, so that they are named as what is protected.
        return dict(sorted(found.items(), key=lambda item: _ORDER.index(item[1])))

    def _need(self, key: Cell) -> Need:
        if key in self.true:
            return Need.SMALL if is_small(self.true[key]) else Need.OTHER
        if key in self.ledger.hidden:
            return Need.SMALL  # it may be small: what was hidden is not recorded
        return Need.WORKED_OUT_OF if key.part == "denominator" else Need.WORKED_OUT

    def weak_before(self, hidden: Iterable[Cell]) -> dict[int, Range]:
        """Cells that are not safe even if nothing more is shown, with their ranges."""
        readers = self.readers()
        return {at: readers.exact(at) for at in readers.unsafe(self.needs(hidden))}


def make_system(
    true: Mapping[Cell, int],
    stated: Iterable[Relation],
    ledger: Ledger,
    about: Iterable[Cell] = (),
) -> System:
    """The system around these true numbers, and around the cells that it is ``about``.

    Raises :class:`CannotDisclose` if the numbers contradict what is published.
    """
    for key, value in true.items():
        if ledger.known.get(key, value) != value:
            raise CannotDisclose(
                f"“{ledger.printed(key)}” is {value}, but it is {ledger.known[key]} in "
                f"{ledger.papers_with(key)[0]}. Correct one of them first."
            )
    cells = {*true, *ledger.known, *ledger.hidden}
    published = [relation for paper in ledger.papers for relation in paper.relations()]
    public = {*true, *ledger.known}
    every = known_to_readers(cells, [*stated, *published], public)
    every = [r for r in every if not r.assumed or r.terms[0][0] in cells]
    stricter = [every, [relation for relation in every if not relation.assumed]]
    for relations in stricter:
        kept = _connected(relations, {*true, *about}, ledger)
        terms = (key for relation in kept for key, _ in relation.terms)
        keys = dict.fromkeys([*sorted({*true, *about}), *terms])
        if (found := _with_start(Relations(list(keys), kept), true, ledger)) is not None:
            return found
    papers = ", ".join(paper.paper for paper in ledger.papers) or "the table itself"
    raise CannotDisclose(f"These numbers contradict what is already published ({papers}).")


def _connected(relations: list[Relation], cells: set[Cell], ledger: Ledger) -> list[Relation]:
    """The relations that bear on these cells, directly or through numbers that are not public."""
    reached, kept, left = set(cells), [], relations
    while left:
        rest = []
        for relation in left:
            keys = {key for key, _ in relation.terms}
            if keys & reached:
                kept.append(relation)
                reached |= keys - set(ledger.known)
            else:
                rest.append(relation)
        if len(rest) == len(left):
            break
        left = rest
    return kept


def _with_start(relations: Relations, true: Mapping[Cell, int], ledger: Ledger) -> System | None:
    """Find numbers that fit. What was hidden is at least 1, because zeros are shown."""
    known = {**ledger.known, **true}
    most = 10 * max(known.values(), default=0) + 1_000
    highest = np.array([known.get(key, most) for key in relations.cells], dtype=float)
    for least_hidden in (1, 0):  # a few zeros are hidden too
        least = {key: 1 if value else 0 for key, value in true.items()}
        least |= {key: least_hidden for key in ledger.hidden if key not in true}
        lowest = [known.get(key, least.get(key, 0)) for key in relations.cells]
        nothing = np.zeros(len(relations.cells))
        start = relations.point(nothing, np.array(lowest, dtype=float), highest)
        if start is not None:
            return System(relations, start, least, true, ledger)
    return None
