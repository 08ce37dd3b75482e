"""How similar areas for improvement are, as numbers for each pair of items from two lists.

The numbers are shared concepts, shared words, closeness of words (learned from reports), shared
topics and, for the main ones, how much a pair stands out in its row and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from cusp.history.wording import Floats, concepts, head, normal, words

# Similarities that are compared within their row and column.
_COMPARED = (
    *("target jaccard", "target cosine"),
    *("head jaccard", "head words", "head meaning"),
    *("subject jaccard", "subject shared", "subject cosine", "subject best"),
    *("first of later", "words", "meaning", "aligned later", "aligned earlier"),
    *("topics", "topic cosine", "firsts"),
)
# The place of "all", the mean of those, among the likenesses.
OVERALL = 0
_TINY = 1e-9
# Words never seen in lists of areas for improvement count a little less than those seen once.
_UNSEEN = 0.7
_CONCEPT_SHARE = 0.3


@dataclass(frozen=True)
class Background:
    """Learned from reports: word rarity and vectors, concept rarity, and topics."""

    vocabulary: Mapping[str, int]
    rarity: Floats
    sentence_rarity: Floats
    vectors: Floats
    concept_rarity: Floats
    topic_weights: Floats
    topic_bias: Floats
    unseen: float

    def topics(self, text: str) -> Floats:
        """How likely each topic is in a normalised text, from 0 to 1."""
        ids, values = self.topic_input(text)
        z = self.topic_weights[:, ids] @ values + self.topic_bias
        return np.asarray(1 / (1 + np.exp(-z)))

    def topic_input(self, text: str) -> tuple[list[int], Floats]:
        """Columns and values for recognising topics: words, then concepts."""
        ids = list(dict.fromkeys(self.vocabulary[w] for w in words(text) if w in self.vocabulary))
        values = self.sentence_rarity[ids]
        values = values / (np.linalg.norm(values) + _TINY)
        apart = concepts().groups["people"] > 0
        named = np.flatnonzero(np.isfinite(concepts().places(text)) & ~apart)
        shifted = [len(self.vocabulary) + int(i) for i in named]
        return ids + shifted, np.concatenate([values, np.full(len(shifted), _CONCEPT_SHARE)])


@dataclass
class Item:
    """An area for improvement as the comparison sees it."""

    text: str
    known: Background
    words: list[str] = field(init=False)
    weights: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        known, self.text = self.known, normal(self.text)
        self.words = words(self.text)
        unseen = known.unseen * _UNSEEN
        self.weights = {
            w: float(known.rarity[known.vocabulary[w]]) if w in known.vocabulary else unseen
            for w in self.words
        }
        top = head(self.text)
        self.head_words = {w for w in words(top) if w in self.weights}
        kinds = concepts().groups
        places, in_head = concepts().places(self.text), np.isfinite(concepts().places(top))
        self.concepts = np.where(kinds["target"] > 0, in_head, np.isfinite(places)).astype(float)
        self.head_concepts = in_head * kinds["subject"]
        self.first = np.zeros(len(places))
        subjects = np.where(kinds["subject"] > 0, places, np.inf)
        self.first[[i for i in np.argsort(subjects, kind="stable")[:3] if subjects[i] < np.inf]] = 1
        self._place_in_meaning()
        self.topics = known.topics(self.text)
        self.pieces = {self.text[i : i + 4] for i in range(len(self.text) - 3)}

    def _place_in_meaning(self) -> None:
        known = self.known
        ids = [known.vocabulary[w] for w in self.weights if w in known.vocabulary]
        self.vectors = known.vectors[ids] if ids else np.zeros((1, known.vectors.shape[1]))
        self.vector_weights = known.rarity[ids] if ids else np.ones(1)
        self.meaning = _unit(self.vector_weights @ self.vectors)
        top = [known.vocabulary[w] for w in sorted(self.head_words) if w in known.vocabulary]
        self.head_meaning = _unit(known.rarity[top] @ known.vectors[top])


def item_likenesses(rows: list[Item], columns: list[Item], known: Background) -> dict[str, Floats]:
    """Similarities between whole items: their names, and values by later and earlier item."""
    found = _concepts(rows, columns, known) | _words(rows, columns) | _meaning(rows, columns)
    compared = {name: found[name] for name in _COMPARED}
    compared["all"] = sum(
        ((x - x.mean()) / (x.std() + _TINY) for x in compared.values()), np.zeros(1)
    ) / len(compared)
    found = {"all": compared["all"]} | found  # first: see OVERALL
    for name, values in compared.items():
        found[f"{name} in row"] = stands_out(values)
        found[f"{name} in column"] = stands_out(values.T).T
    found |= _sizes(rows, columns, known)
    shared = _stack(rows, "concepts")[:, None, :] * _stack(columns, "concepts")[None, :, :]
    apart = concepts().groups["people"]
    return found | {
        f"both name {name}": shared[:, :, i]
        for i, name in enumerate(concepts().names)
        if not apart[i]
    }


def _concepts(rows: list[Item], columns: list[Item], known: Background) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    rarity, a, b = known.concept_rarity, _stack(rows, "concepts"), _stack(columns, "concepts")
    for kind in ("subject", "target", "wording"):
        chosen = concepts().groups[kind]
        found |= _shared(kind, a * chosen, b * chosen, rarity)
    found |= _shared(
        "head", _stack(rows, "head_concepts"), _stack(columns, "head_concepts"), rarity
    )
    first_a, first_b = _stack(rows, "first") * rarity, _stack(columns, "first") * rarity
    total_a, total_b = first_a.sum(1)[:, None] + _TINY, first_b.sum(1)[None, :] + _TINY
    found["first of later"] = first_a @ b.T / total_a
    found["first of earlier"] = a @ first_b.T / total_b
    found["firsts"] = first_a @ (first_b > 0).T / total_a
    found["firsts of earlier"] = (first_a > 0) @ first_b.T / total_b
    return found


def _shared(kind: str, a: Floats, b: Floats, rarity: Floats) -> dict[str, Floats]:
    shared = a[:, None, :] * b[None, :, :] * rarity
    total = shared.sum(2)
    of_a, of_b = (a @ rarity)[:, None], (b @ rarity)[None, :]
    best = np.sort(shared, axis=2)
    length_a, length_b = np.linalg.norm(a * rarity, axis=1), np.linalg.norm(b * rarity, axis=1)
    return {
        f"{kind} jaccard": total / (of_a + of_b - total + _TINY),
        f"{kind} of later": total / (of_a + _TINY),
        f"{kind} of earlier": total / (of_b + _TINY),
        f"{kind} shared": total,
        f"{kind} cosine": (a * rarity**2) @ b.T / (np.outer(length_a, length_b) + _TINY),
        f"{kind} best": best[:, :, -1],
        f"{kind} second": best[:, :, -2],
        f"{kind} only later": (a[:, None, :] * rarity - shared).max(2),
        f"{kind} only earlier": (b[None, :, :] * rarity - shared).max(2),
    }


def _words(rows: list[Item], columns: list[Item]) -> dict[str, Floats]:
    index = {w: i for i, w in enumerate(dict.fromkeys(w for x in rows + columns for w in x.words))}
    a, b = _weighted(rows, index), _weighted(columns, index)
    top_a, top_b = _weighted(rows, index, top=True), _weighted(columns, index, top=True)
    common = a @ (b > 0).T
    pieces = np.array([[len(x.pieces & y.pieces) for y in columns] for x in rows], dtype=float)
    length_a = np.array([[float(len(x.pieces))] for x in rows])
    length_b = np.array([[float(len(y.pieces)) for y in columns]])
    scores = process.cdist(
        [x.text for x in rows], [y.text for y in columns], scorer=fuzz.token_set_ratio
    )
    return {
        "words": cosines(a, b),
        "head words": cosines(top_a, top_b),
        "words of later": common / (a.sum(1)[:, None] + _TINY),
        "words of earlier": common / (b.sum(1)[None, :] + _TINY),
        "rarest word": np.minimum(a[:, None, :], b[None, :, :]).max(2, initial=0.0),
        "pieces": pieces / (length_a + length_b - pieces + 1),
        "pieces of later": pieces / (length_a + 1),
        "token set": np.asarray(scores, dtype=float) / 100,
    }


def _meaning(rows: list[Item], columns: list[Item]) -> dict[str, Floats]:
    aligned = np.array([[_aligned(x, y) for y in columns] for x in rows])
    p, q = _stack(rows, "topics"), _stack(columns, "topics")
    low = np.minimum(p[:, None, :], q[None, :, :])
    share_p, share_q = p / p.sum(1, keepdims=True), q / q.sum(1, keepdims=True)
    return {
        "meaning": _stack(rows, "meaning") @ _stack(columns, "meaning").T,
        "head meaning": _stack(rows, "head_meaning") @ _stack(columns, "head_meaning").T,
        "aligned later": aligned[:, :, 0],
        "aligned earlier": aligned[:, :, 1],
        "topics in common": low.sum(2),
        "best topic": low.max(2),
        "topics": np.minimum(share_p[:, None, :], share_q[None, :, :]).sum(2),
        "topic cosine": cosines(p, q),
        "topics of later": p @ q.T / p.sum(1)[:, None],
    }


def _aligned(x: Item, y: Item) -> tuple[float, float]:
    """How close each word in an item is to one in the other, weighted by rarity; both ways."""
    near = x.vectors @ y.vectors.T
    a, b = x.vector_weights, y.vector_weights
    return float(near.max(1) @ a / a.sum()), float(near.max(0) @ b / b.sum())


def _sizes(rows: list[Item], columns: list[Item], known: Background) -> dict[str, Floats]:
    subject, shape = concepts().groups["subject"], (len(rows), len(columns))
    found = {}
    for name, items, axis in (("later", rows, 1), ("earlier", columns, 0)):
        named = _stack(items, "concepts") * subject
        measures = {
            "length": np.log([len(x.words) + 1.0 for x in items]),
            "subjects": named.sum(1),
            "rarest subject": (named * known.concept_rarity).max(1),
            "items": np.full(len(items), np.log(len(items))),
        }
        for what, values in measures.items():
            found[f"{name} {what}"] = np.broadcast_to(np.expand_dims(values, axis), shape)
    return found


def stands_out(values: Floats) -> Floats:
    """How far a value is above the best other value in its row; negative if it is below."""
    if values.shape[1] == 1:
        return values
    ordered = np.sort(values, axis=1)
    best, second = ordered[:, -1:], ordered[:, -2:-1]
    return np.where(values >= best, values - second, values - best)


def _weighted(items: list[Item], index: dict[str, int], *, top: bool = False) -> Floats:
    table = np.zeros((len(items), len(index)))
    for row, item in zip(table, items, strict=True):
        for word in item.head_words if top else item.weights:
            row[index[word]] = item.weights[word]
    return table


def _stack(items: list[Item], name: str) -> Floats:
    return np.stack([getattr(x, name) for x in items])


def cosines(a: Floats, b: Floats) -> Floats:
    """The cosine of every row in one table with every row in the other; 0 if a row is all zeros."""
    lengths = np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
    return np.asarray(a @ b.T / (lengths + _TINY))


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / (np.linalg.norm(vector) + _TINY))
