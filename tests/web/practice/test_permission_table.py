"""Every address of practice by every kind of person, as the table in the docs says."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import Reach
from tests.conftest import ROOT
from tests.web.practice.cases import NORTH, SOUTH, a_child, a_snapshot, browser, chaired, due
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db

ROLES = {
    "officer": Role.OFFICER, "action owner": Role.ACTION_OWNER, "member": Role.MEMBER,
    "administrator": Role.ADMINISTRATOR,
}  # fmt: skip
REACH = {
    "practice, no reach": {},
    "chair": {"names": ["Carla Dunn"]},
    "manager": {"teams": [NORTH]},
    "head": {"whole_service": True},
}
# The same, but of another child and another team: where the table says "own", nothing is found.
OTHERS = {"chair": {"names": ["Ed Shaw"]}, "manager": {"teams": [SOUTH]}}
PEOPLE = (*ROLES, *REACH)
ROW = re.compile(r"^\| `(/[^`]+)` \|(.+)\|$", re.MULTILINE)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
REFUSED = {403, 404}


def table() -> dict[str, dict[str, str]]:
    text = (ROOT / "docs" / "practice-permissions.md").read_text("utf-8")
    rows = ((a, (cell.strip() for cell in cells.split("|"))) for a, cells in ROW.findall(text))
    return {address: dict(zip(PEOPLE, cells, strict=True)) for address, cells in rows}


def addresses() -> list[str]:
    """Every address of practice, as the table writes it."""
    return [
        f"/{route}"
        for route, pattern, _ in large_plan.patterns(get_resolver())
        if pattern.callback.__module__.startswith("cusp.web.practice")
    ]


@pytest.fixture
def client_of(person: Callable[..., User]) -> Callable[..., Client]:
    """Makes a browser for somebody with a role and, if given, a reach."""

    def make(
        who: str, role: Role = Role.PRACTICE, reach: dict[str, object] | None = None
    ) -> Client:
        user = person(role, email=f"{who.replace(' ', '-').replace(',', '')}@wexcombe.example")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        if reach:
            Reach.objects.create(user=user, **reach)
        return browser(user)

    return make


@pytest.fixture
def values() -> dict[str, str]:
    """What stands in the places of addresses: a child of the north with something overdue."""
    a_snapshot()
    case = a_child("1001", team=NORTH)
    chaired(case, "Carla Dunn")
    chaired(a_child("1002", team=SOUTH), "Ed Shaw")
    late = due(case, -3)
    return {"ref": case.child.ref, "clock": late.clock, "start": str(late.start)}


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(table()) == sorted(addresses())


def test_each_person_may_do_what_the_table_says(
    client_of: Callable[..., Client], values: dict[str, str]
) -> None:
    clients = {who: client_of(who, role) for who, role in ROLES.items()}
    clients |= {who: client_of(who, reach=reach) for who, reach in REACH.items()}
    others = {who: client_of(f"other {who}", reach=reach) for who, reach in OTHERS.items()}
    wrong = []
    for written, cells in table().items():
        address = PLACE.sub(lambda place: values[place[1]], written)
        for who, cell in cells.items():
            if (clients[who].get(address).status_code not in REFUSED) is not (cell != "no"):
                wrong.append((who, address, cell))
            if who in others:
                status = others[who].get(address).status_code
                right = {"own": status == 404, "no": status in REFUSED, "yes": status == 200}
                if not right[cell]:
                    wrong.append((f"other {who}", address, cell))
        assert Client().get(address)["Location"].startswith("/account/login/"), address
    assert wrong == []
