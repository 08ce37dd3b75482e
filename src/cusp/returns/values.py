"""What a cell says, by the type of its column. What is not certain is a problem, not a guess."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from cusp.calendar.wording import MONTHS
from cusp.returns.forms import Codes, Type
from cusp.returns.record import Severity

_BLANK = {"", "n/a", "#n/a", "na", "-", "--", "–", "—", ".", "null", "(blank)", "nan", "nat"}
_BLANK_UNLESS_TEXT = {"none", "not applicable", "n.a.", "unknown date"}
_EARLIEST, _LATEST = date(1920, 1, 1), date(2100, 12, 31)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ][\d:.]+(?:Z|\+00:00)?)?", re.A)
_BASIC = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.A)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: [\d:.]+(?: ?[AP]M)?)?", re.A | re.I
)
_SHORT_YEAR = re.compile(
    r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2}(?: [\d:.]+)?", re.A | re.I
)
_IN_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[- /]([a-z]{3,9})\.?,?[- /](\d{4})(?: [\d:.]+)?",
    re.A | re.I,
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?", re.A)
_WHOLE = re.compile(r"(-?\d+)\.0+", re.A)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.A)
_POWER = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.A | re.I)
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_REAL_DATE = "Enter a real date, for example 31/03/2026, or leave it blank if there is none."
# From this number on, Excel may have changed the last digits.
_CUT = 10**15
# Excel keeps this many digits. An id that was cut to them ends in an ellipsis.
_KEPT, CUT = 15, "…"
_ZEROS_AT_END = re.compile(rf"[1-9]\d{{{_KEPT - 1}}}0+", re.A)
_OLDEST = 120


class Bad(msgspec.Struct, frozen=True):
    """What is wrong with a cell. ``value`` is what is read from it all the same, if anything."""

    what: str
    mend: str
    severity: Severity = "error"
    value: str | None = None


Read = Callable[[Any], Any]


def reader(kind: Type, codes: Codes | None, *, from_1904: bool = False) -> Read:
    """The function that reads cells of a type: the value, None for a blank, or :class:`Bad`."""
    if kind == "code":
        assert codes
        return lambda cell: _code(cell, codes)
    if kind == "date":
        epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        return lambda cell: read_date(cell, epoch)
    return {"id": read_id, "count": _count, "age": _age, "text": _text}[kind]


def is_blank(cell: Any) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and _squeezed(cell).casefold() in _BLANK)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _says(cell: Any) -> str | None:
    """The text of a cell of any type but text, or None if it is blank."""
    if is_blank(cell):
        return None
    said = _text(cell)
    return None if said is None or said.casefold() in _BLANK_UNLESS_TEXT else str(said)


def _text(cell: Any) -> str | None:
    if is_blank(cell):
        return None
    if isinstance(cell, str):
        return _squeezed(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return f"{cell:.15g}" if abs(cell) < _CUT else f"{cell:.0f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell == _midnight(cell) else cell.isoformat(" ")
    return str(cell)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def read_id(cell: Any) -> str | Bad | None:
    """An id as text: 9212044, 9212044.0 and "9212044 " are one, and 0012345 is another."""
    if isinstance(cell, float) and cell.is_integer() and 0 < cell < _CUT:
        return str(int(cell))
    said = _says(cell)
    if said is None:
        return None
    if isinstance(cell, str) and _POWER.fullmatch(said):
        what = f"“{said}” is a number that Excel has shortened, so the id is not known"
        return Bad(what, "Export the list again with the ids as text.")
    if isinstance(cell, int | float) and abs(cell) >= _CUT:
        return long_id(said)
    if isinstance(cell, float) and not cell.is_integer():
        return Bad(f"{said} is not an id: it has decimal places", "Enter the id as text.")
    if not isinstance(cell, str | int | float) or isinstance(cell, bool):
        return Bad(f"“{said}” is not an id", "Enter the id as text.")
    whole = _WHOLE.fullmatch(said)
    said = whole[1] if whole else said
    return zeros_at_end(said) if _ZEROS_AT_END.fullmatch(said) else said


def long_id(digits: str) -> Bad:
    """The problem of a number with more than 15 digits, which Excel cannot hold.

    Its id is the 15 digits that are certain and an ellipsis, which no whole id has.
    """
    kept = f"{digits.split('.', maxsplit=1)[0][:_KEPT]}{CUT}"
    what = (
        f"The id has more than {_KEPT} digits and is stored as a number. Excel keeps only {_KEPT}, "
        f"so it was read as {kept} and may be the id of several children"
    )
    return Bad(what, "Export the list again with the ids as text.", "warning", kept)


def zeros_at_end(said: str) -> Bad:
    """The problem of a long id whose last digits are all zeros, as Excel leaves them."""
    what = (
        f"The id has more than {_KEPT} digits and ends in zeros. Excel may have replaced its last "
        "digits"
    )
    return Bad(what, "Check the id. If it is wrong, export the list again.", "warning", said)


def read_date(cell: Any, epoch: date) -> date | Bad | None:
    """A date. Text has the day first; numbers are days since ``epoch``."""
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    said = _says(cell)
    if said is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(float(cell), said, epoch)
    return _date_in_text(said, epoch)


def _date_in_text(said: str, epoch: date) -> date | Bad:
    if _SERIAL.fullmatch(said):
        return _from_number(float(said), said, epoch)
    if found := _ISO.fullmatch(said) or _BASIC.fullmatch(said):
        return _real(said, int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.fullmatch(said):
        return _real(said, int(found[3]), int(found[2]), int(found[1]))
    if found := _IN_WORDS.fullmatch(said):
        month = _MONTHS.get(found[2][:3].casefold(), 0)
        if month and MONTHS[month - 1].casefold().startswith(_full(found[2])):
            return _real(said, int(found[3]), month, int(found[1]))
    why = "is not a date"
    if _SHORT_YEAR.fullmatch(said):
        why = "has a year of two digits, so the date is not certain"
    return Bad(f"“{_short(said)}” {why}", _REAL_DATE)


def _full(month: str) -> str:
    return "sep" if month.casefold() == "sept" else month.casefold()


def _from_number(number: float, said: str, epoch: date) -> date | Bad:
    if number == int(number) and (found := _BASIC.fullmatch(str(int(number)))):
        return _real(said, int(found[1]), int(found[2]), int(found[3]))
    if not math.isfinite(number) or not 7_000 < number < 75_000:
        return Bad(f"{said} is a number, not a date", _REAL_DATE)
    return _in_range(epoch + timedelta(days=int(number)))


def _real(said: str, year: int, month: int, day: int) -> date | Bad:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        if month > 12 >= day:
            why = "is not a real date: the day comes first"
        else:
            why = "is not a real date"
        return Bad(f"“{_short(said)}” {why}", _REAL_DATE)


def _in_range(day: date) -> date | Bad:
    if _EARLIEST <= day <= _LATEST:
        return day
    what = f"{day:%d/%m}/{day.year:04} is not a date that can be right"
    return Bad(what, _REAL_DATE)


def _count(cell: Any) -> int | Bad | None:
    said = _says(cell)
    if said is None:
        return None
    if isinstance(cell, bool) or not _NUMBER.fullmatch(said) or float(said) != int(float(said)):
        return Bad(f"“{_short(said)}” is not a whole number", "Enter a whole number.")
    if not 0 <= float(said) <= 10_000:
        return Bad(f"{said} cannot be right for a number of this kind", "Enter a whole number.")
    return int(float(said))


def _age(cell: Any) -> float | Bad | None:
    said = _says(cell)
    if said is None:
        return None
    if said.casefold() == "unborn":
        return -1.0
    if isinstance(cell, bool) or not _NUMBER.fullmatch(said):
        return Bad(f"“{_short(said)}” is not an age", "Enter the age in years, -1 if unborn.")
    if not -1 <= float(said) <= _OLDEST:
        return Bad(f"{said} is not an age", "Enter the age in years, -1 if unborn.")
    return float(said)


def _code(cell: Any, codes: Codes) -> str | Bad | None:
    said = _says(cell)
    if said is None:
        return None
    if isinstance(cell, bool):
        said = str(cell)
    elif isinstance(cell, str) and (whole := _WHOLE.fullmatch(said)):
        said = whole[1]
    found = codes.read(said)
    if found is None:
        what = f"“{_short(said)}” is not one of the codes of this column"
        return Bad(what, "Use a code from Ofsted’s guidance.", "warning")
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
