"""Bank holidays in England and Wales, from the copy of GOV.UK's list in ``govuk-bank-holidays``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

SOURCE = "GOV.UK's list of bank holidays in England and Wales, as packaged in govuk-bank-holidays"
# Bank holidays in an ordinary year. GOV.UK's list may start or end within a year.
_IN_A_YEAR = 8


class Holiday(msgspec.Struct, frozen=True):
    """A bank holiday.

    ``announced`` is the day from which people knew of it, if that was late, and ``instead_of`` the
    day that it replaced. ``added`` marks a holiday that the list does not have yet.
    """

    day: date
    name: str
    announced: date | None = None
    instead_of: date | None = None
    added: bool = False


def added(day: date, name: str = "added by hand") -> Holiday:
    """A bank holiday that was proclaimed after the list was made."""
    return Holiday(day, name, added=True)


def listed_holidays() -> tuple[Holiday, ...]:
    """Every holiday on the list, in order. Never uses the network."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    entries = BankHolidays(use_cached_holidays=True).get_holidays(BankHolidays.ENGLAND_AND_WALES)
    announced = _announced()
    return tuple(
        Holiday(entry["date"], entry["title"], *announced.get(entry["date"], (None, None)))
        for entry in entries
    )


def complete_years(holidays: Sequence[Holiday]) -> tuple[date, date]:
    """The first and last day of the years that the list covers in full."""
    counts = Counter(holiday.day.year for holiday in holidays)
    first = last = min(year for year, count in counts.items() if count >= _IN_A_YEAR)
    while counts[last + 1] >= _IN_A_YEAR:
        last += 1
    return date(first, 1, 1), date(last, 12, 31)


def _announced() -> dict[date, tuple[date, date | None]]:
    text = Path(__file__).with_name("announced.toml").read_text("utf-8")
    entries = tomllib.loads(text)["holiday"]
    return {entry["day"]: (entry["announced"], entry.get("instead_of")) for entry in entries}
