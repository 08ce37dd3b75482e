"""Paragraphs are split where a reader would split them, and no text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.findings.sentences import split


def texts(paragraph: str) -> list[str]:
    return [sentence.text for sentence in split(paragraph)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Plans are clear.", "They are reviewed often."],
        ["Is help early enough?", "It is not!", "Leaders know."],
        ["Some services, e.g. Early Help, are new.", "Others, i.e. The Hub, are not."],
        ["Dr. Amin and Mrs. Poole lead it.", "Cllr. Hart chairs the panel."],
        ["Visits by J. R. Marsh were frequent.", "They helped."],
        ["The office is in St. Albans.", "It is near."],
        ["See No. 12 and para. 4 for more.", "No.", "That is not all."],
        ["The rate rose from 1.5 to 2.75 per 10,000.", "In 2014, 3.2% waited."],
        ["It began in 2013.", "In 2014 it ended."],
        ["Cases rose to 12.", "18 were closed."],
        ["A child said, ‘They listen. They help.’", "Others agree."],
        ["One said “I feel safe. I am happy” to us.", "That is so."],
        ["Staff asked ‘why wait?’ and acted.", "It worked."],
        ["Work goes on … and it shows.", "More is to come…", "We wait."],
        ["This includes: visits; calls; and letters.", "All are recorded."],
        ["Plans are weak. (Recommendation)", "Leaders know this."],
        ["It is set out in Annex A.", "The plan is short."],
        ["Help comes from the U.K. Government alone.", "It is not enough."],
        ["(Some are late.)", "Most are not."],
        ["1. Ensure that visits are timely.", "Then write them up."],
    ],
)
def test_sentences_are_those_that_a_reader_sees(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


def test_items_of_a_list_stand_alone() -> None:
    paragraph = "The board should: • meet more often • write down what it decides"
    assert texts(paragraph) == [
        "The board should:",
        "• meet more often",
        "• write down what it decides",
    ]


def test_a_line_above_an_empty_line_is_a_heading() -> None:
    assert texts("Early help\n\nIt is quick.") == ["Early help", "It is quick."]
    assert texts("It is quick\nand good.") == ["It is quick\nand good."]


@pytest.mark.parametrize("nothing", ["", " ", "\n\n", "\t "])
def test_nothing_gives_no_sentence(nothing: str) -> None:
    assert split(nothing) == []


_PIECES = st.sampled_from(
    [
        "Plans",
        "are",
        "e.g.",
        "Dr.",
        "No.",
        "A.",
        "12",
        "1.5",
        "end.",
        "end?",
        "end.’",
        "‘It",
        "“It",
        "it”",
        "…",
        "•",
        ";",
        "(Recommendation)",
        "\n",
        "\n\n",
        "- item",
        "J.",
        "3.",
        "mr.",
        'end."',
    ]
)
_PARAGRAPHS = st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80)


@given(_PARAGRAPHS)
def test_joining_sentences_and_the_spaces_between_gives_back_the_paragraph(paragraph: str) -> None:
    found = split(paragraph)
    at, whole = 0, ""
    for sentence in found:
        assert paragraph[at : sentence.start].strip() == ""
        assert paragraph[sentence.start : sentence.end] == sentence.text
        whole += paragraph[at : sentence.end]
        at = sentence.end
    assert paragraph[at:].strip() == ""
    assert whole + paragraph[at:] == paragraph


@given(_PARAGRAPHS)
def test_no_sentence_is_empty_and_none_splits_again(paragraph: str) -> None:
    for text in texts(paragraph):
        assert text.strip()
        assert texts(text) == [text]
