"""Find a council from what a person types: short forms, typing mistakes, missing words, trusts.

This is more forgiving than :func:`cusp.reports.authorities.match_authority`, which decides which
council a PDF is about. A person can choose from a list, so uncertain matches are offered.
``short_forms.csv`` holds short forms that only this search accepts.
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
# Words that people add but that do not help to find the place.
_ADDED = frozenset(
    {"england", "ilacs", "inspections", "ofsted", "report", "reports", "royal", "trust"}
)
# Words that do not identify a place on their own, and words that may be left out of a name.
_COMMON = DIRECTIONS | {"city", "county", "isle", "isles", "st"}
_LEFT_OUT = frozenset({"county", "isle", "isles"})
_SHORTEST_BEGINNING, _SHORTEST_MISTYPED = 3, 4
_MOST, _NEAREST, _LIKENESS = 10, 5, 65.0


class CouncilsFound(msgspec.Struct, frozen=True):
    """The slugs of councils that match a typed name, most likely first.

    ``found`` holds certain matches: if there is only one, it is the council meant. If there are
    none, ``near`` holds councils with similar names.
    """

    found: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class _Named(msgspec.Struct, frozen=True):
    """A council's normalised name and its other names."""

    slug: str
    name: str
    others: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        words = self.name.split()
        return [word for word in words if word not in _JOINING] or words


def councils_like(typed: str, *, also: Iterable[tuple[str, str]] = ()) -> CouncilsFound:
    """The councils that a person may mean by what they typed.

    ``also`` gives the slug and name of councils that are not in the library's list. A council that
    was abolished comes with its successors.
    """
    typed_name = plain_name(typed[:LONGEST])
    full = _in_full(typed_name)
    if not full:
        return CouncilsFound()
    added = tuple(_Named(slug, plain) for slug, name in also if (plain := plain_name(name)))
    named = [council.slug for council in added if council.name in undressed(typed_name)]
    found = named or _matched(typed_name, full) or _run_by_trust(typed_name)
    if found:
        return CouncilsFound(found=tuple(dict.fromkeys(found)))
    everyone = (*_councils(), *added)
    words = _typed_words(full)
    fitting = [council for council in everyone if _fits(words, council, whole=True)]
    fitting.sort(key=lambda council: council.words[0] not in words)
    if len(fitting) > 1 or (fitting and _is_sure(typed_name, words, fitting[0])):
        return CouncilsFound(found=_with_successors(council.slug for council in fitting))
    like = [*fitting, *(council for council in everyone if _fits(words, council, whole=False))]
    slugs = _with_successors(council.slug for council in like)[:_MOST]
    return CouncilsFound(near=slugs or _nearest(full, words, everyone))


def _in_full(plain: str) -> str:
    """What was typed, with short forms written in full."""
    first, _, remainder = plain.partition(" ")
    words = [_SHORT_DIRECTIONS.get(first, first) if remainder else first, *remainder.split()]
    return " ".join(_short_forms().get(word, word) for word in words)


def _matched(plain: str, full: str) -> list[str]:
    """The council that the name would refer to in print, and those that share its name.

    "Kingston" is a short name for Kingston upon Thames, but Kingston upon Hull begins with it too.
    """
    council = match_authority(plain) or match_authority(full)
    if council is None:
        return []
    slugs = list(_with_successors([council.slug]))
    words = [word for word in _typed_words(full, dressed=True) if word != "council"]
    if plain_name(council.name) not in undressed(full):
        sharing = (named for named in _councils() if _begins_with(words, named))
        slugs += [named.slug for named in sharing if named.slug not in slugs]
    return slugs


def _begins_with(words: list[str], council: _Named) -> bool:
    first = council.words[0]
    return any(_mistyped(word, first) for word in words) and all(
        any(_mistyped(word, of_name) for of_name in council.words) for word in words
    )


def _run_by_trust(plain: str) -> list[str]:
    """The current councils that a trust serves, or else those that it used to serve."""
    trust = trust_in(plain, None)
    if trust is None or trust[1]:
        return []
    served = [council for council in known_authorities() if council.code in trust[0]]
    return [council.slug for council in served if council.ended is None] or [
        council.slug for council in served
    ]


def _typed_words(full: str, *, dressed: bool = False) -> list[str]:
    name = " ".join(word for word in full.split() if word not in _ADDED) or full
    bare = name if dressed else undressed(name)[-1]
    return [word for word in bare.split() if word not in _JOINING] or bare.split()


def _fits(words: list[str], council: _Named, *, whole: bool) -> bool:
    """Whether every word typed is in the name. Beginnings and misprints count unless ``whole``."""
    if whole:
        return {*words} <= {*council.words}
    return all(any(_like(word, of_name) for of_name in council.words) for word in words)


def _like(word: str, of_name: str) -> bool:
    begins = len(word) >= _SHORTEST_BEGINNING and of_name.startswith(word)
    return begins or _mistyped(word, of_name)


def _mistyped(word: str, of_name: str) -> bool:
    """Whether a word is the same as one in a name, or has one letter wrong."""
    if word == of_name:
        return True
    return len(word) >= _SHORTEST_MISTYPED and OSA.distance(word, of_name, score_cutoff=1) <= 1


def _is_sure(plain: str, words: list[str], council: _Named) -> bool:
    """Whether words found in only one name are enough to be certain of it.

    They must include its first word: "Berkshire" is not West Berkshire, and "London" is not the
    City of London. The kind of body typed must not belong to another place.
    """
    first = next((word for word in council.words if word not in _LEFT_OUT), council.words[0])
    distinctive = first in words and not {*words} <= _COMMON
    return distinctive and not any(
        contradicts(plain, name) for name in (council.name, *council.others)
    )


def _nearest(full: str, words: list[str], everyone: Iterable[_Named]) -> tuple[str, ...]:
    """Current councils that share a word with what was typed, then those spelt similarly."""
    ranks: dict[str, tuple[bool, float]] = {}
    for council in everyone:
        shares = not (({*words} & {*council.words}) <= _COMMON)
        likeness = max(_likeness(full, words, name) for name in (council.name, *council.others))
        if council.slug not in _ended() and (shares or likeness >= _LIKENESS):
            ranks[council.slug] = (shares, likeness)
    return tuple(sorted(ranks, key=lambda slug: ranks[slug], reverse=True)[:_NEAREST])


def _likeness(full: str, words: list[str], name: str) -> float:
    """How similar the letters are, out of 100, with words in the order typed or in any order."""
    return max(fuzz.ratio(full, name), fuzz.token_sort_ratio(" ".join(words), name))


def _with_successors(slugs: Iterable[str]) -> tuple[str, ...]:
    """Each council once, with those that were abolished followed by their successors."""
    ordered: dict[str, None] = {}
    for slug in slugs:
        council = _ended().get(slug)
        codes = council.successors if council else ()
        after = (known.slug for known in known_authorities() if known.code in codes)
        ordered |= dict.fromkeys((slug, *after))
    return tuple(ordered)


@cache
def _short_forms() -> dict[str, str]:
    text = (files("cusp.reports") / "short_forms.csv").read_text("utf-8")
    return {row["short"]: row["long"] for row in csv.DictReader(text.splitlines())}


@cache
def _councils() -> tuple[_Named, ...]:
    return tuple(
        _Named(council.slug, plain_name(council.name), tuple(map(plain_name, council.other_names)))
        for council in known_authorities()
        if council.ended is None or not _name_lives_on(council)
    )


@cache
def _ended() -> dict[str, KnownAuthority]:
    return {council.slug: council for council in known_authorities() if council.ended is not None}


def _name_lives_on(council: KnownAuthority) -> bool:
    """Whether a current council has the same name as one that was abolished."""
    current = (known for known in known_authorities() if known.ended is None)
    return any(known.name == council.name for known in current)
