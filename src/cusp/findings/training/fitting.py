"""Fit the linear models for findings by logistic regression and least squares."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from cusp.findings.features import Floats
from cusp.findings.findings_model import Linear

Bools = NDArray[np.bool_]


def softmax(scores: Floats) -> Floats:
    """Scores as shares that add up to one in each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def fit_softmax(
    seen: csr_matrix, wanted: Floats, *, weight: Floats, penalty: float, rounds: int
) -> Linear:
    """Logistic regression onto shares (soft labels), with a weight for each row."""
    transposed = seen.T.tocsr()
    rows, kinds = seen.shape[1], wanted.shape[1]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(rows + 1, kinds).astype(np.float32)
        scores = seen @ weights[:-1] + weights[-1]
        scores -= scores.max(axis=1, keepdims=True)
        total = np.exp(scores).sum(axis=1, keepdims=True)
        likely = np.exp(scores) / total
        cost = weight @ (np.log(total[:, 0]) - (wanted * scores).sum(axis=1))
        off = (likely - wanted) * weight[:, None]
        slope = np.vstack([transposed @ off + penalty * weights[:-1], off.sum(axis=0)])
        return float(cost + penalty / 2 * (weights[:-1] ** 2).sum()), slope.ravel().astype(float)

    start = np.zeros((rows + 1) * kinds)
    options = {"maxiter": rounds, "maxcor": 6}
    found: Any = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    weights = found.x.reshape(rows + 1, kinds).astype(np.float32)
    return Linear(weights[:-1], weights[-1])


def fit_ridge(
    seen: csr_matrix, wanted: Floats, *, weight: Floats, penalty: float, rounds: int
) -> Linear:
    """Least squares with a penalty, by conjugate gradients on all columns at once."""
    transposed = seen.T.tocsr()
    row_weights = weight[:, None].astype(np.float32)
    constant = (row_weights * wanted).sum(axis=0) / row_weights.sum()
    residual: Floats = transposed @ (row_weights * (wanted - constant))
    found = np.zeros_like(residual)
    direction = residual.copy()
    size = (residual**2).sum(axis=0)
    for _ in range(rounds):
        applied = transposed @ (row_weights * (seen @ direction)) + penalty * direction
        step = size / ((direction * applied).sum(axis=0) + 1e-12)
        found += step * direction
        residual -= step * applied
        new = (residual**2).sum(axis=0)
        direction = residual + new / (size + 1e-12) * direction
        size = new
    return Linear(found, constant.astype(np.float32))


def applied(linear: Linear, seen: csr_matrix) -> Floats:
    """The scores of a linear model."""
    return np.asarray(seen @ linear.weights + linear.constant, dtype=np.float32)


def added(first: Linear, second: Linear, times: float) -> Linear:
    """A linear model with the scores of ``first`` plus ``times`` those of ``second``."""
    weights = first.weights + times * second.weights
    return Linear(weights, first.constant + times * second.constant)
