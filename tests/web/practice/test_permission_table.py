"""Every address of practice by everybody, as the table in the docs says; all must be listed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import Chairing, Child, Reach
from cusp.web.practice.teams import slug_of
from tests.conftest import ROOT
from tests.web.practice import service
from tests.web.practice.service import NORTH, SOUTH, signed_in
from tests.web.response.large_plan import patterns

pytestmark = pytest.mark.django_db

ROW = re.compile(r"^\| `(/[^`]+)` \|(.+)\|$", re.MULTILINE)
# The columns of the table, in order: a role, and how far it reaches.
REACHES: dict[str, tuple[Role, dict[str, Any]]] = {
    "officer": (Role.OFFICER, {}),
    "action owner": (Role.ACTION_OWNER, {}),
    "member": (Role.MEMBER, {}),
    "administrator": (Role.ADMINISTRATOR, {}),
    "no reach": (Role.PRACTICE, {}),
    "other chair": (Role.PRACTICE, {"names": ["Ola Other"]}),
    "other manager": (Role.PRACTICE, {"teams": [SOUTH]}),
    "chair": (Role.PRACTICE, {"names": ["Carla Dunn"]}),
    "manager": (Role.PRACTICE, {"teams": [NORTH]}),
    "whole service": (Role.PRACTICE, {"whole_service": True}),
}


def table() -> dict[str, dict[str, str]]:
    text = (ROOT / "docs" / "practice-permissions.md").read_text("utf-8")
    rows = (
        (address, (c.strip() for c in cells.split("|"))) for address, cells in ROW.findall(text)
    )
    return {address: dict(zip(REACHES, cells, strict=True)) for address, cells in rows}


def addresses() -> list[str]:
    return [
        f"/{route}"
        for route, pattern, _ in patterns(get_resolver())
        if pattern.callback.__module__.startswith("cusp.web.practice")
    ]


def with_values(address: str, values: dict[str, str]) -> str:
    """The address with a value in each place, about the child and the team in the north."""
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], address)


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(table()) == sorted(addresses())


def test_everybody_may_do_what_the_table_says(person: Callable[..., User]) -> None:
    service.figure(service.small_service(), "A1", (8, 10))
    north, south = Child.objects.get(child_id="1001"), Child.objects.get(child_id="1002")
    Chairing.objects.create(child=north, role="chair", name="Carla Dunn")
    Chairing.objects.create(child=south, role="chair", name="Ola Other")
    values = {"slug": slug_of(NORTH), "code": "A1", "form": "json", "ref": north.ref}
    wrong = []
    for number, (name, (role, reach)) in enumerate(REACHES.items()):
        user = person(role, email=f"{number}@wexcombe.example")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        if reach:
            Reach.objects.create(user=user, **reach)
        client = signed_in(user)
        for written, cells in table().items():
            there = with_values(written, values)
            if (client.get(there).status_code not in (403, 404)) is not (cells[name] == "yes"):
                wrong.append((name, there, cells[name]))
    assert wrong == []
    for written in table():
        location = Client().get(with_values(written, values))["Location"]
        assert location.startswith("/account/login/"), written
