"""Compare a council's published measures with England, its region and statistical neighbours.

The figures come from the user's own download of the Department for Education's Local Authority
Interactive Tool (LAIT), read by ``lait_download``; Cusp contains none of it. The tool's data
dictionary says which direction is better and whether councils may be divided into quarters. Counts
are not ranked, since they depend on the size of a council.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from statistics import median
from typing import Any, Literal

import msgspec

from cusp.history.measures.forms import comparable, period_ends, period_said
from cusp.history.measures.lait_download import (
    ENGLAND,
    Measure,
    Polarity,
    Published,
    Value,
)
from cusp.history.sequence import RANK, authority_of
from cusp.reports.authorities import KnownAuthority
from cusp.reports.record import GradeCode

Row = dict[str, Any]
Words = Literal[
    "better",
    "worse",
    "the same",
    "higher; no direction is better",
    "lower; no direction is better",
]
Agreement = Literal["the same", "other", "not clearly", "too few", "no grade"]
# Percentages for :func:`agreement`.
MOSTLY, MOSTLY_NOT = 60, 40
FEWEST = 10
_QUARTERS = 4
_LONG_AGO = 5


class UnknownMeasure(LookupError):
    """There is no such measure or period; the message says which one."""


class Trend(msgspec.Struct, frozen=True):
    """The change since an earlier period: ``change`` is now minus then, in the measure's unit."""

    period: str
    then: float
    change: float
    words: Words


class Place(msgspec.Struct, frozen=True):
    """A council's figure for a period, compared with others.

    ``neighbours`` is the median for those of its ten statistical neighbours that have a figure:
    ``neighbours_known`` of ``neighbours_listed``. ``rank`` 1 is the best of ``of`` councils if one
    direction is better, or else the highest (``ranked_by``); equal figures share the better rank.
    ``quartile`` is from 1, the first quarter of ranks, to 4, or ``None`` if the dictionary says not
    to use quarters. A count has neither rank nor quartile. ``series`` has all periods, oldest
    first. ``None`` means that a figure is not published, never 0.
    """

    measure: Measure
    authority: str
    period: str
    value: Value | None
    england: float | None
    region_name: str
    region: float | None
    neighbours: float | None
    neighbours_known: int
    neighbours_listed: int
    rank: int | None
    of: int
    ranked_by: Literal["best first", "highest first"]
    quartile: int | None
    year_before: Trend | None
    five_years_before: Trend | None
    series: tuple[Value, ...]
    comparable: bool = True

    @property
    def period_said(self) -> str:
        """The period in words, such as "year ending 31 March 2024"."""
        return period_said(self.period, self.measure.year_type)

    @property
    def period_ends(self) -> date | None:
        """The last day of the period; ``None`` if the file does not show it."""
        return period_ends(self.period, self.measure.year_type)

    def rows(self) -> list[Row]:
        """The series as a table, with a row for each period."""
        return [{"period": v.period, "value": v.value, "mark": v.mark} for v in self.series]


def place(
    published: Published, *, measure: str, authority: str, period: str | None = None
) -> Place:
    """A council's place on a measure, for a given period or the latest one it has a figure for.

    ``authority`` is the council's code. Raises :class:`UnknownMeasure` if the measure or period is
    not in the file, and :class:`cusp.history.sequence.UnknownAuthority` if there is no such
    council.
    """
    about = published.measure(measure)
    if about is None:
        raise UnknownMeasure(f"the file has no measure with the code {measure}")
    council = authority_of(authority)
    series = published.series(measure, council.code)
    period = period or _latest(series) or published.latest_period(measure)
    if period is None or period not in published.periods(measure):
        raise UnknownMeasure(f"the measure {measure} has no period {period}")
    return _placed(published, about, council, period, series)


def agreement(*, grade: GradeCode | None, better: int, of: int) -> Agreement:
    """Whether published figures agree with a grade, using a simple rule that we made up.

    ``better`` of ``of`` figures are in the better half of England. 60% or more agrees with "good"
    or "outstanding"; 40% or less agrees with the lower grades. Between these, or with fewer than
    ten figures, there is no result.
    """
    if grade is None:
        return "no grade"
    if of < FEWEST:
        return "too few"
    if MOSTLY_NOT * of < 100 * better < MOSTLY * of:
        return "not clearly"
    return "the same" if (100 * better >= MOSTLY * of) == (RANK[grade] >= RANK["good"]) else "other"


def updated_to(published: Published) -> date | None:
    """The latest date on which a measure was updated, according to the tool's dictionary."""
    return max((m.updated for m in published.measures if m.updated), default=None)


def _placed(
    published: Published,
    about: Measure,
    council: KnownAuthority,
    period: str,
    series: tuple[Value, ...],
) -> Place:
    at = published.in_period(about.code, period)
    own = at.get(council.code)
    near = published.neighbours.get(council.code, ())
    known = [v for code in near if (v := _value(at, code)) is not None]
    ranked = [v.value for v in at.values() if v.is_council and v.value is not None]
    lowest_first = about.polarity == "low is better"
    rate = comparable(unit=about.unit, title=about.title)
    mine = own.value if own and rate else None
    rank = _rank(mine, ranked, lowest_first=lowest_first)
    trend = _trends(series, own, about.polarity)
    return Place(
        measure=about,
        authority=council.code,
        period=period,
        value=own,
        england=_value(at, ENGLAND),
        region_name=council.region,
        region=_value(at, council.region),
        neighbours=median(known) if known else None,
        neighbours_known=len(known),
        neighbours_listed=len(near),
        rank=rank,
        of=len(ranked),
        ranked_by="highest first" if about.polarity == "neither" else "best first",
        quartile=_quartile(rank, len(ranked)) if about.quartiles else None,
        year_before=trend(1),
        five_years_before=trend(_LONG_AGO),
        series=series,
        comparable=rate,
    )


def _latest(series: tuple[Value, ...]) -> str | None:
    return next((v.period for v in reversed(series) if v.value is not None), None)


def _value(at: Mapping[str, Value], area: str) -> float | None:
    found = at.get(area)
    return found.value if found else None


def _rank(value: float | None, among: list[float], *, lowest_first: bool) -> int | None:
    if value is None:
        return None
    return 1 + sum(other < value if lowest_first else other > value for other in among)


def _quartile(rank: int | None, of: int) -> int | None:
    return None if rank is None else 1 + (rank - 1) * _QUARTERS // of


def _trends(
    series: tuple[Value, ...], now: Value | None, polarity: Polarity
) -> Callable[[int], Trend | None]:
    """A function that gives the change since a number of years before, or ``None`` if not known."""

    def change_since(years: int) -> Trend | None:
        if now is None or now.value is None:
            return None
        for then in series:
            if then.sort == now.sort - years and then.value is not None:
                # Figures are published to at most two places; more would be rounding errors.
                change = round(now.value - then.value, 6)
                return Trend(then.period, then.value, change, _words(change, polarity))
        return None

    return change_since


def _words(change: float, polarity: Polarity) -> Words:
    if change == 0:
        return "the same"
    if polarity == "neither":
        rose = change > 0
        return "higher; no direction is better" if rose else "lower; no direction is better"
    return "better" if (change > 0) == (polarity == "high is better") else "worse"
