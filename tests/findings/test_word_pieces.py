"""Words are cut into pieces as BERT's own code does it."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import BertWordPieceTokenizer

from cusp.findings.sentence_model.word_pieces import SPECIAL, WordPieces

_LETTERS = [*string.ascii_lowercase, *string.digits, *string.punctuation, "é", "中", "½"]
PIECES = [
    *SPECIAL, *_LETTERS, *(f"##{letter}" for letter in _LETTERS),
    "children", "child", "##ren", "social", "work", "##er", "##ers", "plan", "##s", "naive",
]  # fmt: skip


@pytest.fixture(scope="module")
def peer() -> BertWordPieceTokenizer:
    return BertWordPieceTokenizer({piece: n for n, piece in enumerate(PIECES)}, lowercase=True)


# Of the newest characters, the two may know different ones.
_CHARACTERS = st.characters(max_codepoint=0x24F) | st.sampled_from("–—‘’“”•…\u2003é中\u200b\u0301")


@given(st.text(_CHARACTERS, max_size=40) | st.text("childrenworks -'’", max_size=40))
def test_cuts_as_the_usual_implementation_does(peer: BertWordPieceTokenizer, text: str) -> None:
    expected = peer.encode(text, add_special_tokens=False).ids

    assert WordPieces(PIECES).numbers(text) == expected


def test_takes_the_longest_known_piece_from_the_left() -> None:
    known = WordPieces(PIECES)

    assert [PIECES[n] for n in known.numbers("Social workers’ naïve plans")] == [
        "social", "work", "##ers", "[UNK]", "naive", "plan", "##s",
    ]  # fmt: skip


def test_does_not_cut_a_word_of_more_than_100_letters() -> None:
    assert [PIECES[n] for n in WordPieces(PIECES).numbers("a" * 101)] == ["[UNK]"]
