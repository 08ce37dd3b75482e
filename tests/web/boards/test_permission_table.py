"""Every address of boards by every kind of person, as the table in the docs says."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import items, meetings, memberships, minutes, publishing, undertakings
from cusp.web.boards.items import ItemFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.minutes import MinuteFields
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting
from cusp.web.boards.undertakings import UndertakingFields
from cusp.web.response.models import Plan
from tests.conftest import ROOT
from tests.web.boards.conftest import ADDED, MEETS, PLANNED
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db

OFFICER, ON_BOARD, OTHER = "officer", "member of the board", "other member"
PEOPLE = (OFFICER, ON_BOARD, OTHER, "action owner", "practice", "administrator", "nobody")
ROLES = {
    OFFICER: Role.OFFICER, ON_BOARD: Role.MEMBER, OTHER: Role.MEMBER,
    "action owner": Role.ACTION_OWNER, "practice": Role.PRACTICE,
    "administrator": Role.ADMINISTRATOR,
}  # fmt: skip
AT = datetime(2019, 9, 9, 12, tzinfo=UTC)
ROW = re.compile(r"^\| `(/[^`]+)` \|(.+)\|$", re.MULTILINE)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def table() -> dict[str, dict[str, str]]:
    text = (ROOT / "docs" / "boards-permissions.md").read_text("utf-8")
    rows = ((a, (cell.strip() for cell in cells.split("|"))) for a, cells in ROW.findall(text))
    return {address: dict(zip(PEOPLE, cells, strict=True)) for address, cells in rows}


def addresses() -> list[str]:
    """Every address of boards, as the table writes it."""
    return [
        f"/{route}"
        for route, pattern, _ in large_plan.patterns(get_resolver())
        if pattern.callback.__module__.startswith("cusp.web.boards")
    ]


@pytest.fixture
def clients(board: Board, private_board: Board, person: Callable[..., User]) -> dict[str, Client]:
    """A browser for each kind of person; one of them is on both boards."""
    found = {"nobody": Client()}
    for who, role in ROLES.items():
        email = f"{who.replace(' ', '-')}@wexcombe.example"
        user = person(role, email=f"one.{email}")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        found[who] = large_plan.signed_in(user)
        if who == ON_BOARD:
            for one in (board, private_board):
                fields = MembershipFields(person=user, starts=ADDED)
                memberships.add_membership(one, fields, on=ADDED, by=None)
    return found


@pytest.fixture
def values(
    meeting: Meeting, item: AgendaItem, attach: Callable[..., AgendaPaper], private_board: Board
) -> list[dict[str, str]]:
    """What stands in the places of addresses, for the public board and for the private one."""
    when = When(date=MEETS, start=time(9), place="Civic Centre")
    secret = meetings.plan_meeting(private_board, when, on=PLANNED, by=None)
    meetings.call_meeting(secret, on=PLANNED, by=None)
    own = items.add_item(secret, ItemFields(title="Oversight"), on=PLANNED, by=None)
    found = []
    for one, its_item in ((meeting, item), (secret, own)):
        paper = attach(its_item, f"Report to {one.board}")
        seat = memberships.add_membership(
            one.board, MembershipFields(name="Asha Okafor", starts=ADDED), on=PLANNED, by=None
        )
        names = {
            "form": "json",
            "slug": one.board.slug,
            "address": one.address,
            "item": str(its_item.pk),
        }
        names |= {"form": "json", "undertaking": "1" if one is meeting else "2"}
        found.append({**names, "paper": str(paper.pk), "number": "1", "seat": seat.public_id})
        publishing.publish(one, on=PLANNED, at=AT, by=None)
    given = UndertakingFields(text="Bring the audit", owner="Director")
    for one, its_item in ((meeting, item), (secret, own)):
        undertakings.add_undertaking(one, given, item=its_item, on=MEETS, by=None)
        minute = MinuteFields(text="The director spoke.")
        minutes.write_minute(its_item, minute, seen_version=0, on=MEETS, by=None)
        minutes.publish_draft(one, on=MEETS, by=None)
    return found


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(table()) == sorted(addresses())


def test_each_person_may_open_what_the_table_says(
    clients: dict[str, Client], values: list[dict[str, str]], plan: Plan
) -> None:
    wrong = []
    for written, row in table().items():
        for who, cell in row.items():
            for there, public in zip(values, (True, False), strict=True):
                address = PLACE.sub(lambda m, there=there: there[m[1]], written)  # type: ignore[misc]
                expected = cell == "yes" or (cell == "public" and public)
                if opens(clients[who], address) is not expected:
                    wrong.append((who, address, cell))
    assert wrong == []


def opens(client: Client, address: str) -> bool:
    answer = client.get(address)
    to_sign_in = answer.get("Location", "").startswith("/account/login/")
    return answer.status_code not in (403, 404) and not to_sign_in
