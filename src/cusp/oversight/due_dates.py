"""When each rule falls due from every day, as a table to join instead of a sum for each row.

A return holds hundreds of thousands of dates but only a few thousand different ones. Each rule is
counted once for each day, in arrays, and a test compares every day with :mod:`cusp.calendar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cusp.calendar import Calendar, Rule
from cusp.calendar.wording import in_words
from cusp.oversight.rules import ClockRules

Days = npt.NDArray[np.datetime64]
_NEVER = np.datetime64("NaT", "D")
# The table begins here: no child's clock can have started earlier.
EARLIEST = date(1995, 1, 1)
SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("start", pa.date32()),
        ("due", pa.date32()),
        ("due_latest", pa.date32()),
        ("no_due_why", pa.string()),
    ]
)
WORKING_DAYS = pa.schema([("day", pa.date32()), ("number", pa.int64())])


@lru_cache(maxsize=4)
def due_dates(rules: ClockRules, calendar: Calendar, last: date) -> Any:
    """An Arrow table with a row for each rule and each day up to ``last``.

    ``due`` is null where no date can be worked out, and ``no_due_why`` says why. ``due_latest``
    differs where the limit was relaxed on the day it fell due.
    """
    starts = _days(EARLIEST, last)
    return pa.concat_tables([_of_code(code, rules, calendar, starts) for code in rules.codes])


@lru_cache(maxsize=4)
def working_days(calendar: Calendar) -> Any:
    """An Arrow table that numbers working days: how many there are up to each day."""
    days = _days(calendar.first, calendar.last)
    numbers = np.searchsorted(_working(calendar), days, side="right")
    return pa.table([pa.array(days), pa.array(numbers)], schema=WORKING_DAYS)


def _of_code(code: str, rules: ClockRules, calendar: Calendar, starts: Days) -> Any:
    due = np.full(len(starts), _NEVER)
    # For each day, the number of its reason in `reasons`; 0 is none.
    reason = np.zeros(len(starts), dtype=np.int32)
    reasons: list[str | None] = [None, _not_in_force(rules.of(code))]
    settled = np.zeros(len(starts), dtype=bool)
    for rule in rules.of(code):
        inside = ~settled & _in_force(rule, starts)
        due[inside] = _count(rule, starts[inside], calendar)
        reason[inside & np.isnat(due)] = len(reasons)
        reasons.append(_outside(rule, calendar))
        settled |= inside
    reason[~settled] = 1
    return pa.table(
        [
            pa.repeat(code, len(starts)),
            pa.array(starts),
            pa.array(due),
            pa.array(_relaxed(code, rules, calendar, due)),
            pa.array(reasons, pa.string()).take(pa.array(reason)),
        ],
        schema=SCHEMA,
    )


def _in_force(rule: Rule, starts: Days) -> npt.NDArray[np.bool_]:
    inside = np.ones(len(starts), dtype=bool)
    if rule.valid_from:
        inside &= starts >= np.datetime64(rule.valid_from, "D")
    if rule.valid_to:
        inside &= starts <= np.datetime64(rule.valid_to, "D")
    return inside


def _count(rule: Rule, starts: Days, calendar: Calendar) -> Days:
    match rule.unit:
        case "working days":
            if rule.status != "local":
                calendar = calendar.ignoring_closures()
            return _add_working_days(starts, rule.count, calendar)
        case "months":
            return _add_months(starts, rule.count)
        case "weeks":
            return starts + np.timedelta64(7 * rule.count, "D")
        case "days":
            return starts + np.timedelta64(rule.count, "D")
        case "clear days":
            raise ValueError(f"{rule.code}: clear days are counted back from a meeting")


def _add_months(starts: Days, number: int) -> Days:
    """The same day of a later month, or that month's last day if it is shorter."""
    months = starts.astype("datetime64[M]")
    into = starts - months.astype("datetime64[D]")
    then = months + np.timedelta64(number, "M")
    last = (then + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    found: Days = np.minimum(then.astype("datetime64[D]") + into, last)
    return found


def _add_working_days(starts: Days, number: int, calendar: Calendar) -> Days:
    working = _working(calendar)
    at = np.searchsorted(working, starts, side="right") + number - 1
    covered = (starts >= np.datetime64(calendar.first, "D")) & (at < len(working))
    found: Days = np.where(covered, working[np.minimum(at, len(working) - 1)], _NEVER)
    return found


@lru_cache(maxsize=4)
def _working(calendar: Calendar) -> Days:
    days = _days(calendar.first, calendar.last)
    off = [holiday.day for holiday in calendar.holidays] + list(calendar.closed)
    working: Days = days[np.is_busday(days, holidays=np.array(off, dtype="datetime64[D]"))]
    return working


def _days(first: date, last: date) -> Days:
    """Every day from ``first`` to ``last``."""
    end = np.datetime64(last, "D") + np.timedelta64(1, "D")
    return np.arange(np.datetime64(first, "D"), end)


def _relaxed(code: str, rules: ClockRules, calendar: Calendar, due: Days) -> Days:
    """The latest day by which it was surely due: counted again from the end of relaxed limits."""
    latest = due.copy()
    for entry in rules.relaxing(code):
        if entry.valid_from is None or entry.valid_to is None:
            continue
        end = np.array([entry.valid_to], dtype="datetime64[D]")
        inside = (due >= np.datetime64(entry.valid_from, "D")) & (due <= end[0])
        latest[inside] = _count(rules.of(code)[-1], end, calendar)[0]
    return latest


def _not_in_force(rules: Sequence[Rule]) -> str:
    """Why rules give no date on a day on which none of them was in force."""
    first = rules[0]
    since = (
        f"has only applied since {in_words(first.valid_from)}"
        if first.valid_from
        else ("was not in force on that day")
    )
    return f"{first.source}: this {since}."


def _outside(rule: Rule, calendar: Calendar) -> str:
    return (
        f"Bank holidays are only known from {in_words(calendar.first)} to "
        f"{in_words(calendar.last)}, so {rule.count} working days cannot be counted."
    )
