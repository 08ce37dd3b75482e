"""Every address in the project, requested by everybody: access follows the view's permission.

Addresses are found by walking the resolver, so new ones are tested from the start.
"""

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, converters
from django.urls.converters import get_converters

from cusp.web.accounts.guard import Guard, permission_of
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import OF_ROLE, SIGNED_IN, Permission
from cusp.web.accounts.roles import Role
from cusp.web.practice.models import Reach
from cusp.web.record.models import Inspection
from tests.web.addresses import patterns
from tests.web.clients import signed_in

# Who asks: nobody signed in, an administrator's closed account, an account without a role, and one
# for each role.
NOBODY, CLOSED, NO_ROLE = "nobody", "closed", "no role"
PEOPLE = (NOBODY, CLOSED, NO_ROLE, *(role.value for role in Role))
LET_THROUGH = frozenset({200, 301, 302, 304, 400, 401, 404, 405, 410, 422, 429})


# By their first word, so that a record is made for each group and not for each address.
GROUPS: dict[str, list[tuple[str, URLPattern, dict[str, Any]]]] = {}
for found in patterns():
    GROUPS.setdefault(re.split(r"[/.<]", found[0])[0] or "/", []).append(found)


def sample(name: str, converter: object, wexcombe: list[Inspection], someone: User) -> str:
    """A value for part of an address: one that exists, if we know the part's name."""
    newest, before = wexcombe[-1], wexcombe[-2]
    known = {
        "slug": newest.authority.slug, "start": newest.start.isoformat(),
        "earlier": before.start.isoformat(), "later": newest.start.isoformat(),
        "pk": str(someone.pk), "provider_id": "council", "page": "1", "number": "1",
        "form": "json", "address": "2019-07-15", "ref": "aBcDeFgH1234",
    }  # fmt: skip
    by_kind: dict[type, str] = {
        converters.IntConverter: "1",
        converters.SlugConverter: "some-words",
        converters.UUIDConverter: str(uuid.UUID(int=7)),
        converters.PathConverter: "some/words",
        converters.StringConverter: "some-words",
    }
    days = [c for n, c in get_converters().items() if n == "day"]
    if any(type(converter) is type(day) for day in days) and name not in known:
        return date(2019, 7, 15).isoformat()
    value = known.get(name) or by_kind.get(type(converter))
    if value is None or isinstance(converter, converters.UUIDConverter):
        value = by_kind.get(type(converter), "1")
    return value


def address_of(route: str, kinds: dict[str, Any], wexcombe: list[Inspection], someone: User) -> str:
    for name, converter in kinds.items():
        value = sample(name, converter, wexcombe, someone)
        for start in ("<", f"<{_kind(converter)}:"):
            route = route.replace(f"{start}{name}>", value)
    return "/" + route.removeprefix("^").removesuffix("$").replace("\\.", ".").removesuffix("\\Z")


def _kind(converter: object) -> str:
    return next(n for n, c in get_converters().items() if type(c) is type(converter))


@pytest.fixture
def people(person: Callable[..., User]) -> dict[str, User]:
    """One person of each kind, with a second factor if their role requires one."""
    made = {NO_ROLE: person()}
    for role in Role:
        user = person(role, email=f"{role.value}@wexcombe.example")
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
        made[role.value] = user
    # Who may load returns; others with this role are in tests/web/practice.
    Reach.objects.create(user=made[Role.PRACTICE.value], whole_service=True)
    made[CLOSED] = person(Role.ADMINISTRATOR, email="closed@wexcombe.example")
    return made


@pytest.fixture
def sessions(people: dict[str, User]) -> dict[str, str]:
    """The session of each person. Signing in for each request would take half of the time."""
    found = {}
    for who, user in people.items():
        found[who] = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    # While signed in, so that there is a session.
    User.objects.filter(pk=people[CLOSED].pk).update(is_active=False)
    return found


def client_of(session: str | None) -> Client:
    client = Client(raise_request_exception=False)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def may(who: str, permission: Permission) -> bool:
    """Stated again here, differently from the code."""
    if permission in (Permission.SEE_PUBLIC_RECORD, Permission.SEE_BOARDS):
        return True
    if who in (NOBODY, CLOSED):
        return False
    if permission in SIGNED_IN:
        return True
    return who != NO_ROLE and permission in OF_ROLE[Role(who)]


@pytest.mark.parametrize("group", GROUPS)
def test_addresses_answer_those_who_may_and_no_others(
    group: str, people: dict[str, User], sessions: dict[str, str], wexcombe: list[Inspection]
) -> None:
    for route, pattern, kinds in GROUPS[group]:
        with transaction.atomic():
            address = address_of(route, kinds, wexcombe, people[NO_ROLE])
            assert_answers_those_who_may(address, pattern, sessions)
            transaction.set_rollback(True)


def assert_answers_those_who_may(
    address: str, pattern: URLPattern, sessions: dict[str, str]
) -> None:
    permission = permission_of(pattern.callback)
    for who in PEOPLE:
        for method in ("get", "post"):
            answer = getattr(client_of(sessions.get(who)), method)(address)
            said = f"{who} {method} {address}: {answer.status_code}"
            refused = answer.status_code == 403
            to_sign_in = answer.status_code == 302 and answer["Location"].startswith(
                "/account/login/?next="
            )
            if may(who, permission):
                assert answer.status_code in LET_THROUGH, said
                assert not to_sign_in or pattern.name == "account_login", said
            elif who in (NOBODY, CLOSED):
                assert to_sign_in, said
            else:
                assert refused, said


def test_the_walk_finds_addresses_that_we_know() -> None:
    routes = {route for route, _, _ in patterns()}
    assert {"", "people/", "log/", "account/login/", "add/"} <= routes
    assert len(routes) > 30


def test_a_view_that_names_no_permission_lets_nobody_through() -> None:
    def forgotten(_request: object) -> None: ...

    with pytest.raises(
        ImproperlyConfigured, match="forgotten does not say which permission it needs"
    ):
        permission_of(forgotten)
    request = RequestFactory().get("/")
    with pytest.raises(ImproperlyConfigured):
        Guard(lambda _: None).process_view(request, forgotten, (), {})  # type: ignore[arg-type, return-value]


def test_a_word_instead_of_a_permission_does_not_count() -> None:
    def misnamed(_request: object) -> None: ...

    misnamed.permission = "see what is published"  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured):
        permission_of(misnamed)


def test_only_administrators_change_people_and_read_the_log() -> None:
    holders = {p: {role for role in Role if p in OF_ROLE[role]} for p in Permission}
    assert holders[Permission.MANAGE_PEOPLE] == {Role.ADMINISTRATOR}
    assert holders[Permission.READ_LOG] == {Role.ADMINISTRATOR}
    assert Role.MEMBER not in holders[Permission.ADD_REPORTS]
