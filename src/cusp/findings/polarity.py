"""Classify sentences as a strength, a weakness, mixed or context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from cusp.findings.features import Floats
from cusp.findings.findings_model import load
from cusp.findings.lexicon import words_of

Polarity = Literal["strength", "weakness", "mixed", "context"]
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_FEWEST_WORDS = 3
_FEWEST_KNOWN = 0.5
_FEWEST_LETTERS = 0.55
_MARKS = re.compile(r"[^\w\s]|_")


def polarity_scores(texts: Sequence[str]) -> Floats:
    """How likely each of :data:`POLARITIES` is for each sentence, one sentence in each row."""
    model = load()
    if not texts:
        return np.zeros((0, len(POLARITIES)), dtype=np.float32)
    return model.polarities(model.see(texts))


def why_cannot_say(sentence: str) -> str | None:
    """Why nothing can be said about a text; ``None`` for an English sentence."""
    words = [word for word in words_of(sentence) if word[0].isalpha()]
    letters = len(sentence) - len(_MARKS.findall(sentence))
    if sentence and letters < _FEWEST_LETTERS * len(sentence):
        return "too few letters: the text may be garbled"
    if len(words) < _FEWEST_WORDS:
        return "too short"
    known = load().known.words.columns
    if sum(word in known for word in words) < _FEWEST_KNOWN * len(words):
        return "most of its words are unknown: it may be garbled or not in English"
    return None
