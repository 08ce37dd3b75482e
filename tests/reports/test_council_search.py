"""What people type to find a council, and where it leads."""

import pytest

from cusp.reports.council_search import councils_like

# Written down before the search was: 25 ways to type a council, and its address.
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
