"""Find phrases from a word list in a sentence, each with its kind, position and length."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-z][A-Za-z'&]*|\d[\d.,]*%?|[;:,()£]")
_NUMBER_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
    ]
)
# A page footer left inside a sentence by poor text extraction.
_FOOTER = re.compile(
    r"\bInspection of (?:[\w',&-]+ ){1,12}?(?:children's services|children services)"
    r" \d[\w ]{8,45}? (?:19|20)\d\d(?: \d{1,2}\b)?"
    r"|\bInspection of [\w' ]{5,60}looked after children services \d{1,2}\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d[.,]?")


@lru_cache(maxsize=1_024)  # used by every kind of feature
def words_of(sentence: str) -> tuple[str, ...]:
    """The words in lower case, with some punctuation; numbers are replaced by their kind."""
    plain = _FOOTER.sub(" ", sentence.replace("’", "'"))
    return tuple(_word(found) for found in _WORD.findall(plain))


@lru_cache(maxsize=20_000)
def _word(found: str) -> str:
    if found[0].isdigit():
        if found.endswith("%"):
            return "<pct>"
        return "<year>" if _YEAR.fullmatch(found) else "<num>"
    word = found.lower().rstrip("'")
    if word.removesuffix("'s").endswith("scb"):
        return "lscb"  # boards put their area's initial first
    return "<numw>" if word in _NUMBER_WORDS else word


class Hit(NamedTuple):
    """A phrase that was found: its kind, the index of its first word, and its length in words."""

    kind: str
    start: int
    length: int


class Lexicon:
    """Phrases by kind. A word ending in ``*`` matches any word that starts the same way."""

    def __init__(self, phrases: Mapping[str, Sequence[str]], *, inflected: bool = False) -> None:
        self._inflected = inflected
        self.kinds = tuple(phrases)
        self._single: dict[str, list[str]] = {}
        # By first word and then second, so that few need to be tried.
        self._longer: dict[str, dict[str, list[tuple[str, tuple[str, ...]]]]] = {}
        self._stems: set[str] = set()
        self._known: dict[str, tuple[str, ...]] = {}
        for kind, entries in phrases.items():
            for entry in dict.fromkeys(entries):
                parts = tuple(entry.lower().split())
                self._stems.update(p for p in parts if p.endswith("*"))
                if len(parts) == 1:
                    self._single.setdefault(parts[0], []).append(kind)
                else:
                    seconds = self._longer.setdefault(parts[0], {})
                    seconds.setdefault(parts[1], []).append((kind, parts))

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """All phrases in the words. Within a kind, the longest wins and none overlap."""
        found: list[Hit] = []
        taken: dict[str, int] = {}
        forms = [self._forms(word) for word in words]
        for i, firsts in enumerate(forms):
            for kind, length in self._at(i, firsts, forms).items():
                if i >= taken.get(kind, 0):
                    taken[kind] = i + length
                    found.append(Hit(kind, i, length))
        return found

    def _at(
        self, i: int, firsts: tuple[str, ...], forms: Sequence[tuple[str, ...]]
    ) -> dict[str, int]:
        """The longest phrase of each kind that begins at word ``i``."""
        best: dict[str, int] = {}
        seconds = forms[i + 1] if i + 1 < len(forms) else ()
        for first in firsts:
            for kind in self._single.get(first, ()):
                best.setdefault(kind, 1)
            longer = self._longer.get(first)
            if longer is None:
                continue
            for second in seconds:
                for kind, parts in longer.get(second, ()):
                    if len(parts) > best.get(kind, 0) and _fits(parts, forms, i):
                        best[kind] = len(parts)
        return best

    def _forms(self, word: str) -> tuple[str, ...]:
        """The word, and any of its beginnings that are in the list."""
        forms = self._known.get(word)
        if forms is None:
            stems = (word[:n] + "*" for n in range(2, len(word) + 1))
            forms = (
                *(_inflected(word) if self._inflected else (word,)),
                *(stem for stem in stems if stem in self._stems),
            )
            if len(self._known) < 50_000:  # a long run must not fill up memory
                self._known[word] = forms
        return forms


def _inflected(word: str) -> tuple[str, ...]:
    """The word, and its forms without a possessive and in the singular or plural."""
    bare = word.removesuffix("'s")
    if len(bare) < 5 or not bare.isalpha():
        return tuple(dict.fromkeys((word, bare)))
    return tuple(dict.fromkeys((word, bare, bare[:-1] if bare.endswith("s") else f"{bare}s")))


def _fits(parts: tuple[str, ...], forms: Sequence[tuple[str, ...]], at: int) -> bool:
    if at + len(parts) > len(forms):
        return False
    for part, form in zip(parts, forms[at : at + len(parts)], strict=True):  # noqa: SIM110
        if part not in form:
            return False
    return True


LISTS = ("judging_words.toml", "topic_words.toml")


def load_lexicon(name: str, *, inflected: bool = False) -> Lexicon:
    """A lexicon from a TOML file here: each key is a kind, its phrases separated by bars."""
    return Lexicon(_phrases(name), inflected=inflected)


def lists_digest() -> str:
    """A hash of all lists: a model works only with the lists it was trained on."""
    lists = [[kind, *phrases] for name in LISTS for kind, phrases in _phrases(name).items()]
    return hashlib.sha256(repr(lists).encode()).hexdigest()


@cache
def _phrases(name: str) -> dict[str, list[str]]:
    """A list as it was first read, so that training records the version it used."""
    text = resources.files("cusp.findings").joinpath(name).read_text(encoding="utf-8")
    return {
        kind: [" ".join(phrase.split()) for phrase in phrases.split("|") if phrase.strip()]
        for kind, phrases in tomllib.loads(text).items()
    }
