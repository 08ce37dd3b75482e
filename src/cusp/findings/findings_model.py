"""The trained findings model: plain numbers in one file, checked against the card next to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from cusp.findings.features import Floats, Seen, Vocabularies, Vocabulary, see
from cusp.findings.lexicon import lists_digest

FOLDER = Path(__file__).parent / "models" / "findings"
WEIGHTS, CARD = "findings.npz", "card.json"
FORMAT = "cusp.findings-model/1"
POLARITIES = ("strength", "weakness", "mixed", "context")
_KINDS = ("words", "pieces", "signs", "topics")
_BYTES = 127  # weights are stored as one-byte integers, with a scale for each column


class NoModel(Exception):
    """The trained model cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Linear:
    """A row of weights for each feature, and a constant."""

    weights: Floats
    constant: Floats


@dataclass(frozen=True)
class Model:
    """Everything learned in training.

    ``sharpness`` turns polarity scores into likelihoods. ``topic_sure`` is the slope and constant
    that turn a topic's score into a likelihood.
    """

    known: Vocabularies
    codes: tuple[str, ...]
    polarity: Linear
    topic: Linear
    sharpness: float
    topic_sure: tuple[float, float]

    def see(self, sentences: Sequence[str]) -> Seen:
        """The sentences as this model sees them."""
        return see(sentences, self.known)

    def scores(self, seen: Seen) -> tuple[Floats, Floats]:
        """Scores of polarities and of topics, which are not yet likelihoods."""
        return (
            np.asarray(seen.polarity() @ self.polarity.weights + self.polarity.constant),
            np.asarray(seen.topic() @ self.topic.weights + self.topic.constant),
        )

    def polarities(self, seen: Seen) -> Floats:
        """How likely each sentence is of each polarity; rows add up to one."""
        scores = (seen.polarity() @ self.polarity.weights + self.polarity.constant) * self.sharpness
        scores = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), dtype=np.float32)

    def topics(self, seen: Seen) -> Floats:
        """How likely each topic is for each sentence; rows need not add up to one."""
        slope, constant = self.topic_sure
        scores = seen.topic() @ self.topic.weights + self.topic.constant
        return np.asarray(1 / (1 + np.exp(-(slope * scores + constant))), dtype=np.float32)


def save(model: Model, folder: Path) -> str:
    """Writes the weights to ``folder`` and returns their SHA-256 for the card."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        "format": np.array(FORMAT),
        "lists": np.array(lists_digest()),
        "codes": np.array(model.codes),
        "sure": np.array([model.sharpness, *model.topic_sure]),
    }
    for kind in _KINDS:
        known: Vocabulary = getattr(model.known, kind)
        text = "\n".join(known.columns)
        arrays[f"{kind}_terms"] = np.frombuffer(text.encode(), dtype=np.uint8)
        arrays[f"{kind}_weight"] = known.weight
    for name in ("polarity", "topic"):
        linear: Linear = getattr(model, name)
        scale = np.abs(linear.weights).max(axis=0) / _BYTES + 1e-12
        arrays[f"{name}_weights"] = np.round(linear.weights / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[f"{name}_constant"] = linear.constant.astype(np.float32)
    path = folder / WEIGHTS
    np.savez_compressed(path, **arrays)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=2)
def load(folder: Path = FOLDER) -> Model:
    """The model in ``folder``. Raises :class:`NoModel` if it is missing, changed or not ours."""
    remedy = "train it again with `cusp train` or reinstall Cusp"
    path = folder / WEIGHTS
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise NoModel(f"There is no trained findings model in {folder}; {remedy}.") from None
    if not isinstance(card, dict) or card.get("sha256") != digest:
        raise NoModel(f"{path} is not the file that its card describes; {remedy}.")
    try:
        with np.load(path, allow_pickle=False) as arrays:
            lists, model = str(arrays["lists"]), _model(arrays)
    except (OSError, BadZipFile, ValueError, KeyError):
        raise NoModel(f"{path} cannot be read as a findings model; {remedy}.") from None
    if lists != lists_digest():
        raise NoModel(f"The word lists have changed since {path} was trained; {remedy}.")
    return model


def _model(arrays: Any) -> Model:
    if str(arrays["format"]) != FORMAT:
        raise ValueError("another format")
    sharpness, slope, constant = (float(value) for value in arrays["sure"])
    return Model(
        known=Vocabularies(**{kind: _vocabulary(arrays, kind) for kind in _KINDS}),
        codes=tuple(str(code) for code in arrays["codes"]),
        polarity=_linear(arrays, "polarity"),
        topic=_linear(arrays, "topic"),
        sharpness=sharpness,
        topic_sure=(slope, constant),
    )


def _vocabulary(arrays: Any, kind: str) -> Vocabulary:
    terms: NDArray[np.uint8] = arrays[f"{kind}_terms"]
    text = terms.tobytes().decode()
    columns = {term: i for i, term in enumerate(text.split("\n"))} if text else {}
    return Vocabulary(columns, arrays[f"{kind}_weight"])


def _linear(arrays: Any, name: str) -> Linear:
    weights = arrays[f"{name}_weights"].astype(np.float32) * arrays[f"{name}_scale"]
    return Linear(weights, arrays[f"{name}_constant"])
