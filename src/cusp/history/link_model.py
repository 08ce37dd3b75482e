"""The trained model for carried-over links: the numbers in ``links.npz``, used with NumPy only.

Decision trees and a linear model judge each pair of items from its similarities. A second step sets
each pair against the others in its row and column, and gives the likelihood that it is linked.
Another linear model decides whether a link is ``same`` or ``partial``. scikit-learn trains them
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

from cusp.history.evidence import Reports, evidence_likenesses
from cusp.history.likeness import Background, Item, item_likenesses
from cusp.history.parts import part_likenesses
from cusp.history.wording import Floats

FILE = Path(__file__).with_name("links.npz")
_SHARE_OF_LINE = 0.6
# Log odds count as this far apart at most; _NONE are those of a rival that does not exist.
_FAR, _NONE = 3.0, -6.0
RIVALS = 8


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
class Line:
    """A linear model of log odds."""

    weights: Floats
    bias: float

    def share(self, values: Floats) -> Floats:
        """The likelihood for each row of values, along their last axis."""
        return logistic(values @ self.weights + self.bias)


@dataclass(frozen=True)
class Model:
    """Everything needed to score two lists of items. ``threshold`` and ``sure`` are scores."""

    known: Background
    forest: Forest
    pair: Line
    rivals: Line
    kind: Line
    threshold: float
    sure: float

    def score(
        self, later: Sequence[str], earlier: Sequence[str], reports: Reports | None = None
    ) -> tuple[Floats, Floats]:
        """How likely each later and earlier item are to be linked, and if so, to be ``same``.

        ``reports`` are those that the lists are from, later first. Without them, it is less exact.
        """
        values = likenesses(later, earlier, self.known, reports)
        rows = values.reshape(-1, values.shape[2])
        odds = pair_odds(self.forest, self.pair, rows).reshape(values.shape[:2])
        return self.rivals.share(among_rivals(odds)), self.kind.share(values)


def pair_odds(forest: Forest, line: Line, rows: Floats) -> Floats:
    """Log odds for pairs on their own: those of the trees, and a share of those of the line."""
    return log_odds(forest.mean(rows)) + _SHARE_OF_LINE * log_odds(line.share(rows))


def among_rivals(odds: Floats) -> Floats:
    """How a pair compares with others that include either item, by later and earlier item."""
    in_row, in_column = _best_other(odds), _best_other(odds.T).T
    shares = logistic(odds)
    numbers = (
        odds,
        np.clip(odds - in_row, -_FAR, _FAR),
        np.clip(odds - in_column, -_FAR, _FAR),
        in_row,
        in_column,
        shares.sum(1, keepdims=True) - shares,
        shares.sum(0, keepdims=True) - shares,
        np.full(odds.shape, shares.mean()),
    )
    return np.stack(numbers, axis=2)


def _best_other(odds: Floats) -> Floats:
    """The best other value in each row; :data:`_NONE` if there is no other."""
    if odds.shape[1] == 1:
        return np.full(odds.shape, _NONE)
    ordered = np.sort(odds, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(odds >= best, second, best)


def likenesses(
    later: Sequence[str],
    earlier: Sequence[str],
    known: Background,
    reports: Reports | None = None,
) -> Floats:
    """All similarities of each pair, by later item, earlier item and similarity."""
    rows, columns = [Item(t, known) for t in later], [Item(t, known) for t in earlier]
    found = item_likenesses(rows, columns, known) | part_likenesses(rows, columns, known)
    found |= evidence_likenesses(rows, columns, reports, known)
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
    pair, rivals, kind = (
        Line(wide[name][:-1], float(wide[name][-1])) for name in ("pair", "rivals", "kind")
    )
    threshold, sure = (float(x) for x in wide["settings"])
    return Model(known, forest, pair, rivals, kind, threshold, sure)
