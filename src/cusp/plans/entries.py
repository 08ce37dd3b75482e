"""Entries and values of a plan in words, as a list of changes shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cusp.plans.measures import value_in_words
from cusp.plans.ratings import Key, key_entry, rating_in_words
from cusp.plans.record import Answer, DueDate, Evidence, Grade, KeyEntry, Rating, Reading, Update
from cusp.reports.dates import date_in_full

Entry = DueDate | Rating | Update | Evidence | Reading | Answer


def entry_in_words(entry: Entry, *, key: Key = (), unit: str = "") -> str:
    """A dated entry: a date, a rating in the words of ``key``, a reading in its unit, or a text."""
    if isinstance(entry, DueDate):
        return date_in_full(entry.due)
    if isinstance(entry, Rating):
        return rating_in_words(entry.code, key_entry(key, entry.code))
    if isinstance(entry, Reading):
        return f"{value_in_words(entry.value, unit)} on {date_in_full(entry.on)}"
    if isinstance(entry, Evidence):
        return f"{entry.what}: {entry.shows}" if entry.shows else entry.what
    return f"{date_in_full(entry.on)}: {entry.text}"


def key_in_words(key: Key) -> str:
    """A key with how Cusp treats each entry, and its colour."""
    return "; ".join(f"{rating_in_words(entry.code, entry)}, {_treated(entry)}" for entry in key)


def _treated(entry: KeyEntry) -> str:
    colour = "no colour" if entry.colour == "none" else entry.colour
    treated = "none of these" if entry.means == "none" else f"“{entry.means}”"
    said = f"treated as {treated}, {colour}"
    return f"{said}, needs evidence" if entry.needs_evidence else said


def field_in_words(value: Any, *, unit: str = "") -> str:
    """The value of any other field; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return date_in_full(value)
    if isinstance(value, KeyEntry):
        return rating_in_words(value.code, value)
    if isinstance(value, Grade):
        return f"{value.area}: {value.grade}"
    if isinstance(value, Reading):
        return entry_in_words(value, unit=unit)
    if isinstance(value, tuple):
        return "; ".join(field_in_words(one, unit=unit) for one in value)
    if isinstance(value, int | float):
        return value_in_words(value, unit)
    return str(getattr(value, "text", value))
