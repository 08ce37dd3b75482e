"""The sentence model: what it reads, what makes a polarity clear, and files it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from cusp.findings import findings_of_sentences
from cusp.findings.findings_model import NoModel
from cusp.findings.likelihoods import Settings, likelihoods
from cusp.findings.polarity import POLARITIES
from cusp.findings.sentence_model import model
from cusp.findings.training.sentences.calibration import GRADES, Readings, is_clear, levels
from cusp.findings.training.sentences.examples import kept_pieces

STRENGTH, WEAKNESS = POLARITIES.index("strength"), POLARITIES.index("weakness")


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Children do not experience delay in getting the help that they need.", "strength"),
        ("Senior leaders are not complacent and know their services well.", "strength"),
        ("No child waits for a place at a refuge.", "strength"),
        ("Too many children wait months for an assessment of their needs.", "weakness"),
        ("Managers do not challenge plans that drift.", "weakness"),
        ("Most plans are good, but a few are out of date.", "mixed"),
    ],
)
def test_reads_praise_and_criticism_that_single_words_would_mistake(
    sentence: str, polarity: str
) -> None:
    assert findings_of_sentences([sentence])[0].polarity == polarity


def test_the_sentence_before_tells_what_this_means() -> None:
    after = "This has helped children to settle."
    alone, behind = likelihoods([("", after), ("Carers are visited every week.", after)]).polarity

    assert not np.array_equal(alone, behind)
    assert behind.argmax() == STRENGTH


def test_a_sentence_is_read_the_same_whatever_is_read_beside_it() -> None:
    sentences = [
        ("", f"Visits are late in {n} of 10 cases, and nobody asks why.") for n in range(9)
    ]

    together = likelihoods(sentences).polarity
    single = [likelihoods([sentence]).polarity[0] for sentence in sentences]

    assert np.array_equal(together, np.array(single))


def test_a_grade_decides_only_how_sure_a_reading_must_be() -> None:
    chosen = Settings(1.0, (1.0, 0.0), {"outstanding": {"weakness": 0.95}, "": {"weakness": 0.97}})

    assert chosen.is_clear("weakness", 0.96, "outstanding")
    assert not chosen.is_clear("weakness", 0.94, "outstanding")
    assert not chosen.is_clear("weakness", 0.96, None)
    assert not chosen.is_clear("weakness", 0.96, "adequate")


@pytest.mark.parametrize("damage", ["missing", "changed"])
def test_files_that_the_card_does_not_describe_are_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "sentences"
    shutil.copytree(model.FOLDER, folder)
    if damage == "missing":
        (folder / model.WEIGHTS).unlink()
    else:
        (folder / model.PIECES).write_text("nothing", "utf-8")

    with pytest.raises(NoModel, match="cusp train --only sentences"):
        model.load(folder)


# Training


def test_levels_let_through_as_many_as_are_right_often_enough_in_each_grade() -> None:
    """Criticism in an outstanding section is wrong more often than its likelihood says."""
    chance = np.random.default_rng(3)
    sure = chance.uniform(0.5, 1, 8000)
    polarity = chance.choice([STRENGTH, WEAKNESS], 8000)
    grades = chance.choice(list(GRADES), 8000)
    likely = np.zeros((8000, len(POLARITIES)), dtype=np.float32)
    likely[np.arange(8000), polarity] = sure
    often = np.where((grades == "outstanding") & (polarity == WEAKNESS), sure**8, sure**0.5)
    wanted = np.where(chance.uniform(size=8000) < often, polarity, 2)
    read = Readings(likely, grades)

    found = levels(read, wanted, read)
    clear = is_clear(read, found)

    for grade in GRADES:
        shown = clear & (grades == grade)
        assert (polarity == wanted)[shown].mean() >= 0.95
        assert shown.any()
    assert found["outstanding"]["weakness"] > found["outstanding"]["strength"]
    assert all(found[""][p] >= found[g][p] for g in GRADES for p in POLARITIES)


def test_names_are_not_among_the_pieces_of_words_kept() -> None:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "##b", "children", "wexcombe"]
    texts = [(f"council {n % 5}", "children children") for n in range(10)]
    texts += [("wexcombe", "wexcombe")] * 10

    kept = kept_pieces(pieces, texts)

    assert "children" in kept
    assert "wexcombe" not in kept
    assert kept[:6] == pieces[:6]
