"""Grade words are hidden: nothing that the model sees gives away the printed grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.findings.place.hidden import grade_words, hide_grades

GRADES = (
    "inadequate",
    "good",
    "outstanding",
    "requires improvement",
    "requires improvement to be good",
)


@pytest.mark.parametrize("grade", ["are inadequate", "are good", "require improvement to be good"])
def test_a_clause_that_states_the_grade_of_services_is_hidden(grade: str) -> None:
    shown = hide_grades(f"Services for children in Wexcombe {grade}.")
    assert shown.text == ""
    assert shown.hidden


def test_what_follows_the_grade_is_kept_and_looks_the_same_for_every_grade() -> None:
    reason = "managers see too few of the records that matter"
    left = {
        hide_grades(f"The leadership of the council {grade} because {reason}.").text
        for grade in ("is inadequate", "is good", "is now outstanding", "requires improvement")
    }
    assert left == {f"{reason}."}


@pytest.mark.parametrize(
    "sentence",
    [
        "The last inspection judged the council to be adequate.",
        "Judgement: requires improvement.",
        "Help and protection was graded good in 2017.",
        "The home was rated outstanding by inspectors.",
    ],
)
def test_sentences_about_judgements_are_hidden_whole(sentence: str) -> None:
    assert hide_grades(sentence).text == ""


def test_an_ordinary_good_loses_its_word_and_the_article_that_would_tell_it() -> None:
    assert hide_grades("Plans are of very good quality.").text == "Plans are of quality."
    assert (
        hide_grades("Carers give an outstanding account of children.").text
        == hide_grades("Carers give a good account of children.").text
    )


def test_a_sentence_without_grade_words_stays_as_it_is() -> None:
    sentence = "Visits are not always made in time, and records of them are thin."
    assert hide_grades(sentence) == hide_grades(sentence).__class__(sentence, 0)


def test_words_that_only_begin_like_a_grade_stay() -> None:
    assert hide_grades("Goodwill is needed to improve visits.").hidden == 0


_WORDS = st.lists(
    st.sampled_from([*GRADES, "services", "is", "are", "an", "the", "not yet", "plans", "judged"]),
    max_size=12,
)


@given(_WORDS)
def test_no_grade_word_is_left_whatever_the_sentence(words: list[str]) -> None:
    assert grade_words(hide_grades(" ".join(words)).text) == 0


@given(st.text(max_size=80), st.sampled_from(GRADES), st.text(max_size=80))
def test_no_grade_word_is_left_in_any_text(before: str, grade: str, after: str) -> None:
    assert grade_words(hide_grades(f"{before} {grade} {after}").text) == 0
