"""Signing in: passwords, locks, second factors, and what the log records."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cusp.web.accounts import second_factor
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from tests.web.password import PASSWORD

Person = Callable[..., User]
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def fresh_counts(settings: LazySettings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def actions() -> list[str]:
    return list(Event.objects.order_by("id").values_list("action", flat=True))


def code_of(secret: str) -> str:
    code: str = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    return code


def give_factor(user: User) -> str:
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def test_the_right_password_opens_and_signing_out_ends_the_session(person: Person) -> None:
    person(Role.OFFICER, email="a@wexcombe.example")
    client = Client()
    response = sign_in(client, "A@wexcombe.example")
    assert response.status_code == 302
    assert is_signed_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    old = cookie.value
    client.post("/account/logout/")
    assert not is_signed_in(client)
    thief = Client()
    thief.cookies["sessionid"] = old
    assert not is_signed_in(thief)
    assert actions() == ["signed in", "signed out"]


def test_reading_the_page_to_sign_out_signs_nobody_out(signed_in: Callable[..., Client]) -> None:
    client = signed_in(Role.OFFICER)
    client.get("/account/logout/")
    assert is_signed_in(client)


@pytest.mark.parametrize("there", [True, False])
def test_five_wrong_passwords_lock_and_the_right_one_is_not_told(
    there: bool, person: Person
) -> None:
    if there:
        person(email="a@wexcombe.example")
    client = Client()
    for n in range(4):
        page = sign_in(client, "a@wexcombe.example", f"wrong {n}")
        assert page.status_code == 200
        assert "is incorrect" in page.content.decode()
    fifth = sign_in(client, "a@wexcombe.example", "wrong")
    right = sign_in(Client(REMOTE_ADDR="192.0.2.7"), "A@wexcombe.example ")
    assert (fifth.status_code, right.status_code) == (429, 429)
    assert "Too many sign-in attempts" in right.content.decode()
    assert "30 minutes" in right.content.decode()
    assert fifth.content.decode().split("<main")[1] == right.content.decode().split("<main")[1]
    assert actions() == ["wrong password"] * 4 + ["locked out"] * 2


def test_an_other_spelling_of_the_address_is_counted_with_the_first(person: Person) -> None:
    person(email="kate.smith@wexcombe.example")
    spellings = ("kate.smith", "KATE.SMITH", "Kate.Smith", "kate.ſmith", "ｋate.smith")
    for spelling in spellings:
        page = sign_in(Client(), f"{spelling}@wexcombe.example", "wrong")
    assert (
        AccessAttempt.objects.values("username").distinct().count() <= 1 or page.status_code == 429
    )
    assert sign_in(Client(), "kate.smith@wexcombe.example").status_code in {302, 429}


def test_a_lock_ends_after_its_time(person: Person) -> None:
    person(email="a@wexcombe.example")
    for _ in range(5):
        sign_in(Client(), "a@wexcombe.example", "wrong")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=31))
    client = Client()
    assert sign_in(client, "a@wexcombe.example").status_code == 302
    assert is_signed_in(client)


def test_guessing_on_does_not_make_a_lock_longer(person: Person) -> None:
    person(email="a@wexcombe.example")
    for _ in range(5):
        sign_in(Client(), "a@wexcombe.example", "wrong")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=29))
    assert sign_in(Client(), "a@wexcombe.example", "wrong").status_code == 429
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))
    assert sign_in(Client(), "a@wexcombe.example").status_code == 302


def test_a_right_password_in_time_sets_the_count_back(person: Person) -> None:
    person(email="a@wexcombe.example")
    for _ in range(3):
        for _ in range(4):
            sign_in(Client(), "a@wexcombe.example", "wrong")
        assert sign_in(Client(), "a@wexcombe.example").status_code == 302


def test_no_password_and_no_stray_address_is_written_down(person: Person) -> None:
    person(email="a@wexcombe.example")
    sign_in(Client(), "a@wexcombe.example", "my secret tippfehler")
    sign_in(Client(), "my-other-secret@nowhere.example", "x")
    kept = [str(list(model.objects.values())) for model in (Event, AccessAttempt)]
    assert "tippfehler" not in "".join(kept)
    assert "my-other-secret" not in kept[0]
    assert "a@wexcombe.example" in kept[0]


def test_wrong_codes_count_as_wrong_passwords_do(person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    secret = give_factor(user)
    client = Client()
    assert sign_in(client, user.email).url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    address = reverse("mfa_authenticate")
    for _ in range(4):
        assert client.post(address, {"code": "000000"}).status_code == 200
    assert client.post(address, {"code": "000000"}).status_code == 429
    assert client.post(address, {"code": code_of(secret)}).status_code == 429
    assert not is_signed_in(client)
    assert "wrong code" in actions()


def test_a_code_completes_signing_in_and_works_once(person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    secret = give_factor(user)
    code = code_of(secret)
    client = Client()
    sign_in(client, user.email)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    other = Client()
    sign_in(other, user.email)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert not is_signed_in(other)


def test_an_administrator_is_led_to_set_a_second_factor_and_then_let_through(
    person: Person,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    user = person(Role.ADMINISTRATOR, email="a@wexcombe.example")
    client = Client()
    sign_in(client, user.email)
    for address in ("/", "/people/", "/log/", "/account/", "/account/password/"):
        assert client.get(address)["Location"] == reverse("mfa_activate_totp")
    again = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Your role requires two-factor authentication" in again.content.decode()
    path = again.redirect_chain[-1][0]
    page = client.post(
        path, {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True
    )
    assert "Set up two-factor authentication" in page.content.decode()
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    secret = page.context["form"].secret
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert not second_factor.has(user)
    assert wrong.status_code == 200
    right = {"code": code_of(secret)}
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("mfa_activate_totp"), right, follow=True)
    assert "Save your recovery codes" in done.content.decode()
    assert "cannot be shown again" in client.get("/account/recovery/").content.decode()
    assert client.get("/people/").status_code == 200
    assert "second factor set up" in actions()
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert second_factor.has(user)


def test_a_recovery_code_signs_in_once(person: Person) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user = person(Role.OFFICER, email="a@wexcombe.example")
    give_factor(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    for works in (True, False):
        client = Client()
        sign_in(client, user.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is works


def test_an_officer_needs_no_second_factor_unless_it_is_asked_for(
    signed_in: Callable[..., Client], settings: LazySettings
) -> None:
    client = signed_in(Role.OFFICER)
    assert client.get("/add/").status_code == 200
    settings.SECOND_FACTOR_FOR = ["officer"]
    assert client.get("/add/")["Location"] == reverse("mfa_activate_totp")


def test_a_closed_account_is_out_at_once_and_cannot_come_in(person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    client = Client()
    sign_in(client, user.email)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)
    assert client.get("/add/").status_code == 302
    sign_in(client, user.email)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/add/", "/add/"), ("https://evil.example/", "/"), ("//evil.example/", "/")],
)
def test_after_signing_in_one_stays_here(wanted: str, led_to: str, person: Person) -> None:
    person(Role.OFFICER, email="a@wexcombe.example")
    assert sign_in(Client(), "a@wexcombe.example", next=wanted).url == led_to


def test_a_new_password_ends_other_sessions(person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    here, there = Client(), Client()
    sign_in(here, user.email)
    sign_in(there, user.email)
    new = "three words unrelated"
    page: Any = here.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert page.url == "/account/"
    assert is_signed_in(here)
    assert not is_signed_in(there)
    assert "password changed" in actions()


@pytest.mark.parametrize("word", ["short", "password1234", "a@wexcombe.example"])
def test_a_poor_password_is_refused(word: str, person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    client = Client()
    sign_in(client, user.email)
    page = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": word, "password2": word}
    )
    assert page.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    "address",
    [
        "signup/", "email/", "confirm-email/", "password/reset/", "password/reset/done/",
        "password/set/", "3rdparty/", "3rdparty/signup/", "login/code/", "2fa/", "social/signup/",
        "inactive/", "oidc/council/login/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("inside", [True, False])
def test_what_is_not_offered_does_not_exist(
    address: str, inside: bool, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(Role.OFFICER) if inside else Client()
    assert client.get(f"/account/{address}").status_code == 404


def test_there_is_no_address_to_sign_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_form_without_its_token_gets_a_page_that_says_what_to_do(person: Person) -> None:
    person(email="a@wexcombe.example")
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(LOGIN, {"login": "a@wexcombe.example", "password": PASSWORD})
    assert page.status_code == 403
    assert "Your changes were not saved" in page.content.decode()


@pytest.mark.parametrize("address", ["/", LOGIN, "/account/", "/no-such-page/"])
def test_every_answer_carries_the_headers_that_keep_a_browser_safe(
    address: str, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(Role.OFFICER).get(address)
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Frame-Options"] == "DENY"


def test_the_page_for_a_fault_needs_nothing_that_could_fail_too(
    monkeypatch: pytest.MonkeyPatch, django_db_blocker: object
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("pulled plug")

    monkeypatch.setattr("cusp.web.accounts.guard.allowed", fail)
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "Sorry, there is a problem with Cusp" in page.content.decode()


def test_the_lock_setting_is_what_the_page_says() -> None:
    assert settings.AXES_FAILURE_LIMIT == 5
    assert settings.AXES_COOLOFF_TIME == 0.5
    assert Authenticator.Type.WEBAUTHN.value not in settings.MFA_SUPPORTED_TYPES


def test_wrong_old_passwords_count_for_the_lock(person: Person) -> None:
    user = person(Role.OFFICER, email="a@wexcombe.example")
    client = Client()
    sign_in(client, user.email)
    typed = {"password1": "another-long-secret", "password2": "another-long-secret"}

    for _ in range(4):
        client.post("/account/password/", {"oldpassword": "wrong", **typed})
    fifth = client.post("/account/password/", {"oldpassword": "wrong", **typed})
    right = client.post("/account/password/", {"oldpassword": PASSWORD, **typed})

    user.refresh_from_db()
    assert fifth.status_code == 429
    assert right.status_code in (200, 429)
    assert user.check_password(PASSWORD)
