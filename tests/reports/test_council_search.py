"""What people type to find a council, and what they find."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cusp.reports.authorities import KnownAuthority, known_authorities
from cusp.reports.council_search import CouncilsFound, councils_like
from tests.reports.councils import NOW, OTHERS

WORDS = ["of", "the", "and", "city", "county", "council", "north", "n", "kingston", "hull", "trust"]
WORDS += ["cumbria", "dorset", "achieving", "for", "children", "s", "st", "isle", "derby", "&"]
PHRASES = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)

# Written before the search itself: 25 ways to type a council's name, with its slug.
TYPED = [
    ("Southend on sea", "southend-on-sea"),
    ("BCP", "bournemouth-christchurch-and-poole"),
    ("St. Helens", "st-helens"),
    ("Telford & Wrekin", "telford-and-wrekin"),
    ("London Borough of Camden", "camden"),
    ("herts", "hertfordshire"),
    ("Hull", "kingston-upon-hull"),
    ("Bristol City Council", "bristol"),
    ("Warwikshire", "warwickshire"),
    ("Brighton Hove", "brighton-and-hove"),
    ("Birmingham Children's Trust", "birmingham"),
    ("Royal Borough of Kensington and Chelsea", "kensington-and-chelsea"),
    ("rbkc", "kensington-and-chelsea"),
    ("Cheshire West", "cheshire-west-and-chester"),
    ("Stoke", "stoke-on-trent"),
    ("Windsor", "windsor-and-maidenhead"),
    ("Hammersmith", "hammersmith-and-fulham"),
    ("Barking & Dagenham LBC", "barking-and-dagenham"),
    ("Leicester city", "leicester"),
    ("lincs", "lincolnshire"),
    ("Durham County Council", "county-durham"),
    ("Isles of Scilly", "isles-of-scilly"),
    ("Newcastle", "newcastle-upon-tyne"),
    ("Dorset", "dorset"),
    ("Middlesborough", "middlesbrough"),
]


@pytest.mark.parametrize(("typed", "slug"), TYPED)
def test_what_people_type_leads_straight_to_the_council(typed: str, slug: str) -> None:
    assert councils_like(typed).found == (slug,)


@pytest.mark.parametrize("council", NOW, ids=lambda council: council.slug)
def test_every_council_is_found_by_its_name(council: KnownAuthority) -> None:
    for typed in (council.name, council.name.upper(), f"{council.name} Council"):
        assert councils_like(typed).found == (council.slug,)


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Southend Council", "southend-on-sea"),
        ("N Yorks", "north-yorkshire"),
        ("NE Lincs", "north-east-lincolnshire"),
        ("West Northants", "west-northamptonshire"),
        ("LB Camden", "camden"),
        ("Saint Helens", "st-helens"),
        ("Hove and Brighton", "brighton-and-hove"),
        ("Stoke upon Trent", "stoke-on-trent"),
        ("Redcar Cleveland", "redcar-and-cleveland"),
        ("Sheffeild", "sheffield"),
        ("Ofsted report Leeds", "leeds"),
        ("Birmingham City Council Children's Services", "birmingham"),
        ("Doncaster Children's Trust", "doncaster"),  # run by the council again since 2022
        ("Buckinghamshire County Council", "buckinghamshire"),  # it has a different code now
    ],
)
def test_more_that_leads_straight_to_a_council(typed: str, slug: str) -> None:
    assert councils_like(typed).found == (slug,)


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("Kingston", ["kingston-upon-thames", "kingston-upon-hull"]),
        ("Sussex", ["east-sussex", "west-sussex"]),
        ("Cumbria", ["cumbria", "cumberland", "westmorland-and-furness"]),
        ("Poole", ["poole", "bournemouth-christchurch-and-poole"]),
        ("Northants", ["northamptonshire", "north-northamptonshire", "west-northamptonshire"]),
        ("Northamptonshire Children's Trust", ["north-northamptonshire", "west-northamptonshire"]),
        (
            "Achieving for Children",
            ["kingston-upon-thames", "richmond-upon-thames", "windsor-and-maidenhead"],
        ),
    ],
)
def test_where_several_are_meant_each_is_offered(typed: str, slugs: list[str]) -> None:
    assert list(councils_like(typed).found) == slugs


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("Derby County Council", ["derby", "derbyshire"]),  # a misprint of either
        ("Borough of Newcastle", ["newcastle-upon-tyne"]),  # that is Newcastle-under-Lyme
        ("Harlow", ["harrow"]),  # a district in Essex, not a misprint
        ("Woking", ["wokingham"]),  # a district in Surrey, not the start of a name
        ("Berkshire", ["west-berkshire"]),  # it contains five other councils
        ("London", ["city-of-london"]),
        ("Walsal", ["walsall"]),
        ("warw", ["warwickshire"]),
        ("Birmingham and Solihull", ["birmingham", "solihull"]),
        ("Isle of White", ["isle-of-wight"]),
    ],
)
def test_what_is_not_sure_is_only_suggested(typed: str, slugs: list[str]) -> None:
    assert councils_like(typed) == CouncilsFound(near=tuple(slugs))


@pytest.mark.parametrize("typed", ["", " ", "&", "’", "zzz", "SW1A 1AA", "trust", "\x00"])
def test_nothing_like_a_council_finds_nothing(typed: str) -> None:
    assert councils_like(typed) == CouncilsFound()


def test_no_district_leads_straight_to_another_place() -> None:
    straight = {
        name: councils_like(name).found[0]
        for line in OTHERS.split("\n")
        for name in filter(None, line.split("|"))
        if len(councils_like(name).found) == 1
    }
    assert straight == {"East Yorkshire": "east-riding-of-yorkshire"}


def test_a_council_outside_the_list_is_found_too() -> None:
    also = [("wexcombe", "Wexcombe")]
    for typed in ("wexcombe", "Wexcombe Borough Council"):
        assert councils_like(typed, also=also).found == ("wexcombe",)
    assert councils_like("Wexcome", also=also).near == ("wexcombe",)
    assert councils_like("Wexcombe").found == ()
    # A name made up entirely of words that may be left out of others.
    assert councils_like("Isle Isles", also=[("x", "Isles Isle")]).near[0] == "x"


@pytest.mark.parametrize("letter", ["", "e", "x"])
def test_one_slip_shows_the_council_and_never_another_alone(letter: str) -> None:
    for council in NOW:
        for at in range(1, len(council.name)):
            typed = council.name[:at] + letter + council.name[at + 1 :]
            if any(council.name == typed for council in NOW):
                continue  # Hertfordshire and Herefordshire
            answer = councils_like(typed)
            assert council.slug in (*answer.found, *answer.near)


@given(
    st.text(st.characters(), max_size=300) | PHRASES,
    st.lists(st.tuples(st.just("x"), st.text(max_size=9) | PHRASES), max_size=2),
)
def test_whatever_is_typed_has_an_answer(typed: str, also: list[tuple[str, str]]) -> None:
    answer = councils_like(typed, also=also)
    assert {*answer.found, *answer.near} <= {
        *(council.slug for council in known_authorities()),
        "x",
    }
    assert not (answer.found and answer.near)
    for slugs in (answer.found, answer.near):
        assert len(slugs) == len(set(slugs))
