"""Trusts and companies that run children's services for councils, and the councils they serve.

Ofsted inspects the council, but a report may name the trust alone. ``trusts.csv`` holds a row for
each spell of a trust with the councils that it then served. Where a day in it is in doubt, ``sure``
is "no" and ``source`` says which day. A trust that serves several councils means none of them
unless the report prints which.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from cusp.reports.names import plain_name

# Words between the name of a trust and that of the council it works for.
_BETWEEN = re.compile(
    r"^(?:on behalf of|working for|delivered (?:by|for)|limited|ltd|cic|for|in|of|and|with|the)\b ?"
    r"|\b(?:on behalf of|delivered by|run by|through|via|and|with|by|the)$"
)


class Spell(msgspec.Struct, frozen=True):
    """A trust's service for one or more councils, by their codes, from a first day to a last."""

    name: str
    councils: tuple[str, ...]
    began: date
    sure: str
    source: str
    ended: date | None = None
    other_names: tuple[str, ...] = ()

    def ran(self, on: date) -> bool:
        """Whether it ran the services on a day."""
        return self.began <= on and (self.ended is None or on <= self.ended)


@cache
def known_trusts() -> tuple[Spell, ...]:
    """Every spell of the table, in the order of names."""
    text = (files("cusp.reports") / "trusts.csv").read_text("utf-8")
    rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(text.splitlines())]
    several = ("councils", "other_names")
    return tuple(
        msgspec.convert(row | {k: row[k].split(";") for k in several if k in row}, Spell)
        for row in rows
    )


def trust_in(plain: str, on: date | None) -> tuple[tuple[str, ...], str] | None:
    """The codes of the councils that a trust named in a plain name then served, and what is left.

    ``None`` where no trust is named. Without a day, every council that it ever served counts.
    """
    names = sorted(_by_name(), key=len, reverse=True)
    name = next((n for n in names if f" {n} " in f" {plain} "), None)
    if name is None:
        return None
    spells = [one for one in _by_name()[name] if on is None or one.ran(on)]
    codes = dict.fromkeys(code for one in spells for code in one.councils)
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
    for one in known_trusts():
        for name in dict.fromkeys(map(plain_name, (one.name, *one.other_names))):
            found[name] = (*found.get(name, ()), one)
    return found
