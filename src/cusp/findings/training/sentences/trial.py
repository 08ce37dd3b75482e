"""Networks and linear models that learn without some authorities, and what they read in theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cusp.findings.features import Floats, see
from cusp.findings.likelihoods import mixed
from cusp.findings.sentence_model.model import SentenceModel, session_of
from cusp.findings.sentence_model.word_pieces import WordPieces
from cusp.findings.topics import CODES
from cusp.findings.training import learning
from cusp.findings.training.fitting import applied
from cusp.findings.training.learning import Material
from cusp.findings.training.sentences.examples import Example
from cusp.findings.training.sentences.export import exported
from cusp.findings.training.sentences.fine_tune import fine_tuned, seeded
from cusp.findings.training.sentences.network import Network

Say = Callable[[str], None]


@dataclass(frozen=True)
class Base:
    """The model to start from: its folder, the pieces of words kept, and their old numbers."""

    folder: Path
    pieces: Sequence[str]
    numbers: Sequence[int]

    @property
    def known(self) -> WordPieces:
        """The pieces kept."""
        return WordPieces(self.pieces)


@dataclass(frozen=True)
class Scored:
    """Scores of some examples, by their places in the material.

    ``alone`` is without the sentence before, ``linear`` by the linear model only. ``others`` are
    scores of further sentences of the same authorities, which need no label.
    """

    places: NDArray[np.int64]
    together: tuple[Floats, Floats]
    alone: tuple[Floats, Floats]
    linear: tuple[Floats, Floats]
    others: tuple[Floats, Floats]


def learned(examples: Sequence[Example], base: Base, say: Say) -> bytes:
    """A network that learned from these examples, ready to be stored."""
    seeded()
    network = Network(base.folder, base.numbers, len(CODES))
    return exported(fine_tuned(examples, base.known, network, say=say), base.known)


def scored_without(
    m: Material,
    examples: Sequence[Example],
    away: NDArray[np.bool_],
    base: Base,
    say: Say,
    *,
    others: Sequence[tuple[str, str]] = (),
) -> Scored:
    """Scores of the examples ``away`` by models that learned from all others.

    They are scored as they will be in use: by the stored network, with one-byte weights. ``others``
    are further sentences to score, each after the one before it.
    """
    inside = [example for example, out in zip(examples, away, strict=True) if not out]
    model = SentenceModel(session_of(learned(inside, base, say)), base.known, {})
    polarity, topic = learning.learn(m, ~away)
    linear = applied(polarity, m.polarity[away]), applied(topic, m.topic[away])
    chosen = [example for example, out in zip(examples, away, strict=True) if out]
    pairs = [(example.before, example.label.text) for example in chosen]
    more = see([text for _, text in others], m.known) if others else None
    return Scored(
        np.flatnonzero(away),
        mixed(model.scores(pairs), linear),
        mixed(model.scores([("", text) for _, text in pairs]), linear),
        linear,
        mixed(
            model.scores(others), (applied(polarity, more.polarity()), applied(topic, more.topic()))
        )
        if more
        else linear,
    )
