"""Every address of the plan by every role, as the table in the docs says; all must be listed."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from cusp.cli._demo_plan import tell
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection
from tests.conftest import ROOT
from tests.web.response import large_plan

pytestmark = pytest.mark.django_db

ROLES = (Role.OFFICER, Role.ACTION_OWNER, Role.MEMBER, Role.PRACTICE, Role.ADMINISTRATOR)
ROW = re.compile(r"^\| `(/[^`]+)` \|(.+)\|$", re.MULTILINE)
# The demo's owner leads the first action and not the second.
OWN, OTHER = "A1", "A2"


def table() -> dict[str, dict[Role, str]]:
    text = (ROOT / "docs" / "response-permissions.md").read_text("utf-8")
    rows = (
        (address, (c.strip() for c in cells.split("|"))) for address, cells in ROW.findall(text)
    )
    return {address: dict(zip(ROLES, cells, strict=True)) for address, cells in rows}


def addresses() -> dict[str, str]:
    """Every address of the response as the table writes it, and with values in its places."""
    return {
        f"/{route}": large_plan.address_of(route, kinds)
        for route, pattern, kinds in large_plan.patterns()
        if pattern.callback.__module__.startswith("cusp.web.response")
        # For everyone: tests/web/response/test_statement.py.
        and "public_statement" not in pattern.callback.__module__
    }


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert sorted(table()) == sorted(addresses())


def test_each_role_may_do_what_the_table_says(
    inspection: Inspection, person: Callable[..., User]
) -> None:
    people = {role: person(role) for role in ROLES}
    for user in people.values():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    tell(
        officer=people[Role.OFFICER],
        owner=people[Role.ACTION_OWNER],
        member=people[Role.MEMBER],
        today=timezone.localdate(),
    )
    clients = {role: large_plan.signed_in(user) for role, user in people.items()}
    wrong = []
    for written, address in addresses().items():
        for role, cell in table()[written].items():
            for which in (OWN, OTHER):
                there = address.replace("/A2/", f"/{which}/")
                leads = role is Role.ACTION_OWNER and which == OWN
                expected = cell == "yes" or (cell == "own" and leads)
                if (clients[role].get(there).status_code != 403) is not expected:
                    wrong.append((role, there, cell))
        assert Client().get(address)["Location"].startswith("/account/login/"), address
    assert wrong == []
