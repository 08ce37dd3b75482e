"""Which figures about challenges may leave the pages of practice.

Each table counts the same challenges another way, so a reader of one knows the total of all. The
total is therefore taken as known in each, and nothing is published about 1 to 5 challenges.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from cusp.disclosure import (
    CannotDisclose,
    Ledger,
    Published,
    Reading,
    Shown,
    Table,
    disclose,
    may_publish,
)
from cusp.disclosure.rules import SHARES_OF_AT_LEAST, TOTAL, is_small
from cusp.oversight.challenges.figures import Figures, LevelDays, Share

_COLUMN = "Challenges"
# Totals of a part of a table begin with the name of the part ("cusp.disclosure.tables").
_KNOWN, _FORMAL, _DECIDED = "Effect known", "Formal", "Formal: Decided"
CHANGED, NOTHING = f"{_KNOWN}: something changed", f"{_KNOWN}: nothing changed"
EFFECT_KNOWN, TOO_EARLY = f"{_KNOWN}: {TOTAL}", "Too early to say"
NOT_RECORDED, INFORMAL = "Not recorded", "Informal only"
IN_TIME, LATE = f"{_DECIDED}: answered in time", f"{_DECIDED}: not answered in time"
DECIDED, UNDECIDED = f"{_DECIDED}: {TOTAL}", f"{_FORMAL}: not yet due, or closed first"
FORMAL = f"{_FORMAL}: {TOTAL}"
REFERRED, NOT_REFERRED = "Referred to Cafcass", "Not referred"

Counts = dict[str, int | None]


class SafeFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Figures that may be published. None is hidden; an empty table is withheld as a whole."""

    raised: int | None
    themes: Counts
    stages: Counts
    levels: Counts
    effects: Counts
    cafcass: Counts
    in_time: Share | None
    changed: Share | None
    days: tuple[tuple[str, float | None], ...]


def counts(found: Figures) -> dict[str, dict[str, int]]:
    """The tables before anything is hidden, without their totals."""
    known, decided = found.changed, found.in_time
    return {
        "theme": found.themes,
        "stage": {
            INFORMAL: found.raised - found.formal, IN_TIME: decided.part,
            LATE: decided.whole - decided.part, DECIDED: decided.whole,
            UNDECIDED: found.undecided, FORMAL: found.formal,
        },
        "level": found.levels,
        "effect": {
            CHANGED: known.part, NOTHING: known.whole - known.part, EFFECT_KNOWN: known.whole,
            TOO_EARLY: found.effects["too early"], NOT_RECORDED: found.effects[""],
        },
        "Cafcass": {REFERRED: found.cafcass, NOT_REFERRED: found.raised - found.cafcass},
    }  # fmt: skip


def safe_figures(found: Figures) -> SafeFigures:
    """What may be published of these figures."""
    total = found.raised
    tables = {by: safe_counts(by, total, rows) for by, rows in counts(found).items()}
    return SafeFigures(
        raised=None if is_small(total) else total,
        themes=tables["theme"],
        stages=tables["stage"],
        levels=tables["level"],
        effects=tables["effect"],
        cafcass=tables["Cafcass"],
        in_time=_share("answered in time", tables["stage"], IN_TIME, DECIDED),
        changed=_share("something changed", tables["effect"], CHANGED, EFFECT_KNOWN),
        days=tuple((one.name, _median(one)) for one in found.days),
    )


def safe_counts(by: str, total: int, rows: Mapping[str, int]) -> Counts:
    """Counts that add up to a total, with "all"; empty if nothing of them may be published."""
    if is_small(total):
        return {}
    measure, columns = f"Challenges by {by}", (_COLUMN,)
    every = {**rows, TOTAL: total}
    known = Table((TOTAL,), columns, ((total,),), measure=measure)
    table = Table(tuple(every), columns, tuple((n,) for n in every.values()), measure=measure)
    try:
        safe = disclose(table, Ledger((Published("The number of challenges", (known,)),)))
    except CannotDisclose:
        return {}
    shown = (row[0] for row in safe.table.counts)
    return dict(zip(safe.table.rows, shown, strict=True))


def _share(measure: str, counts: Counts, part: str, whole: str) -> Share | None:
    """A share of two numbers that are shown anyway, if a share of them may be."""
    some, every = counts.get(part), counts.get(whole)
    if some is None or every is None:
        return None
    share = Share(some, every)
    reading = Reading(measure, date.max, share.percent, some, every)
    return share if isinstance(may_publish(reading, Ledger()), Shown) else None


def _median(one: LevelDays) -> float | None:
    return one.median if one.number >= SHARES_OF_AT_LEAST else None
