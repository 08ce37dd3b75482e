"""The trained model for carried-over links: the numbers in ``links.npz``, used with NumPy only.

An ensemble of decision trees gives the likelihood that a pair of items is linked. A linear model of
the same similarities decides whether a link is ``same`` or ``partial``. scikit-learn trains them
(:mod:`cusp.history.training`) but is not used here, because it is slow to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cusp.history.likeness import Background, Item, item_likenesses
from cusp.history.parts import part_likenesses
from cusp.history.wording import Floats

FILE = Path(__file__).with_name("links.npz")


@dataclass(frozen=True)
class Forest:
    """Decision trees in one array. A leaf has ``feature`` -1, a ``value`` from 0 to 1, and leads to
    itself on both sides."""

    roots: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float32]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: Floats

    def mean(self, rows: Floats) -> Floats:
        """The mean of all trees' values for each row."""
        # Trees were trained in single precision, so values must be compared with thresholds in it
        # too.
        flat = rows.astype(np.float32).ravel()
        starts = (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.tile(self.roots, (len(rows), 1))
        while True:
            feature = self.feature[at]
            if not (feature >= 0).any():
                return np.asarray(self.value[at].mean(axis=1))
            # A leaf leads to itself, so all trees can take the same number of steps.
            goes_left = flat[starts + np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])


@dataclass(frozen=True)
class Model:
    """Everything needed to score two lists of items. ``threshold`` and ``sure`` are scores."""

    known: Background
    forest: Forest
    slope: float
    offset: float
    kind_weights: Floats
    kind_bias: float
    threshold: float
    sure: float

    def score(self, later: Sequence[str], earlier: Sequence[str]) -> tuple[Floats, Floats]:
        """How likely each later and earlier item are to be linked, and if so, to be ``same``."""
        values = likenesses(later, earlier, self.known)
        rows = values.reshape(-1, values.shape[2])
        shape = values.shape[:2]
        linked = logistic(self.slope * log_odds(self.forest.mean(rows)) + self.offset)
        same = logistic(rows @ self.kind_weights + self.kind_bias)
        return linked.reshape(shape), same.reshape(shape)


def likenesses(later: Sequence[str], earlier: Sequence[str], known: Background) -> Floats:
    """All similarities of each pair, by later item, earlier item and similarity."""
    rows, columns = [Item(t, known) for t in later], [Item(t, known) for t in earlier]
    found = item_likenesses(rows, columns, known) | part_likenesses(rows, columns, known)
    return np.stack(list(found.values()), axis=2)


def log_odds(share: Floats) -> Floats:
    """Log odds of a share, which is kept away from 0 and 1."""
    inner = np.clip(share, 0.003, 0.997)
    return np.asarray(np.log(inner / (1 - inner)))


def logistic(z: Floats) -> Floats:
    """The share for log odds."""
    return np.asarray(1 / (1 + np.exp(-z)))


@cache
def load(file: Path = FILE) -> Model:
    """The model, read once. Raises :class:`OSError` if the file is missing."""
    with np.load(file, allow_pickle=False) as data:
        stored: dict[str, Any] = {name: data[name] for name in data.files}
    wide = {n: v.astype(np.float64) for n, v in stored.items() if v.dtype.kind == "f"}
    known = Background(
        vocabulary={str(w): i for i, w in enumerate(stored["vocabulary"])},
        rarity=wide["rarity"],
        sentence_rarity=wide["sentence_rarity"],
        vectors=wide["vectors"],
        concept_rarity=wide["concept_rarity"],
        topic_weights=wide["topic_weights"],
        topic_bias=wide["topic_bias"],
        unseen=float(wide["unseen"]),
    )
    trees = {n: stored[n].astype(np.int64) for n in ("roots", "feature", "left", "right")}
    forest = Forest(**trees, threshold=stored["threshold"], value=wide["value"])
    slope, offset, kind_bias, threshold, sure = (float(x) for x in wide["settings"])
    return Model(known, forest, slope, offset, wide["kind_weights"], kind_bias, threshold, sure)
