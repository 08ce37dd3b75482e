"""Names in print and the councils they mean."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.reports.authorities import KnownAuthority, known_authorities, match_authority

NOW = [a for a in known_authorities() if a.ended is None]


def test_there_are_153_councils_with_children_s_services() -> None:
    assert len(NOW) == 153
    kinds = Counter(a.kind for a in NOW)
    assert kinds["metropolitan district"] == 36
    assert kinds["London borough"] == 32
    assert kinds["county"] == 21
    assert kinds["unitary authority"] == 63
    assert kinds["City of London"] == 1


def test_codes_and_addresses_are_used_once_and_successors_exist() -> None:
    every = known_authorities()
    codes = [c for a in every for c in (a.code, *a.former_codes)]
    assert len(codes) == len(set(codes))
    assert len({a.slug for a in every}) == len(every)
    assert {c for a in every for c in a.successors} <= {a.code for a in every}
    assert all(a.successors for a in every if a.ended)


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Southend-on-Sea Borough Council", "E06000033"),
        ("Southend-on-Sea city council", "E06000033"),
        ("London Borough of Barking and Dagenham", "E09000002"),
        ("The Royal Borough of Windsor & Maidenhead", "E06000040"),
        ("City of Bradford Metropolitan District Council", "E08000032"),
        ("Metropolitan Borough of Solihull", "E08000029"),
        ("Tameside metropolitan borough", "E08000008"),
        ("Council of the Isles of Scilly", "E06000053"),
        ("Kingston Upon Hull City Council", "E06000010"),
        ("Hull", "E06000010"),
        ("Cheshire East Unitary Authority", "E06000049"),
        ("York City Council", "E06000014"),
        ("Derby City", "E06000015"),
        ("Derbyshire County Council", "E10000007"),
        ("City of London", "E09000001"),
        ("St. Helens Council", "E08000013"),
        ("Telford & Wrekin", "E06000020"),
        ("County Durham", "E06000047"),
        ("Durham County Council", "E06000047"),
        ("Surrey Safeguarding Children Board", "E10000030"),
        ("Bristol City Council", "E06000023"),
        ("BOURNEMOUTH,\u00a0CHRISTCHURCH AND POOLE", "E06000058"),
        ("Middlesborough Council", "E06000002"),
    ],
)
def test_a_printed_name_means_its_council(printed: str, code: str) -> None:
    found = match_authority(printed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "printed",
    ["", "council", "Wexcombe Borough Council", "Aberdeen City Council", "Northampton",
     "Yorkshire", "Bolsover", "Westminster Abbey", "Berkshire", "Sussex", "Inspection of"],
)  # fmt: skip
def test_a_name_that_means_none_of_them_is_not_guessed(printed: str) -> None:
    assert match_authority(printed) is None


def test_the_day_decides_between_councils_of_one_name() -> None:
    before, after = match_authority("Dorset", on=date(2018, 5, 1)), match_authority("Dorset")
    assert before is not None
    assert after is not None
    assert (before.code, after.code) == ("E10000009", "E06000059")


def test_a_council_that_is_gone_is_still_known() -> None:
    gone = match_authority("Northamptonshire County Council", on=date(2016, 2, 1))
    assert gone is not None
    assert gone.successors == ("E06000061", "E06000062")


dressings = st.tuples(
    st.sampled_from(["", "The ", "London Borough of ", "City of ", "Royal Borough of "]),
    st.sampled_from(["", " Council", " City Council", " Metropolitan Borough Council"]),
    st.sampled_from([str, str.upper, str.lower]),
)


@given(st.sampled_from(NOW), dressings)
def test_a_name_in_any_dress_means_the_same_council(
    council: KnownAuthority, dress: tuple[str, str, type[str]]
) -> None:
    before, after, case = dress
    printed = case(before + council.name.replace(" and ", " & ").replace("-", " ") + after)
    found = match_authority(printed)
    assert found is not None
    assert found.code == council.code


@given(st.text(alphabet="bcdfghjklmnpqrstvwxz ", min_size=4, max_size=30))
def test_letters_at_random_mean_no_council(text: str) -> None:
    assert match_authority(text) is None
