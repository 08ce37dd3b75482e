"""Trains the model of place from reports with printed grades, and writes its card.

    python -m cusp.findings.training.train_place --corpus DIR --labels FILE --out DIR

The corpus holds one folder an authority; folds keep an authority's reports together. A fifth of
the authorities, drawn by a hash of their folder's name, is set aside: scored once by a model that
was trained on all others. The model that is kept learns from everybody; five more, each without a
fifth of the authorities, are kept beside it to read the reports of these.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from cusp.findings.place.hidden import hide_grades
from cusp.findings.place.model import BLIND, CARD, WEIGHTS, save
from cusp.findings.place.ordinal import grade_number
from cusp.findings.place.text import LEAST_WORDS, reading_of
from cusp.findings.training.place_card import Blind, Card, Score, as_markdown, score, scores_by
from cusp.findings.training.place_fit import Counted, Example, Labelled, fit, fold_of
from cusp.findings.training.place_trial import (
    Trial,
    baseline,
    trial,
    without_names,
    without_touched,
)
from cusp.reports.batch import read_reports
from cusp.reports.files import files_of
from cusp.reports.record import Report

SEED, FOLDS = 20, 5


class KeptBetter(Exception):
    """A better model is there already; the message says how much better."""


def train(
    corpus: Path, labels: Path, out: Path, force: bool = False, *, jobs: int | None = None
) -> Card:
    """Cross-validates, trains on everything, and writes weights and card into ``out``.

    Raises :class:`KeptBetter` if the model in ``out`` agreed more with printed grades than this
    one does, unless ``force`` is given. Nothing is written then.
    """
    counted = [Counted(e) for e in examples_of(corpus, jobs=jobs)]
    labelled = labelled_of(labels)
    card = judged(counted, labelled)
    better = _better_there(out, card)
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
    """Models without a fifth of the authorities each, and how these read the fifth they lack."""
    folds = fold_of([c.example.authority for c in counted], FOLDS, SEED)
    found: list[Blind] = []
    trials: list[Trial] = []
    for fold in sorted(set(folds.tolist())):
        seen = [c for c, f in zip(counted, folds, strict=True) if f != fold]
        unseen = [c.example for c, f in zip(counted, folds, strict=True) if f == fold]
        model = fit(seen, _about(labelled, seen), seed=SEED)
        name = BLIND.format(len(found) + 1)
        sha256 = save(model, out, name)
        codes = sorted({one.code for one in unseen if one.code})
        found.append(Blind(codes, sha256, (out / name).stat().st_size))
        trials.append(trial(model, unseen))
    return found, score(Trial.joined(trials)) if trials else None


def examples_of(corpus: Path, *, jobs: int | None = None) -> list[Example]:
    """Every readable report of the corpus that has graded parts of enough words."""
    found = {}
    for outcome in read_reports(files_of([corpus]), jobs=jobs):
        if outcome.report is not None and outcome.report.framework != "pre-SIF":
            found[outcome.path] = example_of(outcome.report, Path(outcome.path).parent.name)
    return [found[path] for path in sorted(found) if any(found[path].grades)]


def example_of(report: Report, authority: str) -> Example:
    """A report as an example: parts of enough words, and the grade printed for each."""
    reading = reading_of(report)
    parts = tuple(part for part in reading.parts if part.words >= LEAST_WORDS)
    printed = {j.area: grade_number(j.grade) for j in report.judgements}
    grades = tuple(printed.get(part.area, 0) for part in parts)
    code = report.authority.code if report.authority else None
    return Example(authority, msgspec.structs.replace(reading, parts=parts), grades, code or "")


def labelled_of(path: Path) -> list[Labelled]:
    """Sentences whose polarity was read by a person, grade words hidden."""
    told = {"strength": 1.0, "weakness": -1.0}
    found = []
    for row in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(row)
        shown = hide_grades(label["text"]).text
        authority = Path(label["file"]).parent.name
        found.append(Labelled(authority, shown, told.get(label["polarity"], 0.0)))
    return found


def set_aside(authority: str) -> bool:
    """Whether an authority belongs to the fifth that no choice was made on."""
    return int(hashlib.sha256(authority.encode()).hexdigest()[:8], 16) % 5 == 0


def judged(counted: Sequence[Counted], labelled: Sequence[Labelled]) -> Card:
    """How well models do on authorities that they had not seen: a card without a model yet."""
    inside = [c for c in counted if not set_aside(c.example.authority)]
    aside = [c for c in counted if set_aside(c.example.authority)]
    folds = fold_of([c.example.authority for c in inside], FOLDS, SEED)
    trials = []
    for fold in range(FOLDS):
        trials.append(of_fold(inside, labelled, fold))
        _say(f"fold {fold + 1} of {FOLDS}: {score(trials[-1])}")
    whole = Trial.joined(trials)
    model = fit(inside, _about(labelled, inside), seed=SEED)
    held = trial(model, [c.example for c in aside])
    readings = [c.example for c in counted]
    return Card(
        reports=len(counted),
        authorities=len({e.authority for e in readings}),
        sections=sum(g > 0 for e in readings for g in e.grades),
        grades=np.bincount([g for e in readings for g in e.grades if g], minlength=5)[1:].tolist(),
        labelled=len(labelled),
        hidden=sum(part.hidden for e in readings for part in e.reading.parts),
        seed=SEED,
        folds=[score(one) for one in trials],
        cross_validated=score(whole),
        by_framework=scores_by(whole, whole.frameworks),
        by_area=scores_by(whole, whole.areas),
        set_aside=score(held),
        set_aside_by_framework=scores_by(held, held.frameworks),
        set_aside_by_area=scores_by(held, held.areas),
        without_names=score(trial(model, [without_names(c.example) for c in aside])),
        without_touched=score(trial(model, [without_touched(c.example) for c in aside])),
        length_only=score(baseline([c.example for c in inside], folds, framework=False)),
        length_and_framework=score(baseline([c.example for c in inside], folds, framework=True)),
    )


def of_fold(counted: Sequence[Counted], labelled: Sequence[Labelled], fold: int) -> Trial:
    """One fold of the cross-validation: read by a model that learned from the other folds."""
    folds = fold_of([c.example.authority for c in counted], FOLDS, SEED)
    seen = [c for c, f in zip(counted, folds, strict=True) if f != fold]
    unseen = [c.example for c, f in zip(counted, folds, strict=True) if f == fold]
    return trial(fit(seen, _about(labelled, seen), seed=SEED), unseen)


def _about(labelled: Sequence[Labelled], counted: Sequence[Counted]) -> list[Labelled]:
    """Labels of sentences from the authorities of some reports only."""
    names = {c.example.authority for c in counted}
    return [one for one in labelled if one.authority in names]


def _better_there(out: Path, card: Card) -> str | None:
    path = out / CARD
    if not path.is_file():
        return None
    there = msgspec.json.decode(path.read_bytes(), type=Card).cross_validated.kappa
    if there <= card.cross_validated.kappa:
        return None
    return (
        f"the model in {out} agrees more with printed grades ({there:.4f} against "
        f"{card.cross_validated.kappa:.4f}) and is kept; --force replaces it"
    )


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cusp.findings.training.train_place", description=__doc__
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=None, help="processes that read reports")
    parser.add_argument("--force", action="store_true", help="replace a better model too")
    given = parser.parse_args(arguments)
    try:
        card = train(given.corpus, given.labels, given.out, given.force, jobs=given.jobs)
    except KeptBetter as error:
        _say(str(error))
        return 1
    sys.stdout.write(as_markdown(card))
    return 0


if __name__ == "__main__":
    sys.exit(main())
