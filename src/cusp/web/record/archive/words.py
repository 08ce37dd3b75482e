"""Splits text into words, in the same way for every database."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text in order, as both databases index them."""
    return [fold(word) for word in _LETTERS.findall(unicodedata.normalize("NFC", text))]


def fold(word: str) -> str:
    """A word without capitals or accents."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def spans(text: str) -> list[tuple[int, int, str]]:
    """The words of a text with their start and end positions."""
    return [(m.start(), m.end(), fold(m.group())) for m in _LETTERS.finditer(text)]
