"""Feeds of new inspections: valid Atom, newest first, with ids that stay the same."""

from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from cusp.web.record.models import Authority, Inspection, Neighbours

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def text(one: ElementTree.Element, name: str) -> str:
    found = one.findtext(f"{ATOM}{name}")
    assert found
    return found


@pytest.mark.parametrize(
    "address",
    [
        "/feed.atom",
        "/authorities/southend-on-sea/feed.atom",
        "/authorities/southend-on-sea/neighbours/feed.atom",
    ],
)
def test_a_feed_has_all_that_atom_asks_for(client: Client, db: None, address: str) -> None:
    feed = read(client, address)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    assert "alternate" in links
    for one in (feed, *feed.findall(f"{ATOM}entry")):
        assert text(one, "id").startswith("urn:uuid:")
        assert text(one, "title")
        assert datetime.fromisoformat(text(one, "updated")).tzinfo is not None
        assert one.findtext(f"{ATOM}author/{ATOM}name")
    ids = [text(one, "id") for one in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) > 0


def test_the_newest_stand_first_and_there_are_fifty(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        feed = read(client, "/feed.atom")
    found = [text(one, "published")[:10] for one in feed.findall(f"{ATOM}entry")]
    expected = sorted(
        (published or end for published, end in Inspection.objects.values_list("published", "end")),
        reverse=True,
    )[:50]
    assert found == [day.isoformat() for day in expected]


def test_an_old_report_added_today_is_not_news(client: Client, db: None) -> None:
    authority = Authority.objects.create(name="Wexcombe", slug="wexcombe")
    Inspection.objects.create(
        authority=authority, start=date(2009, 5, 1), end=date(2009, 5, 2), framework="pre-SIF"
    )
    assert b"Wexcombe" not in client.get("/feed.atom").content
    assert b"Wexcombe" in client.get("/authorities/wexcombe/feed.atom").content


def test_an_entry_keeps_its_name_when_the_council_is_renamed(client: Client, db: None) -> None:
    first = read(client, "/authorities/southend-on-sea/feed.atom")
    Authority.objects.filter(slug="southend-on-sea").update(slug="southend-city", name="Southend")
    second = read(client, "/authorities/southend-city/feed.atom")
    names = [[text(one, "id") for one in f.findall(f"{ATOM}entry")] for f in (first, second)]
    assert names[0] == names[1]


def test_an_authority_without_inspections_has_a_valid_feed(client: Client, db: None) -> None:
    Authority.objects.create(name="Wexcombe", slug="wexcombe")
    feed = read(client, "/authorities/wexcombe/feed.atom")
    assert feed.findall(f"{ATOM}entry") == []
    assert text(feed, "updated")


def test_an_older_name_of_an_authority_leads_to_its_feed(client: Client, db: None) -> None:
    moved = client.get("/authorities/e06000033/feed.atom")
    assert (moved.status_code, moved["Location"]) == (301, "/authorities/southend-on-sea/feed.atom")


# --- a council and its neighbours --------------------------------------------------------------

NEAR = "/authorities/southend-on-sea/neighbours/feed.atom"


def councils_in(feed: ElementTree.Element) -> set[str]:
    return {text(one, "title").partition(":")[0] for one in feed.findall(f"{ATOM}entry")}


def test_neighbours_are_statistical_where_they_are_loaded(client: Client, db: None) -> None:
    Neighbours.objects.create(code="E06000033", codes=["E06000043", "E06000044", "E99999999"])
    feed = read(client, NEAR)
    assert text(feed, "title") == (
        "Inspections of Southend-on-Sea and its statistical neighbours – Cusp"
    )
    assert text(feed, "subtitle") == "Statistical neighbours: Brighton and Hove; Portsmouth."
    assert councils_in(feed) <= {"Southend-on-Sea", "Brighton and Hove", "Portsmouth"}
    assert "Southend-on-Sea" in councils_in(feed)


def test_without_them_neighbours_are_the_councils_of_the_region(client: Client, db: None) -> None:
    feed = read(client, NEAR)
    assert text(feed, "title") == (
        "Inspections of Southend-on-Sea and the other councils in the East of England – Cusp"
    )
    region = set(Authority.objects.filter(region="East of England").values_list("name", flat=True))
    assert {"Southend-on-Sea", "Essex"} <= councils_in(feed) <= region
    said = text(feed, "subtitle")
    assert said.startswith(
        "No statistical neighbours are loaded, so these are the councils in the "
    )
    assert "Essex" in said
    assert "Southend" not in said


def test_a_council_without_a_region_has_a_feed_of_its_own_and_it_says_so(
    client: Client, db: None
) -> None:
    Authority.objects.create(name="Wexcombe", slug="wexcombe")
    Authority.objects.create(name="Anywhere", slug="anywhere")
    feed = read(client, "/authorities/wexcombe/neighbours/feed.atom")
    assert text(feed, "title") == "Inspections of Wexcombe – Cusp"
    assert text(feed, "subtitle") == "Cusp does not know which councils are its neighbours."


def test_both_feeds_of_a_council_are_linked_on_its_page(client: Client, db: None) -> None:
    page = client.get("/authorities/southend-on-sea/").content.decode()
    for address in ("/authorities/southend-on-sea/feed.atom", NEAR):
        assert page.count(f'href="{address}"') == 2  # for feed readers, and visible to people
