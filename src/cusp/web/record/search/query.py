"""What a person types into the search box, split into words and phrases."""

from __future__ import annotations

import re

import msgspec

from cusp.web.record.archive.words import words_of

# A migration imports ``words_of`` from here.
__all__ = ["Query", "in_words", "parse", "words_of"]

_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = {ord(mark): '"' for mark in "“”„«»"}
# Anything longer is a pasted paragraph, and only its first words are searched for.
_MOST = 24
# No English word is longer; PostgreSQL refuses words over 2,046 bytes.
_LONGEST = 100
# The most of it that a heading shows.
_NAMED = 60


class Query(msgspec.Struct, frozen=True):
    """A passage must contain all of ``wanted`` and none of ``unwanted``.

    Each is a single word, or a phrase whose words must follow one another. All are in lower case
    and contain only letters and digits, so they are safe in any database's query language.
    """

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.wanted)


def parse(typed: str) -> Query:
    """Words, "phrases in quotation marks" and -words to leave out; never fails.

    Punctuation inside a word splits it, as it does in the texts: ``children's`` becomes “children
    s”, and ``multi-agency`` becomes “multi agency”.
    """
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for part in _PART.finditer(typed[:2000].translate(_QUOTES)):
        words = tuple(word[:_LONGEST] for word in words_of(part["phrase"] or part["word"] or ""))
        if words:
            (unwanted if part["minus"] else wanted).append(words[:_MOST])
    return Query(tuple(wanted[:_MOST]), tuple(unwanted[:_MOST]))


def in_words(typed: str) -> str:
    """What a search is for, as used in a sentence: “care leavers” and “rent” but not “housing”."""
    loose: list[str] = []
    phrases: list[str] = []
    unwanted: list[str] = []
    for part in _PART.finditer(typed[:2000].translate(_QUOTES)):
        text = " ".join((part["phrase"] or part["word"] or "").split())
        if words_of(text):
            kind = unwanted if part["minus"] else phrases if part["phrase"] else loose
            kind.append(text[:_LONGEST])
    wanted = [_quoted(text) for text in (" ".join(loose), *phrases) if text]
    without = [_quoted(text) for text in unwanted]
    return " and ".join(wanted) + (f" but not {' or '.join(without)}" if without else "")


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _NAMED else text[:_NAMED].rstrip() + '…'}”"
