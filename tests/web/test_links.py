"""What was carried over: the proposal, an officer's correction, and who made it."""

from collections.abc import Callable
from itertools import combinations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cusp.history.carried_over import SURE
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.record.archive.carried_links import Carried, CarriedLink, together
from cusp.web.record.comparison import carried_over
from cusp.web.record.models import Comparison, Correction, Inspection

pytestmark = pytest.mark.database

Person = Callable[..., User]


def word(later: int, earlier: int, verdict: str) -> Correction:
    return Correction(later_number=later, earlier_number=earlier, verdict=verdict)


def link(later: int, earlier: int, score: float = 0.9) -> CarriedLink:
    return CarriedLink(later=later, earlier=earlier, kind="same", score=score)


def over(proposed: list[CarriedLink], *words: Correction) -> Carried:
    return together(proposed, words, earlier_items=[1, 2, 3], later_items=[1, 2])


def test_what_nothing_links_is_new_or_no_longer_raised() -> None:
    found = over([link(1, 3)])
    assert (found.new, found.no_longer_raised) == ((2,), (1, 2))


def test_a_weak_link_is_perhaps_and_a_strong_one_carried_over() -> None:
    found = over([link(1, 3, 0.99), link(2, 2, SURE - 0.01)])
    assert [x.later for x in found.carried] == [1]
    assert [x.later for x in found.perhaps] == [2]


def test_an_officer_who_confirms_makes_a_weak_link_sure() -> None:
    found = over([link(2, 2, 0.1)], word(2, 2, "partial"))
    assert [(x.later, x.kind, x.sure) for x in found.links] == [(2, "partial", True)]


def test_an_officer_who_refuses_takes_the_link_away_and_the_refusal_is_shown() -> None:
    found = over([link(1, 3)], word(1, 3, "none"))
    assert found.links == ()
    assert [w.later_number for w in found.refused] == [1]
    assert found.new == (1, 2)


def test_the_newest_word_stands() -> None:
    assert over([], word(1, 1, "none"), word(1, 1, "same")).carried[0].earlier == 1
    assert over([], word(1, 1, "same"), word(1, 1, "none")).links == ()


def test_a_word_on_an_item_that_is_gone_since_the_report_was_read_anew_is_passed_over() -> None:
    assert over([], word(9, 1, "same")).links == ()


@given(
    st.lists(st.tuples(st.integers(1, 2), st.integers(1, 3), st.floats(0, 1)), max_size=6),
    st.lists(
        st.tuples(
            st.integers(1, 3), st.integers(1, 4), st.sampled_from(["same", "partial", "none"])
        ),
        max_size=6,
    ),
)
def test_every_item_is_on_exactly_one_side(
    proposed: list[tuple[int, int, float]], words: list[tuple[int, int, str]]
) -> None:
    found = over([link(*one) for one in proposed], *(word(*one) for one in words))
    assert sorted({x.later for x in found.links} | {*found.new}) == [1, 2]
    assert not {x.later for x in found.links} & {*found.new}
    assert sorted({x.earlier for x in found.links} | {*found.no_longer_raised}) == [1, 2, 3]
    assert len(found.carried) + len(found.perhaps) == len(found.links)


def test_links_are_worked_out_by_the_worker_and_not_by_a_page(
    unread_wexcombe: list[Inspection], client: Client
) -> None:
    earlier, later = unread_wexcombe[-2:]
    address = f"{earlier.authority.get_absolute_url()}compare/{earlier.start}/{later.start}"
    page = client.get(f"{address}/")
    assert (page.status_code, "still comparing" in page.content.decode()) == (200, True)
    assert client.get(f"{address}.json").status_code == 503
    assert not Comparison.objects.exists()

    assert carried_over.propose_missing() == len(list(combinations(unread_wexcombe, 2)))
    assert carried_over.propose_missing() == 0
    assert "still comparing" not in client.get(f"{address}/").content.decode()


def test_a_correction_is_kept_with_who_and_when_and_is_in_the_log(
    wexcombe: list[Inspection], person: Person
) -> None:
    earlier, later = wexcombe[-2:]
    officer = person(Role.OFFICER)
    said = carried_over.correct(
        earlier, later, earlier_number=1, later_number=1, verdict="partial", by=officer, note=" so "
    )
    assert (said.by, said.by_then, said.note) == (officer, "Officer", "so")
    found = carried_over.carried(earlier, later)
    assert found is not None
    assert [x.correction for x in found.links if (x.later, x.earlier) == (1, 1)] == [said]
    assert Event.objects.filter(who=officer, action="carried-over link corrected").count() == 1


def test_a_correction_of_an_item_that_is_not_there_is_refused(
    wexcombe: list[Inspection], person: Person
) -> None:
    earlier, later = wexcombe[-2:]
    with pytest.raises(carried_over.CannotCorrect, match="no item 99"):
        carried_over.correct(
            earlier, later, earlier_number=99, later_number=1, verdict="same",
            by=person(Role.OFFICER),
        )  # fmt: skip
    assert not Correction.objects.exists()
    assert not Event.objects.filter(action="carried-over link corrected").exists()


def test_without_both_reports_nothing_is_said_of_what_was_carried_over(db: None) -> None:
    facts_only = list(Inspection.objects.filter(authority__slug="southend-on-sea"))[:2]
    assert carried_over.carried(*facts_only) is None
