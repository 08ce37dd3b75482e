"""The search box for a council."""

import re
from html import unescape

import pytest
from django.test import Client

from cusp.web.record.intake import councils

pytestmark = pytest.mark.django_db
ADDRESS = "/authorities/"


def words_of(client: Client, typed: str) -> str:
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Hull", "kingston-upon-hull"),
        ("  telford  &  wrekin ", "telford-and-wrekin"),
        ("Dorset", "dorset"),
        ("Birmingham Children’s Trust", "birmingham"),
    ],
)
def test_one_match_goes_straight_to_the_council(client: Client, typed: str, slug: str) -> None:
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 302
    assert response["Location"] == f"{ADDRESS}{slug}/"


def test_several_matches_are_offered_with_their_regions(client: Client) -> None:
    words = words_of(client, "Kingston")
    assert "2 councils found for “Kingston”" in words
    assert "Kingston upon Thames London" in words
    assert "Kingston upon Hull Yorkshire and the Humber" in words
    assert "Did you mean" not in words


def test_a_council_that_ended_comes_with_its_successors(client: Client) -> None:
    words = words_of(client, "Cumbria")
    assert "Cumbria (until 2023) North West" in words
    assert "Cumberland (from 2023) North West" in words
    assert "Westmorland and Furness (from 2023) North West" in words


def test_no_match_offers_the_nearest_names_and_says_what_to_do(client: Client) -> None:
    words = words_of(client, "Walsal")
    assert "No councils found for “Walsal”" in words
    assert "Did you mean Walsall West Midlands" in words
    assert "Check the spelling, or choose from all councils" in words


def test_nothing_like_a_council_says_what_to_do(client: Client) -> None:
    words = words_of(client, "zzz")
    assert "No councils found for “zzz”" in words
    assert "Check the spelling, or choose from all councils" in words
    assert "Did you mean" not in words


def test_a_registered_council_is_found_too(client: Client) -> None:
    assert client.get(ADDRESS, {"q": "Wexcombe"}).status_code == 200
    councils.register("Wexcombe", by=None)
    response = client.get(ADDRESS, {"q": "wexcombe borough council"})
    assert response["Location"] == f"{ADDRESS}wexcombe/"


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_box_shows_all_councils(client: Client, typed: str) -> None:
    assert "160 authorities" in words_of(client, typed)


@pytest.mark.parametrize("typed", ["<b>", "\x00", "%", "’" * 500, "north " * 300, "\ud800"])
def test_odd_text_is_answered(client: Client, typed: str) -> None:
    typed = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    response = client.get(ADDRESS, {"q": typed})
    assert response.status_code == 200
    assert b"<b>" not in response.content


def test_what_was_typed_stays_in_the_box(client: Client) -> None:
    page = client.get(ADDRESS, {"q": 'Har"low'}).content.decode()
    assert 'value="Har&quot;low"' in page
