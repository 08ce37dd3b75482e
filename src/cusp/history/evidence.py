"""Similarity of the paragraphs behind areas for improvement.

A list says what must improve; the body of the report says what inspectors saw. Each item gets the
sentences that best match it, from the paragraphs that it names or else from the whole report. The
sentences behind a later item are then compared with those behind an earlier one, and each item with
the sentences behind the other. An item without sentences stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cusp.history.likeness import Background, Item, cosines, stands_out
from cusp.history.wording import Floats, concepts, normal, words
from cusp.reports.record import Report

_SENTENCE = re.compile(r"(?<=[.!?]) ")
_LEAST_PARAGRAPH, _LEAST_SENTENCE = 60, 40
# Words of criticism. The findings model knows better, but is too slow for a comparison.
_CRITICAL = re.compile(
    r"\b(?:not|no|too (?:many|few|often|long)|however|inconsist|insufficien|weak|poor|delay|lack|"
    r"variab|limited|inadequate|need|few|fewer|yet|slow|some|although|while|remain|ineffective|"
    r"more work|unable|without|fail)"
)
_MOST_SENTENCES = 3
_OF_MEANING, _OF_CRITICISM = 0.7, 0.1
# A sentence with almost the same words is the item itself, printed again.
_SAME_WORDS = 0.97
_TOP_FIFTH = 0.8
_COMPARED = (
    *("evidence concepts", "evidence meaning", "evidence words"),
    *("later item concepts", "later item words", "earlier item concepts", "earlier item words"),
    *("sentence for later", "sentence for earlier"),
    *("pointing", "pointing in earlier", "pointing in later"),
)
_TINY = 1e-9
Ints = npt.NDArray[np.int64]
Reports = tuple[Report, Report]


class Sentences:
    """The sentences of a report's paragraphs; none without a report."""

    def __init__(self, report: Report | None, known: Background) -> None:
        found = [
            (-1 if paragraph.number is None else paragraph.number, sentence)
            for section in (report.sections if report else ())
            for paragraph in section.paragraphs
            if len(paragraph.text) > _LEAST_PARAGRAPH
            for sentence in _SENTENCE.split(normal(paragraph.text))
            if len(sentence) > _LEAST_SENTENCE
        ]
        self.known = known
        self.texts = [text for _, text in found]
        self.paragraphs: Ints = np.array([number for number, _ in found], dtype=np.int64)
        self.critical = np.array([bool(_CRITICAL.search(text)) for text in self.texts], dtype=float)
        stems = [dict.fromkeys(words(text)) for text in self.texts]
        ids = [[known.vocabulary[w] for w in each if w in known.vocabulary] for each in stems]
        self.words: Ints = np.array([w for each in ids for w in each], dtype=np.int64)
        counts: Ints = np.array([len(each) for each in ids], dtype=np.int64)
        self.rows: Ints = np.repeat(np.arange(len(ids)), counts)
        weights = known.rarity[self.words]
        self.meaning = np.zeros((len(ids), known.vectors.shape[1]))
        np.add.at(self.meaning, self.rows, weights[:, None] * known.vectors[self.words])
        self.meaning /= np.linalg.norm(self.meaning, axis=1, keepdims=True) + _TINY
        self.length = np.sqrt(np.bincount(self.rows, weights**2, minlength=len(ids))) + _TINY

    def nearness(self, items: Sequence[Item]) -> tuple[Floats, Floats]:
        """How near each item is to each sentence, by words and by meaning."""
        known = self.known
        named = sorted({w for item in items for w in item.weights if w in known.vocabulary})
        column = np.full(len(known.rarity), -1)
        column[[known.vocabulary[w] for w in named]] = np.arange(len(named))
        inside = column[self.words] >= 0
        at = self.words[inside]
        table = np.zeros((len(self.texts), len(named)))
        table[self.rows[inside], column[at]] = known.rarity[at]
        index = {w: i for i, w in enumerate(named)}
        wanted = np.zeros((len(items), len(named)))
        for row, item in zip(wanted, items, strict=True):
            for word in item.weights:
                if word in index:
                    row[index[word]] = item.weights[word]
        length = np.array([np.linalg.norm(list(x.weights.values())) + _TINY for x in items])
        by_words = wanted @ table.T / np.outer(length, self.length)
        return by_words, np.stack([x.meaning for x in items]) @ self.meaning.T


class Behind:
    """The sentences behind each item of a report's list: their places and what they are about."""

    def __init__(self, items: Sequence[Item], report: Report | None, known: Background) -> None:
        self.sentences = sentences = Sentences(report, known)
        named = [item.paragraphs for item in report.improvements] if report else [()] * len(items)
        by_words, by_meaning = sentences.nearness(items)
        self.near = by_words + _OF_MEANING * by_meaning
        score = self.near + _OF_CRITICISM * sentences.critical
        score[by_words > _SAME_WORDS] = -1
        self.places = [
            _best(row, np.isin(sentences.paragraphs, numbers))
            for row, numbers in zip(score, named, strict=True)
        ]
        self.strength = np.array(
            [row[p].mean() if len(p) else 0.0 for row, p in zip(score, self.places, strict=True)]
        )
        texts = [" ".join(sentences.texts[i] for i in places) for places in self.places]
        self.about = _About(
            [Item(text, known) if text else item for text, item in zip(texts, items, strict=True)]
        )


def _best(score: Floats, named: npt.NDArray[np.bool_]) -> Ints:
    """The places of the sentences that match best, among those in named paragraphs if any."""
    allowed = np.where(named, score, -1) if named.any() else score
    best = np.argsort(-allowed, kind="stable")[:_MOST_SENTENCES]
    return np.asarray(best[allowed[best] > 0])


class _About:
    """What texts are about, one row for each."""

    def __init__(self, items: Sequence[Item]) -> None:
        kinds = concepts().groups
        named = np.stack([item.concepts for item in items])
        self.concepts = named * (kinds["subject"] + kinds["target"]) * items[0].known.concept_rarity
        self.people = named * kinds["people"]
        self.meaning = np.stack([item.meaning for item in items])
        self.topics = np.stack([item.topics for item in items])
        self.words = [item.weights for item in items]


def evidence_likenesses(
    rows: list[Item], columns: list[Item], reports: Reports | None, known: Background
) -> dict[str, Floats]:
    """Similarities from the evidence: their names, and values by later and earlier item.

    ``reports`` are the later and the earlier one, if there are any.
    """
    later, earlier = reports or (None, None)
    a, b = Behind(rows, later, known), Behind(columns, earlier, known)
    found = _alike("evidence", a.about, b.about)
    found |= _alike("later item", _About(rows), b.about)
    found |= _alike("earlier item", a.about, _About(columns))
    found |= _pointing(rows, columns, a, b)
    shape = (len(rows), len(columns))
    found["later strength"] = np.broadcast_to(a.strength[:, None], shape)
    found["earlier strength"] = np.broadcast_to(b.strength[None, :], shape)
    for name in _COMPARED:
        found[f"{name} in row"] = stands_out(found[name])
        found[f"{name} in column"] = stands_out(found[name].T).T
    return found


def _alike(name: str, a: _About, b: _About) -> dict[str, Floats]:
    shared = np.minimum(a.concepts[:, None, :], b.concepts[None, :, :]).sum(2)
    people = a.people @ b.people.T
    either = a.people.sum(1)[:, None] + b.people.sum(1)[None, :] - people
    index = {w: i for i, w in enumerate(dict.fromkeys(w for x in a.words + b.words for w in x))}
    p, q = _table(a.words, index), _table(b.words, index)
    found = {
        "concepts": cosines(a.concepts, b.concepts),
        "concepts shared": shared,
        "concepts of later": shared / (a.concepts.sum(1)[:, None] + _TINY),
        "concepts of earlier": shared / (b.concepts.sum(1)[None, :] + _TINY),
        "meaning": a.meaning @ b.meaning.T,
        "topics": cosines(a.topics, b.topics),
        "people": people / (either + _TINY),
        "words": cosines(p, q),
        "words of later": p @ (q > 0).T / (p.sum(1)[:, None] + _TINY),
        "words of earlier": (p > 0) @ q.T / (q.sum(1)[None, :] + _TINY),
    }
    return {f"{name} {what}": values for what, values in found.items()}


def _table(texts: Sequence[dict[str, float]], index: dict[str, int]) -> Floats:
    table = np.zeros((len(texts), len(index)))
    for row, weights in zip(table, texts, strict=True):
        row[[index[w] for w in weights]] = list(weights.values())
    return table


def _pointing(rows: list[Item], columns: list[Item], a: Behind, b: Behind) -> dict[str, Floats]:
    """Whether an item points to the sentences behind an item of the other report."""
    by_words, by_meaning = b.sentences.nearness(rows)
    later = by_words + _OF_MEANING * by_meaning
    by_words, by_meaning = a.sentences.nearness(columns)
    earlier = by_words + _OF_MEANING * by_meaning
    for_later = np.stack([later[:, p].max(1, initial=0.0) for p in b.places], axis=1)
    for_earlier = np.stack([earlier[:, p].max(1, initial=0.0) for p in a.places], axis=0)
    found = {
        "sentence for later": for_later,
        "sentence for earlier": for_earlier,
        "share of best for later": for_later / (later.max(1, initial=0.0)[:, None] + _TINY),
        "share of best for earlier": for_earlier / (earlier.max(1, initial=0.0)[None] + _TINY),
        "pointing in earlier": cosines(_peaks(later), _peaks(b.near)),
        "pointing in later": cosines(_peaks(a.near), _peaks(earlier)),
    }
    found["pointing"] = found["pointing in earlier"] + found["pointing in later"]
    return found


def _peaks(near: Floats) -> Floats:
    """What lies in the top fifth of each row, above its border."""
    if not near.shape[1]:
        return near
    return np.clip(near - np.quantile(near, _TOP_FIFTH, axis=1, keepdims=True), 0, None)
