"""The card of the model of findings: what it learned from, how, how well it reads."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.findings_model import POLARITIES
from cusp.findings.training.fitting import Bools

METHOD = (
    "One linear model each for polarity (logistic regression) and topics (logistic regression and "
    "least squares, added up) over words, runs of up to three words, pieces of words, listed "
    "judging words with negation and contrast, and listed terms of the field. Which runs of words "
    "are terms, and how telling, is learned from all sentences of the corpus, the rest from the "
    "labels. The model sees the words of one sentence and nothing else."
)
WEAKNESSES = (
    "Practice told without a judging word is taken for a strength too often, and the reverse.",
    "Mixed sentences without a word of contrast are often read as one side only.",
    "A sentence that leans on the one before it (“this”, “they”) has topics only as far as its "
    "own words go.",
    "Rare topics have few labels: homelessness, neglect, unaccompanied children.",
    "Labels come from readers instructed alike, so agreement with them is not the truth. Most were "
    "read by a language model; where it read sentences of the given labels too, it named the same "
    "polarity in 96 % and a labelled topic first in 95 %.",
    "The lists of judging words and terms were made with the errors of the cross-validated part "
    "in view; the part set aside is the honest measure.",
)


class Score(msgspec.Struct, frozen=True):
    """How well sentences were read: shares from 0 to 1.

    ``topic`` is the share whose first topic is among the labelled ones.
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
    """Sentences surer than a threshold: their share, and how many of them were read rightly."""

    above: float
    share: float
    right: float


class Card(msgspec.Struct, frozen=True):
    """What is known of a model; ``sha256`` and ``bytes`` are of its weights."""

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
    """Compares polarities read with those labelled, as indexes of the list of polarities."""
    f1 = []
    for kind in range(len(POLARITIES)):
        both = int(((read == kind) & (labelled == kind)).sum())
        either = int((read == kind).sum() + (labelled == kind).sum())
        f1.append(round(2 * both / either, 4) if either else 0.0)
    right = round(float((read == labelled).mean()), 4) if len(read) else 0.0
    topic = round(float(topic_right.mean()), 4) if len(topic_right) else 0.0
    return Score(len(read), right, f1[0], f1[1], f1[2], f1[3], topic)


def sureness(sure: NDArray[np.float32], right: Bools) -> list[Sure]:
    """What thresholds would keep, and how right that would be."""
    found = []
    for above in (0.5, 0.6, 0.7, 0.8, 0.9):
        kept = sure >= above
        share = round(float(kept.mean()), 3)
        found.append(Sure(above, share, round(float(right[kept].mean()), 3) if kept.any() else 0))
    return found


def as_markdown(card: Card) -> str:
    """The card for people."""
    lines = [
        "# Card: the model of findings",
        "",
        f"Learned from {card.labels:,} sentences with given labels and {card.read_by_us:,} that we "
        f"had read and labelled, of {card.authorities} authorities. The words come from "
        f"{card.sentences:,} sentences of {card.reports} reports. Scored are given labels only.",
        "",
        card.method,
        "",
        "## How well it reads",
        "",
        "Folds keep an authority's reports together. Models of the folds learn from four fifths of "
        "the authorities not set aside; the model set against those set aside learned from all "
        "others; the one that is kept learned from everybody.",
        "",
        *_table([
            *[(f"fold {i}", one) for i, one in enumerate(card.folds, 1)],
            ("all folds", card.cross_validated),
            (f"set aside ({card.set_aside_authorities} authorities)", card.set_aside),
            ("set aside, names of councils removed", card.set_aside_without_names),
            ("set aside, learned from the given labels alone", card.set_aside_without_ours),
            ("all folds, by length alone", card.length_only),
        ]),
        "",
        "Years and other numbers are never seen: only that a number stands there.",
        "",
        *_table([*card.by_framework.items(), *card.by_area.items()]),
        "",
        "## How sure",
        "",
        "| at least this sure | sentences | polarity right | sentences | first topic right |",
        "|---|---|---|---|---|",
        *(f"| {p.above} | {p.share:.1%} | {p.right:.1%} | {t.share:.1%} | {t.right:.1%} |"
          for p, t in zip(card.sure_polarity, card.sure_topic, strict=True)),
        "",
        "## Topics",
        "",
        "| first topic by label | sentences | first topic read is among the labelled |",
        "|---|---|---|",
        *(f"| {code} | {count} | {share:.0%} |" for code, (count, share) in card.topics.items()),
        "",
        "## Known weaknesses",
        "",
        *(f"- {weakness}" for weakness in card.known_weaknesses),
        "",
        f"Weights: {card.bytes:,} bytes, SHA-256 `{card.sha256}`.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


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
