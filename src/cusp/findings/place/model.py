"""The trained place model: plain numbers in one file, checked against the card next to it."""

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

from cusp.findings.place.features import POLARITY, Signs, features
from cusp.findings.place.ordinal import Array, Scale
from cusp.findings.place.terms import (
    Floats,
    Ints,
    Vocabulary,
    piece_terms,
    weighted,
    word_terms,
    words_of,
)
from cusp.findings.place.text import Line, Part, Reading
from cusp.findings.place.together import held_together

FOLDER = Path(__file__).parent.parent / "models" / "place"
WEIGHTS, CARD = "place.npz", "card.json"
BLIND = "blind-{}.npz"
FORMAT = "cusp.place-model/1"
_RETRAIN = "train it again with `cusp train`"


class NoModel(Exception):
    """The trained model cannot be used; the message says why and what to do."""


@dataclass
class Model:
    """Everything learned in training.

    Tables have a row for each term. ``words`` has log odds at the three borders from words alone,
    and ``pieces`` from pieces of words. ``both_words`` and ``both_pieces`` were learned from both
    together, and also between neighbouring grades only and for the grade itself (seven columns).
    ``sentences`` has scores for single sentences, ``items`` log odds from areas for improvement.
    The last row of ``words``, ``pieces``, ``both_words``, ``sentences`` and ``items`` is the
    constant.
    """

    word_terms: Vocabulary
    piece_terms: Vocabulary
    sentence_idf: Floats
    words: Floats
    pieces: Floats
    both_words: Floats
    both_pieces: Floats
    sentences: Floats
    items: Floats
    usual_items: dict[str, float]
    middle: Array
    spread: Array
    last: Array
    scale: Scale

    def odds(self, signs: Sequence[Signs]) -> Array:
        """Log odds at each border for the sections of one report."""
        return last_step(features(signs), self.middle, self.spread, self.last)

    def places(self, signs: Sequence[Signs]) -> tuple[Array, Array]:
        """The positions of the sections of one report, and their ranges."""
        odds = self.odds(signs)
        positions, ranges = self.scale.positions(odds), self.scale.ranges(odds)
        return held_together([s.area for s in signs], positions, ranges)

    def signs(self, reading: Reading) -> list[Signs]:
        """The result of the first step for each part of a report."""
        items = _scored(self.items, *self.word_terms.vector(word_terms(reading.items)))
        counts = item_counts(reading, self.usual_items)
        return [
            Signs(part.area, *self._of_part(part), items.astype(float), counts)
            for part in reading.parts
        ]

    def known_share(self, part: Part) -> float:
        """The share of a part's words that the model knows; low for text in other languages."""
        words = [word for line in part.lines for word in words_of(line.shown)]
        known = sum(word in self.word_terms.index for word in words)
        return known / max(len(words), 1)

    def _of_part(self, part: Part) -> tuple[Array, Array]:
        lines = [self.word_terms.ids(word_terms(line.shown)) for line in part.lines]
        ids, times = _together(lines)
        words = weighted(ids, times, self.word_terms.idf)
        pieces, weights = self.piece_terms.vector(piece_terms(line.shown for line in part.lines))
        half = np.float32(np.sqrt(0.5))
        combined: Floats = _scored(self.both_words, ids, words * half)
        combined += (weights * half) @ self.both_pieces[pieces]
        scores = [combined, _scored(self.words, ids, words), _scored(self.pieces, pieces, weights)]
        sentences = [
            _scored(self.sentences, found, weighted(found, often, self.sentence_idf))
            for found, often in lines
        ]
        return (
            np.concatenate(scores).astype(float),
            with_polarity(np.array(sentences, dtype=float), part.lines),
        )


def with_polarity(scores: Array, lines: Sequence[Line]) -> Array:
    """Sentence scores with the polarity of another model, for lines that have one.

    Training and reading both call this, so it is the only place where another model comes in.
    """
    for row, line in zip(scores, lines, strict=True):
        if line.polarity is not None:
            row[POLARITY] = line.polarity
    return scores


def last_step(rows: Array, middle: Array, spread: Array, last: Array) -> Array:
    """Log odds from standardised features; the last row of ``last`` is the constant."""
    found: Array = (rows - middle) / spread @ last[:-1] + last[-1]
    return found


def item_counts(reading: Reading, usual: dict[str, float]) -> Array:
    """Areas for improvement compared with the usual number, and priority ones (log scale)."""
    many = float(np.log1p(reading.item_count))
    expected = usual.get(reading.framework, usual["ILACS"])
    urgent = reading.priority_count
    return np.array([many - expected, float(urgent > 0), float(np.log1p(urgent))])


def _scored(table: Floats, ids: Ints, values: Floats) -> Floats:
    found: Floats = values @ table[ids] + table[-1]
    return found


def _together(lines: list[tuple[Ints, Floats]]) -> tuple[Ints, Floats]:
    """The sum of the counts of several sentences."""
    ids, where = np.unique(np.concatenate([i for i, _ in lines]), return_inverse=True)
    times = np.bincount(where, weights=np.concatenate([n for _, n in lines]), minlength=len(ids))
    return ids, times.astype(np.float32)


_TABLES = ("words", "pieces", "both_words", "both_pieces", "sentences", "items", "sentence_idf")


def save(model: Model, folder: Path, file: str = WEIGHTS) -> str:
    """Writes the weights to ``folder`` and returns their SHA-256 for the card."""
    folder.mkdir(parents=True, exist_ok=True)
    scale = model.scale
    settings = {
        "usual_items": model.usual_items,
        "scale": [scale.softness, *scale.cuts, scale.spread, scale.steepness],
        "format": FORMAT,
    }
    arrays = {name: getattr(model, name).astype(np.float16) for name in _TABLES}
    for name, terms in (("word", model.word_terms), ("piece", model.piece_terms)):
        arrays[f"{name}_terms"] = _packed("\n".join(terms.terms))
        arrays[f"{name}_idf"] = terms.idf.astype(np.float32)
    for name in ("middle", "spread", "last"):
        arrays[name] = getattr(model, name).astype(np.float64)
    path = folder / file
    np.savez_compressed(path, allow_pickle=False, rest=_packed(json.dumps(settings)), **arrays)
    return digest(path)


def load(folder: Path | None = None) -> Model:
    """The model in ``folder`` (by default Cusp's own), checked against its card.

    Raises :class:`NoModel` if it is missing, changed or cannot be read.
    """
    return _loaded((folder or FOLDER).resolve(), WEIGHTS)


def load_blind(code: str | None, folder: Path | None = None) -> Model:
    """A model that did not learn from this authority's reports.

    A model pulls the reports it learned from towards their printed grades. So an authority's
    reports are read by a model trained without them, or by the full model if they were not used in
    training. Raises the same errors as :func:`load`.
    """
    folder = (folder or FOLDER).resolve()
    for number, blind in enumerate(_card(folder).get("blind", ()), 1):
        if code in blind["authorities"]:
            return _loaded(folder, BLIND.format(number))
    return _loaded(folder, WEIGHTS)


def _card(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / CARD).read_bytes())
    except FileNotFoundError:
        raise NoModel(f"no trained place model in {folder}; {_RETRAIN}") from None
    except (OSError, ValueError) as error:
        raise NoModel(f"the place model in {folder} cannot be read ({error}); {_RETRAIN}") from None
    return found if isinstance(found, dict) else {}


@lru_cache(maxsize=8)
def _loaded(folder: Path, file: str) -> Model:
    path, card = folder / file, _card(folder)
    if not path.is_file():
        raise NoModel(f"no trained place model in {folder}; {_RETRAIN}")
    try:
        blind = enumerate(card.get("blind", ()), 1)
        hashes = {BLIND.format(number): entry["sha256"] for number, entry in blind}
        if digest(path) != (hashes | {WEIGHTS: card["sha256"]})[file]:
            raise NoModel(f"{path.name} is not the file that its card describes; {_RETRAIN}")
        with np.load(path, allow_pickle=False) as stored:
            return _unpacked({name: stored[name] for name in stored.files})
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise NoModel(f"the place model in {folder} cannot be read ({error}); {_RETRAIN}") from None


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unpacked(stored: dict[str, NDArray[Any]]) -> Model:
    settings = json.loads(stored["rest"].tobytes())
    softness, first, second, third, spread, steepness = settings["scale"]
    vocabularies = [
        Vocabulary(stored[f"{name}_terms"].tobytes().decode().split("\n"), stored[f"{name}_idf"])
        for name in ("word", "piece")
    ]
    tables = {name: stored[name].astype(np.float32) for name in _TABLES}
    return Model(
        word_terms=vocabularies[0],
        piece_terms=vocabularies[1],
        usual_items=settings["usual_items"],
        middle=stored["middle"],
        spread=stored["spread"],
        last=stored["last"],
        scale=Scale(softness, (first, second, third), spread, steepness),
        **tables,
    )


def _packed(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)
