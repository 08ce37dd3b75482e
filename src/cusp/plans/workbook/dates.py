"""What a cell under a date heading says. Nothing is guessed: what is not a date is a question."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from cusp.outside.sheets import Cell
from cusp.plans.workbook.table import Value

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EARLIEST, _LATEST = 1990, 2100
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.A)
_NUMBERS = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})", re.A)
_WORDS = re.compile(
    r"(?:([a-z]+),?\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([a-z]+)\.?,?[\s-]+(\d{2}|\d{4})",
    re.A | re.I,
)
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.A | re.I)
_FORM = "Enter a real date, for example 31 March 2019"


def date_in(cell: Cell) -> Value:
    """The date in a cell, or why there is none."""
    shown = cell.text.strip()
    if cell.kind == "date" and cell.day:
        return _in_range(cell.day, shown)
    if cell.kind == "text":
        return _date_in_text(shown)
    if cell.kind == "number":
        return Value(shown, problem=f"{shown} is a number, not a date. {_FORM}.")
    if cell.kind == "formula":
        return Value(shown, problem=formula(shown))
    if cell.kind == "error":
        return Value("error", problem=f"The cell shows an error. {_FORM}.")
    return Value(shown, problem=f"{quoted(shown)} is not a date. {_FORM}.")


def formula(shown: str) -> str:
    """The question about a formula."""
    value = f", which last gave {quoted(shown)}" if shown else ""
    return f"The cell has a formula{value}. Enter the value itself."


def quoted(words: str) -> str:
    """Words from a file, in quotation marks, cut if they are long."""
    short = " ".join(words.split())
    return f"“{short if len(short) <= 80 else short[:79] + '…'}”"


def in_full(day: date) -> str:
    """A date as people write it: 22 October 2019."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _date_in_text(shown: str) -> Value:
    text = " ".join(shown.split())
    if iso := _ISO.fullmatch(text):
        return _real(shown, int(iso[1]), int(iso[2]), int(iso[3]))
    if numbers := _NUMBERS.fullmatch(text):
        return _in_numbers(shown, int(numbers[1]), int(numbers[3]), numbers[4])
    if words := _WORDS.fullmatch(text):
        return _in_words(shown, words[1] or "", int(words[2]), words[3], words[4])
    if words := _MONTH_FIRST.fullmatch(text):
        return _in_words(shown, "", int(words[2]), words[1], words[3])
    return Value(shown, problem=f"{quoted(shown)} is not a date. {_FORM}.")


def _in_numbers(shown: str, day: int, month: int, year: str) -> Value:
    if len(year) < 4:
        return Value(shown, problem=_short_year(shown))
    if month > 12:
        why = f"{shown} is not a real date: the day comes first, and there is no month {month}."
        return Value(shown, problem=f"{why} {_FORM}.")
    read = _real(shown, int(year), month, day)
    if read.day is None or day > 12 or day == month:
        return read
    note = f"{shown} was read with the day first: {in_full(read.day)}"
    return Value(shown, read.day, note=note)


def _in_words(shown: str, weekday: str, day: int, month: str, year: str) -> Value:
    number = _named(month, _MONTHS)
    named_day = _named(weekday, _WEEKDAYS) if weekday else 0
    if not number or named_day is None:
        return Value(shown, problem=f"{quoted(shown)} is not a date. {_FORM}.")
    if len(year) < 4:
        return Value(shown, problem=_short_year(shown))
    read = _real(shown, int(year), number, day)
    if named_day and read.day and read.day.isoweekday() != named_day:
        was = f"{in_full(read.day)} is a {_WEEKDAYS[read.day.weekday()]}"
        return Value(shown, problem=f"{shown} is not a real date: {was}. {_FORM}.")
    return read


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The number of a month or weekday, in full or by its first letters, such as Sept or Tues."""
    word = word.casefold()
    if len(word) >= 3:
        for number, name in enumerate(names, 1):
            if name.casefold().startswith(word):
                return number
    return None


def _short_year(shown: str) -> str:
    return f"{shown} has a year of two digits. Enter the year in full, for example 31 March 2019."


def _real(shown: str, year: int, month: int, day: int) -> Value:
    if not 1 <= month <= 12:
        return Value(shown, problem=f"{shown} is not a real date: there is no month {month}.")
    if not _EARLIEST <= year <= _LATEST:
        return Value(shown, problem=_far(shown))
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        why = f"{_MONTHS[month - 1]} {year} has {days} days"
        return Value(shown, problem=f"{shown} is not a real date: {why}. {_FORM}.")
    return Value(shown, date(year, month, day))


def _in_range(day: date, shown: str) -> Value:
    if not _EARLIEST <= day.year <= _LATEST:
        return Value(shown, problem=_far(shown))
    return Value(shown, day)


def _far(shown: str) -> str:
    return f"Check the year of {shown}. {_FORM}."
