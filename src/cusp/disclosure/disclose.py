"""Decide which cells of a table may be shown, given everything that is already public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cusp.disclosure.hiding import Choice, Search
from cusp.disclosure.ledger import Ledger
from cusp.disclosure.readers import Need
from cusp.disclosure.relations import Cell, is_total
from cusp.disclosure.rules import CannotDisclose, is_small
from cusp.disclosure.system import System, make_system
from cusp.disclosure.tables import Table, check_totals

Why = Literal["small", "all in one category", "protects another"]
# A total says more than a single cell, so it is hidden only if that saves several.
_TOTAL_COST = 4.0


@dataclass(frozen=True)
class HiddenCell:
    """A hidden cell and why. ``protects`` is what it would give away, together with ``papers``."""

    row: str
    column: str
    why: Why
    protects: str = ""
    papers: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """A sentence for the person who publishes the table."""
        start = f"Row “{self.row}”, column “{self.column}” is hidden"
        match self.why:
            case "small":
                return f"{start}: it is 1 to 5."
            case "all in one category":
                return f"{start}: it shows that all of a small group are in one category."
            case _:
                given = f"“{self.protects}”" if self.protects else "a hidden number"
                papers = f"with {' and '.join(self.papers)}, " if self.papers else ""
                return f"{start}: {papers}it could give away {given}."


@dataclass(frozen=True)
class Disclosed:
    """A table that is safe to publish, why each cell is hidden, and what else must be said."""

    table: Table
    hidden: tuple[HiddenCell, ...]
    problems: tuple[str, ...] = ()


def disclose(table: Table, ledger: Ledger | None = None) -> Disclosed:
    """Hide small numbers, and whatever else would give a hidden number away.

    Raises :class:`CannotDisclose` if the table or the papers contradict themselves.
    """
    ledger = ledger or Ledger()
    check_totals(table, "The table")
    true = {key: value for key, value in table.values().items() if value is not None}
    if len(true) < len(table.rows) * len(table.columns):
        raise CannotDisclose("The table has cells without a number.")
    first = _first_hidden(table, true)
    alone = _system(table, true, Ledger())
    hidden, choice = _choose(alone, first, skip=())
    reasons = {key: HiddenCell("", "", why) for key, why in first.items()}
    reasons |= _reasons(alone, choice)
    problems = [_GAVE_UP] if choice.all_hidden else []
    if ledger.papers:
        # What is public anyway need not be hidden again, unless it is small.
        reasons = {k: why for k, why in reasons.items() if k in first or k not in ledger.known}
        more, said = _against_ledger(_system(table, true, ledger), hidden)
        reasons |= {key: why for key, why in more.items() if key not in reasons}
        problems += said
    return _result(table, reasons, problems)


_GAVE_UP = (
    "The table is too complex to find the fewest cells to hide, so every number that could give "
    "another away is hidden."
)


def _system(table: Table, true: Mapping[Cell, int], ledger: Ledger) -> System:
    return replace(make_system(true, table.relations(), ledger), table=table)


def _first_hidden(table: Table, true: Mapping[Cell, int]) -> dict[Cell, Why]:
    """Counts of 1 to 5, and zeros which show that all of such a group are in one category."""
    found: dict[Cell, Why] = {key: "small" for key, value in true.items() if is_small(value)}
    sums = table.sums()
    in_empty_line = {part for total, parts in sums if not true[total] for part in parts}
    totals = {total for total, _ in sums}
    for total, parts in sums:
        if is_small(true[total]) and sum(true[part] > 0 for part in parts) == 1:
            for part in parts:
                if not true[part] and part not in totals | in_empty_line:
                    found[part] = "all in one category"
    return found


def _choose(
    system: System, hidden: Iterable[Cell], skip: Iterable[int]
) -> tuple[set[Cell], Choice]:
    """Which cells to hide so that these are safe, and how they were chosen."""
    hiding = set(hidden)
    shown = [key for key in system.true if key not in hiding]
    needs = {at: n for at, n in system.needs(hiding).items() if at not in set(skip)}
    can_hide = system.flags(key for key in shown if system.true[key])
    can_hide &= ~system.flags(system.ledger.known)
    prices = [_cost(key) for key in system.cells]
    search = Search(system.readers(shown), needs, np.where(can_hide, prices, 0.0))
    choice = search.run()
    return hiding | {system.cells[at] for at in choice.protects}, choice


def _cost(key: Cell) -> float:
    return float(np.prod([_TOTAL_COST for name in (key.group, key.when) if is_total(name)]))


def _reasons(system: System, choice: Choice) -> dict[Cell, HiddenCell]:
    return {
        system.cells[at]: _reason(system, protected[0] if protected else None)
        for at, protected in choice.protects.items()
    }


def _reason(system: System, protected: int | None) -> HiddenCell:
    key = None if protected is None else system.cells[protected]
    papers = tuple(_papers(system, key)) if key else ()
    name = system.printed(key) if key else ""
    return HiddenCell("", "", "protects another", name, papers)


def _papers(system: System, key: Cell) -> list[str]:
    """The papers that hide a number, or else those that say something about it."""
    ledger = system.ledger
    if found := ledger.papers_with(key):
        return found
    near = system.relations.beside(key)
    return list(
        dict.fromkeys(paper for other in sorted(near) for paper in ledger.papers_with(other))
    )


def _against_ledger(system: System, hidden: set[Cell]) -> tuple[dict[Cell, HiddenCell], list[str]]:
    """What must also be hidden because of earlier papers, and what they have given away."""
    known = system.ledger.known
    weak = system.weak_before(hidden)
    _refuse_if_new(system, hidden, weak)
    chosen, choice = _choose(system, hidden, skip=weak)
    reasons = _reasons(system, choice)
    readers = system.readers(key for key in system.true if key not in chosen)
    narrowed = [at for at, before in weak.items() if readers.exact(at) != before]
    if narrowed or choice.given_away:
        protected = (narrowed or choice.given_away)[0]
        for key in system.true:
            if key not in chosen and key not in known:
                reasons.setdefault(key, _reason(system, protected))
    given = [system.cells[at] for at, r in weak.items() if r.lowest == r.highest]
    given += [key for key, value in system.true.items() if is_small(value) and key in known]
    said = [
        f"“{system.printed(key)}” is 1 to 5 and can already be worked out from "
        f"{' and '.join(_papers(system, key))}."
        for key in given
        if is_small(int(system.start[system.relations.index[key]]))
    ]
    if choice.all_hidden:
        said.append(_GAVE_UP)
    return reasons, said


def _refuse_if_new(system: System, hidden: set[Cell], weak: Iterable[int]) -> None:
    """Refuse the table if its names alone, with earlier papers, narrow a small number down."""
    ledger, needs = system.ledger, system.needs(hidden)
    found = [system.cells[at] for at in weak if needs[at] is not Need.OTHER]
    if not found:
        return
    papers_only = make_system({}, (), ledger, about=found)
    already = {papers_only.cells[at] for at in papers_only.weak_before(())}
    for key in found:
        if key not in already:
            papers = " and ".join(_papers(system, key)) or "earlier papers"
            raise CannotDisclose(
                f"This table cannot be published: with {papers}, “{system.printed(key)}” could be "
                "narrowed down to 1 to 5, whatever else is hidden."
            )


def _result(table: Table, reasons: Mapping[Cell, HiddenCell], problems: list[str]) -> Disclosed:
    hidden = {
        (r, c): reasons[key] for r, c in table.places() if (key := table.cell(r, c)) in reasons
    }
    counts = tuple(
        tuple(None if (r, c) in hidden else count for c, count in enumerate(row))
        for r, row in enumerate(table.counts)
    )
    why = tuple(
        replace(reason, row=table.rows[r], column=table.columns[c])
        for (r, c), reason in hidden.items()
    )
    return Disclosed(replace(table, counts=counts), why, tuple(problems))
