"""Which readings may be published, given every number that is already public or was withheld."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from cusp.disclosure import CannotDisclose, Ledger, Published, publish
from cusp.disclosure import Reading as Disclosed
from cusp.plans import record
from cusp.web.response.models import LedgerEntry

THIS_PAPER = "this version"


class Decided(msgspec.Struct, frozen=True):
    """A reading, and why it is withheld; empty if it may be published."""

    thing: str
    reading: Disclosed
    why: str = ""
    papers: tuple[str, ...] = ()


def decide(
    measure: record.Measure,
    readings: Iterable[record.Reading],
    *,
    counts_from: str,
    before: Iterable[LedgerEntry],
    paper: str = THIS_PAPER,
) -> list[Decided]:
    """Decide on the readings of a measure, in the order in which they were given.

    ``before`` are the entries of the ledger about this measure. Its readings are compared with them
    under the name that it had when it was first published.
    """
    before = list(before)
    name = before[0].measure if before else f"{measure.id} {measure.name}"
    asked = [_asked(name, measure.unit, one, since(one.on, counts_from)) for one in readings]
    try:
        _, withheld = publish(paper, asked, ledger_of(before))
    except CannotDisclose as error:  # nothing may be added until it has been resolved
        return [Decided(measure.id, reading, str(error)) for reading in asked]
    why = {id(one.reading): one for one in withheld}
    return [
        Decided(measure.id, reading, why[id(reading)].reason, why[id(reading)].papers)
        if id(reading) in why
        else Decided(measure.id, reading)
        for reading in asked
    ]


def _asked(name: str, unit: str, one: record.Reading, start: date | None) -> Disclosed:
    # A count is published by itself, so nothing else may be said about it.
    parts = (None, None) if unit == "number" else (one.numerator, one.denominator)
    return Disclosed(name, one.on, one.value, *parts, unit, since=start)


def since(on: date, counts_from: str) -> date | None:
    """The first day of the period that a reading counts, for example the last 1 April."""
    if not counts_from:
        return None
    month, day = map(int, counts_from.split("-"))
    start = date(on.year, month, day)
    # A reading as at the first day counts that day alone.
    return start if start <= on else date(on.year - 1, month, day)


def ledger_of(entries: Iterable[LedgerEntry]) -> Ledger:
    """The ledger: each paper with what it says and what it withheld, in order."""
    papers: dict[str, tuple[list[Disclosed], list[Disclosed]]] = {}
    for entry in entries:
        shown, withheld = papers.setdefault(entry.paper, ([], []))
        (withheld if entry.withheld else shown).append(_reading(entry))
    return Ledger(
        tuple(
            Published(paper, (), tuple(shown), tuple(withheld))
            for paper, (shown, withheld) in papers.items()
        )
    )


def _reading(entry: LedgerEntry) -> Disclosed:
    return Disclosed(
        entry.measure,
        entry.as_at,
        entry.value,
        entry.numerator,
        entry.denominator,
        entry.unit,
        since=entry.since,
    )


def entry_of(decided: Decided, *, paper: str, counts_from: str) -> LedgerEntry:
    """What the ledger stores; a withheld number is not stored."""
    reading, withheld = decided.reading, bool(decided.why)
    return LedgerEntry(
        paper=paper,
        thing=decided.thing,
        measure=reading.measure,
        as_at=reading.on,
        since=reading.since,
        counts_from=counts_from,
        unit=reading.unit,
        value=None if withheld else reading.value,
        numerator=None if withheld else reading.numerator,
        denominator=None if withheld else reading.denominator,
        withheld=withheld,
        why=decided.why[:500],
    )
