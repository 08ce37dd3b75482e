"""How the linear models of findings are fitted: logistic regression and least squares."""

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


def added(one: Linear, other: Linear, times: float) -> Linear:
    """One linear model that scores as ``one`` and so many times ``other`` do together."""
    return Linear(one.weights + times * other.weights, one.constant + times * other.constant)
