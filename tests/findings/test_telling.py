"""Which sentences are worth telling a board, on sentences written for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.findings.telling import Told, choose, likeness, points

LONG_DELAY = "Too many children wait too long for a strategy meeting and remain at risk of harm."


@pytest.mark.parametrize(
    ("more", "less", "praise"),
    [
        # Strong words count more than mild ones.
        (LONG_DELAY, "Strategy meetings for children are sometimes a little late.", False),
        (
            "Foster carers receive excellent, highly effective training that keeps children safe.",
            "Foster carers receive suitable training that is meant to keep children safe.",
            True,
        ),
        # A practice with its effect on children counts more than a generality.
        (
            "Return home interviews are missed, and children who go missing are left at risk.",
            "The overall quality of services and arrangements is not good enough in some aspects.",
            False,
        ),
        # A sentence that needs the one before it counts less.
        (LONG_DELAY, f"This means that {LONG_DELAY.lower()}", False),
        (LONG_DELAY, f"However, {LONG_DELAY.lower()}", False),
        ("Children in care are seen alone.", "They are seen alone by them in care.", True),
        # What is only intended or has only begun counts less.
        (
            "Personal advisers keep in touch with care leavers and help them find good homes.",
            "Personal advisers are beginning to plan to keep in touch with some care leavers.",
            True,
        ),
        # "Not all" is not "all", and what has been avoided has not happened.
        (
            "All children have a clear and effective plan.",
            "Not all children have a clear and effective plan.",
            True,
        ),
        (
            "Caseloads are unmanageable for social workers in the assessment teams.",
            "Caseloads do not become unmanageable for social workers in the assessment teams.",
            False,
        ),
        # A definition that stands in every report of a kind says nothing about the council.
        (
            "The council leads highly effective services that improve the lives of children.",
            "An outstanding local authority leads highly effective services for children.",
            True,
        ),
        # A few words or a very long sentence are hard to tell.
        (LONG_DELAY, "Too long.", False),
        (LONG_DELAY, f"{LONG_DELAY[:-1]}, {'and so on and so forth, ' * 12} it is said.", False),
    ],
)
def test_one_sentence_tells_more_than_another(more: str, less: str, praise: bool) -> None:
    assert points(more, praise=praise) > points(less, praise=praise)


def test_the_choice_does_not_repeat_itself() -> None:
    told = [
        Told(LONG_DELAY, "child-protection-enquiries", "help_and_protection", 0.99),
        Told(LONG_DELAY.upper(), "child-protection-enquiries", "overall", 0.99),
        Told(
            "Too many children wait too long for a strategy meeting, at risk of harm.",
            "child-protection-enquiries",
            "overall",
            0.99,
        ),
        Told("Health assessments are late for some children in care.", "health", "in_care", 0.9),
    ]
    chosen = choose(told, 3, praise=False)
    assert chosen[:2] == [0, 3]
    assert 1 not in chosen


def test_a_mixed_or_less_certain_sentence_comes_after_the_same_said_plainly() -> None:
    plain = Told(LONG_DELAY, "neglect", "leaders", 0.95)
    assert choose(
        [
            Told(LONG_DELAY, "neglect", "leaders", 0.95, mixed=True),
            Told(LONG_DELAY, "neglect", "leaders", 0.7),
            plain,
        ],
        1,
        praise=False,
    ) == [2]


@given(st.lists(st.text(max_size=200), max_size=8), st.integers(0, 6), st.booleans())
def test_any_texts_can_be_chosen_from(texts: list[str], number: int, praise: bool) -> None:
    told = [Told(text, "health", "leaders", 0.9) for text in texts]
    chosen = choose(told, number, praise=praise)
    assert len(chosen) == len(set(chosen)) <= number
    assert set(chosen) <= set(range(len(texts)))


def test_likeness_is_of_the_shorter_text() -> None:
    item = "The quality of pathway plans."
    assert likeness(item, "Pathway plans for care leavers are out of date.") == 1.0
    assert likeness(item, "Foster carers are valued.") == 0.0
    assert likeness(item, "") == 0.0
