"""The list of children: filtered and sorted within reach; found by POST; exported with a reason."""

import csv
from io import StringIO

import pytest
from django.conf import LazySettings
from django.test import Client

from cusp.returns.pseudonyms import pseudonym
from cusp.web.accounts.models import Event, User
from cusp.web.practice.models import Chairing, Child, LateReason, Snapshot
from tests.web.clients import signed_in
from tests.web.markup import heading, page, words
from tests.web.practice import rows
from tests.web.practice.rows import AS_AT, NORTH, SOUTH

pytestmark = pytest.mark.django_db
LIST = "/practice/children/"
KEY = "a key that is long enough"


@pytest.fixture
def filled(db: None) -> Snapshot:
    return rows.small_service()


@pytest.fixture
def client(filled: Snapshot, head: User) -> Client:
    return signed_in(head)


def numbers(client: Client, query: str = "") -> list[str]:
    """The children on the list, in order."""
    said = page(client, f"{LIST}?{query}")
    found = [(said.index(f">{n}<") if f">{n}<" in said else said.find(n), n) for n in NUMBERS]
    return [number for place, number in sorted(found) if place >= 0]


NUMBERS = ("1001", "1002", "1003")


def test_the_most_urgent_child_comes_first_with_its_most_urgent_item(client: Client) -> None:
    said = words(page(client, LIST))
    assert "1001 Next review conference and 1 more 8 October 2026 23 days overdue" in said
    assert numbers(client) == ["1001", "1003", "1002"]
    assert numbers(client, "sort=-child") == ["1003", "1002", "1001"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=overdue", ["1001", "1003"]),
        ("clock=T29", ["1003"]),
        ("clock=T07&status=due+soon", []),
        ("status=cannot+be+determined", ["1003"]),
        (f"team={SOUTH}", ["1002"]),
        ("worker=Ben+Okafor", ["1002"]),
        ("chair=Carla+Dunn", ["1002"]),
        ("kind=plan", ["1001"]),
        ("kind=care", ["1003", "1002"]),
        ("kind=need", []),
        ("drift=placements", ["1003"]),
        ("drift=plan", []),
    ],
)
def test_filters_choose_children(client: Client, query: str, expected: list[str]) -> None:
    row = Child.objects.get(child_id="1002")
    Chairing.objects.create(child=row, role="chair", name="Carla Dunn")
    assert numbers(client, query) == expected


def test_a_filter_that_cannot_be_used_says_so(client: Client) -> None:
    said = page(client, f"{LIST}?team=Atlantis", status=400)
    assert "Team: choose an option from the list" in said
    assert "1001" not in said


def test_a_manager_sees_only_their_teams_children_and_filters(
    filled: Snapshot, manager: User
) -> None:
    said = page(signed_in(manager), LIST)
    assert "1002" not in said
    assert SOUTH not in said
    assert "Ben Okafor" not in said


def test_the_look_is_logged_with_its_filters(client: Client) -> None:
    client.get(f"{LIST}?team={NORTH}")
    event = Event.objects.get(action="viewed children")
    assert event.detail == {"children": 2, "page": 1, "team": NORTH}


def test_a_child_is_found_by_a_number_that_is_in_no_address(
    client: Client, settings: LazySettings
) -> None:
    response = client.post(f"{LIST}find/", {"number": " 1001.0 "})
    assert response.status_code == 302
    assert "1001" not in response["Location"]
    settings.PSEUDONYM_KEY = KEY
    Child.objects.filter(child_id="1001").update(child_id=pseudonym("1001", KEY.encode()))
    assert client.post(f"{LIST}find/", {"number": "1001"}).status_code == 302


def test_a_child_out_of_reach_is_not_found_like_one_that_is_not_there(
    filled: Snapshot, manager: User
) -> None:
    client = signed_in(manager)
    answers = [client.post(f"{LIST}find/", {"number": number}) for number in ("1002", "9999")]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert all("None of the children that you can see" in one.content.decode() for one in answers)


def test_an_export_needs_a_reason_and_is_logged(client: Client) -> None:
    row = Child.objects.get(child_id="1001")
    start = row.clocks.get(clock="T07").start or AS_AT
    LateReason.objects.create(
        child=row, clock="T07", start=start, reason="The chair was ill", agreed_by="M", on=start
    )
    address = f"{LIST}export/?status=overdue"
    assert heading(page(client, address)) == "Export 2 children"
    refused = client.post(address, {"why": " ", "form": "csv"})
    assert "Say why you need this file" in refused.content.decode()
    assert not Event.objects.filter(action="exported children").exists()
    made = client.post(address, {"why": "Case audit in November", "form": "csv"})
    assert "no-store" in made["Cache-Control"]
    rows = list(csv.DictReader(StringIO(made.content.decode("utf-8-sig"))))
    assert [(one["child"], one["what"], one["days"]) for one in rows] == [
        ("1001", "Next review conference", "23"),
        ("1003", "Next care review", "5"),
    ]
    assert rows[0]["reason"] == "The chair was ill"
    event = Event.objects.get(action="exported children")
    assert event.detail == {
        "children": 2, "why": "Case audit in November", "form": "csv", "status": "overdue",
    }  # fmt: skip
    assert client.get(f"{address}&form=csv&why=x")["Content-Type"].startswith("text/html")
