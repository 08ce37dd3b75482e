"""Requests refused by their headers, and for whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cusp.web.accounts.roles import Role
from cusp.web.serving.screening import FROM_ANYBODY, OF_A_FORM, refusal

LARGE = str(2_000_000_000)


def status(
    path: str, length: str, client: Client | None = None, headers: dict[str, str] | None = None
) -> int | None:
    cookies = client.cookies if client else {}
    cookie = "; ".join(f"{name}={value.value}" for name, value in cookies.items())
    sent = {"content-length": length, "cookie": cookie, **(headers or {})}
    refused = refusal(path, sent)
    return refused.status if refused else None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/add/", "/account/login/", "/", "/people/"])
def test_a_stranger_may_send_no_more_than_a_small_form(path: str) -> None:
    assert status(path, str(FROM_ANYBODY)) is None
    assert status(path, str(FROM_ANYBODY + 1)) == 403
    assert status(path, LARGE) == 403


def test_a_length_that_is_none_is_refused() -> None:
    assert status("/add/", "-1") == 400
    assert status("/add/", "12abc") == 400
    assert status("/add/", "0", headers={"transfer-encoding": "chunked"}) == 411


@pytest.mark.django_db
def test_an_address_that_does_not_exist_takes_no_large_request() -> None:
    assert status("/nowhere/", LARGE) == 404


@pytest.mark.django_db
def test_a_broken_or_forged_cookie_is_a_strangers() -> None:
    assert status("/add/", LARGE, headers={"cookie": 'sessionid="\\'}) == 403
    assert status("/add/", LARGE, headers={"cookie": "sessionid=abcdefghijklmnopqrstuvwxyz"}) == 403


@pytest.mark.django_db
def test_an_officer_may_send_files_where_files_are_taken(
    signed_in: Callable[..., Client],
) -> None:
    client = signed_in(Role.OFFICER)

    assert status("/add/", "400000000", client) is None
    assert status("/add/", LARGE, client) == 413
    assert status("/account/password/", str(OF_A_FORM), client) is None
    assert status("/account/password/", str(OF_A_FORM + 1), client) == 413
    assert status("/people/", str(FROM_ANYBODY + 1), client) == 403
