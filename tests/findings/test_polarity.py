"""Strength or weakness: clear signs are read, and accuracy is as the card says."""

import numpy as np
import pytest

from cusp.findings.features_signs import signs_of
from cusp.findings.lexicon import words_of
from cusp.findings.polarity import POLARITIES, polarity_scores, why_cannot_say
from cusp.findings.reading import findings_of_sentences


def letters(sentence: str) -> str:
    return "".join(sign.letter for sign in signs_of(words_of(sentence)))


def test_negated_praise_is_a_sign_of_criticism() -> None:
    assert "P" in letters("Supervision is robust.")
    assert letters("Supervision is not impressive.") == "Xn"


def test_criticism_mended_is_a_sign_of_praise() -> None:
    assert "N" in letters("There is drift in some cases.")
    assert "r" in letters("Managers have tackled drift.")
    assert "r" in letters("Drift has been reduced.")


def test_a_condition_at_the_beginning_is_not_criticism() -> None:
    found = letters("When care is poor, managers act.")
    assert "q" in found
    assert "N" not in found


def test_what_is_asked_for_is_not_praise() -> None:
    assert "w" in letters("Ensure supervision is robust.")
    assert "P" not in letters("Ensure supervision is robust.")


def test_a_long_phrase_speaks_for_the_words_in_it() -> None:
    assert letters("Leaders have worked hard to mend it.").count("N") == 0


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Social workers know their children very well and visit them regularly.", "strength"),
        ("Supervision is excellent and helps staff to improve children’s lives.", "strength"),
        ("Too many children wait too long for an assessment of their needs.", "weakness"),
        ("Plans are weak and do not say what needs to change.", "weakness"),
        ("Visits are regular, but records of them are often poor.", "mixed"),
        ("In March 2015, 214 children were the subject of a plan.", "context"),
    ],
)
def test_plain_sentences_read_as_anybody_would_read_them(sentence: str, polarity: str) -> None:
    scores = polarity_scores([sentence])[0]
    assert POLARITIES[int(scores.argmax())] == polarity


def test_likelihoods_add_up_to_one_and_do_not_depend_on_company() -> None:
    texts = ["Plans are clear.", "", "Visits are late and the records of them poor."]
    together = polarity_scores(texts)
    assert together.shape == (3, 4)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-5)
    alone = np.vstack([polarity_scores([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)
    assert polarity_scores([]).shape == (0, 4)


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "   ",
        "Ja.",
        "Good practice",
        "%%% ### 12/4 ||| ^^^ ~~ {} <> ++",
        "Les enfants sont bien protégés et leurs familles reçoivent une aide rapide.",
        "Mae’r plant yn ddiogel ac mae’r gwasanaeth yn dda iawn i deuluoedd.",
        "xq zzkt wpf lmnr qqa vbnt oiuw kkl",
    ],
)
def test_of_what_is_no_english_sentence_nothing_is_said(nothing: str) -> None:
    (found,) = findings_of_sentences([nothing])
    assert why_cannot_say(nothing)
    assert found.cannot_say
    assert (found.polarity, found.sure, found.clear) == ("context", 0.0, False)


def test_a_very_long_text_is_read_without_trouble() -> None:
    (found,) = findings_of_sentences(["Plans are clear and visits are regular. " * 3000])
    assert found.polarity == "strength"
