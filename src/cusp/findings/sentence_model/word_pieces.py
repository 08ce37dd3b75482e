"""Cuts text into the pieces of words that the sentence model knows.

The rules are those of BERT without capitals (Devlin and others, 2018): lower case, no accents,
punctuation and Chinese characters apart, then the longest known piece from the left. Its usual
implementation brings a client for a website of models, which Cusp must not have
(docs/decisions/0032). A test compares the two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

UNKNOWN, START, END, PADDING = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
SPECIAL = (PADDING, UNKNOWN, START, END)
_WITHIN = "##"  # stands before a piece that does not begin a word
_LONGEST_WORD = 100
_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """A list of pieces; a piece's number is its place in the list."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.number: Mapping[str, int] = {piece: n for n, piece in enumerate(pieces)}
        self.start, self.end = self.number[START], self.number[END]
        self.padding = self.number[PADDING]
        # Words repeat: this makes reading a report five times as fast.
        self._cut = lru_cache(maxsize=20_000)(self._pieces_of)

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces, without start and end."""
        return [number for word in words_of(text) for number in self._cut(word)]

    def _pieces_of(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (self.number[UNKNOWN],)
        found: list[int] = []
        start = 0
        while start < len(word):
            before = _WITHIN if start else ""
            for end in range(len(word), start, -1):
                number = self.number.get(before + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (self.number[UNKNOWN],)
        return tuple(found)


def words_of(text: str) -> Iterator[str]:
    """A text's words and punctuation marks, in lower case and without accents."""
    for word in _spaced(text).split():
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn"
        )
        yield from _apart(plain)


def _spaced(text: str) -> str:
    """The text with plain spaces, without control characters, and with Chinese set apart."""
    return "".join(map(_cleaned, text))


@lru_cache(maxsize=4096)
def _cleaned(character: str) -> str:
    code = ord(character)
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(character).startswith("C"):
        return ""
    if any(first <= code <= last for first, last in _CHINESE):
        return f" {character} "
    return character


def _apart(word: str) -> Iterator[str]:
    held = ""
    for character in word:
        if _is_punctuation(character):
            if held:
                yield held
            yield character
            held = ""
        else:
            held += character
    if held:
        yield held


@lru_cache(maxsize=4096)
def _is_punctuation(character: str) -> bool:
    code = ord(character)
    # BERT also counts signs such as $ and + as punctuation.
    ascii_sign = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_sign or unicodedata.category(character).startswith("P")
