"""One model of findings from labels and the reports around them, and how sure it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from cusp.findings import fitting
from cusp.findings.features import Floats, Spoken, Vocabularies, learn_vocabularies, see
from cusp.findings.findings_model import POLARITIES, Linear
from cusp.findings.fitting import Around, Bools, applied
from cusp.findings.training_data import Label, Surroundings, part_of, rows_of

# Rare polarities count more, or they would never be guessed; found by cross-validation.
_COUNTS = np.array([1.0, 1.2, 2.0, 1.7], dtype=np.float32)
_CROSS = 3
# A topic named second or third counts less than the one named first.
_SECOND = 0.6
_GUESSES_SHARE = 0.5
_TOPIC_GUESSES_SHARE = 0.2


@dataclass(frozen=True)
class Material:
    """Everything that training sees, as numbers: made once, used for every fold."""

    labels: Sequence[Label]
    codes: tuple[str, ...]
    known: Vocabularies
    rows: NDArray[np.int64]
    around: Around
    places: list[str]
    polarity: csr_matrix  # of labelled sentences, with pieces of words
    topic: csr_matrix
    all_polarity: csr_matrix  # of all sentences, without
    all_topic: csr_matrix
    authorities: NDArray[np.str_]
    all_authorities: NDArray[np.str_]
    wanted_polarity: Floats
    wanted_topic: Floats

    @property
    def cross(self) -> NDArray[np.int64]:
        """The part of each labelled sentence's authority, for guesses by models blind to it."""
        return parts_of(self.authorities, _CROSS, salt="inner")


def parts_of(authorities: NDArray[np.str_], parts: int, *, salt: str) -> NDArray[np.int64]:
    """The part of each authority in a split into so many."""
    part = {a: part_of(str(a), parts, salt=salt) for a in set(authorities.tolist())}
    return np.array([part[a] for a in authorities.tolist()], dtype=np.int64)


def material_of(labels: Sequence[Label], around: Surroundings, codes: tuple[str, ...]) -> Material:
    """Sees every sentence once."""
    texts = [label.text for label in labels]
    authorities = [label.authority for label in labels]
    known = learn_vocabularies(Spoken(around.texts, around.authorities), Spoken(texts, authorities))
    seen = see(texts, known)
    every = see(around.texts, known, pieces=False)
    others = np.array(around.authorities)
    return Material(
        labels=labels,
        codes=codes,
        known=known,
        rows=rows_of(labels, around),
        around=Around(
            around.paragraph,
            around.section,
            around.place,
            around.marks,
            parts_of(others, _CROSS, salt="inner"),
        ),
        places=around.places,
        polarity=seen.polarity(),
        topic=seen.topic(),
        all_polarity=every.polarity(),
        all_topic=every.topic(),
        authorities=np.array(authorities),
        all_authorities=others,
        wanted_polarity=wanted_polarity(labels),
        wanted_topic=wanted_topic(labels, codes),
    )


def wanted_polarity(labels: Sequence[Label]) -> Floats:
    """A row a label, one in the column of its polarity."""
    return np.eye(len(POLARITIES), dtype=np.float32)[
        [POLARITIES.index(label.polarity) for label in labels]
    ]


def wanted_topic(labels: Sequence[Label], codes: tuple[str, ...]) -> Floats:
    """A row a label: one in the column of its first topic, less in those of the others."""
    wanted = np.zeros((len(labels), len(codes)), dtype=np.float32)
    for i, label in enumerate(labels):
        for j, code in enumerate(label.topics):
            wanted[i, codes.index(code)] = _SECOND if j else 1
    return wanted


def learn(m: Material, chosen: Bools) -> tuple[Linear, Linear]:
    """Models of polarity and topic from the chosen labels and the reports not shut out by them.

    Reports of an authority none of whose labels is chosen are not looked at.
    """
    shut = set(m.authorities[~chosen].tolist()) - set(m.authorities[chosen].tolist())
    allowed = np.array([a not in shut for a in m.all_authorities.tolist()])
    return _learn_polarity(m, chosen, allowed), _learn_topic(m, chosen, allowed)


def fit_labels(seen: csr_matrix, wanted: Floats, *, rounds: int = 80) -> Linear:
    """A model of polarity fitted to labels, nothing guessed."""
    weight = wanted @ _COUNTS
    return fitting.fit_softmax(seen, wanted, weight=weight, penalty=0.2, rounds=rounds)


def _placed(m: Material, chosen: Bools, allowed: Bools) -> tuple[Bools, NDArray[np.int64]]:
    """The chosen labels found in the allowed reports, and where in these."""
    found = chosen & (m.rows >= 0) & allowed[m.rows]
    return found, (np.cumsum(allowed) - 1)[m.rows[found]]


def _turns(m: Material, chosen: Bools, allowed: Bools) -> Iterator[tuple[Bools, Bools]]:
    """Labels to learn from, and sentences to guess by what was learned."""
    for part in range(_CROSS):
        yield chosen & (m.cross != part), m.around.parts[allowed] == part


def _learn_polarity(m: Material, chosen: Bools, allowed: Bools) -> Linear:
    every = m.all_polarity[allowed]
    width = every.shape[1]
    narrow, wanted = m.polarity[:, :width].tocsr(), m.wanted_polarity
    counts = wanted @ _COUNTS
    likely = np.zeros((every.shape[0], len(POLARITIES)), dtype=np.float32)
    for labels, sentences in _turns(m, chosen, allowed):
        first = fit_labels(narrow[labels], wanted[labels], rounds=60)
        likely[sentences] = fitting.softmax(applied(first, every[sentences]))
    context = fitting.polarity_context(likely, m.around.of(allowed))
    found, at = _placed(m, chosen, allowed)
    correct = LogisticRegression(C=0.3, max_iter=1000)
    correct.fit(context[at], wanted[found].argmax(axis=1))
    guessed = correct.predict_proba(context).astype(np.float32)
    second = fitting.fit_softmax(
        fitting.stacked(every, narrow[chosen]),
        np.vstack([guessed, wanted[chosen]]),
        weight=np.append(np.full(len(guessed), np.float32(0.3)), 8 * counts[chosen]),
        penalty=0.7,
        rounds=50,
    )
    return fitting.averaged(second, fit_labels(m.polarity[chosen], wanted[chosen]), _GUESSES_SHARE)


def _learn_topic(m: Material, chosen: Bools, allowed: Bools) -> Linear:
    every = m.all_topic[allowed]
    narrow, wanted = m.topic[:, : every.shape[1]].tocsr(), m.wanted_topic
    scores = np.zeros((every.shape[0], len(m.codes)), dtype=np.float32)
    for labels, sentences in _turns(m, chosen, allowed):
        scores[sentences] = applied(fit_topics(narrow[labels], wanted[labels]), every[sentences])
    parts = fitting.topic_context(scores, m.around.of(allowed))
    found, at = _placed(m, chosen, allowed)
    shares = wanted[found] / wanted[found].sum(axis=1, keepdims=True)
    much = fitting.fit_mixture([part[at] for part in parts], shares)
    guessed = fitting.softmax(sum(w * part for w, part in zip(much, parts, strict=True)))
    second = fitting.fit_ridge(
        fitting.stacked(every, narrow[chosen]),
        np.vstack([guessed, wanted[chosen]]),
        weight=np.repeat(np.array([0.5, 5], np.float32), [len(guessed), chosen.sum()]),
        penalty=3,
        rounds=15,
    )
    return fitting.averaged(
        second, fit_topics(m.topic[chosen], wanted[chosen]), _TOPIC_GUESSES_SHARE
    )


def fit_topics(seen: csr_matrix, wanted: Floats) -> Linear:
    """A model of topics fitted to labels, nothing guessed."""
    weight = np.ones(len(wanted), dtype=np.float32)
    return fitting.fit_ridge(seen, wanted, weight=weight, penalty=1, rounds=40)


def sharpness_of(scores: Floats, wanted: Floats) -> float:
    """The factor that makes scores of sentences never seen into honest likelihoods."""
    tried = np.geomspace(0.3, 3, 60)
    right = wanted.argmax(axis=1)
    costs = [
        -np.log(fitting.softmax(scores * t)[np.arange(len(right)), right] + 1e-9).mean()
        for t in tried
    ]
    return float(tried[int(np.argmin(costs))])


def topic_sureness_of(scores: Floats, wanted: Floats) -> tuple[float, float]:
    """Slope and constant of the likelihood that one of the three best topics belongs."""
    best = np.argsort(-scores, axis=1)[:, :3]
    values = np.take_along_axis(scores, best, axis=1).reshape(-1, 1)
    belongs = np.take_along_axis(wanted, best, axis=1).ravel() > 0
    fitted = LogisticRegression(C=100).fit(values, belongs)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
