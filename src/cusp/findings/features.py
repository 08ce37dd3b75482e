"""What the models see in a sentence: weighted counts of words, parts of words, judging words and
specialist terms. They see nothing about the report, its grade, its council or its year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

from cusp.findings.features_signs import sign_features
from cusp.findings.features_topics import topic_features
from cusp.findings.lexicon import words_of

Floats = NDArray[np.float32]
Terms = Callable[[str], list[str]]
LONGEST_GRAM = 3
_PIECE = (3, 5)


def word_terms(sentence: str) -> list[str]:
    """Runs of one to three words; ``^`` marks the start."""
    words = ["^", *words_of(sentence)]
    return [
        " ".join(words[i : i + n])
        for n in range(1, LONGEST_GRAM + 1)
        for i in range(len(words) - n + 1)
    ]


def piece_terms(sentence: str) -> list[str]:
    """Pieces of three to five letters of each word, with the edges of the word marked."""
    return [piece for word in words_of(sentence) for piece in _pieces(word)]


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    edged = f" {word} "
    low, high = _PIECE
    return tuple(
        edged[i : i + n]
        for n in range(low, high + 1)
        for i in range(max(1, len(edged) - n + 1) if n == low else len(edged) - n + 1)
    )


@dataclass(frozen=True)
class Vocabulary:
    """Terms, each with its column and weight (higher for rarer terms)."""

    columns: dict[str, int]
    weight: Floats

    @classmethod
    def of(
        cls, documents: Sequence[list[str]], authorities: Sequence[str], *, least: int
    ) -> Vocabulary:
        """Terms used in reports on at least ``least`` authorities, so that names are left out."""
        count: Counter[str] = Counter()
        users: dict[str, set[str]] = {}
        for terms, authority in zip(documents, authorities, strict=True):
            for term in set(terms):
                count[term] += 1
                used = users.setdefault(term, set())
                if len(used) < least:
                    used.add(authority)
        chosen = sorted(term for term, used in users.items() if len(used) >= least)
        often = np.array([count[term] for term in chosen], dtype=np.float32)
        weight = np.log((1 + len(documents)) / (1 + often)) + 1
        return cls({term: i for i, term in enumerate(chosen)}, weight.astype(np.float32))

    def matrix(self, documents: Sequence[list[str]]) -> csr_matrix:
        """A row for each document: damped counts multiplied by the weight, scaled to length one."""
        ends: list[int] = [0]
        columns: list[int] = []
        values: list[int] = []
        for terms in documents:
            found = Counter(map(self.columns.get, terms))
            del found[None]  # unknown terms
            columns.extend(cast("Counter[int]", found))
            values.extend(found.values())
            ends.append(len(columns))
        at = np.array(columns, dtype=np.int32)
        data = (1 + np.log(np.array(values, dtype=np.float32))) * self.weight[at]
        ends_ = np.array(ends, dtype=np.int32)
        squares = np.add.reduceat(np.append(data**2, 0), ends_[:-1]) if documents else data
        lengths = np.sqrt(np.where(np.diff(ends_) > 0, squares, 1))
        data = data / np.repeat(lengths, np.diff(ends_))
        shape = (len(documents), len(self.columns))
        return csr_matrix((data.astype(np.float32), at, ends_), shape=shape)


@dataclass(frozen=True)
class Vocabularies:
    """The terms of each kind that the models know."""

    words: Vocabulary
    pieces: Vocabulary
    signs: Vocabulary
    topics: Vocabulary


class SentenceSet(NamedTuple):
    """Sentences, and the authority that each is about."""

    texts: Sequence[str]
    authorities: Sequence[str]


def learn_vocabularies(corpus: SentenceSet, labelled: SentenceSet) -> Vocabularies:
    """Words are learned from all sentences of the corpus, the rest from labelled ones."""

    def terms(sentences: SentenceSet, reading: Terms, least: int) -> Vocabulary:
        found = [reading(text) for text in sentences.texts]
        return Vocabulary.of(found, sentences.authorities, least=least)

    return Vocabularies(
        words=terms(corpus, word_terms, 6),
        pieces=terms(labelled, piece_terms, 3),
        signs=terms(labelled, lambda text: sign_features(text)[0], 3),
        topics=terms(labelled, lambda text: topic_features(text)[0], 2),
    )


# Weights of the other features, relative to words, whose rows have length one; from
# cross-validation.
_SIGN_COUNTS = 0.15
_TOPIC_COUNTS = 0.45
_POLARITY_PIECES = 0.6
_TOPIC_PIECES = 1.4


@dataclass(frozen=True)
class Seen:
    """Sentences as the models see them, with a matrix for each kind of feature."""

    words: csr_matrix
    pieces: csr_matrix | None
    signs: csr_matrix
    topics: csr_matrix

    def polarity(self) -> csr_matrix:
        """The features for polarity."""
        return _beside(self.signs, self.words, _scaled(self.pieces, _POLARITY_PIECES))

    def topic(self) -> csr_matrix:
        """The features for topics."""
        return _beside(self.topics, self.words, _scaled(self.pieces, _TOPIC_PIECES))


def _scaled(part: csr_matrix | None, factor: float) -> csr_matrix | None:
    return None if part is None else part * np.float32(factor)


def _beside(*parts: csr_matrix | None) -> csr_matrix:
    return hstack([p for p in parts if p is not None], format="csr", dtype=np.float32)


def see(sentences: Sequence[str], known: Vocabularies, *, pieces: bool = True) -> Seen:
    """The sentences as the models see them; ``pieces`` can be left out to save time."""
    signs = [sign_features(s) for s in sentences]
    topics = [topic_features(s) for s in sentences]
    return Seen(
        words=known.words.matrix([word_terms(s) for s in sentences]),
        pieces=known.pieces.matrix([piece_terms(s) for s in sentences]) if pieces else None,
        signs=_with_counts(known.signs, signs, _SIGN_COUNTS),
        topics=_with_counts(known.topics, topics, _TOPIC_COUNTS),
    )


def _with_counts(
    known: Vocabulary, found: Sequence[tuple[list[str], Floats]], factor: float
) -> csr_matrix:
    counts = np.array([count for _, count in found], dtype=np.float32)
    return _beside(known.matrix([terms for terms, _ in found]), csr_matrix(factor * counts))
