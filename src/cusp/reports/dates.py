"""Read dates as printed in reports: single days, and periods on site in any wording."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(f"{m}|{m[:3]}|{m[:4]}" for m in _MONTHS)
_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?:of\s+)?"
    rf"(?:(?P<month>{_MONTH})\b\.?)?\s*,?\s*(?P<year>(?:19|20)\d\d)?(?!\d)",
    re.I,
)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d\d)\b")
_TO = re.compile(r"\b(?:to|until)\b|[-–—‒−]", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.I)
# If a period on site is longer than this, its dates have been misread.
LONGEST_DAYS = 150


class NotDates(ValueError):
    """The text has no dates, or dates that contradict each other."""


def date_in_full(day: date) -> str:
    """A date such as "22 October 2019", the same on every system and in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


def one_date(text: str) -> date:
    """The only full date in ``text``. Raises :class:`NotDates` if there is none or several."""
    found = periods(text)
    if len(found) != 1 or found[0][0] != found[0][1]:
        raise NotDates(f"expected one date in “{text}”")
    return found[0][0]


def periods(text: str) -> list[tuple[date, date]]:
    """Periods in ``text``, each as first and last day, in printed order.

    A day without month or year takes them from the date that follows it, as in
    ``10 to 21 July 2023`` or ``28 January to 8 February 2019``. Raises :class:`NotDates`.
    """
    text = _NUMERIC.sub(_in_words, _WEEKDAY.sub("", text))
    found = [m for m in _DAY.finditer(text) if m.group("month") or _belongs(m, text)]
    if not found:
        raise NotDates(f"no date in “{text.strip()}”")
    days = _completed(found)
    spells: list[tuple[date, date]] = []
    for i, day in enumerate(days):
        between = text[found[i - 1].end() : found[i].start()] if i else ""
        if i and _TO.search(between) and spells[-1][0] == spells[-1][1]:
            spells[-1] = (spells[-1][0], day)
        else:
            spells.append((day, day))
    return [_in_order(first, last, text) for first, last in spells]


def _in_words(found: re.Match[str]) -> str:
    """``12/09/2016`` as ``12 september 2016``: day first, as printed in England."""
    day, month, year = found.groups()
    if not 1 <= int(month) <= len(_MONTHS):
        raise NotDates(f"“{found.group()}” is not a date")
    return f"{day} {_MONTHS[int(month) - 1]} {year}"


def _belongs(found: re.Match[str], text: str) -> bool:
    """Whether a bare number is a day: the next word or sign joins it to a later date."""
    following = text[found.end() :]
    return bool(re.match(r"\s*(?:to|until|and|&|,|[-–—‒−])\s*\d", following, re.I))


def _completed(found: list[re.Match[str]]) -> list[date]:
    month, year = 0, _last_year(found)
    days: list[date] = []
    for match in reversed(found):
        later_month = month
        month = _month_number(match.group("month")) or month
        year = int(match.group("year") or 0) or (
            year - 1 if later_month and month > later_month else year
        )
        try:
            days.append(date(year, month, int(match.group("day"))))
        except ValueError as error:
            raise NotDates(f"“{match.group().strip()}” is not a full date") from error
    return days[::-1]


def _last_year(found: list[re.Match[str]]) -> int:
    """The year of the last date if it has none, taken from the date before it."""
    if found[-1].group("year"):
        return 0
    printed = [m for m in found if m.group("year")]
    if not printed:
        return 0
    earlier, last = printed[-1], found[-1]
    turns = _month_number(last.group("month")) < _month_number(earlier.group("month"))
    return int(earlier.group("year")) + int(turns)


def _month_number(name: str | None) -> int:
    if not name:
        return 0
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()))


def _in_order(first: date, last: date, text: str) -> tuple[date, date]:
    if last < first or (last - first).days > LONGEST_DAYS:
        raise NotDates(f"“{text.strip()}”: the dates are in the wrong order or too far apart")
    return first, last


def around_all(spells: Iterable[tuple[date, date]]) -> tuple[date, date]:
    """The first and last day of several periods together."""
    periods = list(spells)
    return min(first for first, _ in periods), max(last for _, last in periods)
