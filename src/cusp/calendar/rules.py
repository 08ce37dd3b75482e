"""Rules that count days, as dated data with their sources."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from cusp.calendar.wording import in_words

Status = Literal["law", "statutory guidance", "Ofsted's request", "local"]
Unit = Literal["working days", "clear days", "days", "weeks", "months"]


class Meaning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a term means, and where that comes from.

    ``seen`` says whether the text of the source was seen, and ``note`` where, or how else we know.
    """

    code: str
    what: str
    source: str
    status: Status
    seen: bool
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def why_not_on(self, day: date) -> str | None:
        """Why this gives no date for ``day``, or None if it was in force."""
        if self.valid_from and day < self.valid_from:
            when = f"has only applied since {in_words(self.valid_from)}"
        elif self.valid_to and self.valid_to < day:
            when = f"only applied until {in_words(self.valid_to)}"
        else:
            return None
        return f"{self.source}: this {when}, so it gives no date for {in_words(day)}."


class Rule(Meaning, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to be done within a number of days; ``starts`` says which day they run from."""

    count: int
    unit: Unit
    starts: str


_Entry = TypeVar("_Entry", bound=Meaning)


class RuleBook(msgspec.Struct, frozen=True, rename={"rules": "rule", "meanings": "meaning"}):
    """Rules and meanings. A code may appear again with other dates."""

    rules: tuple[Rule, ...] = ()
    meanings: tuple[Meaning, ...] = ()

    def rule(self, code: str, on: date) -> Rule:
        """The rule in force on a day or, if there was none, the last one with this code.

        Raises :class:`KeyError` for an unknown code.
        """
        return _in_force(self.rules, code, on)

    def meaning(self, code: str, on: date) -> Meaning:
        """The meaning in force on a day or, if there was none, the last one with this code."""
        return _in_force(self.meanings, code, on)


def read_rules(path: Path) -> RuleBook:
    """The rules in a TOML file. Raises :class:`msgspec.ValidationError` if something is missing."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), RuleBook)


@lru_cache(maxsize=1)
def rule_book() -> RuleBook:
    """The rules for responses to inspections and for notice of meetings."""
    return read_rules(Path(__file__).with_name("rules.toml"))


def _in_force(entries: tuple[_Entry, ...], code: str, on: date) -> _Entry:
    named = [entry for entry in entries if entry.code == code]
    if not named:
        raise KeyError(code)
    return next((entry for entry in named if entry.why_not_on(on) is None), named[-1])
