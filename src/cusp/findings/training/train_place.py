"""Train the place model on reports with printed grades, and write its card.

    python -m cusp.findings.training.train_place --corpus DIR --labels FILE --out DIR

The corpus has a folder for each authority, and folds keep an authority's reports together. A fifth
of the authorities, chosen by a hash of the folder name, is set aside and scored once by a model
trained on all others. The final model learns from all authorities. Five more, each trained without
a fifth of the authorities, are stored with it and read those authorities' reports.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from cusp.findings.place.hidden import hide_grades
from cusp.findings.place.model import BLIND, CARD, WEIGHTS, save
from cusp.findings.place.ordinal import grade_number
from cusp.findings.place.text import LEAST_WORDS, reading_of
from cusp.findings.training.labels import read_by_us, read_labels, sentences_of
from cusp.findings.training.place_card import Blind, Card, Score, as_markdown, score, scores_by
from cusp.findings.training.place_fit import Counted, Example, Labelled, fit, fold_of
from cusp.findings.training.place_trial import (
    Trial,
    baseline,
    trial,
    without_names,
    without_touched,
)
from cusp.findings.training.train_findings import reports_of
from cusp.reports.record import Report

SEED, FOLDS = 20, 5


class KeptBetter(Exception):
    """The current model is better; the message says by how much."""


def train(
    corpus: Path, labels: Path, out: Path, force: bool = False, *, jobs: int | None = None
) -> Card:
    """Cross-validates, trains on everything, and writes weights and card to ``out``.

    Raises :class:`KeptBetter` and writes nothing if the model in ``out`` agrees with printed grades
    more often than the new one, unless ``force`` is given.
    """
    reports = reports_of(corpus, jobs=jobs)
    counted = [Counted(e) for e in examples_of(reports)]
    labelled = labelled_of(labels, reports)
    card = evaluated(counted, labelled)
    better = _why_keep(out, card)
    if better and not force:
        raise KeptBetter(better)
    sha256 = save(fit(counted, labelled, seed=SEED), out)
    blind, readings = _blind(counted, labelled, out)
    card = msgspec.structs.replace(
        card,
        sha256=sha256,
        bytes=(out / WEIGHTS).stat().st_size,
        blind=blind,
        blind_readings=readings,
    )
    (out / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    (out / "card.md").write_text(as_markdown(card), encoding="utf-8")
    return card


def _blind(
    counted: Sequence[Counted], labelled: Sequence[Labelled], out: Path
) -> tuple[list[Blind], Score | None]:
    """Models that each lack a fifth of the authorities, and their score on that fifth."""
    folds = fold_of([c.example.authority for c in counted], FOLDS, SEED)
    found: list[Blind] = []
    trials: list[Trial] = []
    for fold in sorted(set(folds.tolist())):
        seen = [c for c, f in zip(counted, folds, strict=True) if f != fold]
        unseen = [c.example for c, f in zip(counted, folds, strict=True) if f == fold]
        model = fit(seen, _about(labelled, seen), seed=SEED)
        name = BLIND.format(len(found) + 1)
        sha256 = save(model, out, name)
        codes = sorted({example.code for example in unseen if example.code})
        found.append(Blind(codes, sha256, (out / name).stat().st_size))
        trials.append(trial(model, unseen))
    return found, score(Trial.joined(trials)) if trials else None


def examples_of(reports: Mapping[str, Report]) -> list[Example]:
    """Every report that has graded parts that are long enough."""
    examples = [
        example_of(report, name.split("/")[0])
        for name, report in reports.items()
        if report.framework != "pre-SIF"
    ]
    return [example for example in examples if any(example.grades)]


def example_of(report: Report, authority: str) -> Example:
    """A report as an example: parts that are long enough, and the printed grade of each."""
    reading = reading_of(report)
    parts = tuple(part for part in reading.parts if part.words >= LEAST_WORDS)
    printed = {j.area: grade_number(j.grade) for j in report.judgements}
    grades = tuple(printed.get(part.area, 0) for part in parts)
    code = report.authority.code if report.authority else None
    return Example(authority, msgspec.structs.replace(reading, parts=parts), grades, code or "")


def labelled_of(path: Path, reports: Mapping[str, Report]) -> list[Labelled]:
    """Sentences whose polarity is labelled, with grade words hidden.

    They come from the labels file and from ``read_sentences.csv``, which needs the reports.
    """
    polarities = {"strength": 1.0, "weakness": -1.0}
    return [
        Labelled(label.authority, hide_grades(label.text).text, polarities.get(label.polarity, 0.0))
        for label in [*read_labels(path), *read_by_us(sentences_of(reports.items()))]
    ]


def set_aside(authority: str) -> bool:
    """Whether an authority is in the fifth kept back for the final score."""
    return int(hashlib.sha256(authority.encode()).hexdigest()[:8], 16) % 5 == 0


def evaluated(counted: Sequence[Counted], labelled: Sequence[Labelled]) -> Card:
    """How accurate models are on unseen authorities, as a card without a model."""
    inside = [c for c in counted if not set_aside(c.example.authority)]
    aside = [c for c in counted if set_aside(c.example.authority)]
    folds = fold_of([c.example.authority for c in inside], FOLDS, SEED)
    trials = []
    for fold in range(FOLDS):
        trials.append(of_fold(inside, labelled, fold))
        _print(f"fold {fold + 1} of {FOLDS}: {score(trials[-1])}")
    all_folds = Trial.joined(trials)
    model = fit(inside, _about(labelled, inside), seed=SEED)
    aside_trial = trial(model, [c.example for c in aside])
    readings = [c.example for c in counted]
    return Card(
        reports=len(counted),
        authorities=len({e.authority for e in readings}),
        sections=sum(g > 0 for e in readings for g in e.grades),
        grades=np.bincount([g for e in readings for g in e.grades if g], minlength=5)[1:].tolist(),
        labelled=len(labelled),
        hidden=sum(part.hidden for e in readings for part in e.reading.parts),
        seed=SEED,
        folds=[score(fold) for fold in trials],
        cross_validated=score(all_folds),
        by_framework=scores_by(all_folds, all_folds.frameworks),
        by_area=scores_by(all_folds, all_folds.areas),
        set_aside=score(aside_trial),
        set_aside_by_framework=scores_by(aside_trial, aside_trial.frameworks),
        set_aside_by_area=scores_by(aside_trial, aside_trial.areas),
        without_names=score(trial(model, [without_names(c.example) for c in aside])),
        without_touched=score(trial(model, [without_touched(c.example) for c in aside])),
        length_only=score(baseline([c.example for c in inside], folds, framework=False)),
        length_and_framework=score(baseline([c.example for c in inside], folds, framework=True)),
    )


def of_fold(counted: Sequence[Counted], labelled: Sequence[Labelled], fold: int) -> Trial:
    """One fold of the cross-validation, read by a model trained on the other folds."""
    folds = fold_of([c.example.authority for c in counted], FOLDS, SEED)
    seen = [c for c, f in zip(counted, folds, strict=True) if f != fold]
    unseen = [c.example for c, f in zip(counted, folds, strict=True) if f == fold]
    return trial(fit(seen, _about(labelled, seen), seed=SEED), unseen)


def _about(labelled: Sequence[Labelled], counted: Sequence[Counted]) -> list[Labelled]:
    """The labelled sentences of these reports' authorities."""
    names = {c.example.authority for c in counted}
    return [sentence for sentence in labelled if sentence.authority in names]


def _why_keep(out: Path, card: Card) -> str | None:
    path = out / CARD
    if not path.is_file():
        return None
    present = msgspec.json.decode(path.read_bytes(), type=Card).cross_validated.kappa
    if present <= card.cross_validated.kappa:
        return None
    return (
        f"the model in {out} agrees with printed grades better than the new one ({present:.4f} "
        f"against {card.cross_validated.kappa:.4f}), so it is kept; use --force to replace it"
    )


def _print(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cusp.findings.training.train_place", description=__doc__
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=None, help="worker processes")
    parser.add_argument(
        "--force", action="store_true", help="replace the current model even if it is better"
    )
    options = parser.parse_args(arguments)
    try:
        card = train(options.corpus, options.labels, options.out, options.force, jobs=options.jobs)
    except KeptBetter as error:
        _print(str(error))
        return 1
    sys.stdout.write(as_markdown(card))
    return 0


if __name__ == "__main__":
    sys.exit(main())
