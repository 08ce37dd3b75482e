"""Signing in with the council's directory: who gets in and who does not."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.test import Client

from cusp.web.accounts import people
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from tests.web.directory import CLIENT, SECRET, Directory

Person = Callable[..., User]
START = "/account/directory/council/"
ANN = {"sub": "ann-1", "email": "Ann@wexcombe.example", "email_verified": True}


@pytest.fixture(scope="module")
def provider() -> Iterator[Directory]:
    with Directory() as one:
        yield one


@pytest.fixture
def directory(provider: Directory, settings: LazySettings) -> Directory:
    app: dict[str, Any] = {
        "provider_id": "council", "name": "Wexcombe Council", "client_id": CLIENT,
        "secret": SECRET, "settings": {"server_url": provider.address, "verified_email": []},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    provider.person = dict(ANN)
    provider.asked.clear()
    return provider


def come_in(client: Client, start: str = START) -> Any:
    """Follow all redirects, to the directory and back to us, and return our response."""
    leave: Any = client.get(start)
    assert leave.status_code == 302
    back = httpx.get(leave.url, follow_redirects=False).headers["Location"]
    assert back.startswith("http://testserver/account/directory/council/callback/?code=")
    return client.get(back.removeprefix("http://testserver"))


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_person_with_an_account_comes_in_without_a_password(
    directory: Directory, person: Person
) -> None:
    user = person(Role.OFFICER, email="ann@wexcombe.example")
    client = Client()
    assert "Sign in with Wexcombe Council" in client.get("/account/login/").content.decode()
    page = come_in(client, f"{START}?process=login&next=/add/")
    assert page.url == "/add/"
    assert client.get("/add/").status_code == 200
    assert {"/.well-known/openid-configuration", "/token", "/userinfo"} <= set(directory.asked)
    assert SocialAccount.objects.get().user == user
    assert Event.objects.filter(action="signed in", who=user).count() == 1
    again = Client()
    come_in(again)
    assert is_signed_in(again)


def test_without_settings_there_is_no_button_and_no_address(db: None) -> None:
    assert "Sign in with" not in Client().get("/account/login/").content.decode()
    assert Client().get(START).status_code == 404


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"email": "stranger@wexcombe.example"}, "stranger"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email_verified": "false"}, "unverified"),
        ({"email": ""}, "unverified"),
    ],
)
def test_strangers_and_unverified_addresses_are_refused(
    said: dict[str, Any], why: str, directory: Directory, person: Person
) -> None:
    person(Role.OFFICER, email="ann@wexcombe.example")
    directory.person = {k: v for k, v in {**ANN, **said}.items() if v is not None}
    client = Client()
    page = come_in(client)
    assert page.status_code == 403
    assert "You cannot sign in with this council account" in page.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert Event.objects.get(action="directory sign-in refused").detail == {"why": why}


def test_a_directory_that_does_not_say_is_believed_for_the_domains_set_only(
    directory: Directory, person: Person, settings: LazySettings
) -> None:
    person(Role.OFFICER, email="ann@wexcombe.example")
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = ["wexcombe.example"]
    del directory.person["email_verified"]
    client = Client()
    come_in(client)
    assert is_signed_in(client)
    directory.person["email_verified"] = False
    other = Client()
    assert come_in(other).status_code == 403


def test_a_closed_account_stays_closed(directory: Directory, person: Person) -> None:
    user = person(Role.OFFICER, email="ann@wexcombe.example")
    come_in(Client())
    User.objects.filter(pk=user.pk).update(is_active=False)
    client = Client()
    assert come_in(client).status_code == 403
    assert not is_signed_in(client)


def test_an_address_given_to_somebody_else_does_not_open_the_account_of_who_left(
    directory: Directory, person: Person
) -> None:
    user = person(Role.OFFICER, email="ann@wexcombe.example")
    come_in(Client())
    directory.person["sub"] = "another-ann"
    client = Client()
    assert come_in(client).status_code == 403
    assert not is_signed_in(client)
    people.new_link(person=user, by=None)
    come_in(client)
    assert is_signed_in(client)


def test_a_person_whose_address_changed_does_not_keep_the_old_account(
    directory: Directory, person: Person
) -> None:
    person(Role.OFFICER, email="ann@wexcombe.example")
    person(Role.MEMBER, email="ben@wexcombe.example")
    come_in(Client())
    for address in ("ben@wexcombe.example", "nobody@wexcombe.example"):
        directory.person["email"] = address
        client = Client()
        assert come_in(client).status_code == 403
        assert not is_signed_in(client)


def test_an_account_cannot_be_connected_to_a_stranger_in_the_directory(
    directory: Directory, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(Role.OFFICER)
    directory.person = {"sub": "x", "email": "x@wexcombe.example", "email_verified": True}
    assert come_in(client, f"{START}?process=connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_second_factor_is_asked_for_after_the_directory_too(
    directory: Directory, person: Person
) -> None:
    user = person(Role.ADMINISTRATOR, email="ann@wexcombe.example")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = Client()
    assert come_in(client).url == "/account/second-factor/code/"
    assert not is_signed_in(client)


def test_an_answer_that_was_not_asked_for_here_is_refused(
    directory: Directory, person: Person
) -> None:
    person(Role.OFFICER, email="ann@wexcombe.example")
    leave: Any = Client().get(START)
    back = httpx.get(leave.url, follow_redirects=False).headers["Location"]
    victim = Client()
    victim.get(back.removeprefix("http://testserver"))
    assert not is_signed_in(victim)


@pytest.mark.parametrize("query", ["error=access_denied", "error=server_error", "code=made-up"])
def test_what_the_directory_cannot_do_is_said_on_a_page(
    query: str, directory: Directory, db: None
) -> None:
    client = Client()
    leave: Any = client.get(START)
    state = httpx.URL(leave.url).params["state"]
    page: Any = client.get(f"{START}callback/?{query}&state={state}", follow=True)
    assert page.status_code in {200, 401}
    assert "Try again" in page.content.decode()


def test_a_directory_that_is_down_gets_a_page(
    directory: Directory, settings: LazySettings, db: None
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:1"
    page = Client().get(START)
    assert page.status_code == 502
    assert "problem with your council’s sign-in service" in page.content.decode()


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/x"])
def test_after_the_directory_one_stays_here(
    wanted: str, directory: Directory, person: Person
) -> None:
    person(Role.OFFICER, email="ann@wexcombe.example")
    assert come_in(Client(), f"{START}?next={wanted}").url == "/"
