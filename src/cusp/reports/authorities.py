"""The councils responsible for children's services in England, and their names in print.

``authorities.csv`` holds facts: codes and names as the Office for National Statistics gives them,
regions, and the reorganisations since 2009 (Bedfordshire and Cheshire 2009; Dorset, Bournemouth and
Poole 2019; Northamptonshire 2021; Cumbria 2023). A council that went on in the same area under a
new code (Buckinghamshire 2020, North Yorkshire and Somerset 2023, and others) is one entry, with
its former codes.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz

# Words around a name that say what kind of body it is. They are taken away one by one, and the
# name is looked up after each, so that "City of London" is found before it becomes "London".
_BEFORE = (
    "the", "london borough of", "royal borough of", "metropolitan borough of", "city of",
    "borough of", "county of", "council of", "council of the", "district of", "metropolitan",
)  # fmt: skip
_AFTER = frozenset(
    [
        "council",
        "councils",
        "borough",
        "city",
        "county",
        "metropolitan",
        "district",
        "unitary",
        "authority",
        "local",
        "london",
        "mbc",
        "bc",
        "cc",
        "safeguarding",
        "children",
        "childrens",
        "board",
        "services",
        "service",
        "social",
        "care",
    ]
)
_CLOSE, _MARGIN, _SHORTEST = 91.0, 8.0, 7


class KnownAuthority(msgspec.Struct, frozen=True):
    """A council. ``began`` and ``ended`` are its first and last day, where they lie since 2009."""

    code: str
    name: str
    slug: str
    region: str
    kind: str
    began: date | None = None
    ended: date | None = None
    successors: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    ofsted_urn: str | None = None

    def existed(self, on: date) -> bool:
        """Whether the council was there on a day."""
        return (not self.began or self.began <= on) and (not self.ended or on <= self.ended)


@cache
def known_authorities() -> tuple[KnownAuthority, ...]:
    """Every council of the table, in the order of names."""
    text = (files("cusp.reports") / "authorities.csv").read_text("utf-8")
    return tuple(_authority(row) for row in csv.DictReader(text.splitlines()))


def _authority(row: dict[str, str]) -> KnownAuthority:
    def day(key: str) -> date | None:
        return date.fromisoformat(row[key]) if row[key] else None

    def several(key: str, separator: str) -> tuple[str, ...]:
        return tuple(part for part in row[key].split(separator) if part)

    return KnownAuthority(
        row["code"], row["name"], row["slug"], row["region"], row["kind"],
        day("began"), day("ended"), several("successors", ";"), several("former_codes", ";"),
        several("other_names", "|"), row["ofsted_urn"] or None,
    )  # fmt: skip


def match_authority(printed: str, *, on: date | None = None) -> KnownAuthority | None:
    """The council that a printed name means, or ``None`` where that is not sure.

    ``on``, the first day of an inspection, decides between councils that bore the same name in
    turn (Dorset before and after April 2019); without it the one still there is meant. A name with
    a misprint is matched only if it is close to one council's name and to no other's.
    """
    names = _by_name()
    forms = list(_stripped(plain_name(printed)))
    for form in forms:
        if form in names:
            return _at(names[form], on)
    closest = _closest(forms[-1]) if forms else None
    return _at(names[closest], on) if closest else None


def plain_name(text: str) -> str:
    """A name for comparing: lower case, "and" for "&", no accents, no punctuation."""
    text = unicodedata.normalize("NFKD", text.replace("&", " and "))
    text = "".join(ch for ch in text if not unicodedata.combining(ch))
    text = re.sub(r"['’‘`\u00ad\u200b-\u200d\ufeff]", "", text.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


@cache
def _by_name() -> dict[str, tuple[KnownAuthority, ...]]:
    found: dict[str, tuple[KnownAuthority, ...]] = {}
    for one in known_authorities():
        for name in dict.fromkeys(map(plain_name, (one.name, *one.other_names))):
            found[name] = (*found.get(name, ()), one)
    return found


def _stripped(name: str) -> Iterator[str]:
    """The name, then shorter and shorter forms of it without words for the kind of body."""
    while name:
        yield name
        before = max((w for w in _BEFORE if name.startswith(w + " ")), key=len, default=None)
        rest, _, last = name.rpartition(" ")
        if last in _AFTER and rest:
            name = rest
        elif before:
            name = name[len(before) + 1 :]
        else:
            return


def _at(candidates: tuple[KnownAuthority, ...], on: date | None) -> KnownAuthority:
    there = [c for c in candidates if (c.existed(on) if on else c.ended is None)]
    return (there or list(candidates))[0]


def _closest(name: str) -> str | None:
    if len(name) < _SHORTEST:
        return None
    scored = sorted(
        ((fuzz.ratio(name, known), known) for known in _by_name() if known[0] == name[0]),
        reverse=True,
    )
    if not scored or scored[0][0] < _CLOSE:
        return None
    best = _by_name()[scored[0][1]]
    rival = next((s for s, known in scored[1:] if _by_name()[known] != best), 0.0)
    return scored[0][1] if scored[0][0] - rival >= _MARGIN else None
