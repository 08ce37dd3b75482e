"""Count and weight words and pieces of words (tf-idf), using only NumPy.

scikit-learn is not used because it is slow to load. Training uses the same code, so the two always
agree. Numbers are not terms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_WORD = re.compile(r"[^\W\d_]{2,}")
PIECE_LENGTHS = (3, 4, 5)


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without numbers and single letters."""
    return _WORD.findall(text.lower())


def word_terms(text: str) -> Counter[str]:
    """Words and pairs of neighbouring words."""
    words = words_of(text)
    counts = Counter(words)
    counts.update(f"{a} {b}" for a, b in pairwise(words))
    return counts


@lru_cache(maxsize=50_000)
def pieces_of(word: str) -> tuple[str, ...]:
    """Runs of three to five letters of a word, with its edges marked by spaces."""
    edged = f" {word} "
    return tuple(edged[i : i + n] for n in PIECE_LENGTHS for i in range(max(1, len(edged) - n + 1)))


def piece_terms(texts: Iterable[str]) -> Counter[str]:
    """Pieces of all the words in some texts."""
    counts: Counter[str] = Counter()
    for word, times in Counter(w for text in texts for w in words_of(text)).items():
        for piece in pieces_of(word):
            counts[piece] += times
    return counts


@dataclass
class Vocabulary:
    """Terms in order, and the weight of each."""

    terms: Sequence[str]
    idf: Floats
    index: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.index = {term: i for i, term in enumerate(self.terms)}

    def ids(self, counts: Counter[str]) -> tuple[Ints, Floats]:
        """The known terms in ``counts`` and how often each occurs."""
        index = self.index
        known = [(index[term], times) for term, times in counts.items() if term in index]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        pairs = np.array(known)
        return pairs[:, 0].astype(np.int64), pairs[:, 1].astype(np.float32)

    def vector(self, counts: Counter[str]) -> tuple[Ints, Floats]:
        """The text as a sparse vector of length one: term numbers and values."""
        ids, times = self.ids(counts)
        return ids, weighted(ids, times, self.idf)


def weighted(ids: Ints, times: Floats, idf: Floats) -> Floats:
    """Counts damped by their logarithm, multiplied by idf and scaled to length one."""
    values = (1 + np.log(times)) * idf[ids]
    size = float(np.sqrt(values @ values))
    return (values / size if size else values).astype(np.float32)
