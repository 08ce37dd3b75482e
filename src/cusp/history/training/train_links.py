"""Train or measure the model for carried-over links, from reports and labels.

    python -m cusp.history.training.train_links --corpus DIR --labels FILE --out DIR
    python -m cusp.history.training.train_links --corpus DIR --labels FILE --measure

``--labels`` is ``carried_over.jsonl``, with ``findings.jsonl`` (sentences with topics) in the same
folder. Seeds are fixed. Labels and reports are not part of Cusp: see ``docs/carried-over.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from cusp.history.likeness import Background
from cusp.history.link_model import FILE, Model
from cusp.history.training import fit_links
from cusp.history.training.fit_links import LOW, Learner, Pair, measure
from cusp.history.training.learn_background import learn_background
from cusp.history.wording import Floats
from cusp.reports import Report, read_reports


class Material:
    """Reports, findings and labelled pairs, to learn from with or without some authorities."""

    def __init__(self, corpus: Path, labels: Path) -> None:
        files = sorted(corpus.rglob("*.pdf"))
        self.reports: dict[str, Report] = {}
        for outcome in read_reports(files):
            if outcome.report:
                name = Path(outcome.report.source.file).relative_to(corpus).as_posix()
                self.reports[name] = outcome.report
        # Files arrive in any order, but training must not depend on it.
        self.reports = dict(sorted(self.reports.items()))
        self.pairs = fit_links.read_pairs(labels, self.reports)
        self.pairs += fit_links.pairs_read_by_us(self.reports)
        lines = labels.with_name("findings.jsonl").read_text("utf-8").splitlines()
        self.findings = [json.loads(line) for line in lines]

    def background(self, without: frozenset[str] = frozenset()) -> Background:
        """Learns from all reports and findings except those on the given authorities."""
        return learn_background(
            [r for name, r in self.reports.items() if name.split("/")[0] not in without],
            [
                (f["text"], f["topics"])
                for f in self.findings
                if f["file"].split("/")[0] not in without
            ],
        )


def save(model: Model, file: Path) -> None:
    """Writes the model as plain numbers, vocabulary and settings."""
    known, forest = model.known, model.forest
    np.savez_compressed(
        file,
        vocabulary=np.array(list(known.vocabulary)),
        rarity=known.rarity,
        sentence_rarity=known.sentence_rarity,
        concept_rarity=known.concept_rarity,
        vectors=known.vectors.astype(np.float16),
        topic_weights=known.topic_weights.astype(np.float16),
        topic_bias=known.topic_bias,
        unseen=np.array(known.unseen),
        roots=forest.roots.astype(np.int32),
        feature=forest.feature.astype(np.int16),
        threshold=forest.threshold.astype(np.float32),
        left=forest.left.astype(np.int32),
        right=forest.right.astype(np.int32),
        value=forest.value.astype(np.float32),
        pair=np.append(model.pair.weights, model.pair.bias),
        rivals=np.append(model.rivals.weights, model.rivals.bias),
        kind=np.append(model.kind.weights, model.kind.bias),
        settings=np.array((model.threshold, model.sure)),
    )


def measured(title: str, scores: Floats, truth: Floats, *, threshold: float | Floats) -> str:
    """A line of scores, with low-confidence links left out and then counted."""
    results = [
        f"{how} F1 {s.f1:.3f} precision {s.precision:.3f} recall {s.recall:.3f}"
        for how, s in (
            ("neutral", measure(scores, truth, threshold, neutral=True)),
            ("counted", measure(scores, truth, threshold, neutral=False)),
        )
    ]
    return f"{title:<28} {' | '.join(results)}"


def evaluate(pairs: Sequence[Pair], learn: Learner, *, seed: int = 0) -> list[str]:
    """Scores for five folds by authority, with thresholds chosen inside each, then by framework."""
    size = [p.linked.size for p in pairs]
    where = np.repeat(np.arange(len(pairs)), size)
    truth = fit_links.truth_of(pairs)
    scores, same, threshold, sure = (np.zeros(len(truth)) for _ in range(4))
    lines = []
    for number, (inside, outside) in enumerate(fit_links.folds(pairs, 5, seed), 1):
        away = frozenset(pairs[i].authority for i in outside)
        model = fit_links.fit([pairs[i] for i in inside], learn(away))
        here = np.isin(where, outside)
        scores[here], same[here] = fit_links.score_all(model, [pairs[i] for i in outside])
        threshold[here], sure[here] = model.threshold, model.sure
        title = f"fold {number} ({model.threshold:.2f}, sure {model.sure:.2f})"
        lines.append(measured(title, scores[here], truth[here], threshold=model.threshold))
    lines.append(measured("all folds", scores, truth, threshold=threshold))
    given = np.repeat([p.given for p in pairs], size)
    for name, chosen in (("given labels", given), ("our labels", ~given)):
        title = f"all folds, {name}"
        lines.append(measured(title, scores[chosen], truth[chosen], threshold=threshold[chosen]))
        title = f"all folds, {name}, sure"
        lines.append(measured(title, scores[chosen], truth[chosen], threshold=sure[chosen]))
    lines.append(measured("all folds, sure only", scores, truth, threshold=sure))
    by_framework = defaultdict(list)
    for i, pair in enumerate(pairs):
        by_framework[pair.frameworks].append(i)
    for name, places in sorted(by_framework.items()):
        here = np.isin(where, places)
        title = f"{name}, {len(places)} pairs"
        lines.append(measured(title, scores[here], truth[here], threshold=threshold[here]))
    lines.append(_kinds(pairs, same, truth))
    return lines


def held_out(pairs: Sequence[Pair], learn: Learner) -> list[str]:
    """Scores for the authorities set aside, from a model trained without them."""
    inside = [p for p in pairs if not fit_links.set_aside(p.authority)]
    aside = [p for p in pairs if fit_links.set_aside(p.authority)]
    away = frozenset(p.authority for p in aside)
    model = fit_links.fit(inside, learn(away))
    scores, same = fit_links.score_all(model, aside)
    truth = fit_links.truth_of(aside)
    return [
        f"{len(aside)} pairs of {len(away)} authorities set aside",
        measured(f"at {model.threshold:.2f}", scores, truth, threshold=model.threshold),
        measured(f"sure, at {model.sure:.2f}", scores, truth, threshold=model.sure),
        _kinds(aside, same, truth),
    ]


def _kinds(pairs: Sequence[Pair], same: Floats, truth: Floats) -> str:
    is_same = np.concatenate([p.same.ravel() for p in pairs]) > 0
    certain = truth > LOW
    right = ((same >= 0.5) == is_same)[certain].mean()
    return f"kind right in {right:.3f} of {certain.sum()} sure links"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m cusp.history.training.train_links")
    parser.add_argument("--corpus", type=Path, required=True, help="folder of reports")
    parser.add_argument("--labels", type=Path, required=True, help="carried_over.jsonl")
    parser.add_argument("--out", type=Path, help="folder to write links.npz into")
    parser.add_argument("--measure", action="store_true", help="five folds by authority")
    parser.add_argument("--held-out", action="store_true", help="authorities set aside")
    options = parser.parse_args(arguments)
    if find_spec("sklearn") is None:
        parser.error("this needs packages that are not installed: pip install 'cusp[train]'")
    material = Material(options.corpus, options.labels)
    lines: list[str] = []
    if options.measure:
        lines += evaluate(material.pairs, material.background)
    if options.held_out:
        lines += held_out(material.pairs, material.background)
    if options.out:
        model = fit_links.fit(material.pairs, material.background())
        save(model, options.out / FILE.name)
        lines.append(f"threshold {model.threshold:.2f}, sure {model.sure:.2f}")
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    main()
