"""The place model's card: what it learned from, how accurate it is, and where it fails."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from cusp.findings.place.ordinal import BORDERS, GRADES, area_under_curve, kappa, touching
from cusp.findings.training.place_trial import Trial

METHOD = (
    "Grade words are hidden. First step: logistic regressions at each border over words, pairs of "
    "words and pieces of words of a section (tf-idf); scores of its sentences, learned from the "
    "grade of their section and from sentences labelled strength or weakness; the report's areas "
    "for improvement. Last step: a logistic regression at each border over these, the readings of "
    "the other sections, and the number of areas for improvement against the usual; learned out of "
    "fold, with an authority's reports together. The overall place is kept close to those of its "
    "parts. Numbers are not terms, nor are words used for "
    "fewer than five authorities. The range is calibrated to include the printed grade."
)
WEAKNESSES = (
    "It is Cusp's reading of the wording, not Ofsted's, and it is not an assessment of services.",
    "A section is read with its report, so one that is unlike the rest is pulled towards it.",
    "Inadequate and outstanding sections are few, so scores at those borders are less certain.",
    "There is no printed order within a grade, so the order there rests on the borders alone.",
    "It is trained on single-framework and ILACS reports; a new style is read less accurately.",
    "An overall judgement that differs from those on all its parts is placed with the parts.",
    "The summary is short, so its place is less certain if nothing else is given.",
)


class Score(msgspec.Struct, frozen=True):
    """How accurate a model is for some sections.

    ``apart`` is the area under the curve at each border, ``None`` if a grade beside it is missing;
    ``touches`` and ``width`` are for the 80% ranges.
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
    """A model trained without some authorities, by code, which reads their reports."""

    authorities: list[str]
    sha256: str
    bytes: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about a trained model; scores are for unseen authorities."""

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
    """A trial's scores, rounded."""
    predicted = np.clip(np.ceil(trial.positions - 0.5), 1, 4).astype(int)
    apart = [area_under_curve(trial.grades, trial.positions, border) for border in BORDERS]
    first, second, third = (None if np.isnan(a) else round(a, 4) for a in apart)
    agreed = kappa(trial.grades.tolist(), predicted.tolist())
    return Score(
        sections=len(predicted),
        kappa=round(agreed, 4) if np.isfinite(agreed) else 0.0,
        same=round(float((predicted == trial.grades).mean()), 4),
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
    rows += [(f"fold {number}", fold) for number, fold in enumerate(card.folds, 1)]
    rows += [*card.by_framework.items(), *card.by_area.items()]
    if card.blind_readings:
        rows += [
            ("**as shown**: every report, by a model that had not seen it", card.blind_readings)
        ]
    rows += [("**set aside**", card.set_aside)]
    groups = {**card.set_aside_by_framework, **card.set_aside_by_area}
    rows += [(f"set aside: {name}", group) for name, group in groups.items()]
    rows += [
        ("set aside, names and numbers removed", card.without_names),
        ("set aside, sentences with a hidden word left out", card.without_touched),
        ("length alone", card.length_only),
        ("length and framework", card.length_and_framework),
    ]
    return "\n".join(
        [
            "# Card: the model of the place in the grade\n",
            "Written by `cusp train`. All scores are on unseen authorities. The final model",
            "learned from all authorities; their own reports are read by "
            f"{len(card.blind)} other models,",
            "each trained without a part of them.\n",
            f"- Trained on {card.sections:,} graded sections ({counts}) in",
            f"  {card.reports} reports on {card.authorities} authorities, and {card.labelled:,}",
            f"  labelled sentences; {card.hidden:,} grade words hidden; seed {card.seed}",
            f"- {card.bytes / 1e6:.1f} MB, SHA-256 `{card.sha256}`; the other models together "
            f"{sum(blind.bytes for blind in card.blind) / 1e6:.1f} MB\n",
            f"{card.method}\n",
            "| on | sections | kappa | same grade | inadequate / requires improvement "
            "| requires improvement / good | good / outstanding | range includes grade | width |",
            "|---|---|---|---|---|---|---|---|---|",
            *(_row(name, group) for name, group in rows),
            "\n## Known weaknesses\n",
            *(f"- {weakness}" for weakness in card.weaknesses),
            "",
        ]
    )


def _row(name: str, found: Score) -> str:
    apart = " | ".join("–" if a is None else f"{a:.3f}" for a in found.apart)
    return (
        f"| {name.replace('_', ' ')} | {found.sections} | {found.kappa:.3f} | {found.same:.3f} "
        f"| {apart} | {found.touches:.3f} | {found.width:.2f} |"
    )
