"""Trusts and companies that run children's services for councils, and the councils they serve.

Ofsted inspects the council, but a report may mention only the trust. ``trusts.csv`` has a row for
each period of a trust, with the councils it served then. If a date is in doubt, ``sure`` is "no"
and ``source`` says which date. If a trust serves several councils, the report must name the council
as well.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from cusp.reports.names import plain_name

# Words between a trust's name and that of the council it works for.
_BETWEEN = re.compile(
    r"^(?:on behalf of|working for|delivered (?:by|for)|limited|ltd|cic|for|in|of|and|with|the)\b ?"
    r"|\b(?:on behalf of|delivered by|run by|through|via|and|with|by|the)$"
)


class Spell(msgspec.Struct, frozen=True):
    """A period in which a trust served one or more councils, given by their codes."""

    name: str
    councils: tuple[str, ...]
    began: date
    sure: str
    source: str
    ended: date | None = None
    other_names: tuple[str, ...] = ()

    def ran(self, on: date) -> bool:
        """Whether it ran the services on a given day."""
        return self.began <= on and (self.ended is None or on <= self.ended)


@cache
def known_trusts() -> tuple[Spell, ...]:
    """Every period in the table, sorted by name."""
    text = (files("cusp.reports") / "trusts.csv").read_text("utf-8")
    rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(text.splitlines())]
    several = ("councils", "other_names")
    return tuple(
        msgspec.convert(row | {k: row[k].split(";") for k in several if k in row}, Spell)
        for row in rows
    )


def trust_in(plain: str, on: date | None) -> tuple[tuple[str, ...], str] | None:
    """The codes of the councils served by the trust in a name, and the rest of the name.

    ``None`` if there is no trust in it. Without a day, every council it has ever served counts.
    """
    names = sorted(_by_name(), key=len, reverse=True)
    name = next((n for n in names if f" {n} " in f" {plain} "), None)
    if name is None:
        return None
    spells = [spell for spell in _by_name()[name] if on is None or spell.ran(on)]
    codes = dict.fromkeys(code for spell in spells for code in spell.councils)
    before, _, after = f" {plain} ".partition(f" {name} ")
    return tuple(codes), " ".join(filter(None, (_bare(before), _bare(after))))


def _bare(text: str) -> str:
    text, before = text.strip(), ""
    while text != before:
        before, text = text, _BETWEEN.sub("", text).strip()
    return text


@cache
def _by_name() -> dict[str, tuple[Spell, ...]]:
    found: dict[str, tuple[Spell, ...]] = {}
    for spell in known_trusts():
        for name in dict.fromkeys(map(plain_name, (spell.name, *spell.other_names))):
            found[name] = (*found.get(name, ()), spell)
    return found
