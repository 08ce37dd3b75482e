"""Dates on the command line: 2019-10-22 or 22 October 2019."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cusp.calendar.wording import MONTHS, WEEKDAYS, in_words

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_WORDS = re.compile(
    rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),?\s+)?"
    rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(f'{m}|{m[:3]}' for m in MONTHS)})\s+"
    r"(?P<year>\d{4})",
    re.ASCII | re.I,
)


class NotADate(ValueError):
    """What was entered is not a date; the message says what to enter."""


def read_date(text: str, option: str) -> date:
    """The date entered for an option. Raises :class:`NotADate`."""
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _WORDS.fullmatch(text):
            return _with_right_weekday(_from_words(found), found["weekday"], option)
    except NotADate:
        raise
    except ValueError:  # no such day, such as 31 June
        pass
    raise NotADate(
        f"{option}: “{text}” is not a date. Enter a real date, "
        "for example 2019-10-22 or “22 October 2019”."
    )


def read_dates(texts: Iterable[str] | None, option: str) -> list[date]:
    """The dates entered for an option that can be used more than once."""
    return [read_date(text, option) for text in texts or ()]


def _from_words(found: re.Match[str]) -> date:
    month = next(
        number for number, name in enumerate(MONTHS, 1) if name[:3] == found["month"][:3].title()
    )
    return date(int(found["year"]), month, int(found["day"]))


def _with_right_weekday(day: date, entered: str | None, option: str) -> date:
    right = WEEKDAYS[day.weekday()]
    if entered and entered.title() != right:
        raise NotADate(f"{option}: {in_words(day)} is a {right}, not a {entered.title()}.")
    return day
