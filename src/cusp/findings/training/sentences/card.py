"""The card of the sentence model: what it learned from, how right it is, and its settings."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from cusp.findings.training.findings_card import Score, Sure

METHOD = (
    "MiniLM-L6 (all-MiniLM-L6-v2), fine-tuned for three rounds with one layer for polarities and "
    "one for topics. It reads a sentence together with the one before it in its paragraph; three "
    "in ten are learned alone. Pieces of words that few authorities' reports use are left out. Its "
    "scores are added to those of the linear model."
)
WEAKNESSES = (
    "It reads the sentence before, but nothing else in the report.",
    "Practice described without a judging word may be read as praise or as context.",
    "Most labels are by a language model that followed the same instructions as people.",
    "It has read single-framework and ILACS reports; a new style is read less accurately.",
)


class Clear(msgspec.Struct, frozen=True):
    """Sentences in sections of one grade: shown without a mark, and right among those."""

    grade: str
    sentences: int
    shown: float
    right: float
    praise: float
    criticism: float


class Card(msgspec.Struct, frozen=True):
    """Facts about the model; ``sha256`` and ``bytes`` are for its weights and pieces of words."""

    labels: int
    labelled_by_us: int
    authorities: int
    pieces: int
    set_aside_authorities: int
    set_aside: Score
    set_aside_alone: Score
    set_aside_linear: Score
    sure: list[Sure]
    clear: list[Clear]
    settings: Mapping[str, object]
    method: str = METHOD
    known_weaknesses: tuple[str, ...] = WEAKNESSES
    sha256: str = ""
    bytes: int = 0


def as_markdown(card: Card) -> str:
    """The card for people to read."""
    lines = [
        "# Card: the sentence model\n",
        f"Trained on {card.labels:,} sentences with given labels and {card.labelled_by_us:,} that "
        f"we labelled, from {card.authorities} authorities. {card.pieces:,} pieces of words, "
        f"{card.bytes / 1e6:.1f} MB, SHA-256 `{card.sha256}`.\n",
        f"{card.method}\n",
        "## How accurate it is\n",
        f"Given labels from the {card.set_aside_authorities} authorities set aside, read by models "
        "that learned from all others:\n",
        "| | sentences | accuracy | strength | weakness | mixed | context | mean of both | topic |",
        "|---|---|---|---|---|---|---|---|---|",
        _row("as used", card.set_aside),
        _row("without the sentence before", card.set_aside_alone),
        _row("linear model alone", card.set_aside_linear),
        "\n## How certain it is\n",
        "| at least this certain | sentences | polarity right |",
        "|---|---|---|",
        *(f"| {sure.above} | {sure.share:.1%} | {sure.right:.1%} |" for sure in card.sure),
        "\n## Shown without a mark\n",
        "The level is set for each grade of section. Here, one half of the authorities set aside "
        "is read with levels from the other half. Labels given and ours; ours were often chosen "
        "because they are hard:\n",
        "| section | sentences | shown | right | praise right | criticism right |",
        "|---|---|---|---|---|---|",
        *(
            f"| {c.grade} | {c.sentences} | {c.shown:.1%} | {c.right:.1%} | {c.praise:.1%} | "
            f"{c.criticism:.1%} |"
            for c in card.clear
        ),
        "\n## Known weaknesses\n",
        *(f"- {weakness}" for weakness in card.known_weaknesses),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, score: Score) -> str:
    figures = (
        score.accuracy, score.strength, score.weakness, score.mixed, score.context, score.rarer,
        score.topic,
    )  # fmt: skip
    return f"| {name} | {score.sentences:,} | " + " | ".join(f"{f:.3f}" for f in figures) + " |"
