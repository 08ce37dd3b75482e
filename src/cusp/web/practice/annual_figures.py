"""The figures of a year for the annual report of reviewing officers, none of them small.

A year runs from 1 April to 31 March and is named by the year it begins in.
"""

from __future__ import annotations

from datetime import date

import msgspec
from django.db.models import F, Min

from cusp.disclosure import Ledger, Reading, publish
from cusp.disclosure.rules import is_small
from cusp.oversight import challenges as library
from cusp.oversight.challenges.published import Counts, SafeFigures, safe_counts, safe_figures
from cusp.web.practice import challenge_log
from cusp.web.practice.choices import ChairRole
from cusp.web.practice.counts import counting
from cusp.web.practice.models import Chairing, Challenge, Figure, MidwayReview
from cusp.web.practice.reach import in_role

# Measures of a return: code, words, and whether they are a count.
_MEASURES = (
    ("C1", "Children looked after", True),
    ("P3", "Children on a child protection plan", True),
    ("C5", "Care reviews up to date", False),
    ("P6", "Review conferences up to date", False),
)
CONTACT, NO_CONTACT = "With contact with the child", "Without contact with the child"


class Said(msgspec.Struct, frozen=True):
    """A figure of a return on a day, or None if it must not be published."""

    name: str
    on: date
    words: str | None
    undetermined: str = ""


class Caseload(msgspec.Struct, frozen=True):
    """Reviewing officers and their children by the council's list, today."""

    officers: int
    children: int | None
    each: float | None


class YearFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What the report has to say."""

    year: int
    on: date
    challenges: SafeFigures
    returns: tuple[Said, ...]
    caseload: Caseload | None
    midway: int | None
    midway_by_contact: Counts

    @property
    def period(self) -> str:
        """The year in words."""
        return f"1 April {self.year} to 31 March {self.year + 1}"

    @property
    def is_over(self) -> bool:
        """Whether the figures are of the whole year."""
        return self.on == date(self.year + 1, 3, 31)


def years(today: date) -> list[int]:
    """The years with a challenge or a return, newest first; this year if there are none."""
    first = [
        Challenge.objects.aggregate(first=Min("raised_on"))["first"],
        counting().aggregate(first=Min("as_at"))["first"],
    ]
    earliest = min((day for day in first if day), default=today)
    return list(range(_year_of(today), min(_year_of(earliest), _year_of(today)) - 1, -1))


def _year_of(day: date) -> int:
    return day.year if day >= date(day.year, 4, 1) else day.year - 1


def of_year(year: int, *, today: date) -> YearFigures:
    """The figures of a year, up to today if it is not over."""
    start, on = date(year, 4, 1), min(date(year + 1, 3, 31), today)
    rows = Challenge.objects.filter(raised_on__range=(start, on))
    midway = MidwayReview.objects.filter(on__range=(start, on))
    total, contact = midway.count(), midway.filter(contact_with_child=True).count()
    return YearFigures(
        year=year,
        on=on,
        challenges=safe_figures(library.figures(challenge_log.logged(rows), on=today)),
        returns=_returns(start, on),
        caseload=_caseload(today),
        midway=None if is_small(total) else total,
        midway_by_contact=safe_counts(
            "midway review", total, {CONTACT: contact, NO_CONTACT: total - contact}
        ),
    )


def _returns(start: date, on: date) -> tuple[Said, ...]:
    """The measures of the newest return of the year."""
    of_year = counting().filter(kind="annex_a", as_at__range=(start, on))
    snapshot = of_year.order_by("-as_at", F("deleted_at").asc(nulls_first=True), "-id").first()
    if snapshot is None:
        return ()
    rows = {row.code: row for row in Figure.objects.filter(snapshot=snapshot, by="", group="")}
    found = [(name, rows[code], count) for code, name, count in _MEASURES if code in rows]
    readings = {name: _reading(name, row, snapshot.as_at, count) for name, row, count in found}
    said, _ = publish("Annual report", list(readings.values()), Ledger())
    return tuple(
        Said(
            name,
            snapshot.as_at,
            _words(readings[name]) if readings[name] in said.readings else None,
            _undetermined(row.undetermined or 0),
        )
        for name, row, _ in found
    )


def _reading(name: str, row: Figure, on: date, count: bool) -> Reading:
    if count:
        return Reading(name, on, row.numerator, unit="number")
    whole = row.denominator or 0
    value = round(100 * (row.numerator or 0) / whole, 1) if whole else None
    return Reading(name, on, value, row.numerator, row.denominator)


def _words(reading: Reading) -> str:
    if reading.unit == "number":
        return f"{reading.value:,.0f}"
    return f"{reading.value}% ({reading.numerator:,} of {reading.denominator:,})"


def _undetermined(number: int) -> str:
    if not number:
        return ""
    return "a few could not be judged" if is_small(number) else f"{number:,} could not be judged"


def _caseload(today: date) -> Caseload | None:
    now = list(Chairing.objects.filter(in_role(today), role=ChairRole.REVIEWING_OFFICER))
    if not now:
        return None
    officers, children = len({row.name for row in now}), len({row.child_id for row in now})
    if is_small(children):
        return Caseload(officers, None, None)
    return Caseload(officers, children, round(children / officers, 1))
