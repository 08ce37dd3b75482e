"""Train the place model: first steps out of fold, then a last step on their results.

Each function uses only the examples it is given.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression, Ridge  # type: ignore[import-untyped]

from cusp.findings.place.features import Signs, features
from cusp.findings.place.model import Model, item_counts, last_step, with_polarity
from cusp.findings.place.ordinal import BORDERS, Array, Scale, fit_scale
from cusp.findings.place.terms import Vocabulary, piece_terms, word_terms
from cusp.findings.place.text import Reading

Numbers = NDArray[np.int64]
INNER_FOLDS = 5
# Chosen by cross-validation inside training folds: see docs/place.md.
STRENGTH, ITEM_STRENGTH, LAST_STRENGTH = 10.0, 3.0, 0.15
SENTENCE_PENALTY, GRADE_PENALTY = 10.0, 0.3
SOFTNESS, TOUCHES = 2.0, 0.895
_FEWEST_AUTHORITIES, _FEWEST_SECTIONS, _RANK = 5, 4, 700


@dataclass(frozen=True)
class Example:
    """A report to learn from: its authority (a folder name), its words and its printed grades.

    ``grades`` has a number from 1 to 4 for each part, or 0 if none is printed. ``code`` is the
    authority's code from the Office for National Statistics, or empty.
    """

    authority: str
    reading: Reading
    grades: tuple[int, ...]
    code: str = ""


@dataclass(frozen=True)
class Labelled:
    """A sentence labelled by a person: 1 strength, -1 weakness, 0 anything else."""

    authority: str
    text: str
    polarity: float


def fold_of(authorities: Sequence[str], folds: int, seed: int) -> Numbers:
    """A fold for each entry, keeping each authority together, in folds of nearly equal size."""
    names = sorted(set(authorities), key=lambda n: hashlib.sha256(f"{seed} {n}".encode()).digest())
    fold = {name: i % folds for i, name in enumerate(names)}
    return np.array([fold[name] for name in authorities])


class Counted:
    """The terms of an example, counted once for all the models that learn from it."""

    def __init__(self, example: Example) -> None:
        parts = example.reading.parts
        self.example = example
        self.lines = [[word_terms(line.shown) for line in part.lines] for part in parts]
        self.words = [_added(found) for found in self.lines]
        self.pieces = [piece_terms(line.shown for line in part.lines) for part in parts]
        self.items = word_terms(example.reading.items)


def _added(counts: Sequence[Counter[str]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for found in counts:
        total.update(found)
    return total


class _Table:
    """The examples' sections, sentences and items as sparse matrices over one vocabulary."""

    def __init__(self, counted: Sequence[Counted]) -> None:
        examples = [c.example for c in counted]
        self.authorities = [e.authority for e in examples for _ in e.reading.parts]
        self.grades = np.array([g for e in examples for g in e.grades])
        self.report = np.array([i for i, e in enumerate(examples) for _ in e.reading.parts])
        lines = [found for c in counted for found in c.lines]
        words = [found for c in counted for found in c.words]
        pieces = [found for c in counted for found in c.pieces]
        self.word_terms = _vocabulary(words, self.authorities)
        self.piece_terms = _vocabulary(pieces, self.authorities)
        self.words = _matrix(self.word_terms, words)
        self.pieces = _matrix(self.piece_terms, pieces)
        half = np.float32(np.sqrt(0.5))
        self.both = hstack([self.words * half, self.pieces * half]).tocsr()
        flat = [counts for found in lines for counts in found]
        self.owner = np.repeat(np.arange(len(lines)), [len(found) for found in lines])
        self.sentence_terms = Vocabulary(self.word_terms.terms, _idf(self.word_terms, flat))
        self.sentences = _matrix(self.sentence_terms, flat)
        self.items = _matrix(self.word_terms, [c.items for c in counted])


def _vocabulary(counts: Sequence[Counter[str]], authorities: Sequence[str]) -> Vocabulary:
    """Terms used by enough sections and authorities, so that no place names are included."""
    used_by: dict[str, set[str]] = {}
    sections: Counter[str] = Counter()
    for found, authority in zip(counts, authorities, strict=True):
        sections.update(found.keys())
        for term in found:
            used_by.setdefault(term, set()).add(authority)
    fewest = min(_FEWEST_AUTHORITIES, len(set(authorities)))
    terms = sorted(
        term
        for term, n in sections.items()
        if n >= _FEWEST_SECTIONS and len(used_by[term]) >= fewest
    )
    empty = Vocabulary(terms, np.ones(len(terms), np.float32))
    return Vocabulary(terms, _idf(empty, counts))


def _idf(vocabulary: Vocabulary, counts: Sequence[Counter[str]]) -> NDArray[np.float32]:
    seen = np.zeros(len(vocabulary.terms))
    for found in counts:
        seen[vocabulary.ids(found)[0]] += 1
    return (np.log((1 + len(counts)) / (1 + seen)) + 1).astype(np.float32)


def _matrix(vocabulary: Vocabulary, counts: Sequence[Counter[str]]) -> csr_matrix:
    rows = [vocabulary.vector(found) for found in counts]
    ends = np.cumsum([0, *(len(ids) for ids, _ in rows)])
    ids = np.concatenate([ids for ids, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, ids, ends), shape=(len(rows), len(vocabulary.terms)))


# From coordinates and grades, learns a weight for each coordinate and a constant, for each column.
Learner = Callable[[Array, Numbers], tuple[Array, Array]]


def _axes(kernel: Array) -> tuple[Array, Array]:
    """Coordinates with the same inner products as ``kernel``, and the way back to its rows."""
    sizes, turns = np.linalg.eigh(kernel)
    keep = np.argsort(-sizes)[:_RANK]
    keep = keep[sizes[keep] > 1e-6 * sizes[keep[0]]]
    roots = np.sqrt(sizes[keep])
    return turns[:, keep] * roots, turns[:, keep] / roots


def _logistic(strength: float, *, neighbours: bool = False) -> Learner:
    """A logistic model for each border, with both sides weighted equally.

    With ``neighbours``, only the two grades beside the border are used.

    It is learned in the kernel's coordinates, which gives the same weights as using all terms but
    takes a hundredth of the time.
    """

    def learn(places: Array, grades: Numbers) -> tuple[Array, Array]:
        weights, constants = [], []
        for border in BORDERS:
            used = (grades >= border) & (grades <= border + 1) if neighbours else grades > 0
            model = LogisticRegression(C=strength, class_weight="balanced", max_iter=300)
            model.fit(places[used], grades[used] > border)
            weights.append(model.coef_[0])
            constants.append(model.intercept_[0])
        return np.array(weights).T, np.array(constants)

    return learn


def _ridge(places: Array, grades: Numbers) -> tuple[Array, Array]:
    model = Ridge(alpha=GRADE_PENALTY).fit(places, grades)
    return model.coef_[:, None], np.array([model.intercept_])


# A matrix of _Table and its learners, in the order of Signs.own.
_OWN: tuple[tuple[str, tuple[Learner, ...]], ...] = (
    ("both", (_logistic(STRENGTH), _logistic(STRENGTH, neighbours=True), _ridge)),
    ("words", (_logistic(STRENGTH / 2),)),
    ("pieces", (_logistic(STRENGTH),)),
)


def _out_of_fold(
    matrix: csr_matrix, grades: Numbers, folds: Numbers, learners: Sequence[Learner]
) -> tuple[Array, NDArray[np.float32]]:
    """Scores for each row from models that had not seen its fold, and weights from all rows."""
    kernel = np.asarray((matrix @ matrix.T).toarray(), dtype=float)
    scores: Array | None = None
    for fold in range(int(folds.max()) + 1):
        rows, out = np.flatnonzero((folds != fold) & (grades > 0)), folds == fold
        weights, constants = _learned(kernel[np.ix_(rows, rows)], grades[rows], learners)
        if scores is None:
            scores = np.zeros((len(grades), len(constants)))
        scores[out] = kernel[np.ix_(out, rows)] @ weights + constants
    assert scores is not None
    rows = np.flatnonzero(grades > 0)
    weights, constants = _learned(kernel[np.ix_(rows, rows)], grades[rows], learners)
    return scores, np.vstack([matrix[rows].T @ weights, constants]).astype(np.float32)


def _learned(kernel: Array, grades: Numbers, learners: Sequence[Learner]) -> tuple[Array, Array]:
    """A weight for each row of the kernel and a constant, for each column of each learner."""
    places, back = _axes(kernel)
    found = [learn(places, grades) for learn in learners]
    return back @ np.hstack([w for w, _ in found]), np.concatenate([c for _, c in found])


def _sentence_weights(
    table: _Table, rows: NDArray[np.bool_], labelled: Sequence[Labelled]
) -> NDArray[np.float32]:
    """Weights for sentences: grades from their sections, polarity from labels."""
    grades = table.grades[table.owner]
    use = rows[table.owner] & (grades > 0)
    size: Array = 1.0 / np.bincount(table.owner)[table.owner].astype(float)
    columns = [_sentence_ridge(table.sentences[use], grades[use].astype(float), size[use])]
    for border in BORDERS:
        # Serious failings and excellence are rare: their borders use only the grades beside them.
        near = use & ((grades >= border) & (grades <= border + 1)) if border != 2 else use
        above = grades[near] > border
        share = float(above.mean())
        weight: Array = np.where(above, 0.5 / share, 0.5 / (1 - share)) * size[near]
        columns.append(_sentence_ridge(table.sentences[near], 2 * above.astype(float) - 1, weight))
    terms = _matrix(table.sentence_terms, [word_terms(sentence.text) for sentence in labelled])
    polarity = np.array([sentence.polarity for sentence in labelled])
    columns.append(_sentence_ridge(terms, polarity, np.ones(len(polarity)), penalty=1.0))
    return np.array(columns).T.astype(np.float32)


def _sentence_ridge(
    matrix: csr_matrix, wanted: Array, weight: Array, penalty: float = SENTENCE_PENALTY
) -> Array:
    model = Ridge(alpha=penalty, solver="sparse_cg", tol=1e-3, max_iter=60)
    model.fit(matrix, wanted, sample_weight=weight / weight.mean())
    return np.append(model.coef_, model.intercept_)


def fit(counted: Sequence[Counted], labelled: Sequence[Labelled], *, seed: int) -> Model:
    """Trains a model on reports with printed grades and on labelled sentences."""
    examples = [c.example for c in counted]
    table = _Table(counted)
    folds = fold_of(table.authorities, INNER_FOLDS, seed)
    own, tables = [], {}
    for name, learners in _OWN:
        scores, weights = _out_of_fold(getattr(table, name), table.grades, folds, learners)
        own.append(scores)
        tables[name] = weights
    sentences, tables["sentences"] = _sentences_out_of_fold(table, folds, labelled)
    items, tables["items"] = _out_of_fold(
        table.items[table.report], table.grades, folds, (_logistic(ITEM_STRENGTH),)
    )
    usual = _usual_items(examples)
    rows = _feature_rows(examples, np.hstack(own), sentences, table.owner, items, usual)
    graded = table.grades > 0
    last, scale = _last(rows[graded], table.grades[graded], folds[graded])
    return _model(table, tables, usual, last, scale)


def _model(
    table: _Table,
    tables: dict[str, NDArray[np.float32]],
    usual: dict[str, float],
    last: tuple[Array, Array, Array],
    scale: Scale,
) -> Model:
    count = len(table.word_terms.terms)
    both = tables["both"]
    middle, spread, weights = last
    return Model(
        word_terms=table.word_terms,
        piece_terms=table.piece_terms,
        sentence_idf=table.sentence_terms.idf,
        words=tables["words"],
        pieces=tables["pieces"],
        both_words=np.vstack([both[:count], both[-1:]]),
        both_pieces=both[count:-1],
        sentences=tables["sentences"],
        items=tables["items"],
        usual_items=usual,
        middle=middle,
        spread=spread,
        last=weights,
        scale=scale,
    )


def _last(rows: Array, grades: Numbers, folds: Numbers) -> tuple[tuple[Array, Array, Array], Scale]:
    """The last step, trained on all rows, and the scale, set on rows it had not seen."""
    odds = np.zeros((len(rows), len(BORDERS)))
    for fold in range(INNER_FOLDS):
        out = folds == fold
        odds[out] = last_step(rows[out], *_fit_last(rows[~out], grades[~out]))
    return _fit_last(rows, grades), fit_scale(odds, grades, softness=SOFTNESS, touches=TOUCHES)


def _sentences_out_of_fold(
    table: _Table, folds: Numbers, labelled: Sequence[Labelled]
) -> tuple[Array, NDArray[np.float32]]:
    fold_by_authority = dict(zip(table.authorities, folds, strict=True))
    scores = np.zeros((len(table.owner), 5))
    for fold in range(INNER_FOLDS):
        seen = [s for s in labelled if fold_by_authority.get(s.authority) != fold]
        weights = _sentence_weights(table, folds != fold, seen)
        out = folds[table.owner] == fold
        scores[out] = table.sentences[out] @ weights[:-1] + weights[-1]
    return scores, _sentence_weights(table, folds >= 0, labelled)


def _usual_items(examples: Sequence[Example]) -> dict[str, float]:
    """The usual number of areas for improvement in each framework, on a log scale."""
    counts: dict[str, list[int]] = {}
    for example in examples:
        counts.setdefault(example.reading.framework, []).append(example.reading.item_count)
    return {name: float(np.mean(np.log1p(many))) for name, many in sorted(counts.items())}


def _feature_rows(
    examples: Sequence[Example],
    own: Array,
    sentences: Array,
    owner: Numbers,
    items: Array,
    usual: dict[str, float],
) -> Array:
    starts = np.searchsorted(owner, np.arange(len(own) + 1))
    rows, at = [], 0
    for example in examples:
        counts = item_counts(example.reading, usual)
        signs = []
        for part in example.reading.parts:
            lines = with_polarity(sentences[starts[at] : starts[at + 1]], part.lines)
            signs.append(Signs(part.area, own[at], lines, items[at], counts))
            at += 1
        rows.append(features(signs))
    return np.vstack(rows)


def _fit_last(rows: Array, grades: Numbers) -> tuple[Array, Array, Array]:
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread = np.where(spread < 1e-9, 1.0, spread)
    last = []
    for border in BORDERS:
        model = LogisticRegression(C=LAST_STRENGTH, max_iter=500)
        model.fit((rows - middle) / spread, grades > border)
        last.append(np.append(model.coef_[0], model.intercept_[0]))
    return middle, spread, np.array(last).T
