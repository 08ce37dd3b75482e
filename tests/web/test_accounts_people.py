"""People: adding them, roles, closing accounts, links, and the log."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from cusp.web.accounts import audit, log_export, people
from cusp.web.accounts.models import Event, RoleGrant, User
from cusp.web.accounts.roles import Role

pytestmark = pytest.mark.database

Person = Callable[..., User]


@pytest.fixture
def administrator(person: Person) -> User:
    user = person(Role.ADMINISTRATOR, email="admin@wexcombe.example")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


@pytest.fixture
def desk(administrator: User) -> Client:
    """An administrator's browser."""
    client = Client()
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def last(action: str) -> Event:
    return Event.objects.filter(action=action)[0]


def link_on(page: Any) -> str:
    found = re.search(r"http://testserver(/account/first/[^<\s]+)", page.content.decode())
    assert found
    return found[1]


def test_a_person_is_added_and_sets_a_password_by_the_link_once(desk: Client) -> None:
    page = desk.post(
        "/people/new/",
        {"email": "New@wexcombe.example", "name": "Nell New", "roles": ["officer", "member"]},
    )
    link = link_on(page)
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(email="new@wexcombe.example")
    assert user.roles == {Role.OFFICER, Role.MEMBER}
    assert not user.has_usable_password()
    assert last("person added").detail == {"roles": ["member", "officer"]}
    assert link.split("/")[-2] not in str(list(Event.objects.values()))
    new, words = Client(), "three unrelated words"
    assert "Create your password" in new.get(link).content.decode()
    poor = new.post(link, {"new_password1": "short", "new_password2": "short"})
    assert poor.status_code == 400
    done: Any = new.post(link, {"new_password1": words, "new_password2": words})
    assert done.url == "/account/login/"
    again = Client().post(link, {"new_password1": "other " + words, "new_password2": "x"})
    assert again.status_code == 404
    new.post("/account/login/", {"login": "new@wexcombe.example", "password": words})
    assert new.get("/add/").status_code == 200


def test_a_link_ends_after_three_days_with_a_newer_one_and_with_the_account(
    person: Person, settings: LazySettings
) -> None:
    user = person(email="a@wexcombe.example")
    first = people.new_link(person=user, by=None)
    assert people.of_link(*first) == user
    second = people.new_link(person=user, by=None)
    assert people.of_link(*first) is None
    assert settings.PASSWORD_RESET_TIMEOUT == 3 * 24 * 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert people.of_link(*second) is None
    settings.PASSWORD_RESET_TIMEOUT = 60
    assert people.of_link(*second) == user
    people.close(person=user, by=None)
    assert people.of_link(*second) is None
    with pytest.raises(people.CannotChange):
        people.new_link(person=user, by=None)
    people.reopen(person=user, by=None)
    assert people.of_link(*second) is None, "closing an account ends its links for good"


def test_a_link_sets_one_password_only(person: Person) -> None:
    user = person(email="a@wexcombe.example")
    number, token = people.new_link(person=user, by=None)

    people.set_password(number=number, token=token, password="the-first-password")
    with pytest.raises(people.CannotChange):
        people.set_password(number=number, token=token, password="the-second-password")

    user.refresh_from_db()
    assert user.check_password("the-first-password")


@pytest.mark.parametrize(("number", "token"), [("MQ", "x-y"), ("!!", "x"), ("", ""), ("_", "0-0")])
def test_what_is_no_link_opens_nothing(number: str, token: str, db: None) -> None:
    assert people.of_link(number, token) is None


def test_one_address_has_one_account(desk: Client) -> None:
    page = desk.post("/people/new/", {"email": "ADMIN@wexcombe.example", "name": "A", "roles": []})
    assert page.status_code == 400
    assert "already" in page.content.decode()
    assert User.objects.count() == 1


def test_roles_are_changed_and_the_log_says_from_what_to_what(desk: Client, person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    desk.post(f"/people/{user.pk}/", {"roles": ["member"]})
    assert User.objects.get(pk=user.pk).roles == {Role.MEMBER}
    event = last("roles changed")
    assert event.detail == {"before": ["officer"], "now": ["member"]}
    assert (event.about, event.who_then) == ("a@wexcombe.example", "Administrator")
    desk.post(f"/people/{user.pk}/", {"roles": ["member"]})
    assert Event.objects.filter(action="roles changed").count() == 1
    wrong = desk.post(f"/people/{user.pk}/", {"roles": ["emperor"]})
    assert wrong.status_code == 400


@pytest.mark.parametrize("way", ["roles", "close"])
def test_the_last_administrator_stays(way: str, desk: Client, administrator: User) -> None:
    address = f"/people/{administrator.pk}/" + ("close/" if way == "close" else "")
    page = desk.post(address, {"roles": ["officer"]}, follow=True)
    assert "only administrator" in page.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert RoleGrant.objects.filter(user=administrator, role="administrator").exists()
    assert not Event.objects.filter(action__in=["roles changed", "account closed"]).exists()


def test_with_a_second_administrator_the_first_can_go_but_a_closed_one_does_not_count(
    administrator: User, person: Person
) -> None:
    other = person(Role.ADMINISTRATOR, email="b@wexcombe.example")
    people.close(person=other, by=administrator)
    with pytest.raises(people.CannotChange):
        people.close(person=administrator, by=administrator)
    people.reopen(person=other, by=administrator)
    people.close(person=administrator, by=other)
    with pytest.raises(people.CannotChange):
        people.change_roles(person=other, roles=[], by=other)


def test_a_change_that_fails_half_way_leaves_nothing(
    administrator: User, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("pulled plug")

    monkeypatch.setattr(audit, "record_change", fail)
    for change in (
        lambda: people.change_roles(person=user, roles=[Role.MEMBER], by=None),
        lambda: people.close(person=user, by=None),
        lambda: people.add(email="c@wexcombe.example", name="C", roles=[], by=None),
    ):
        with pytest.raises(RuntimeError):
            change()
    fresh = User.objects.get(pk=user.pk)
    assert fresh.is_active
    assert fresh.roles == {Role.OFFICER}
    assert User.objects.count() == 2


def test_an_administrator_unlocks_and_the_person_gets_in(desk: Client, person: Person) -> None:
    from tests.web.password import PASSWORD

    user = person(Role.OFFICER, email="a@wexcombe.example")
    for _ in range(5):
        Client().post("/account/login/", {"login": user.email, "password": "wrong"})
    assert "1 account is locked" in desk.get("/people/").content.decode()
    assert "Unlock" in desk.get(f"/people/{user.pk}/").content.decode()
    desk.post(f"/people/{user.pk}/unlock/")
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/account/").status_code == 200
    assert last("account unlocked").about == user.email


def test_a_lost_second_factor_is_taken_away(desk: Client, administrator: User) -> None:
    desk.post(f"/people/{administrator.pk}/forget-factor/")
    assert not Authenticator.objects.exists()
    assert last("second factor removed by an administrator").who == administrator


def test_reading_and_downloading_the_log_is_logged_with_what_was_asked(
    desk: Client, administrator: User
) -> None:
    desk.get("/log/?action=&about=somebody")
    event = last("log read")
    assert (event.kind, event.who, event.detail) == (
        "access", administrator, {"filter": {"about": "somebody"}},
    )  # fmt: skip
    desk.get("/log.csv")
    assert last("log downloaded").who == administrator


def test_the_log_is_filtered_by_each_field(administrator: User, person: Person) -> None:
    officer = person(Role.OFFICER)
    audit.record_change("report added", by=officer, about="Wexcombe 2019")
    audit.record_access("log read", by=administrator)
    audit.record_change("person added", by=None, about="x@wexcombe.example")
    today = timezone.localdate()

    def found(**wanted: Any) -> set[str]:
        return {line.action for line in log_export.chosen(wanted)}

    assert found(who=officer) == {"report added"}
    assert found(kind="access") == {"log read"}
    assert found(action="person added") == {"person added"}
    assert found(about="wexcombe 20") == {"report added"}
    assert found(first=today, last=today) == {"report added", "log read", "person added"}
    assert found(last=today - timedelta(days=1)) == set()


def test_the_log_comes_in_pages_of_fifty(desk: Client) -> None:
    for number in range(60):
        audit.record_change("report added", by=None, about=f"number {number}")
    page = desk.get("/log/?action=report+added").content.decode()
    assert page.count("<time") == 50
    assert 'aria-label="Page 2"' in page
    assert desk.get("/log/?action=report+added&page=2").content.decode().count("<time") == 10
    assert desk.get("/log/?page=9999").status_code == 200


def test_the_logs_dates_are_typed_in_three_fields(desk: Client) -> None:
    audit.record_change("report added", by=None)
    today = timezone.localdate()
    typed = f"first_day={today.day}&first_month={today.month}&first_year={today.year}"
    page = desk.get(f"/log/?{typed}&action=report+added").content.decode()
    assert "1 matching log entry" in page
    assert 'name="last_year"' in page
    assert "(optional)" not in page
    wrong = desk.get("/log/?last_day=31&last_month=2&last_year=2026")
    assert wrong.status_code == 400
    assert '<a href="#id_last_day">Date to must be a real date' in wrong.content.decode()


@pytest.mark.parametrize("query", ["first=yesterday", "who=999999", "kind=secret", "who=x"])
def test_a_filter_that_makes_no_sense_is_said(query: str, desk: Client) -> None:
    assert desk.get(f"/log/?{query}").status_code == 400
    assert desk.get(f"/log.csv?{query}").status_code == 400


def test_the_csv_holds_the_lines_and_runs_no_formula(desk: Client) -> None:
    audit.record_change("report added", by=None, about='=HYPERLINK("https://evil.example")')
    page: Any = desk.get("/log.csv?action=report+added")
    text = b"".join(page.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["action"] for row in rows] == ["report added"]
    assert rows[0]["about"].startswith("'=")
    assert rows[0]["who"] == "command line"
    assert "attachment" in page["Content-Disposition"]


def test_the_account_page_says_what_a_role_allows(signed_in: Callable[..., Client]) -> None:
    page = signed_in(Role.OFFICER).get("/account/").content.decode()
    assert "Add inspection reports" in page
    assert "Set up" in page
