"""What a person types into the search box, taken apart."""

from __future__ import annotations

import re

import msgspec

from cusp.web.record.archive.words import words_of

# A migration asks for ``words_of`` here.
__all__ = ["Query", "parse", "words_of"]

_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_QUOTES = {ord(mark): '"' for mark in "“”„«»"}
# More is no search but a paragraph pasted in: it is searched by its first words.
_MOST = 24
# No word of English is longer; PostgreSQL refuses those of more than 2,046 bytes.
_LONGEST = 100


class Query(msgspec.Struct, frozen=True):
    """Each of ``wanted`` must stand in a passage, none of ``unwanted`` may.

    Each is a run of words that must follow one another: a phrase, or a word alone. All are in
    lower case and hold letters and digits only, so they are safe in any engine's own language.
    """

    wanted: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.wanted)


def parse(typed: str) -> Query:
    """Words, "phrases in quotation marks" and -words to leave out; never fails.

    A mark inside a word parts it as it does in texts: ``children's`` is the run “children s”,
    ``multi-agency`` the run “multi agency”.
    """
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for part in _PART.finditer(typed[:2000].translate(_QUOTES)):
        words = tuple(word[:_LONGEST] for word in words_of(part["phrase"] or part["word"] or ""))
        if words:
            (unwanted if part["minus"] else wanted).append(words[:_MOST])
    return Query(tuple(wanted[:_MOST]), tuple(unwanted[:_MOST]))
