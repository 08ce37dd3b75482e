"""Loads the sentence model and reads sentences with it, checked against the card beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from cusp.findings.features import Floats
from cusp.findings.findings_model import NoModel
from cusp.findings.sentence_model.input import batch_of, pieces_of
from cusp.findings.sentence_model.word_pieces import WordPieces

FOLDER = Path(__file__).parent.parent / "models" / "sentences"
WEIGHTS, PIECES, CARD = "sentences.onnx", "pieces.txt", "card.json"
_REMEDY = "train it again with `cusp train --only sentences` or reinstall Cusp"


class SentenceModel:
    """The network, the pieces of words it knows, and the settings in its card."""

    def __init__(self, session: Any, known: WordPieces, card: Mapping[str, Any]) -> None:
        self._session = session
        self._known = known
        self.card = card

    def scores(self, sentences: Sequence[tuple[str, str]]) -> tuple[Floats, Floats]:
        """Scores for polarities and for topics, with a row for each sentence.

        A sentence comes after the one before it in its paragraph, which may be empty.
        """
        # One at a time: in a batch, a sentence's scores would depend on the sentences beside it,
        # and it would take as long.
        rows = [self._scores_of(before, text) for before, text in sentences]
        polarity, topic = (np.concatenate(kind) for kind in zip(*rows, strict=True))
        return polarity, topic

    def _scores_of(self, before: str, text: str) -> tuple[Floats, Floats]:
        batch = batch_of(self._known, [pieces_of(self._known, before, text)])
        polarity, topic = self._session.run(None, batch._asdict())
        return polarity, topic


@lru_cache(maxsize=2)
def load(folder: Path = FOLDER) -> SentenceModel:
    """The model in ``folder``. Raises :class:`NoModel` if it is missing, changed or not ours."""
    try:
        card = json.loads((folder / CARD).read_bytes())
        weights, pieces = (folder / WEIGHTS).read_bytes(), (folder / PIECES).read_bytes()
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        raise NoModel(f"There is no trained sentence model in {folder}; {_REMEDY}.") from None
    if not isinstance(card, dict) or card.get("sha256") != digest(weights, pieces):
        raise NoModel(f"{folder} does not have the files that its card describes; {_REMEDY}.")
    known = WordPieces(pieces.decode().splitlines())
    return SentenceModel(session_of(weights), known, card)


def digest(weights: bytes, pieces: bytes) -> str:
    """The SHA-256 of the weights and the pieces of words together."""
    return hashlib.sha256(weights + pieces).hexdigest()


def session_of(weights: bytes) -> Any:
    """Runs weights on one processor, so that readers working side by side share them fairly."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
