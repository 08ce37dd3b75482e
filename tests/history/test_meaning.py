"""Closeness in meaning: words used in similar contexts, not only shared words."""

import numpy as np
import pytest

from cusp.history.meaning import meaning_of, nearness


def test_a_text_is_nearest_to_itself_and_the_middle_counts_nothing() -> None:
    texts = [
        "Managers keep a firm grip on drift.",
        "Foster carers are recruited locally.",
        "Pupils attend school.",
    ]
    found = nearness(texts[0], texts)
    assert found[0] == pytest.approx(1)
    assert sorted(found)[1] == 0


def test_words_that_keep_like_company_are_near() -> None:
    oversight, fostering = nearness(
        "Grip of managers.", ["Oversight by leaders.", "Recruitment of foster carers.", "Schools."]
    )[:2]
    assert oversight > fostering


def test_no_known_word_means_nothing_and_no_text_is_near_to_it() -> None:
    assert not np.any(meaning_of("zzz qqq"))
    assert nearness("zzz qqq", ["Adoption is good.", "Plans are good."]) == [0, 0]
    assert nearness("Adoption", []) == []
