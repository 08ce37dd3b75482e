"""Learn what :mod:`cusp.history.likeness` needs from reports.

This is the rarity of words and concepts, word vectors from their contexts in sentences (the largest
singular vectors of positive pointwise mutual information), and a model of each topic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from cusp.history.likeness import Background
from cusp.history.wording import Floats, concepts, normal, words
from cusp.reports import Report

DIMENSIONS = 80
_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LEAST_PARAGRAPH = 60
# A word must appear in this many sentences or areas for improvement.
_LEAST_SENTENCES, _LEAST_ITEMS = 12, 2
_ITEM_COUNTS = 5
_LEAST_EXAMPLES = 8


def learn_background(
    reports: Iterable[Report], findings: Sequence[tuple[str, Sequence[str]]]
) -> Background:
    """Learns from reports and ``findings`` (sentences with their topics). Seeds are fixed."""
    items, sentences = _texts(reports)
    in_sentences = Counter(w for s in sentences for w in set(s))
    split_items = [words(item) for item in items]
    in_items = Counter(w for s in split_items for w in set(s))
    common = {w for w, n in in_sentences.items() if n >= _LEAST_SENTENCES}
    in_several_items = {w for w in in_sentences if in_items[w] >= _LEAST_ITEMS}
    vocabulary = sorted(common | in_several_items)
    count = len(items)
    named = np.array([np.isfinite(concepts().places(item)) for item in items])
    index = {w: i for i, w in enumerate(vocabulary)}
    bare = Background(
        vocabulary=index,
        rarity=np.array([np.log((count + 1) / (in_items[w] + 0.5)) for w in vocabulary]),
        sentence_rarity=np.array(
            [np.log(len(sentences) / (in_sentences[w] + 1)) for w in vocabulary]
        ),
        vectors=_vectors([*sentences, *split_items * _ITEM_COUNTS], index),
        concept_rarity=np.log((count + 1) / (named.sum(0) + 1)),
        topic_weights=np.zeros((1, len(vocabulary) + named.shape[1])),
        topic_bias=np.zeros(1),
        unseen=float(np.log((count + 1) / 0.5)),
    )
    weights, bias = _topics(bare, findings)
    return Background(**{**vars(bare), "topic_weights": weights, "topic_bias": bias})


def _texts(reports: Iterable[Report]) -> tuple[list[str], list[list[str]]]:
    items: list[str] = []
    sentences: list[list[str]] = []
    for report in reports:
        items += [normal(item.text) for item in report.improvements]
        for section in report.sections:
            for paragraph in section.paragraphs:
                if len(paragraph.text) > _LEAST_PARAGRAPH:
                    sentences += map(words, _SENTENCE.split(normal(paragraph.text)))
    return list(dict.fromkeys(items)), sentences


def _vectors(sentences: list[list[str]], index: dict[str, int]) -> Floats:
    """A unit vector for each word, close to those of words with similar contexts."""
    from scipy import sparse  # type: ignore[import-untyped]
    from sklearn.decomposition import TruncatedSVD  # type: ignore[import-untyped]

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, sentence in enumerate(sentences):
        ids = sorted({index[w] for w in sentence if w in index})
        rows += [row] * len(ids)
        columns += ids
        values += [1 / np.sqrt(len(ids) + 1)] * len(ids)
    table: Any = sparse.csr_matrix((values, (rows, columns)), (len(sentences), len(index)))
    together = (table.T @ table).tocoo()
    sums = np.asarray(together.tocsr().sum(1)).ravel()
    # The power of 3/4 prevents rare words from being close to everything (Levy and others, 2015).
    context = sums**0.75 * (sums.sum() / (sums**0.75).sum())
    chance = sums[together.row] * context[together.col]
    mutual = np.log(together.data * sums.sum() / chance)
    useful = (mutual > 0) & (together.data > 0.3)
    at = (together.row[useful], together.col[useful])
    positive = sparse.csr_matrix((mutual[useful], at), together.shape)
    size = min(DIMENSIONS, len(index) - 1)
    svd = TruncatedSVD(size, n_iter=12, random_state=0)
    vectors = svd.fit_transform(positive) / np.sqrt(svd.singular_values_)
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))


def _topics(
    known: Background, findings: Sequence[tuple[str, Sequence[str]]]
) -> tuple[Floats, Floats]:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, (text, _) in enumerate(findings):
        ids, counts = known.topic_input(normal(text))
        rows += [row] * len(ids)
        columns += ids
        values += counts.tolist()
    table = sparse.csr_matrix(
        (values, (rows, columns)), (len(findings), known.topic_weights.shape[1])
    )
    weights, bias = [], []
    for topic in sorted({t for _, topics in findings for t in topics} - {"other"}):
        about = np.array([topic in topics for _, topics in findings])
        if about.sum() >= _LEAST_EXAMPLES:
            model = LogisticRegression(C=3, solver="liblinear", max_iter=200, random_state=0)
            model.fit(table, about)
            weights.append(model.coef_[0])
            bias.append(model.intercept_[0])
    return np.array(weights), np.array(bias)
