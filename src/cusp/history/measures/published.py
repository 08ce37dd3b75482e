"""Published council-level measures, beside England, the region and statistical neighbours.

The figures are the user's own download of the Department for Education's Local Authority
Interactive Tool (LAIT); ``files`` reads it, nothing of it is kept in Cusp. Which direction
is better, and whether councils may be put into quarters, is what the tool's data dictionary says.
Counts are put in no order: they say how large a council is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from statistics import median
from typing import Any, Literal

import msgspec

from cusp.history.measures.files import (
    ENGLAND,
    Measure,
    Polarity,
    Published,
    Value,
)
from cusp.history.measures.forms import comparable, period_ends, period_said
from cusp.history.sequence import RANK, authority_of
from cusp.reports.authorities import KnownAuthority
from cusp.reports.record import GradeCode

Row = dict[str, Any]
Words = Literal[
    "better", "worse", "the same",
    "higher; no direction is better", "lower; no direction is better",
]  # fmt: skip
Agreement = Literal["the same", "other", "not clearly", "too few", "no grade"]
# In per cent, for :func:`agreement`.
MOSTLY, MOSTLY_NOT = 60, 40
FEWEST = 10
_QUARTERS = 4
_LONG_AGO = 5


class UnknownMeasure(LookupError):
    """No measure has this code, or it has no such period; the message says which."""


class Trend(msgspec.Struct, frozen=True):
    """The change against an earlier period: ``change`` is now less then, in the measure's unit."""

    period: str
    then: float
    change: float
    words: Words


class Place(msgspec.Struct, frozen=True):
    """One council's figure in one period, among others.

    ``neighbours`` is the median of those of its ten statistical neighbours that have a figure:
    ``neighbours_known`` of ``neighbours_listed``. ``rank`` 1 is the best of ``of`` councils where a
    direction is better, else the highest (``ranked_by``); equal figures share the better rank.
    ``quartile`` is 1 for the first quarter of ranks to 4, ``None`` where the dictionary asks for
    none. A count has neither: councils are not ordered by their size. ``series`` is all periods,
    oldest first. ``None`` is a figure not published, never 0.
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
        """What the figure is about, as "year ending 31 March 2024"."""
        return period_said(self.period, self.measure.year_type)

    @property
    def period_ends(self) -> date | None:
        """The last day of that, ``None`` where the file does not say it."""
        return period_ends(self.period, self.measure.year_type)

    def rows(self) -> list[Row]:
        """The series as a table, one row a period."""
        return [{"period": one.period, "value": one.value, "mark": one.mark} for one in self.series]


def place(
    published: Published, *, measure: str, authority: str, period: str | None = None
) -> Place:
    """Where a council stands on a measure, in a period or else the latest it has a figure for.

    ``authority`` is the council's code. Raises :class:`UnknownMeasure` for a measure or a period
    that the file does not have, :class:`cusp.history.sequence.UnknownAuthority` for the council.
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
    """Whether published figures say the same as a grade: a rule of ours, and a plain one.

    ``better`` of ``of`` figures lie in the better half of England. From 60 per cent they go with
    "good" or "outstanding", up to 40 per cent with the grades below; between, or with fewer than
    ten figures, nothing is said.
    """
    if grade is None:
        return "no grade"
    if of < FEWEST:
        return "too few"
    if MOSTLY_NOT * of < 100 * better < MOSTLY * of:
        return "not clearly"
    return "the same" if (100 * better >= MOSTLY * of) == (RANK[grade] >= RANK["good"]) else "other"


def updated_to(published: Published) -> date | None:
    """The newest date on which the tool's dictionary says a measure was brought up to date."""
    return max((one.updated for one in published.measures if one.updated), default=None)


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
    ranked = [one.value for one in at.values() if one.is_council and one.value is not None]
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
    return next((one.period for one in reversed(series) if one.value is not None), None)


def _value(at: Mapping[str, Value], area: str) -> float | None:
    found = at.get(area)
    return found.value if found else None


def _rank(value: float | None, among: list[float], *, lowest_first: bool) -> int | None:
    if value is None:
        return None
    return 1 + sum(one < value if lowest_first else one > value for one in among)


def _quartile(rank: int | None, of: int) -> int | None:
    return None if rank is None else 1 + (rank - 1) * _QUARTERS // of


def _trends(
    series: tuple[Value, ...], now: Value | None, polarity: Polarity
) -> Callable[[int], Trend | None]:
    """What finds the change against so many years before, ``None`` where either is not known."""

    def against(years: int) -> Trend | None:
        if now is None or now.value is None:
            return None
        for then in series:
            if then.sort == now.sort - years and then.value is not None:
                # Figures are published to two places at most; more is the error of floats.
                change = round(now.value - then.value, 6)
                return Trend(then.period, then.value, change, _words(change, polarity))
        return None

    return against


def _words(change: float, polarity: Polarity) -> Words:
    if change == 0:
        return "the same"
    if polarity == "neither":
        rose = change > 0
        return "higher; no direction is better" if rose else "lower; no direction is better"
    return "better" if (change > 0) == (polarity == "high is better") else "worse"
