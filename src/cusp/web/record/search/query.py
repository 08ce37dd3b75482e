"""What a person types into the search box, taken apart."""

from __future__ import annotations

import re

import msgspec

_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_LETTERS = re.compile(r"[^\W_]+")
# More is no search but a paragraph pasted in: it is searched by its first words.
_MOST = 24


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
    """Words, "phrases in quotation marks" and -words to leave out; never fails."""
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    plain = typed.translate({ord(c): '"' for c in "“”„«»"} | {ord(c): "" for c in "'’‘"})
    for part in _PART.finditer(plain[:2000]):
        words = tuple(w.casefold() for w in _LETTERS.findall(part["phrase"] or part["word"] or ""))
        if words:
            (unwanted if part["minus"] else wanted).append(words)
    return Query(tuple(wanted[:_MOST]), tuple(unwanted[:_MOST]))
