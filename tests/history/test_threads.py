"""Threads of areas for improvement, with lists and sentences that we wrote ourselves."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from cusp.history.carried_over import SURE, Link
from cusp.history.threads import Criticism, Raised, Step, thread, threads
from tests.length import examples

FIRST, SECOND, THIRD = date(2016, 4, 25), date(2019, 7, 15), date(2024, 3, 4)
SUPERVISION = "The frequency and quality of social workers' supervision."
STILL = Criticism(12, "Supervision of social workers is not regular, and its quality is poor.")
OTHER = Criticism(30, "Too few foster carers live near the city.")


def link(later: int, earlier: int, kind: Literal["same", "partial"] = "same", score=0.95) -> Link:  # type: ignore[no-untyped-def]
    return Link(later, earlier, kind, score)


def raised(start: date, *links: Link, criticism: tuple[Criticism, ...] = ()) -> Raised:
    return Raised(start, {1: SUPERVISION, 2: "The range of short breaks."}, links, criticism)


def test_a_thread_goes_from_list_to_list_and_then_to_a_paragraph() -> None:
    record = [
        raised(FIRST),
        raised(SECOND, link(1, 1)),
        Raised(THIRD, {1: "The number of foster carers."}, (), (OTHER, STILL)),
    ]
    whole = (Step(FIRST, (1,)), Step(SECOND, (1,)), Step(THIRD, (), (12,)))
    assert threads(record)[FIRST, 1] == whole
    assert threads(record)[SECOND, 1] == whole


def test_an_area_raised_once_is_its_own_thread() -> None:
    record = [raised(FIRST), raised(SECOND, link(1, 1))]
    assert thread(record, 0, 2) == (Step(FIRST, (2,)),)


def test_a_list_comes_before_a_paragraph() -> None:
    record = [raised(FIRST), raised(SECOND, link(1, 1), criticism=(STILL,))]
    assert thread(record, 0, 1) == (Step(FIRST, (1,)), Step(SECOND, (1,)))


def test_a_possible_link_is_not_followed() -> None:
    record = [raised(FIRST), raised(SECOND, link(1, 1, score=SURE - 0.01))]
    assert thread(record, 0, 1) == (Step(FIRST, (1,)),)


def test_a_thread_that_ends_is_not_taken_up_again() -> None:
    record = [raised(FIRST), Raised(SECOND, {}), raised(THIRD, criticism=(STILL,))]
    assert thread(record, 0, 1) == (Step(FIRST, (1,)),)


def test_several_areas_may_continue_one_and_a_part_is_said() -> None:
    record = [
        raised(FIRST),
        raised(SECOND, link(1, 1), link(2, 1, "partial")),
        raised(THIRD, link(1, 2)),
    ]
    expected = (Step(FIRST, (1,)), Step(SECOND, (1, 2), (), False), Step(THIRD, (1,), (), False))
    assert thread(record, 0, 1) == expected
    assert thread(record, 2, 1) == (
        Step(FIRST, (1,), (), False),
        Step(SECOND, (2,)),
        Step(THIRD, (1,)),
    )


LINKS = st.lists(
    st.builds(
        link,
        st.integers(1, 2),
        st.integers(1, 2),
        st.sampled_from(["same", "partial"]),
        st.sampled_from([0.5, 0.9]),
    ),
    max_size=4,
)


@settings(max_examples=examples(50), deadline=None)
@given(LINKS, LINKS)
def test_a_thread_has_its_area_and_one_step_for_each_inspection(
    second: list[Link], third: list[Link]
) -> None:
    record = [raised(FIRST), raised(SECOND, *second), raised(THIRD, *third, criticism=(STILL,))]
    for (start, number), steps in threads(record).items():
        days = [step.start for step in steps]
        assert days == sorted(set(days))
        assert Step(start, (number,)) in steps
        assert all(bool(step.items) != bool(step.paragraphs) for step in steps)
