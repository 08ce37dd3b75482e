"""Train the findings model on labelled sentences and reports, and write its card.

    python -m cusp.findings.training.train_findings --corpus DIR --labels FILE --out DIR

The corpus has a folder for each authority, and folds keep an authority's reports together. A fifth
of the authorities, chosen by a hash of the folder name, is set aside and scored by a model trained
on all others. The final model learns from all authorities. Only labels we were given are scored;
those in ``read_sentences.csv`` are used only for training. Nothing is random: the same data gives
the same model.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.features import Floats, see
from cusp.findings.findings_model import CARD, WEIGHTS, Linear, Model, save
from cusp.findings.topics import CODES
from cusp.findings.training import learning
from cusp.findings.training.findings_card import Card, Score, Sure, as_markdown, score, sureness
from cusp.findings.training.fitting import Bools, applied, fit_softmax, softmax
from cusp.findings.training.labels import (
    Label,
    Place,
    Sentence,
    is_set_aside,
    read_by_us,
    read_labels,
    sentences_of,
)
from cusp.findings.training.learning import Material
from cusp.reports.batch import read_reports
from cusp.reports.files import files_of
from cusp.reports.record import Report

FOLDS = 5


class KeptBetter(Exception):
    """The current model is better; the message says by how much."""


def train(
    corpus: Path, labels: Path, out: Path, force: bool = False, *, jobs: int | None = None
) -> Card:
    """Cross-validates, learns from everything, and writes weights and card to ``out``.

    Raises :class:`KeptBetter` and writes nothing if the model in ``out`` gets more polarities and
    topics right than the new one, unless ``force`` is given.
    """
    reports = reports_of(corpus, jobs=jobs)
    sentences = sentences_of(reports.items())
    labelled = [*read_labels(labels), *read_by_us(sentences)]
    material = learning.material_of(labelled, sentences, CODES)
    trial = cross_validated(material)
    card = _card(material, trial, reports, sentences)
    better = _why_keep(out, card)
    if better and not force:
        raise KeptBetter(better)
    everybody = np.ones(len(material.labels), dtype=bool)
    sha256 = save(_model(material, trial, learning.learn(material, everybody)), out)
    card = msgspec.structs.replace(card, sha256=sha256, bytes=(out / WEIGHTS).stat().st_size)
    (out / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    (out / "card.md").write_text(as_markdown(card), encoding="utf-8")
    return card


def reports_of(corpus: Path, *, jobs: int | None = None) -> dict[str, Report]:
    """Every readable report by its name in labels, ``authority/file``."""
    found = {}
    for outcome in read_reports(files_of([corpus]), jobs=jobs):
        if outcome.report is not None:
            found["/".join(Path(outcome.path).parts[-2:])] = outcome.report
    return {name: found[name] for name in sorted(found)}


@dataclass(frozen=True)
class Trial:
    """Scores for sentences that came with labels, from models that never saw their authority.

    ``fold`` is -1 for sentences set aside. ``given`` says which labels we were given; only those
    are scored. ``without_ours`` are scores for the set-aside sentences from a model trained only on
    labels we were given.
    """

    fold: NDArray[np.int64]
    given: Bools
    polarity: Floats
    topic: Floats
    without_ours: tuple[Floats, Floats]

    @property
    def inside(self) -> Bools:
        """The sentences scored in folds."""
        return self.given & (self.fold >= 0)

    @property
    def aside(self) -> Bools:
        """The sentences set aside."""
        return self.given & (self.fold < 0)

    def score(self, m: Material, chosen: Bools) -> Score:
        """How well the chosen sentences were read."""
        chosen = chosen & self.given
        return score_of(m, chosen, self.polarity[chosen], self.topic[chosen])


def score_of(m: Material, chosen: Bools, polarity: Floats, topic: Floats) -> Score:
    """Compares scores of the chosen sentences with their labels."""
    first = topic.argmax(axis=1)
    right = m.wanted_topic[chosen][np.arange(len(first)), first] > 0
    return score(polarity.argmax(axis=1), m.wanted_polarity[chosen].argmax(axis=1), right)


def folds_of(m: Material) -> NDArray[np.int64]:
    """The fold of each labelled sentence; -1 for authorities set aside."""
    aside = np.array([is_set_aside(a) for a in m.authorities.tolist()])
    return np.where(aside, -1, learning.parts_of(m.authorities, FOLDS, salt="fold"))


def cross_validated(m: Material) -> Trial:
    """Scores every sentence with a given label by models that never saw its authority."""
    fold = folds_of(m)
    polarity, topic = np.zeros_like(m.wanted_polarity), np.zeros_like(m.wanted_topic)
    for part in range(-1, FOLDS):
        seen, unseen = (fold != part) & (fold >= 0), (fold == part) & m.given
        by_polarity, by_topic = learning.learn(m, seen)
        polarity[unseen] = applied(by_polarity, m.polarity[unseen])
        topic[unseen] = applied(by_topic, m.topic[unseen])
        if part >= 0:
            _print(f"fold {part + 1}: {score_of(m, unseen, polarity[unseen], topic[unseen])}")
    aside = (fold < 0) & m.given
    first = learning.learn(m, (fold >= 0) & m.given)
    without = applied(first[0], m.polarity[aside]), applied(first[1], m.topic[aside])
    return Trial(fold, m.given, polarity, topic, without)


def _model(m: Material, trial: Trial, learned: tuple[Linear, Linear]) -> Model:
    inside = trial.inside
    return Model(
        known=m.known,
        codes=m.codes,
        polarity=learned[0],
        topic=learned[1],
        sharpness=learning.sharpness_of(trial.polarity[inside], m.wanted_polarity[inside]),
        topic_sure=learning.topic_sureness_of(trial.topic[inside], m.wanted_topic[inside]),
    )


def _card(m: Material, trial: Trial, reports: dict[str, Report], sentences: list[Sentence]) -> Card:
    inside, aside = trial.inside, trial.aside
    no_names = see([_without_name(m, i) for i in np.flatnonzero(aside).tolist()], m.known)
    blind = learning.learn(m, trial.fold >= 0)
    polarity, topic = applied(blind[0], no_names.polarity()), applied(blind[1], no_names.topic())
    empty = np.zeros_like(m.wanted_topic[inside])
    sure = _sureness(m, trial)
    place = Place.of(sentences)
    return Card(
        labels=int(m.given.sum()),
        read_by_us=int((~m.given).sum()),
        authorities=len(set(m.authorities.tolist())),
        reports=len(reports),
        sentences=len(sentences),
        folds=[trial.score(m, trial.fold == part) for part in range(FOLDS)],
        cross_validated=trial.score(m, inside),
        by_framework=_by(m, trial, [_framework(x, reports) for x in m.labels]),
        by_area=_by(m, trial, [place.area_of(label) for label in m.labels]),
        set_aside=trial.score(m, aside),
        set_aside_authorities=len(set(m.authorities[aside].tolist())),
        set_aside_without_names=score_of(m, aside, polarity, topic),
        set_aside_without_ours=score_of(m, aside, *trial.without_ours),
        length_only=score_of(m, inside, _by_length(m, trial.fold)[inside], empty),
        sure_polarity=sure[0],
        sure_topic=sure[1],
        topics=_by_topic(m, trial, inside),
    )


def _framework(label: Label, reports: dict[str, Report]) -> str:
    """The framework of a label's report, if we have the report."""
    report = reports.get("/".join(label.file.split("/")[-2:]))
    return report.framework if report else "report not found"


def _by(m: Material, trial: Trial, groups: list[str]) -> dict[str, Score]:
    """Scores by group, for authorities not set aside."""
    named = np.array(groups)
    inside = trial.inside
    return {
        name: trial.score(m, inside & (named == name))
        for name, count in sorted(Counter(named[inside].tolist()).items())
        if count >= 20
    }


def _by_topic(m: Material, trial: Trial, inside: Bools) -> dict[str, tuple[int, float]]:
    first = trial.topic.argmax(axis=1)
    right = m.wanted_topic[np.arange(len(first)), first] > 0
    found = {}
    for code in m.codes:
        these = inside & np.array([label.topics[0] == code for label in m.labels])
        found[code] = (int(these.sum()), round(float(right[these].mean()), 3))
    return found


def _sureness(m: Material, trial: Trial) -> tuple[list[Sure], list[Sure]]:
    inside = trial.inside
    wanted = m.wanted_polarity[inside]
    likely = softmax(trial.polarity[inside] * learning.sharpness_of(trial.polarity[inside], wanted))
    right = likely.argmax(axis=1) == wanted.argmax(axis=1)
    topic, belongs = trial.topic[inside], m.wanted_topic[inside]
    slope, constant = learning.topic_sureness_of(topic, belongs)
    first = topic.argmax(axis=1)
    sure = 1 / (1 + np.exp(-(slope * topic.max(axis=1) + constant)))
    topic_right = belongs[np.arange(len(first)), first] > 0
    return sureness(likely.max(axis=1), right), sureness(sure, topic_right)


def _without_name(m: Material, index: int) -> str:
    """A labelled sentence without the words of its authority's name."""
    words = [w for w in str(m.authorities[index]).split("-") if len(w) > 3]
    return re.sub(rf"\b(?:{'|'.join(words) or '^$'})\b", "", m.labels[index].text, flags=re.I)


def _by_length(m: Material, fold: NDArray[np.int64]) -> Floats:
    """Polarity predicted from the length of a sentence alone."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    long = np.array([[len(x.text.split()) / 25, x.text.count(",")] for x in m.labels])
    seen = csr_matrix(long.astype(np.float32))
    found = np.zeros_like(m.wanted_polarity)
    for part in range(FOLDS):
        learned_from = (fold != part) & (fold >= 0)
        weight = np.ones(int(learned_from.sum()), dtype=np.float32)
        wanted = m.wanted_polarity[learned_from]
        by = fit_softmax(seen[learned_from], wanted, weight=weight, penalty=0.1, rounds=100)
        found[fold == part] = applied(by, seen[fold == part])
    return found


class _PresentCard(msgspec.Struct):
    """The scores on a card of any version."""

    cross_validated: Score


def _why_keep(out: Path, card: Card) -> str | None:
    path = out / CARD
    if not path.is_file():
        return None
    present = msgspec.json.decode(path.read_bytes(), type=_PresentCard).cross_validated
    new = card.cross_validated
    if present.accuracy + present.topic <= new.accuracy + new.topic:
        return None
    return (
        f"The model in {out} gets polarity right for {present.accuracy:.1%} of sentences and the "
        f"first topic for {present.topic:.1%}. The new one scores {new.accuracy:.1%} and "
        f"{new.topic:.1%}, so the current one is kept. Use --force to replace it."
    )


def _print(text: str) -> None:
    sys.stderr.write(text + "\n")


def main() -> None:
    """Run the command: train, and print the card."""
    parser = argparse.ArgumentParser(description=__doc__, prog="train_findings")
    parser.add_argument(
        "--corpus", type=Path, required=True, help="reports, in a folder for each authority"
    )
    parser.add_argument("--labels", type=Path, required=True, help="labelled sentences, JSON lines")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and card")
    parser.add_argument(
        "--force", action="store_true", help="replace the current model even if it is better"
    )
    parser.add_argument("--jobs", type=int, help="worker processes for reading")
    options = parser.parse_args()
    try:
        card = train(options.corpus, options.labels, options.out, options.force, jobs=options.jobs)
    except KeptBetter as error:
        _print(str(error))
        raise SystemExit(1) from None
    _print(as_markdown(card))


if __name__ == "__main__":
    main()
