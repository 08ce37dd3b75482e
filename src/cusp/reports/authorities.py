"""The councils responsible for children's services in England, and their names as printed.

``authorities.csv`` holds facts: codes and names from the Office for National Statistics' code
lists, regions, kinds, and reorganisations since 2009 with the date in each structural changes
order: Bedfordshire and Cheshire (2009), Dorset, Bournemouth and Poole (2019), Northamptonshire
(2021), Cumbria (2023). A council for the same area with a new code is one entry with its former
codes: Gateshead and Northumberland (2013), Buckinghamshire (2020), North Yorkshire and Somerset
(2023), Barnsley and Sheffield (2025). Every current council has Ofsted's number and the Department
for Education's three-digit code.
``short_names.csv`` holds other names that Ofsted and others use.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from rapidfuzz.distance import OSA

from cusp.reports.names import plain_name
from cusp.reports.trusts import trust_in

Kind = Literal[
    "county", "unitary authority", "metropolitan district", "London borough", "City of London"
]
Region = Literal[
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "South East",
    "South West",
    "West Midlands",
    "Yorkshire and the Humber",
]

# Words around a name that give the kind of body, or which part of it was inspected.
_BEFORE = re.compile(
    r"(?:the"
    r"|(?:(?:london|royal|metropolitan|unitary|city|county|borough|district) )*"
    r"(?:council|borough|city|county|district|authority|inspection) of(?: the)?) (?=.)"
)
_AFTER = frozenset(
    """
    council councils borough city county metropolitan district unitary authority local london
    mbc bc cc safeguarding children childrens s board services service social care of
    """.split()  # noqa: SIM905  # a list of words is easier to read and change
)
# Names come from files of unknown origin. Text longer than this is not a name.
LONGEST = 200
# A misprint is one letter wrong, missing, added or swapped with the next, or two in a long name.
# The first letter is always right. Other names must be this many letters further away (margin).
_SHORTEST, _LONG, _MARGIN = 7, 18, 2
_KIND_SHORTEST = 6
# If one of these is replaced by another, it is a different place, not a misprint.
DIRECTIONS = frozenset({"north", "south", "east", "west", "central", "mid", "greater"})


class KnownAuthority(msgspec.Struct, frozen=True):
    """A council responsible for children's services now, or at some time since 2009.

    ``code`` is its newest code. ``began`` and ``ended`` are its first and last days, if since 2009.
    ``successors`` and ``predecessors`` are the codes of councils that had its area after or before
    it. ``slug`` is its name in addresses. ``ofsted_urn`` is Ofsted's number for it, and ``la_code``
    is the Department for Education's three-digit code.
    """

    code: str
    name: str
    slug: str
    region: Region
    kind: Kind
    began: date | None = None
    ended: date | None = None
    successors: tuple[str, ...] = ()
    former_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    ofsted_urn: str | None = None
    la_code: str | None = None
    predecessors: tuple[str, ...] = ()

    def existed(self, on: date) -> bool:
        """Whether the council existed on a given day."""
        return (not self.began or self.began <= on) and (not self.ended or on <= self.ended)


@cache
def known_authorities() -> tuple[KnownAuthority, ...]:
    """Every council in the table, sorted by name."""
    text = (files("cusp.reports") / "authorities.csv").read_text("utf-8")
    rows = [{k: v for k, v in row.items() if v} for row in csv.DictReader(text.splitlines())]
    several = ("successors", "former_codes", "other_names")
    split = [row | {k: row[k].split(";") for k in several if k in row} for row in rows]
    listed = msgspec.convert(split, list[KnownAuthority])
    return tuple(
        msgspec.structs.replace(
            council,
            predecessors=tuple(old.code for old in listed if council.code in old.successors),
            other_names=(*council.other_names, *_short_names_of(council.code)),
        )
        for council in listed
    )


def _short_names_of(code: str) -> list[str]:
    return [short.name for short in _short_names() if short.code == code]


def join_keys(code: str | None) -> dict[str, str | None]:
    """A council's Ofsted number and three-digit code, for joining tables.

    ``None`` for councils that were abolished, or if ``code`` is not a council's.
    """
    known = _by_code().get(code or "")
    return {
        "ofsted_urn": known.ofsted_urn if known else None,
        "la_code": known.la_code if known else None,
    }


@cache
def _by_code() -> dict[str, KnownAuthority]:
    return {council.code: council for council in known_authorities()}


class _ShortName(msgspec.Struct, frozen=True):
    """Another name for a council. Next to the word ``not_with``, it is a different place."""

    name: str
    code: str
    not_with: str = ""


@cache
def _short_names() -> tuple[_ShortName, ...]:
    text = (files("cusp.reports") / "short_names.csv").read_text("utf-8")
    return tuple(msgspec.convert(row, _ShortName) for row in csv.DictReader(text.splitlines()))


def match_authority(printed: str, *, on: date | None = None) -> KnownAuthority | None:
    """The council that a printed name refers to, or ``None`` if that is not certain.

    ``on``, the first day of an inspection, decides between councils that had the same name at
    different times (Dorset before and after April 2019): only one that existed that day is matched.
    Without it, the current council is chosen, or else the last with that name. A misprinted name is
    matched only if it is close to one council's name and no other's.

    The name of a trust that runs a council's services counts as that council's. If the trust
    serves several, the council's own name must be there too.
    """
    if len(printed) > LONGEST:
        return None
    plain = plain_name(printed)
    trust = trust_in(plain, on)
    if trust is None:
        return _council(plain, on)
    served, remainder = trust
    if not remainder:
        return _at(tuple(_by_code()[code] for code in served), on) if len(served) == 1 else None
    named = _council(remainder, on)
    return named if named and named.code in served else None


def _council(plain: str, on: date | None) -> KnownAuthority | None:
    forms = undressed(plain)
    name = _spelled(forms) or _misspelled(forms[-1])
    if name is None or contradicts(plain, name):
        return None
    return _at(_by_name()[name], on)


def bare_name(printed: str) -> str:
    """A printed name without the words around it that give the kind of body.

    For councils not in the table: "Wexcombe Borough Council" and "Wexcombe" are the same.
    """
    words = printed[:LONGEST].split()
    bare = undressed(plain_name(printed[:LONGEST]))[-1]
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            if plain_name(" ".join(words[first:last])) == bare:
                return " ".join(words[first:last])
    return printed.strip()


@cache
def _by_name() -> dict[str, tuple[KnownAuthority, ...]]:
    found: dict[str, tuple[KnownAuthority, ...]] = {}
    for council in known_authorities():
        for name in dict.fromkeys(map(plain_name, (council.name, *council.other_names))):
            found[name] = (*found.get(name, ()), council)
    return found


@cache
def _by_letters() -> dict[str, str]:
    return {name.replace(" ", ""): name for name in _by_name()}


def undressed(plain: str) -> list[str]:
    """Versions of a name with fewer and fewer of the words around it, longest first.

    Each is looked up in turn, so "City of London" is found before it is cut to "London".
    """
    forms = {form for front in _fronts(plain) for form in _backs(front)}
    return sorted(forms, key=lambda form: (-len(form), form))


def _fronts(name: str) -> Iterator[str]:
    yield name
    while found := _BEFORE.match(name):
        name = name[found.end() :]
        yield name


def _backs(name: str) -> Iterator[str]:
    yield name
    remainder, _, last = name.rpartition(" ")
    while remainder and _near_one(last, _AFTER):
        yield remainder
        remainder, _, last = remainder.rpartition(" ")


def _near_one(word: str, known: Iterable[str]) -> bool:
    """Whether a word is a known kind of body, allowing for a misprint in a longer word."""
    return word in known or any(
        OSA.distance(word, kind, score_cutoff=1) <= 1
        for kind in known
        if len(kind) >= _KIND_SHORTEST
    )


def _spelled(forms: Iterable[str]) -> str | None:
    """The first form that is a known name, ignoring spaces and hyphens."""
    names, letters = _by_name(), _by_letters()
    forms = list(forms)
    exact = next((form for form in forms if form in names), None)
    return exact or next(filter(None, (letters.get(f.replace(" ", "")) for f in forms)), None)


def _misspelled(name: str) -> str | None:
    """The known name, if this is a misprint of one."""
    if len(name) < _SHORTEST:
        return None
    names = _by_name()
    distance, best = min((OSA.distance(name, known), known) for known in names)
    if distance > (1 if len(name) < _LONG else 2) or not _may_be(name, best):
        return None
    for known in names:
        margin = _MARGIN if _may_be(name, known) else 1
        if names[known] != names[best] and OSA.distance(name, known) < distance + margin:
            return None
    return best


def _may_be(name: str, known: str) -> bool:
    """Whether a name keeps what a misprint would not change: first letter and directions."""
    alike = DIRECTIONS & {*name.split()} == DIRECTIONS & {*known.split()}
    return alike and name[0] == known[0]


def contradicts(plain: str, name: str) -> bool:
    """Whether the kind of body printed belongs to another place with that name.

    "Derby County Council" may be a slip for Derby City or Derbyshire County Council, and "Kingston
    City Council" is not Kingston upon Thames.
    """
    around = Counter(plain.split()) - Counter(name.split())
    if any(plain_name(s.name) == name and s.not_with in around for s in _short_names()):
        return True
    shire = name.endswith("shire")
    namesake = name.removesuffix("shire") if shire else name + "shire"
    kinds = {"city", "borough"} if shire else {"county"}
    return namesake in _by_name() and any(_near_one(word, kinds) for word in around)


def _at(candidates: tuple[KnownAuthority, ...], on: date | None) -> KnownAuthority | None:
    if on:
        return next((council for council in candidates if council.existed(on)), None)
    return max(candidates, key=lambda council: council.ended or date.max)
