"""What each clock is called, and the limits it follows: the one place for both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from cusp.calendar import Rule
from cusp.oversight.rules import ClockRules, national_rules
from cusp.oversight.statuses import DUE_SOON, IN_TIME, LATEST_ONLY, OVERDUE, SOON, UNDETERMINED

# What each clock is called among others and, for one child, in a sentence.
_NAMES = {
    "T02": ("Assessment", ""),
    "T04": ("Initial child protection conference", ""),
    "T06": ("First review conference", ""),
    "T07": ("Next review conference", "Review conference"),
    "T08": ("Child protection visit", ""),
    "T13": ("Pre-proceedings", ""),
    "T21": ("First visit in a placement", "First visit in the placement"),
    "T22": ("Visit in the first year of a placement", "Social work visit"),
    "T23": ("Visit after a year in a placement", "Social work visit"),
    "T24": ("Visit to a child placed with a parent before an assessment", "Social work visit"),
    "T25": ("Visit to a child with a parent, interim care order", "Social work visit"),
    "T26": ("Visit to a child with a parent, care order", "Social work visit"),
    "T27": ("First care review", ""),
    "T28": ("Second care review", ""),
    "T29": ("Next care review", "Care review"),
    "T30": ("Initial health assessment", ""),
    "T31": ("Review health assessment", ""),
    "T34": ("Needs assessment and pathway plan", ""),
    "T35": ("Pathway plan review", ""),
}
CLOCKS = tuple(_NAMES)
# Rules that a clock may follow besides those that begin with its own code.
_ALSO = {"T22": ("T25",), "T26": ("T24",)}
UNKNOWN_URGENCY = -SOON - 1
_UNITS = {"working days": "working day", "weeks": "week", "months": "month", "days": "day"}


class Limit(msgspec.Struct, frozen=True):
    """A limit in words, such as "15 working days from the day of …", and where it is set."""

    what: str
    within: str
    source: str
    status: str
    seen: bool
    note: str


def name_of(clock: str) -> str:
    """What a clock is called among others; the code itself if it has no name."""
    return _NAMES.get(clock, (clock, ""))[0]


def said_of(clock: str) -> str:
    """What it is called in a sentence about one child: "Review conference"."""
    name, said = _NAMES.get(clock, (clock, ""))
    return said or name


def limits_of(clock: str, *, on: date, rules: ClockRules | None = None) -> tuple[Limit, ...]:
    """The limits that a clock may follow if it starts on a day."""
    return tuple(_limit(rule) for rule in _rules_of(clock, rules or national_rules(), on))


def _rules_of(clock: str, rules: ClockRules, on: date) -> Iterator[Rule]:
    codes = (clock, *_ALSO.get(clock, ()))
    for rule in rules.rules:
        if rule.code.partition("-")[0] in codes and rule.why_not_on(on) is None:
            yield rule


def _limit(rule: Rule) -> Limit:
    unit = _UNITS.get(rule.unit, rule.unit) if rule.count == 1 else rule.unit
    within = f"{rule.count} {unit} from {rule.starts}"
    return Limit(rule.what, within, rule.source, rule.status, rule.seen, rule.note)


def urgency(status: str, days: int | None, why: str = "") -> int | None:
    """How urgent a clock is, to sort by: days late or, below 0, the days that are left.

    A clock that cannot be determined comes after those that are due soon and before the others.
    None if there is nothing left to do: it is done, or is over and its day is no longer held.
    """
    if status == UNDETERMINED:
        return None if why == LATEST_ONLY else UNKNOWN_URGENCY
    if status == OVERDUE:
        return days
    return -days if days is not None and status in (DUE_SOON, IN_TIME) else None
