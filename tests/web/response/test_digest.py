"""``cusp digest``: who gets an email, what it says, and that nobody gets it twice."""

import smtplib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from typer.testing import CliRunner

from cusp.cli import app
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import actions, digest
from cusp.web.response.actions import ActionFields
from cusp.web.response.digest import Digest, all_digests, send
from cusp.web.response.models import Action, Plan, Priority
from tests.web.response.conftest import STARTED

pytestmark = pytest.mark.django_db

TODAY = date(2024, 7, 1)
SITE = "https://cusp.wexcombe.example"


@pytest.fixture
def owner(person: Callable[..., User]) -> User:
    return person(Role.ACTION_OWNER)


@pytest.fixture
def led(priority: Priority, officer: User, owner: User) -> Callable[..., Action]:
    def add(text: str, due: date | None, lead: User | None = None) -> Action:
        fields = ActionFields(text, lead_person=lead or owner)
        return actions.add_action(priority, fields, due=due, on=STARTED, by=officer)

    return add


@pytest.fixture
def posting(settings: LazySettings) -> None:
    """A mail server and a sender; emails stay in ``mail.outbox``."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_FROM = "cusp@wexcombe.example"
    settings.ALLOWED_HOSTS = ["cusp.wexcombe.example"]
    settings.HTTPS = True


def by_person(on: date = TODAY) -> dict[str, Digest]:
    return {one.person.email: one for one in all_digests(on=on, site=SITE).digests}


def run(*options: str) -> Any:
    return CliRunner().invoke(app, ["digest", *options])


def test_an_owner_is_told_what_is_late_due_soon_or_stale(
    led: Callable[..., Action], owner: User
) -> None:
    led("Train every\nchair", TODAY - timedelta(3))
    led("Audit files", TODAY + timedelta(14))
    led("Recruit", TODAY + timedelta(60))  # no update since it was added, 112 days ago
    one = by_person()[owner.email]
    assert one.subject == (
        "Improvement plan: 1 late, 1 due in the next 14 days and 1 without a recent update"
    )
    assert "Late:\n- A1. Train every chair\n  Late by 3 days\n" in one.text
    assert "Due in the next 14 days:\n- A2. Audit files\n  Due 15 July 2024" in one.text
    assert "No update for more than 90 days:\n- A3. Recruit" in one.text
    assert f"Update them: {SITE}/plan/mine/" in one.text
    assert "decision" not in one.text
    assert len(one.text.splitlines()) < 30


def test_an_owner_with_nothing_to_update_gets_no_email(
    led: Callable[..., Action], owner: User
) -> None:
    row = led("Recruit", date(2024, 12, 1))
    actions.report_progress(row, "Begun", on=STARTED + timedelta(30), by=owner)
    assert owner.email not in by_person(STARTED + timedelta(31))


def test_an_officer_is_told_what_needs_a_decision(
    plan: Plan, action: Action, officer: User, person: Callable[..., User]
) -> None:
    member = person(Role.MEMBER)
    found = by_person()
    assert list(found) == [officer.email]
    assert member.email not in found
    text = found[officer.email].text
    assert "1 of 1 action late" in text
    assert "\nLate: 1\n" in text
    assert f"{SITE}/plan/decisions/" in text
    assert "need a decision" in found[officer.email].subject


def test_a_long_list_is_cut_short(led: Callable[..., Action], owner: User) -> None:
    for n in range(13):
        led(f"Task {n} " + "x" * 300, TODAY - timedelta(20 - n))
    text = by_person()[owner.email].text
    assert text.count("- A") == digest.MOST
    assert "- and 3 more" in text
    assert max(map(len, text.splitlines())) < 140


def test_a_lead_who_cannot_see_the_plan_is_named_and_gets_nothing(
    led: Callable[..., Action], person: Callable[..., User]
) -> None:
    other = person(Role.PRACTICE)
    led("Train", TODAY - timedelta(3), other)
    found = all_digests(on=TODAY, site=SITE)
    assert found.cannot_see == ["Practice"]
    assert other.email not in {one.person.email for one in found.digests}


def test_nobody_gets_the_same_digest_twice_on_a_day(posting: None, owner: User) -> None:
    one = Digest(owner, "Improvement plan: 1 late", "Text\n")
    assert send(one, on=TODAY) == "sent"
    assert send(one, on=TODAY) == "sent already"
    assert send(one, on=TODAY + timedelta(1)) == "sent"
    assert [message.to for message in mail.outbox] == [[owner.email]] * 2
    assert mail.outbox[0].from_email == "cusp@wexcombe.example"
    event = Event.objects.filter(action="digest sent").last()
    assert event is not None
    assert (event.about, event.detail["on"]) == (owner.email, TODAY.isoformat())


def test_one_failure_stops_nobody_else_and_is_tried_again(
    posting: None,
    led: Callable[..., Action],
    owner: User,
    officer: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    led("Train", timezone.localdate() - timedelta(3))
    real = EmailMessage.send

    def refuse(message: EmailMessage, *args: Any) -> int:
        if message.to == [owner.email]:
            raise smtplib.SMTPRecipientsRefused({owner.email: (550, b"no such person")})
        return real(message, *args)

    monkeypatch.setattr(EmailMessage, "send", refuse)
    done = run()
    assert done.exit_code == 1
    assert f"{owner.email}: not sent" in done.stdout
    assert "1 email sent, 1 not sent" in done.stdout
    assert [message.to for message in mail.outbox] == [[officer.email]]
    assert "was not sent" in done.stderr  # where the log goes
    assert "no such person" in Event.objects.get(action="digest not sent").detail["why"]
    monkeypatch.setattr(EmailMessage, "send", real)
    again = run()
    assert again.exit_code == 0
    assert "1 email sent, 1 already sent today" in again.stdout
    assert mail.outbox[-1].to == [owner.email]
    assert "https://cusp.wexcombe.example/plan/mine/" in mail.outbox[-1].body


def test_a_dry_run_prints_and_sends_nothing(
    posting: None, led: Callable[..., Action], owner: User
) -> None:
    led("Train [b]every[/b] chair", timezone.localdate() - timedelta(3))
    done = run("--dry-run")
    assert done.exit_code == 0
    assert f"To: {owner.email}" in done.stdout
    assert "Train [b]every[/b] chair" in done.stdout
    assert "2 emails would be sent." in done.stdout
    assert not mail.outbox
    assert not Event.objects.filter(action__startswith="digest").exists()


def test_without_a_mail_server_or_a_sender_it_says_what_to_set(
    plan: Plan, settings: LazySettings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    done = run()
    assert done.exit_code == 1
    assert "EMAIL_URL is not set" in done.stderr
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_FROM = ""
    assert "CUSP_EMAIL_FROM is not set" in run().stderr


def test_without_a_plan_there_is_nothing_to_send(posting: None, officer: User) -> None:
    assert "0 emails sent" in run().stdout


@pytest.mark.parametrize(
    ("hosts", "https", "site"),
    [
        (["cusp.council.gov.uk", "x"], True, "https://cusp.council.gov.uk"),
        (["10.0.0.1"], False, "http://10.0.0.1"),
        (["*"], True, ""),
        (["localhost", "127.0.0.1"], False, ""),
    ],
)
def test_links_lead_to_the_site(
    hosts: list[str], https: bool, site: str, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = hosts, https
    assert digest.site_address() == site
