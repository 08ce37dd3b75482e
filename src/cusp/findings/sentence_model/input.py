"""How a sentence and the one before it are given to the sentence model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cusp.findings.sentence_model.word_pieces import WordPieces

Numbers = NDArray[np.int64]
# The end of the sentence before is enough to understand "this" and "however".
_MOST_BEFORE, _MOST_OWN = 32, 100


class Batch(NamedTuple):
    """Sentences of similar length: a row for each, a column for each piece of a word.

    ``own`` is 1 for pieces of the sentence itself, ``used`` is 1 where there is a piece at all.
    """

    pieces: Numbers
    own: Numbers
    used: Numbers


def pieces_of(known: WordPieces, before: str, text: str) -> tuple[list[int], list[int]]:
    """The pieces of the sentence before, and those of the sentence, as many as are read."""
    return known.numbers(before)[-_MOST_BEFORE:], known.numbers(text)[:_MOST_OWN]


def batch_of(known: WordPieces, cut: Sequence[tuple[list[int], list[int]]]) -> Batch:
    """Sentences, cut into pieces, as one batch."""
    rows = [([known.start, *before, known.end], [*own, known.end]) for before, own in cut]
    width = max(len(before) + len(own) for before, own in rows)
    shape = (len(rows), width)
    pieces = np.full(shape, known.padding, dtype=np.int64)
    own_places, used = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, (before, own) in enumerate(rows):
        end = len(before) + len(own)
        pieces[row, :end] = before + own
        own_places[row, len(before) : end] = 1
        used[row, :end] = 1
    return Batch(pieces, own_places, used)
