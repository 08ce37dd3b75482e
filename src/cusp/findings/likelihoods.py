"""How likely each polarity and each topic is for a sentence in its place, from both models.

The sentence model (a small network) reads a sentence together with the one before it. The findings
model (linear) adds the words that judge and the terms of the field. Together they are right more
often than either alone (docs/findings.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from cusp.findings import findings_model
from cusp.findings.features import Floats
from cusp.findings.polarity import POLARITIES
from cusp.findings.sentence_model import model as sentence_model

# How much of the linear model's scores is added: the best of a few on the authorities set aside.
LINEAR_POLARITY, LINEAR_TOPIC = 0.8, 0.6


class Settings(msgspec.Struct, frozen=True):
    """What turns the scores of both models into likelihoods, and what is shown without a mark.

    ``levels`` says, for each grade of a section and each polarity, how likely the polarity must be;
    the grade "" is for sentences without one.
    """

    sharpness: float
    topic_sure: tuple[float, float]
    levels: Mapping[str, Mapping[str, float]]

    def is_clear(self, polarity: str, sure: float, grade: str | None) -> bool:
        """Whether a page may show a polarity without "not sure"."""
        return sure >= self.levels.get(grade or "", self.levels[""])[polarity]


class Likelihoods(NamedTuple):
    """A row for each sentence: of each polarity, adding up to one, and of each topic."""

    polarity: Floats
    topic: Floats


def settings() -> Settings:
    """The settings in the sentence model's card. Raises :class:`NoModel`."""
    return settings_of(sentence_model.load().card)


def settings_of(card: Mapping[str, Any]) -> Settings:
    """The settings in a card."""
    return msgspec.convert(card["settings"], Settings)


def likelihoods(sentences: Sequence[tuple[str, str]]) -> Likelihoods:
    """Of each sentence, given with the one before it (or nothing). Raises :class:`NoModel`."""
    if not sentences:
        empty = np.zeros((0, len(POLARITIES)), dtype=np.float32)
        return Likelihoods(empty, np.zeros((0, 0), dtype=np.float32))
    network, linear, chosen = sentence_model.load(), findings_model.load(), settings()
    seen = linear.see([text for _, text in sentences])
    polarity, topic = mixed(network.scores(sentences), linear.scores(seen))
    slope, constant = chosen.topic_sure
    return Likelihoods(
        shares(polarity * chosen.sharpness),
        np.asarray(1 / (1 + np.exp(-(slope * topic + constant))), dtype=np.float32),
    )


def mixed(network: tuple[Floats, Floats], linear: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Scores of polarities and topics from both models' scores."""
    polarity = network[0] + LINEAR_POLARITY * linear[0]
    topic = np.log(shares(network[1])) + LINEAR_TOPIC * linear[1]
    return np.asarray(polarity, dtype=np.float32), np.asarray(topic, dtype=np.float32)


def shares(scores: Floats) -> Floats:
    """Scores as shares that add up to one in each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
