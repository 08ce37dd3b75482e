"""Specialist terms in a sentence, by topic."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from cusp.findings.lexicon import Hit, Lexicon, load_lexicon, words_of

# Topics whose terms appear in sentences about anything ("leaders know that …"). They count as the
# subject only if there is no term from another topic nearby.
_BROAD = frozenset(
    [
        "leadership",
        "governance",
        "partnership",
        "workforce",
        "participation",
        "quality_assurance",
        "management_oversight",
        "other",
        "assessment",
        "lscb",
    ]
)
_WHOSE = (
    {"leavers", "leaver", "leavers'", "pathway", "pas", "adults", "advisers", "adviser"},
    {"looked", "placement", "placements", "carers", "care"},
    {"board", "lscb", "agencies"},
)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon("topic_words.toml", inflected=True)


@cache
def _kinds() -> dict[str, int]:
    return {kind: i for i, kind in enumerate(_lexicon().kinds)}


@cache
def _is_narrow() -> NDArray[np.bool_]:
    return np.array([kind not in _BROAD for kind in _kinds()])


def topic_features(sentence: str) -> tuple[list[str], NDArray[np.float32]]:
    """Each term with its topic; and each topic's amount, earliest position and share."""
    words = words_of(sentence)
    hits = _lexicon().hits(words)
    terms = [f"{h.kind}:{' '.join(words[h.start : h.start + h.length])}" for h in hits]
    return terms, _counts(words, hits)


def _counts(words: Sequence[str], hits: Sequence[Hit]) -> NDArray[np.float32]:
    kinds, narrow = _kinds(), _is_narrow()
    longest = [0] * len(words)
    for hit in hits:
        for i in range(hit.start, hit.start + hit.length):
            longest[i] = max(longest[i], hit.length)
    much, early, most = (np.zeros(len(kinds), dtype=np.float32) for _ in range(3))
    for hit in hits:
        inside = max(longest[hit.start : hit.start + hit.length]) > hit.length
        weight = (0.3 if inside else 1.0) * hit.length**0.7
        k = kinds[hit.kind]
        much[k] += weight
        most[k] = max(most[k], weight)
        early[k] = max(early[k], 1 - hit.start / max(10, len(words)))
    other_topics = (much * narrow).sum() - much * narrow
    alone = np.where(other_topics <= 1e-6, much, 0)
    parts = [np.log1p(much), 0.7 * early, 2 * much / (much.sum() + 1), np.log1p(alone)]
    parts += [0.3 * np.minimum(most, 2)]
    # Health, homes and study are different topics for care leavers and for children in care.
    mentioned = set(words)
    parts += [np.log1p(much) * (not mentioned.isdisjoint(whose)) for whose in _WHOSE]
    return np.concatenate(parts).astype(np.float32)
