"""How the models of findings are fitted: by labels, and by guesses for sentences nobody read.

A first model, fitted to the labels, scores every sentence of the reports. What stands around a
sentence (the printed grade of its section, its neighbours) corrects the score; how much is again
learned from the labels. A second model is fitted to these guesses from the words alone. The two,
averaged, are the model. Guesses for an authority come from models that never saw its labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix, vstack  # type: ignore[import-untyped]

from cusp.findings.features import Floats
from cusp.findings.findings_model import Linear
from cusp.findings.training_data import neighbours

Bools = NDArray[np.bool_]


def softmax(scores: Floats) -> Floats:
    """Scores as shares that add up to one in each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def fit_softmax(
    seen: csr_matrix, wanted: Floats, *, weight: Floats, penalty: float, rounds: int
) -> Linear:
    """Logistic regression onto shares (soft labels), each row with a weight."""
    turned = seen.T.tocsr()
    rows, kinds = seen.shape[1], wanted.shape[1]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        both = flat.reshape(rows + 1, kinds).astype(np.float32)
        scores = seen @ both[:-1] + both[-1]
        scores -= scores.max(axis=1, keepdims=True)
        total = np.exp(scores).sum(axis=1, keepdims=True)
        likely = np.exp(scores) / total
        cost = weight @ (np.log(total[:, 0]) - (wanted * scores).sum(axis=1))
        off = (likely - wanted) * weight[:, None]
        slope = np.vstack([turned @ off + penalty * both[:-1], off.sum(axis=0)])
        return float(cost + penalty / 2 * (both[:-1] ** 2).sum()), slope.ravel().astype(float)

    start = np.zeros((rows + 1) * kinds)
    options = {"maxiter": rounds, "maxcor": 6}
    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    both = found.x.reshape(rows + 1, kinds).astype(np.float32)
    return Linear(both[:-1], both[-1])


def fit_ridge(
    seen: csr_matrix, wanted: Floats, *, weight: Floats, penalty: float, rounds: int
) -> Linear:
    """Least squares with a penalty, all columns at once by conjugate gradients."""
    turned = seen.T.tocsr()
    each = weight[:, None].astype(np.float32)
    constant = (each * wanted).sum(axis=0) / each.sum()
    left: Floats = turned @ (each * (wanted - constant))
    found = np.zeros_like(left)
    way = left.copy()
    size = (left**2).sum(axis=0)
    for _ in range(rounds):
        applied = turned @ (each * (seen @ way)) + penalty * way
        step = size / ((way * applied).sum(axis=0) + 1e-12)
        found += step * way
        left -= step * applied
        new = (left**2).sum(axis=0)
        way = left + new / (size + 1e-12) * way
        size = new
    return Linear(found, constant.astype(np.float32))


def applied(linear: Linear, seen: csr_matrix) -> Floats:
    """The scores of a linear model."""
    return np.asarray(seen @ linear.weights + linear.constant, dtype=np.float32)


def averaged(narrow: Linear, wide: Linear, share: float) -> Linear:
    """Two models as one; ``narrow`` lacks the last features of ``wide``."""
    weights = (1 - share) * wide.weights
    weights[: len(narrow.weights)] += share * narrow.weights
    return Linear(weights, share * narrow.constant + (1 - share) * wide.constant)


@dataclass(frozen=True)
class Around:
    """What stands around each sentence of the reports, as numbers."""

    paragraph: NDArray[np.int64]
    section: NDArray[np.int64]
    place: NDArray[np.int64]
    marks: Floats
    parts: NDArray[np.int64]

    def of(self, chosen: Bools) -> Around:
        """The same of some sentences only."""
        return replace(self, **{k: v[chosen] for k, v in vars(self).items()})

    def before_and_after(self, scores: Floats) -> tuple[Floats, Floats]:
        """The scores of the neighbours within the paragraph, zero where there is none."""
        before, after = neighbours(self.paragraph)
        return (
            np.roll(scores, 1, axis=0) * before[:, None],
            np.roll(scores, -1, axis=0) * after[:, None],
        )


def mean_of_others(scores: Floats, groups: NDArray[np.int64]) -> Floats:
    """For each sentence the mean score of the other sentences of its group."""
    count = np.bincount(groups)
    sums = np.stack([np.bincount(groups, scores[:, k]) for k in range(scores.shape[1])], axis=1)
    others = np.maximum(1, count[groups] - 1)[:, None]
    return np.asarray((sums[groups] - scores) / others, dtype=np.float32)


def polarity_context(likely: Floats, around: Around) -> Floats:
    """What the guess of polarity is made from: own words, neighbours, section, grade, heading."""
    own = np.log(likely + 1e-3)
    section = 2 * mean_of_others(likely, around.section)
    return np.hstack([own, *around.before_and_after(own), section, around.marks])


def topic_context(scores: Floats, around: Around) -> list[Floats]:
    """What the guess of a topic is made from: the topic's own score here and around."""
    return [
        scores,
        *around.before_and_after(scores),
        mean_of_others(scores, around.paragraph),
        mean_of_others(scores, around.section),
        mean_of_others(scores, around.place),
    ]


def fit_mixture(parts: Sequence[Floats], wanted: Floats) -> Floats:
    """How much each of the parts counts in a choice among columns."""
    stacked = np.stack(parts, axis=2)

    def loss(much: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        likely = softmax(stacked @ much.astype(np.float32))
        cost = -(wanted * np.log(likely + 1e-12)).sum()
        return float(cost), np.einsum("nc,nck->k", likely - wanted, stacked).astype(float)

    found: Any = minimize(loss, np.ones(len(parts)), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float32)


def stacked(first: csr_matrix, second: csr_matrix) -> csr_matrix:
    """One matrix above another."""
    return vstack([first, second], format="csr")
