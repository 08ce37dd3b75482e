"""What free text about a child should not hold: identifiers that would follow it everywhere."""

from __future__ import annotations

import re
from datetime import date

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_BORN = re.compile(
    r"\b(?:d\.?\s?o\.?\s?b\b|dates? of birth|born (?:on|in)\b|birth date)", re.IGNORECASE
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = re.compile(
    r"\b(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?P<m>\d{1,2}|[a-z]{3,9})[\s./,-]+"
    r"(?P<y>(?:19|20)?\d\d)"
    r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d))\b",
    re.IGNORECASE,
)
# NHS numbers, unique pupil numbers and case numbers are this long; years and amounts are not.
_LONG_NUMBER = re.compile(r"(?<![\w/-])\d{3}[\s-]?\d{3}[\s-]?\d{1,7}(?![\w/-])")
# A date this long ago is more often a birth date than a day on which something happened.
_YEARS = 2

CHILD_NUMBER, BIRTH_DATE = "the child’s number", "a date of birth"
EMAIL, LONG_NUMBER = "an email address", "a long number"


def identifiers_in(text: str, *, child_id: str, today: date) -> list[str]:
    """Which kinds of identifier a text seems to hold, in words."""
    found = []
    number = re.escape(child_id.strip())
    if number and re.search(rf"(?<!\w){number}(?!\w)", text, re.IGNORECASE):
        found.append(CHILD_NUMBER)
        text = re.sub(rf"(?<!\w){number}(?!\w)", " ", text, flags=re.IGNORECASE)
    if _BORN.search(text) or _old_date_in(text, today):
        found.append(BIRTH_DATE)
    if _EMAIL.search(text):
        found.append(EMAIL)
    if _LONG_NUMBER.search(_DATE.sub(" ", text)):
        found.append(LONG_NUMBER)
    return found


def _old_date_in(text: str, today: date) -> bool:
    days = (_day(match) for match in _DATE.finditer(text))
    return any(day and (today - day).days > _YEARS * 365 for day in days)


def _day(match: re.Match[str]) -> date | None:
    day, month, year = (match["d"], match["m"], match["y"])
    if match["iy"]:
        day, month, year = match["id"], match["im"], match["iy"]
    name = month.casefold()[:3]
    number = _MONTHS.index(name) + 1 if name in _MONTHS else int(month) if month.isdigit() else 0
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
