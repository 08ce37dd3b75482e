"""The findings model's card: what it learned from, how, and how accurate it is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.findings_model import POLARITIES
from cusp.findings.training.fitting import Bools

METHOD = (
    "One linear model for polarity (logistic regression) and one for topics (the sum of logistic "
    "regression and least squares), over words, runs of up to three words, pieces of words, a list "
    "of judging words with negation and contrast, and a list of terms of the field. The runs of "
    "words and their weights are learned from all sentences of the corpus, the rest from the "
    "labels. The model sees the words of one sentence and nothing else."
)
WEAKNESSES = (
    "Practice described without a judging word is read as a strength too often, and vice versa.",
    "Mixed sentences without a word of contrast are often read as one side only.",
    "A sentence that depends on the one before it (“this”, “they”) has only the topics of its own "
    "words.",
    "Rare topics have few labels: homelessness, neglect, unaccompanied children.",
    "All labels come from readers with the same instructions, so agreeing with them does not prove "
    "a reading right. Most were labelled by a language model; on sentences that also had given "
    "labels, it chose the same polarity in 96 % and put a labelled topic first in 95 %.",
    "The lists of judging words and terms were written with sight of the errors in the "
    "cross-validated part; the part set aside is the fair measure.",
)


class Score(msgspec.Struct, frozen=True):
    """How accurately sentences were read: shares from 0 to 1.

    ``topic`` is the share whose first topic is one of the labelled ones.
    """

    sentences: int
    accuracy: float
    strength: float
    weakness: float
    mixed: float
    context: float
    topic: float

    @property
    def rarer(self) -> float:
        """The mean F1 of mixed and context."""
        return (self.mixed + self.context) / 2


class Sure(msgspec.Struct, frozen=True):
    """Sentences above a level of certainty: their share, and the share read correctly."""

    above: float
    share: float
    right: float


class Card(msgspec.Struct, frozen=True):
    """Facts about a model; ``sha256`` and ``bytes`` are for its weights."""

    labels: int
    read_by_us: int
    authorities: int
    reports: int
    sentences: int
    folds: list[Score]
    cross_validated: Score
    by_framework: dict[str, Score]
    by_area: dict[str, Score]
    set_aside: Score
    set_aside_authorities: int
    set_aside_without_names: Score
    set_aside_without_ours: Score
    length_only: Score
    sure_polarity: list[Sure]
    sure_topic: list[Sure]
    topics: dict[str, tuple[int, float]]
    method: str = METHOD
    known_weaknesses: tuple[str, ...] = WEAKNESSES
    sha256: str = ""
    bytes: int = 0


def score(read: NDArray[np.int64], labelled: NDArray[np.int64], topic_right: Bools) -> Score:
    """Compares polarities read with those labelled, as indexes into the list of polarities."""
    f1 = []
    for kind in range(len(POLARITIES)):
        agreed = int(((read == kind) & (labelled == kind)).sum())
        either = int((read == kind).sum() + (labelled == kind).sum())
        f1.append(round(2 * agreed / either, 4) if either else 0.0)
    right = round(float((read == labelled).mean()), 4) if len(read) else 0.0
    topic = round(float(topic_right.mean()), 4) if len(topic_right) else 0.0
    return Score(len(read), right, f1[0], f1[1], f1[2], f1[3], topic)


def sureness(sure: NDArray[np.float32], right: Bools) -> list[Sure]:
    """For each threshold, the share of sentences above it and the share of those that are right."""
    found = []
    for above in (0.5, 0.6, 0.7, 0.8, 0.9):
        certain = sure >= above
        share = round(float(certain.mean()), 3)
        found.append(
            Sure(above, share, round(float(right[certain].mean()), 3) if certain.any() else 0)
        )
    return found


def as_markdown(card: Card) -> str:
    """The card as a page."""
    lines = [
        "# Card: the findings model",
        "",
        f"Trained on {card.labels:,} sentences that came with labels and "
        f"{card.read_by_us:,} that we labelled, from {card.authorities} authorities. "
        f"The words come from {card.sentences:,} "
        f"sentences in {card.reports} reports. Only given labels are scored.",
        "",
        card.method,
        "",
        *_accuracy(card),
        *_certainty(card),
        "## Topics",
        "",
        "| labelled first topic | sentences | first topic read is one of the labelled |",
        "|---|---|---|",
        *(f"| {code} | {count} | {share:.0%} |" for code, (count, share) in card.topics.items()),
        "",
        "## Known weaknesses",
        "",
        *(f"- {weakness}" for weakness in card.known_weaknesses),
        "",
        f"Weights: {card.bytes:,} bytes, SHA-256 `{card.sha256}`.",
        "",
    ]
    return "\n".join(lines)


def _accuracy(card: Card) -> list[str]:
    folds = [(f"fold {number}", fold) for number, fold in enumerate(card.folds, 1)]
    trials = [
        ("all folds", card.cross_validated),
        (f"set aside ({card.set_aside_authorities} authorities)", card.set_aside),
        ("set aside, names of councils removed", card.set_aside_without_names),
        ("set aside, trained on given labels only", card.set_aside_without_ours),
        ("all folds, by length alone", card.length_only),
    ]
    return [
        "## How accurate it is",
        "",
        "Folds keep an authority's reports together. The models for the folds learn from four "
        "fifths of the authorities not set aside. The model scored on those set aside learns from "
        "all others. The final model learns from all authorities.",
        "",
        *_table([*folds, *trials]),
        "",
        "The model never sees years or other numbers, only that there is a number.",
        "",
        *_table([*card.by_framework.items(), *card.by_area.items()]),
        "",
    ]


def _certainty(card: Card) -> list[str]:
    pairs = zip(card.sure_polarity, card.sure_topic, strict=True)
    return [
        "## How certain it is",
        "",
        "| at least this certain | sentences | polarity right | sentences | first topic right |",
        "|---|---|---|---|---|",
        *(
            f"| {p.above} | {p.share:.1%} | {p.right:.1%} | {t.share:.1%} | {t.right:.1%} |"
            for p, t in pairs
        ),
        "",
    ]


def _table(scores: Sequence[tuple[str, Score]]) -> list[str]:
    head = (
        "| | sentences | accuracy | strength | weakness | mixed | context | mean of both | topic |"
    )
    rows = [
        f"| {name} | {s.sentences:,} | {s.accuracy:.3f} | {s.strength:.3f} | {s.weakness:.3f} | "
        f"{s.mixed:.3f} | {s.context:.3f} | {s.rarer:.3f} | {s.topic:.3f} |"
        for name, s in scores
    ]
    return [head, "|---" * 9 + "|", *rows]
