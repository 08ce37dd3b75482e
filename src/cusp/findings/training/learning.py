"""Train a findings model from labelled sentences, and calibrate how certain it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from cusp.findings.features import Floats, SentenceSet, Vocabularies, learn_vocabularies, see
from cusp.findings.findings_model import POLARITIES, Linear
from cusp.findings.training import fitting
from cusp.findings.training.fitting import Bools
from cusp.findings.training.labels import Label, Sentence, part_of

# Rare polarities count more, or they would never be chosen; from cross-validation.
_COUNTS = np.array([1.0, 1.2, 2.0, 1.7], dtype=np.float32)
# A polarity that we labelled counts less than one we were given: our labels agree with the given
# ones for 96% of sentences.
_OURS = 0.7
# Second and third topics count less than the first.
_SECOND = 0.6
# Least-squares scores are at most about one; those of logistic regression are larger.
_SQUARES_SHARE = 6


@dataclass(frozen=True)
class Material:
    """All training data as numbers, made once and used for every fold."""

    labels: Sequence[Label]
    codes: tuple[str, ...]
    known: Vocabularies
    polarity: csr_matrix
    topic: csr_matrix
    authorities: NDArray[np.str_]
    given: Bools
    wanted_polarity: Floats
    wanted_topic: Floats


def parts_of(authorities: NDArray[np.str_], parts: int, *, salt: str) -> NDArray[np.int64]:
    """The part of each authority when split into ``parts``."""
    part = {a: part_of(str(a), parts, salt=salt) for a in set(authorities.tolist())}
    return np.array([part[a] for a in authorities.tolist()], dtype=np.int64)


def material_of(
    labels: Sequence[Label], sentences: Sequence[Sentence], codes: tuple[str, ...]
) -> Material:
    """Reads every labelled sentence once; terms are learned from all sentences."""
    texts = [label.text for label in labels]
    authorities = [label.authority for label in labels]
    corpus = SentenceSet([s.text for s in sentences], [s.authority for s in sentences])
    known = learn_vocabularies(corpus, SentenceSet(texts, authorities))
    seen = see(texts, known)
    return Material(
        labels=labels,
        codes=codes,
        known=known,
        polarity=seen.polarity(),
        topic=seen.topic(),
        authorities=np.array(authorities),
        given=np.array([label.given for label in labels]),
        wanted_polarity=wanted_polarity(labels),
        wanted_topic=wanted_topic(labels, codes),
    )


def wanted_polarity(labels: Sequence[Label]) -> Floats:
    """One row per label, with 1 in the column of its polarity."""
    return np.eye(len(POLARITIES), dtype=np.float32)[
        [POLARITIES.index(label.polarity) for label in labels]
    ]


def wanted_topic(labels: Sequence[Label], codes: tuple[str, ...]) -> Floats:
    """One row per label, with 1 in the column of its first topic and less for its other topics."""
    wanted = np.zeros((len(labels), len(codes)), dtype=np.float32)
    for i, label in enumerate(labels):
        for j, code in enumerate(label.topics):
            wanted[i, codes.index(code)] = _SECOND if j else 1
    return wanted


def learn(m: Material, chosen: Bools) -> tuple[Linear, Linear]:
    """Trains models of polarity and topic on the chosen labels."""
    by_polarity = fit_polarity(m.polarity[chosen], m.wanted_polarity[chosen], m.given[chosen])
    return by_polarity, fit_topics(m.topic[chosen], m.wanted_topic[chosen])


def fit_polarity(seen: csr_matrix, wanted: Floats, given: Bools) -> Linear:
    """Trains a model of polarity; labels we were given count more than ours."""
    weight = wanted @ _COUNTS * np.where(given, 1, _OURS).astype(np.float32)
    return fitting.fit_softmax(seen, wanted, weight=weight, penalty=0.3, rounds=80)


def fit_topics(seen: csr_matrix, wanted: Floats) -> Linear:
    """Trains a model of topics: the sum of logistic regression and least squares.

    Both are linear, so the sum is one linear model. It gets the topic right 1 percentage point more
    often than either alone.
    """
    weight = np.ones(len(wanted), dtype=np.float32)
    shares = wanted / wanted.sum(axis=1, keepdims=True)
    logistic = fitting.fit_softmax(seen, shares, weight=weight, penalty=0.4, rounds=60)
    squares = fitting.fit_ridge(seen, wanted, weight=weight, penalty=1.2, rounds=40)
    return fitting.added(logistic, squares, _SQUARES_SHARE)


def sharpness_of(scores: Floats, wanted: Floats) -> float:
    """The factor that turns scores of unseen sentences into calibrated likelihoods."""
    tried = np.geomspace(0.3, 3, 60)
    right = wanted.argmax(axis=1)
    costs = [
        -np.log(fitting.softmax(scores * t)[np.arange(len(right)), right] + 1e-9).mean()
        for t in tried
    ]
    return float(tried[int(np.argmin(costs))])


def topic_sureness_of(scores: Floats, wanted: Floats) -> tuple[float, float]:
    """Slope and constant of the likelihood that one of the three best topics is right."""
    best = np.argsort(-scores, axis=1)[:, :3]
    values = np.take_along_axis(scores, best, axis=1).reshape(-1, 1)
    belongs = np.take_along_axis(wanted, best, axis=1).ravel() > 0
    fitted = LogisticRegression(C=100).fit(values, belongs)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
