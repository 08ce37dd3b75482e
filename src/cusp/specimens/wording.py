"""The wording of dates and grades in reports."""

from __future__ import annotations

from datetime import date

from cusp.specimens.content import Specimen
from cusp.specimens.layout import Dates

_JOINS: dict[Dates, str] = {
    "full": " to ",
    "short": " to ",
    "dash": "–",
    "spaced dash": " – ",
    "both years": " – ",
}


def day(date_: date) -> str:
    """A date as printed in reports, such as 7 July 2016."""
    return f"{date_.day} {date_:%B %Y}"


def spell(first: date, last: date, form: Dates) -> str:
    """A period on site, in one of the wordings."""
    join = _JOINS[form]
    if first == last:
        return day(last)
    if form in ("full", "both years") or first.year != last.year:
        return f"{day(first)}{join}{day(last)}"
    if first.month == last.month:
        return f"{first.day}{join}{day(last)}"
    return f"{first.day} {first:%B}{join}{day(last)}"


def spells(specimen: Specimen, form: Dates) -> str:
    """All days on site."""
    return " and ".join(spell(first, last, form) for first, last in specimen.spells)


def short(grade: str) -> str:
    """A grade as printed under the single framework: without "to be good"."""
    return grade.removesuffix(" to be good")


def verdict(grade: str, *, plural: bool = False, of_good: bool = False) -> str:
    """A grade as the end of a sentence: "is good", "require improvement to be good"."""
    words = grade.lower() if of_good else short(grade).lower()
    if words.startswith("requires"):
        return words.replace("requires", "require", 1) if plural else words
    return f"{'are' if plural else 'is'} {words}"
