"""Finding a council by what a person types: short forms, typing mistakes, missing words, trusts.

More forgiving than :func:`cusp.reports.authorities.match_authority`, which decides whose report a
PDF is. A person can choose from a list, so whatever is not sure is offered and not chosen.
``short_forms.csv`` holds short forms of words and names that are only taken as such here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cusp.reports.authorities import (
    DIRECTIONS,
    LONGEST,
    KnownAuthority,
    contradicts,
    known_authorities,
    match_authority,
    undressed,
)
from cusp.reports.names import plain_name
from cusp.reports.trusts import trust_in

# Only as the first word: "N Yorks", "NE Lincs".
_SHORT_DIRECTIONS = {"n": "north", "s": "south", "e": "east", "w": "west", "ne": "north east"}
_JOINING = frozenset({"and", "in", "of", "on", "the", "upon", "with"})
# Words that people add, and that say nothing about the place.
_ADDED = frozenset(
    {"england", "ilacs", "inspections", "ofsted", "report", "reports", "royal", "trust"}
)
# Words that point to no place when they stand alone, and those that a name is found without.
_COMMON = DIRECTIONS | {"city", "county", "isle", "isles", "st"}
_LEFT_OUT = frozenset({"county", "isle", "isles"})
_SHORTEST_BEGINNING, _SHORTEST_MISTYPED = 3, 4
_MOST, _NEAREST, _LIKENESS = 10, 5, 65.0


class CouncilsFound(msgspec.Struct, frozen=True):
    """The addresses (slugs) of councils that a typed name fits, the most likely first.

    ``found`` holds those that it surely fits: where there is one, it is meant. ``near`` holds
    councils with a name like it, where it fits none.
    """

    found: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    """A council under its own name, in plain letters, and the other names that it has."""

    slug: str
    name: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        words = self.name.split()
        return [word for word in words if word not in _JOINING] or words


def councils_like(typed: str, *, also: Iterable[tuple[str, str]] = ()) -> CouncilsFound:
    """The councils that a person may mean by what they typed.

    ``also`` gives the slug and name of councils that the list of the library does not know. A
    council that has ended comes with its successors.
    """
    typed_name = plain_name(typed[:LONGEST])
    full = _in_full(typed_name)
    if not full:
        return CouncilsFound()
    added = tuple(_Named(slug, plain) for slug, name in also if (plain := plain_name(name)))
    named = [one.slug for one in added if one.name in undressed(typed_name)]
    found = named or _matched(typed_name, full) or _run_by_trust(typed_name)
    if found:
        return CouncilsFound(found=tuple(dict.fromkeys(found)))
    everyone = (*_councils(), *added)
    words = _typed_words(full)
    fitting = [one for one in everyone if _fits(words, one, whole=True)]
    fitting.sort(key=lambda one: one.words[0] not in words)
    if len(fitting) > 1 or (fitting and _is_sure(typed_name, words, fitting[0])):
        return CouncilsFound(found=_with_successors(one.slug for one in fitting))
    like = [*fitting, *(one for one in everyone if _fits(words, one, whole=False))]
    slugs = _with_successors(one.slug for one in like)[:_MOST]
    return CouncilsFound(near=slugs or _nearest(full, words, everyone))


def _in_full(plain: str) -> str:
    """What was typed with short forms written out."""
    first, _, rest = plain.partition(" ")
    words = [_SHORT_DIRECTIONS.get(first, first) if rest else first, *rest.split()]
    return " ".join(_short_forms().get(word, word) for word in words)


def _matched(plain: str, full: str) -> list[str]:
    """The council that the name means as print would have it, with those that share its name.

    "Kingston" is a short name for Kingston upon Thames, but Kingston upon Hull begins with it too.
    """
    council = match_authority(plain) or match_authority(full)
    if council is None:
        return []
    slugs = list(_with_successors([council.slug]))
    words = [word for word in _typed_words(full, dressed=True) if word != "council"]
    if plain_name(council.name) not in undressed(full):
        sharing = (one for one in _councils() if _begins_with(words, one))
        slugs += [one.slug for one in sharing if one.slug not in slugs]
    return slugs


def _begins_with(words: list[str], one: _Named) -> bool:
    first = one.words[0]
    return any(_mistyped(word, first) for word in words) and all(
        any(_mistyped(word, of_name) for of_name in one.words) for word in words
    )


def _run_by_trust(plain: str) -> list[str]:
    """The councils of today that a trust serves, or else those that it served."""
    trust = trust_in(plain, None)
    if trust is None or trust[1]:
        return []
    served = [one for one in known_authorities() if one.code in trust[0]]
    return [one.slug for one in served if one.ended is None] or [one.slug for one in served]


def _typed_words(full: str, *, dressed: bool = False) -> list[str]:
    name = " ".join(word for word in full.split() if word not in _ADDED) or full
    bare = name if dressed else undressed(name)[-1]
    return [word for word in bare.split() if word not in _JOINING] or bare.split()


def _fits(words: list[str], one: _Named, *, whole: bool) -> bool:
    """Whether every word typed is in the name; unless ``whole``, beginnings and slips do too."""
    if whole:
        return {*words} <= {*one.words}
    return all(any(_like(word, of_name) for of_name in one.words) for word in words)


def _like(word: str, of_name: str) -> bool:
    begins = len(word) >= _SHORTEST_BEGINNING and of_name.startswith(word)
    return begins or _mistyped(word, of_name)


def _mistyped(word: str, of_name: str) -> bool:
    """Whether a word is one of a name, or that with one letter wrong."""
    if word == of_name:
        return True
    return len(word) >= _SHORTEST_MISTYPED and OSA.distance(word, of_name, score_cutoff=1) <= 1


def _is_sure(plain: str, words: list[str], one: _Named) -> bool:
    """Whether words from the only name that holds them all are enough to mean it.

    They must hold its first word: "Berkshire" is not West Berkshire, nor "London" the City of
    London. The kind of body typed may not be that of another place.
    """
    first = next((word for word in one.words if word not in _LEFT_OUT), one.words[0])
    telling = first in words and not {*words} <= _COMMON
    return telling and not any(contradicts(plain, name) for name in (one.name, *one.others))


def _nearest(full: str, words: list[str], everyone: Iterable[_Named]) -> tuple[str, ...]:
    """Councils of today that share a word with what was typed, then those spelled like it."""
    ranks: dict[str, tuple[bool, float]] = {}
    for one in everyone:
        shares = not (({*words} & {*one.words}) <= _COMMON)
        likeness = max(_likeness(full, words, name) for name in (one.name, *one.others))
        if one.slug not in _ended() and (shares or likeness >= _LIKENESS):
            ranks[one.slug] = (shares, likeness)
    return tuple(sorted(ranks, key=lambda slug: ranks[slug], reverse=True)[:_NEAREST])


def _likeness(full: str, words: list[str], name: str) -> float:
    """How much letters agree, of 100, in the order typed or whatever the order of words."""
    return max(fuzz.ratio(full, name), fuzz.token_sort_ratio(" ".join(words), name))


def _with_successors(slugs: Iterable[str]) -> tuple[str, ...]:
    """Each council once, those that have ended followed by their successors."""
    given: dict[str, None] = {}
    for slug in slugs:
        council = _ended().get(slug)
        codes = council.successors if council else ()
        after = (one.slug for one in known_authorities() if one.code in codes)
        given |= dict.fromkeys((slug, *after))
    return tuple(given)


@cache
def _short_forms() -> dict[str, str]:
    text = (files("cusp.reports") / "short_forms.csv").read_text("utf-8")
    return {row["short"]: row["long"] for row in csv.DictReader(text.splitlines())}


@cache
def _councils() -> tuple[_Named, ...]:
    return tuple(
        _Named(one.slug, plain_name(one.name), tuple(map(plain_name, one.other_names)))
        for one in known_authorities()
        if one.ended is None or not _name_lives_on(one)
    )


@cache
def _ended() -> dict[str, KnownAuthority]:
    return {one.slug: one for one in known_authorities() if one.ended is not None}


def _name_lives_on(council: KnownAuthority) -> bool:
    """Whether a council of today bears the name of one that has ended."""
    return any(one.name == council.name and one.ended is None for one in known_authorities())
