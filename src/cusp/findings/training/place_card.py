"""The card of the model of place: what it learned from, how well it does, where it fails."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from cusp.findings.place.ordinal import BORDERS, GRADES, kappa, told_apart, touching
from cusp.findings.training.place_trial import Trial

METHOD = (
    "Grade words hidden. First step: logistic regressions at each border over words, pairs of "
    "words and pieces of words of a section (tf-idf); scores of its sentences, each learned from "
    "the grade of the section it stands in and from sentences labelled strength or weakness; the "
    "report's areas for improvement. Last step: a logistic regression at each border over those, "
    "the other sections' readings, and the number of areas for improvement against the usual; "
    "learned out of fold, an authority's reports together. Numbers are no terms, nor are words of "
    "fewer than five authorities. The range is calibrated to touch the printed grade's band."
)
WEAKNESSES = (
    "A reading of the wording, not an assessment of services, and not Ofsted's.",
    "A section is read together with its report: one that is unlike the rest is drawn to it.",
    "Inadequate and outstanding sections are few: scores at those borders are less sure.",
    "Within a grade there is no printed truth: the order there rests on the borders alone.",
    "Trained on single-framework and ILACS reports; a new way of writing will read less well.",
    "The summary is short, and where it is all that is given its place is less sure.",
)


class Score(msgspec.Struct, frozen=True):
    """How well a model did on some sections.

    ``apart`` is the area under the curve at each border, ``None`` where a grade beside it is
    missing; ``touches`` and ``width`` are of the 80 % ranges.
    """

    sections: int
    kappa: float
    same: float
    apart: tuple[float | None, float | None, float | None]
    touches: float
    width: float

    def __str__(self) -> str:
        borders = " ".join("-" if a is None else f"{a:.3f}" for a in self.apart)
        return (
            f"{self.sections} sections, kappa {self.kappa:.3f}, borders {borders}, "
            f"range touches {self.touches:.3f}, width {self.width:.2f}"
        )


class Blind(msgspec.Struct, frozen=True):
    """A model that learned without some authorities, by their codes, and reads their reports."""

    authorities: list[str]
    sha256: str
    bytes: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a trained model that a user may ask; scores are on unseen authorities."""

    schema: str = "cusp.card/1"
    name: str = "place in the grade"
    method: str = METHOD
    weaknesses: tuple[str, ...] = WEAKNESSES
    reports: int
    authorities: int
    sections: int
    grades: list[int]
    labelled: int
    hidden: int
    seed: int
    folds: list[Score]
    cross_validated: Score
    by_framework: dict[str, Score]
    by_area: dict[str, Score]
    set_aside: Score
    set_aside_by_framework: dict[str, Score]
    set_aside_by_area: dict[str, Score]
    without_names: Score
    without_touched: Score
    length_only: Score
    length_and_framework: Score
    blind: list[Blind] = []
    blind_readings: Score | None = None
    sha256: str = ""
    bytes: int = 0


def score(trial: Trial) -> Score:
    """The scores of a trial, rounded to what is worth keeping."""
    told = np.clip(np.ceil(trial.positions - 0.5), 1, 4).astype(int)
    apart = [told_apart(trial.grades, trial.positions, border) for border in BORDERS]
    first, second, third = (None if np.isnan(a) else round(a, 4) for a in apart)
    agreed = kappa(trial.grades.tolist(), told.tolist())
    return Score(
        sections=len(told),
        kappa=round(agreed, 4) if np.isfinite(agreed) else 0.0,
        same=round(float((told == trial.grades).mean()), 4),
        apart=(first, second, third),
        touches=round(touching(trial.ranges, trial.grades), 4),
        width=round(float((trial.ranges[:, 1] - trial.ranges[:, 0]).mean()), 3),
    )


def scores_by(trial: Trial, groups: Sequence[str]) -> dict[str, Score]:
    """The scores of each group of sections."""
    labels = np.array(groups)
    return {name: score(trial.only(labels == name)) for name in sorted(set(groups))}


def as_markdown(card: Card) -> str:
    """The card as a page."""
    counts = ", ".join(f"{n} {grade}" for grade, n in zip(GRADES, card.grades, strict=True))
    rows: list[tuple[str, Score]] = [("cross-validated", card.cross_validated)]
    rows += [(f"fold {i}", one) for i, one in enumerate(card.folds, 1)]
    rows += [*card.by_framework.items(), *card.by_area.items()]
    if card.blind_readings:
        rows += [("**as shown**: every report, by the model blind to it", card.blind_readings)]
    rows += [("**set aside**", card.set_aside)]
    rows += [(f"set aside: {n}", one) for n, one in card.set_aside_by_framework.items()]
    rows += [(f"set aside: {n}", one) for n, one in card.set_aside_by_area.items()]
    rows += [
        ("set aside, names and numbers removed", card.without_names),
        ("set aside, sentences with a hidden word left out", card.without_touched),
        ("length alone", card.length_only),
        ("length and framework", card.length_and_framework),
    ]
    return "\n".join(
        [
            "# Place in the grade: the model's card\n",
            "Written by `cusp train`. Scores are on authorities that the",
            "model scored had not seen. The model kept learned from all of them; their own reports",
            f"are read by {len(card.blind)} others, each learned without a part of them.\n",
            f"- Learned from {card.sections:,} graded sections ({counts}) of",
            f"  {card.reports} reports on {card.authorities} authorities, and {card.labelled:,}",
            f"  labelled sentences; {card.hidden:,} grade words hidden; seed {card.seed}",
            f"- {card.bytes / 1e6:.1f} MB, SHA-256 `{card.sha256}`; blind ones together "
            f"{sum(one.bytes for one in card.blind) / 1e6:.1f} MB\n",
            f"{card.method}\n",
            "| on | sections | kappa | same grade | inadequate / requires improvement "
            "| requires improvement / good | good / outstanding | range touches | width |",
            "|---|---|---|---|---|---|---|---|---|",
            *(_row(name, one) for name, one in rows),
            "\n## Known weaknesses\n",
            *(f"- {weakness}" for weakness in card.weaknesses),
            "",
        ]
    )


def _row(name: str, one: Score) -> str:
    apart = " | ".join("–" if a is None else f"{a:.3f}" for a in one.apart)
    return (
        f"| {name.replace('_', ' ')} | {one.sections} | {one.kappa:.3f} | {one.same:.3f} "
        f"| {apart} | {one.touches:.3f} | {one.width:.2f} |"
    )
