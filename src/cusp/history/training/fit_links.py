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

from cusp.history.evidence import Reports
from cusp.history.likeness import OVERALL, Background
from cusp.history.link_model import (
    RIVALS,
    Forest,
    Line,
    Model,
    among_rivals,
    likenesses,
    pair_odds,
)
from cusp.history.wording import Floats
from cusp.reports import Report

READ_PAIRS = Path(__file__).with_name("read_pairs.jsonl")
_KEY = 12
TREES, LEAST_IN_LEAF, SHARE_OF_LIKENESSES = 200, 4, 0.4
# This share of the pairs, the least alike, teaches little.
_LEFT_OUT = 0.6
LOW = 0.5
# This share of the links shown as certain should be right in training, so that in lists never seen
# before at least 0.88 are.
SURE_PRECISION = 0.91
_LEAST_SURE = 20


@dataclass(frozen=True)
class Pair:
    """Two lists of items and their links: 1 certain, :data:`LOW` low confidence, 0 none.

    ``given`` is false for those from ``read_pairs.jsonl``. ``reports`` are the later and the
    earlier one, if both lists are theirs.
    """

    authority: str
    frameworks: str
    later: Sequence[str]
    earlier: Sequence[str]
    linked: Floats
    same: Floats
    given: bool = True
    reports: Reports | None = None


class Scores(NamedTuple):
    """How well suggested links agree with the labels, from 0 to 1."""

    f1: float
    precision: float
    recall: float


Learner = Callable[[frozenset[str]], Background]


def read_pairs(labels: Path, reports: Mapping[str, Report]) -> list[Pair]:
    """The labelled pairs; ``reports`` are known by their names in the labels."""
    lines = map(json.loads, labels.read_text("utf-8").splitlines())
    return [_pair(label, label["earlier_items"], label["later_items"], reports) for label in lines]


def pairs_read_by_us(reports: Mapping[str, Report]) -> list[Pair]:
    """The pairs in ``read_pairs.jsonl``, with the areas for improvement from ``reports``.

    The file identifies an item by a hash. A pair is left out if its reports are missing or are now
    read differently.
    """
    pairs = []
    for label in map(json.loads, READ_PAIRS.read_text("utf-8").splitlines()):
        both = [reports[label[side]] for side in ("earlier", "later") if label[side] in reports]
        items = [[item.text for item in report.improvements] for report in both]
        listed = [[key_of(item) for item in texts] for texts in items]
        if listed == [label["earlier_items"], label["later_items"]]:
            pairs.append(replace(_pair(label, items[0], items[1], reports), given=False))
    return pairs


def key_of(item: str) -> str:
    """The key of an area for improvement in ``read_pairs.jsonl``."""
    letters = "".join(c for c in item.lower() if c.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()[:_KEY]


def _pair(
    label: Any,
    earlier_items: Sequence[str],
    later_items: Sequence[str],
    reports: Mapping[str, Report],
) -> Pair:
    shape = (len(later_items), len(earlier_items))
    linked, same = np.zeros(shape), np.zeros(shape)
    for link in label["links"]:
        for earlier in link["earlier"]:
            at = (link["later"] - 1, earlier - 1)
            linked[at] = 1.0 if link["confidence"] == "high" else LOW
            same[at] = link["kind"] == "same"
    earlier, later = (reports.get(label[side]) for side in ("earlier", "later"))
    direction = " to ".join(each.framework if each else "?" for each in (earlier, later))
    authority = label["earlier"].split("/")[0]
    pair = Pair(authority, direction, later_items, earlier_items, linked, same)
    if later and earlier and shape == (len(later.improvements), len(earlier.improvements)):
        pair = replace(pair, reports=(later, earlier))
    return pair


def set_aside(authority: str) -> bool:
    """Whether an authority (its folder) is in the quarter kept back for the final score."""
    return int(hashlib.sha256(authority.encode()).hexdigest(), 16) % 4 == 0


def fit(pairs: Sequence[Pair], known: Background, *, seed: int = 0) -> Model:
    """Trains the model on ``pairs``."""
    known = rounded(known)
    tables = [likenesses(p.later, p.earlier, known, p.reports) for p in pairs]
    return fit_tables(pairs, tables, known, seed=seed)


def fit_tables(
    pairs: Sequence[Pair], tables: Sequence[Floats], known: Background, *, seed: int = 0
) -> Model:
    """Trains the model on likenesses; rivals and thresholds come from folds by authority."""
    rows = [table.reshape(-1, table.shape[2]) for table in tables]
    truths = [p.linked.ravel() for p in pairs]
    odds: list[Floats] = [np.zeros(0)] * len(pairs)
    for inside, outside in folds(pairs, 5, seed):
        some = np.concatenate([rows[i] for i in inside])
        forest, line = _learn(some, np.concatenate([truths[i] for i in inside]), seed)
        for i in outside:
            odds[i] = pair_odds(forest, line, rows[i]).reshape(pairs[i].linked.shape)
    compared = np.concatenate([among_rivals(each).reshape(-1, RIVALS) for each in odds])
    truth, every = np.concatenate(truths), np.concatenate(rows)
    rivals = _line(compared, truth > 0, _weights(truth), strength=1.0)
    scores = rivals.share(compared)
    threshold, sure = best_threshold(scores, truth), sure_from(scores, truth)
    linked = truth > 0
    same = np.concatenate([p.same.ravel() for p in pairs])
    kind = _line(every[linked], same[linked] > 0, np.ones(linked.sum()), strength=0.003)
    forest, line = _learn(every, truth, seed)
    return Model(known, forest, line, rivals, kind, threshold, max(sure, threshold))


def _learn(rows: Floats, truth: Floats, seed: int) -> tuple[Forest, Line]:
    """What judges pairs on their own, learned without those that are clearly not linked."""
    likely = rows[:, OVERALL]
    kept = (truth > 0) | (likely > np.quantile(likely, _LEFT_OUT))
    rows, truth = rows[kept], truth[kept]
    return _grow(rows, truth, seed), _line(rows, truth > 0, _weights(truth), strength=0.003)


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


def _line(rows: Floats, truth: npt.NDArray[np.bool_], weights: Floats, *, strength: float) -> Line:
    """A regularised logistic regression; a lower ``strength`` keeps the weights smaller."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    model = LogisticRegression(C=strength, max_iter=500)
    model.fit((rows - mean) / spread, truth, sample_weight=weights)
    slopes = model.coef_[0] / spread
    return Line(slopes, float(model.intercept_[0] - slopes @ mean))


def _weights(truth: Floats) -> Floats:
    return np.where(truth == LOW, LOW, 1.0)


def score_all(model: Model, pairs: Sequence[Pair]) -> tuple[Floats, Floats]:
    """Scores of links and of ``same`` for all pairs, concatenated."""
    scores = [model.score(p.later, p.earlier, p.reports) for p in pairs]
    return (
        np.concatenate([linked.ravel() for linked, _ in scores]),
        np.concatenate([same.ravel() for _, same in scores]),
    )


def truth_of(pairs: Sequence[Pair]) -> Floats:
    """The labels of all pairs, in the order of :func:`score_all`."""
    return np.concatenate([p.linked.ravel() for p in pairs])


def rounded(known: Background) -> Background:
    """The background as it is after saving, so that training and measuring use what is shipped."""
    return replace(known, vectors=_half(known.vectors), topic_weights=_half(known.topic_weights))


def _half(values: Floats) -> Floats:
    return values.astype(np.float16).astype(float)
