"""Train the model for carried-over links on labelled pairs, and measure it by authority.

A label has a confidence. Low-confidence links count half in training. When measuring, they are left
out (``neutral``) or counted like any other (``counted``); both results are given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cusp.history.likeness import Background
from cusp.history.link_model import Forest, Model, likenesses, log_odds, logistic
from cusp.history.wording import Floats

READ_PAIRS = Path(__file__).with_name("read_pairs.jsonl")
_KEY = 12
TREES, LEAST_IN_LEAF, SHARE_OF_LIKENESSES = 200, 4, 0.5
LOW = 0.5
# At least this share of the links shown as certain should be right.
SURE_PRECISION = 0.88
_LEAST_SURE = 20


@dataclass(frozen=True)
class Pair:
    """Two lists of items and their links: 1 certain, :data:`LOW` low confidence, 0 none.

    ``given`` is false for those from ``read_pairs.jsonl``.
    """

    authority: str
    frameworks: str
    later: Sequence[str]
    earlier: Sequence[str]
    linked: Floats
    same: Floats
    given: bool = True


class Scores(NamedTuple):
    """How well suggested links agree with the labels, from 0 to 1."""

    f1: float
    precision: float
    recall: float


Learner = Callable[[frozenset[str]], Background]


def read_pairs(labels: Path, frameworks: Mapping[str, str]) -> list[Pair]:
    """The labelled pairs; ``frameworks`` gives each file's framework by its name in labels."""
    lines = map(json.loads, labels.read_text("utf-8").splitlines())
    return [
        _pair(label, label["earlier_items"], label["later_items"], frameworks) for label in lines
    ]


def pairs_read_by_us(
    items: Mapping[str, Sequence[str]], frameworks: Mapping[str, str]
) -> list[Pair]:
    """The pairs in ``read_pairs.jsonl``; ``items`` gives the areas for improvement of each report.

    The file identifies an item by a hash. A pair is left out if its reports are missing or are now
    read differently.
    """
    pairs = []
    for label in map(json.loads, READ_PAIRS.read_text("utf-8").splitlines()):
        earlier, later = items.get(label["earlier"], ()), items.get(label["later"], ())
        listed = [list(map(key_of, earlier)), list(map(key_of, later))]
        if listed == [label["earlier_items"], label["later_items"]]:
            pairs.append(replace(_pair(label, earlier, later, frameworks), given=False))
    return pairs


def key_of(item: str) -> str:
    """The key of an area for improvement in ``read_pairs.jsonl``."""
    letters = "".join(c for c in item.lower() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:_KEY]


def _pair(
    label: Any,
    earlier_items: Sequence[str],
    later_items: Sequence[str],
    frameworks: Mapping[str, str],
) -> Pair:
    shape = (len(later_items), len(earlier_items))
    linked, same = np.zeros(shape), np.zeros(shape)
    for link in label["links"]:
        for earlier in link["earlier"]:
            at = (link["later"] - 1, earlier - 1)
            linked[at] = 1.0 if link["confidence"] == "high" else LOW
            same[at] = link["kind"] == "same"
    direction = " to ".join(frameworks.get(label[side], "?") for side in ("earlier", "later"))
    authority = label["earlier"].split("/")[0]
    return Pair(authority, direction, later_items, earlier_items, linked, same)


def set_aside(authority: str) -> bool:
    """Whether an authority (its folder) is in the quarter kept back for the final score."""
    return int(hashlib.sha256(authority.encode()).hexdigest(), 16) % 4 == 0


def fit(pairs: Sequence[Pair], known: Background, *, seed: int = 0) -> Model:
    """Trains the model; scale, threshold and ``sure`` come from folds by authority in ``pairs``."""
    tables = [likenesses(p.later, p.earlier, known) for p in pairs]
    rows = [table.reshape(-1, table.shape[2]) for table in tables]
    truth = np.concatenate([p.linked.ravel() for p in pairs])
    share = np.zeros(len(truth))
    where = np.repeat(np.arange(len(pairs)), [p.linked.size for p in pairs])
    for inside, outside in folds(pairs, 5, seed):
        chosen = np.isin(where, inside)
        forest = _grow(np.concatenate([rows[i] for i in inside]), truth[chosen], seed)
        share[~chosen] = forest.mean(np.concatenate([rows[i] for i in outside]))
    slope, offset = _line(log_odds(share), truth)
    scores = logistic(slope * log_odds(share) + offset)
    threshold, sure = best_threshold(scores, truth), sure_from(scores, truth)
    every = np.concatenate(rows)
    kind_weights, kind_bias = _kinds(every, truth, np.concatenate([p.same.ravel() for p in pairs]))
    forest = _grow(every, truth, seed)
    return Model(
        known, forest, slope, offset, kind_weights, kind_bias, threshold, max(sure, threshold)
    )


def folds(
    pairs: Sequence[Pair], count: int, seed: int
) -> Iterable[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """The indexes of pairs inside and outside each fold; an authority's pairs stay together."""
    authorities = sorted({p.authority for p in pairs})
    order = np.random.default_rng(seed).permutation(len(authorities))
    fold_of = {authorities[a]: i % count for i, a in enumerate(order)}
    number = np.array([fold_of[p.authority] for p in pairs])
    for k in range(count):
        yield np.flatnonzero(number != k), np.flatnonzero(number == k)


def measure(scores: Floats, truth: Floats, threshold: float | Floats, *, neutral: bool) -> Scores:
    """How links at or above ``threshold`` agree with the labels; see the module for ``neutral``."""
    proposed, right, wrong = scores >= threshold, truth == 1, truth == 0
    if not neutral:
        right = truth > 0
    hits, false = (proposed & right).sum(), (proposed & wrong).sum()
    missed = (~proposed & right).sum()
    return Scores(
        float(2 * hits / max(1, 2 * hits + false + missed)),
        float(hits / max(1, hits + false)),
        float(hits / max(1, hits + missed)),
    )


def best_threshold(scores: Floats, truth: Floats) -> float:
    """The threshold with the best smoothed F1, leaving out low-confidence links."""
    steps = np.arange(0.1, 0.85, 0.01)
    every = [measure(scores, truth, t, neutral=True).f1 for t in steps]
    smooth = np.convolve(every, np.ones(9) / 9, "valid")
    return float(np.round(steps[4 + int(np.argmax(smooth))], 2))


def sure_from(scores: Floats, truth: Floats) -> float:
    """The lowest score from which links are right at least as often as :data:`SURE_PRECISION`."""
    for t in np.arange(0.3, 0.95, 0.01):
        shown = (scores >= t) & (truth != LOW)
        if shown.sum() < _LEAST_SURE:
            break
        if (truth[shown] == 1).mean() >= SURE_PRECISION:
            return float(np.round(t, 2))
    return 0.9


def _grow(rows: Floats, truth: Floats, seed: int) -> Forest:
    from sklearn.ensemble import ExtraTreesClassifier  # type: ignore[import-untyped]

    model = ExtraTreesClassifier(
        TREES,
        min_samples_leaf=LEAST_IN_LEAF,
        max_features=SHARE_OF_LIKENESSES,
        criterion="entropy",
        random_state=seed,
        n_jobs=2,
    )
    model.fit(rows, truth > 0, sample_weight=_weights(truth))
    parts: dict[str, list[Any]] = {
        n: [] for n in ("feature", "threshold", "left", "right", "value")
    }
    roots, at = [], 0
    for estimator in model.estimators_:
        tree = estimator.tree_
        leaf = tree.children_left < 0
        parts["feature"].append(np.where(leaf, -1, tree.feature))
        parts["threshold"].append(np.where(leaf, 0, tree.threshold).astype(np.float32))
        here = np.arange(at, at + tree.node_count)
        parts["left"].append(np.where(leaf, here, tree.children_left + at))
        parts["right"].append(np.where(leaf, here, tree.children_right + at))
        counts = tree.value[:, 0, :]
        parts["value"].append(np.where(leaf, counts[:, 1] / counts.sum(1), 0).astype(np.float32))
        roots.append(at)
        at += tree.node_count
    return Forest(roots=np.array(roots), **{n: np.concatenate(v) for n, v in parts.items()})


def _line(odds: Floats, truth: Floats) -> tuple[float, float]:
    """The slope and offset that turn the forest's shares into calibrated probabilities."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    model = LogisticRegression(C=100.0)
    model.fit(odds[:, None], truth > 0, sample_weight=_weights(truth))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _kinds(rows: Floats, truth: Floats, same: Floats) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    linked = truth > 0
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=0.003, max_iter=1000)
    model.fit((rows[linked] - mean) / spread, same[linked] > 0)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ mean)


def _weights(truth: Floats) -> Floats:
    return np.where(truth == LOW, LOW, 1.0)


def score_all(model: Model, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
    """Scores of links and of ``same`` for all pairs, concatenated."""
    scores = [model.score(p.later, p.earlier) for p in pairs]
    return (
        np.concatenate([linked.ravel() for linked, _ in scores]),
        np.concatenate([same.ravel() for _, same in scores]),
    )


def truth_of(pairs: Sequence[Pair]) -> Floats:
    """The labels of all pairs, in the order of :func:`score_all`."""
    return np.concatenate([p.linked.ravel() for p in pairs])


def rounded(model: Model) -> Model:
    """The model as it is after saving, so that the shipped model is measured."""
    known = model.known
    vectors, topic_weights = _half(known.vectors), _half(known.topic_weights)
    return replace(model, known=replace(known, vectors=vectors, topic_weights=topic_weights))


def _half(values: Floats) -> Floats:
    return values.astype(np.float16).astype(float)
