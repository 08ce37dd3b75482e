"""Decide whether a single reading of a measure may be published, for the statement of action."""

from __future__ import annotations

from dataclasses import dataclass

from cusp.disclosure.ledger import (
    Ledger,
    Published,
    Reading,
    decimals,
    hidden_parts,
    is_share,
    numbers,
    of_reading,
)
from cusp.disclosure.relations import Cell
from cusp.disclosure.rules import LARGEST, SHARES_OF_AT_LEAST, SMALLEST, CannotDisclose, is_small
from cusp.disclosure.system import System, make_system

_SMALL = f"{SMALLEST} to {LARGEST}"


@dataclass(frozen=True)
class Shown:
    """The reading may be published."""

    reading: Reading


@dataclass(frozen=True)
class Withheld:
    """The reading may not be published, and why. ``papers`` are those that it would complete."""

    reading: Reading
    reason: str
    papers: tuple[str, ...] = ()


def may_publish(reading: Reading, ledger: Ledger) -> Shown | Withheld:
    """Whether a reading may be published, given what is public already."""
    if reason := _on_its_own(reading):
        return Withheld(reading, reason)
    true = numbers(reading)
    try:
        system = make_system(true, of_reading(reading), ledger)
    except CannotDisclose as error:
        return Withheld(reading, str(error))
    given_away = _given_away(system)
    if given_away is None:
        return Shown(reading)
    papers = tuple(ledger.papers_with(given_away)) or tuple(
        dict.fromkeys(
            paper
            for key in sorted(system.relations.beside(given_away))
            for paper in ledger.papers_with(key)
        )
    )
    named = f" with {' and '.join(papers)}" if papers else ""
    return Withheld(reading, f"It could give away “{ledger.printed(given_away)}”{named}.", papers)


def publish(
    paper: str, readings: list[Reading], ledger: Ledger
) -> tuple[Published, list[Withheld]]:
    """Decide on readings one after another; each one that is shown counts for the next.

    Returns what the paper will say and what it will not. Add the paper to the ledger once it is
    public.
    """
    shown: list[Reading] = []
    withheld: list[Withheld] = []

    def so_far() -> Published:
        return Published(paper, (), tuple(shown), tuple(w.reading for w in withheld))

    # Small numbers first, so that those which follow cannot give them away.
    for reading in sorted(readings, key=lambda each: _on_its_own(each) is None):
        match may_publish(reading, ledger.add(so_far())):
            case Shown():
                shown.append(reading)
            case refused:
                withheld.append(refused)
    return so_far(), withheld


def _on_its_own(reading: Reading) -> str | None:
    """Why the reading may not be published whatever else is public, or None."""
    part, whole = reading.numerator, reading.denominator
    if (reading.value is not None and reading.value < 0) or min(part or 0, whole or 0) < 0:
        return "A reading cannot be negative."
    if reading.unit == "number":
        return _count(reading)
    if part is None or whole is None:
        return "The numbers behind it are not given, so they cannot be checked."
    if is_share(reading):
        return _share(reading, part, whole)
    if reading.unit == "days":
        return _too_few(whole)
    return f"It is based on {_SMALL}." if is_small(part) else _too_few(whole)


def _count(reading: Reading) -> str | None:
    if reading.value is None or reading.value != int(reading.value):
        return "A count must be a whole number."
    return f"It is {_SMALL}." if is_small(int(reading.value)) else None


def _share(reading: Reading, part: int, whole: int) -> str | None:
    if part > whole:
        return "The numerator is greater than the denominator."
    if (few := _too_few(whole)) is not None:
        return few
    if is_small(part):
        return f"It is a share of {_SMALL}, and a percentage gives the number away."
    if is_small(whole - part):
        return f"All but {_SMALL} are counted, which gives those away."
    if reading.value is not None:
        exact = 100 * part / whole
        if abs(exact - reading.value) > 0.5 * 10.0 ** -decimals(reading.value) + 1e-9:
            return f"{reading.value:g}% is not {part} of {whole}."
    return None


def _too_few(whole: int) -> str | None:
    return (
        f"It is based on fewer than {SHARES_OF_AT_LEAST}." if whole < SHARES_OF_AT_LEAST else None
    )


def _given_away(system: System) -> Cell | None:
    """The first number that readers could work out with this reading and could not before."""
    before = system.weak_before(())
    after = system.readers(system.true)
    unsafe = after.unsafe(system.needs())
    for at in unsafe:
        if at not in before or after.exact(at) != before[at]:
            return system.cells[at]
    return None


__all__ = ["Reading", "Shown", "Withheld", "hidden_parts", "may_publish", "publish"]
