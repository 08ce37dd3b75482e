"""The pages of challenges: who sees which, what they say, and what is logged."""

import io
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cusp.web.accounts.models import Event, User
from cusp.web.common.wording import say_date
from cusp.web.practice import challenges
from cusp.web.practice.challenges import To
from cusp.web.practice.choices import Effect, Stage, Theme
from cusp.web.practice.models import Challenge, Child
from tests.web.clients import with_second_factor
from tests.web.practice import challenge_rows
from tests.web.practice.challenge_rows import child_in, when
from tests.web.practice.rows import NORTH, SOUTH, sees

pytestmark = pytest.mark.django_db
ALL = "/practice/challenges/"
# Pages read the clock, so these are raised some weeks ago, long enough to be overdue.
RAISED = timezone.localdate() - timedelta(days=56)
raised = partial(challenge_rows.raised, on=RAISED)
ended = partial(challenge_rows.ended, on=RAISED)


@pytest.fixture
def child() -> Child:
    return child_in(chair="Carla Dunn")


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return sees(person, "carla", names=["Carla Dunn"])


@pytest.fixture
def manager(person: Callable[..., User]) -> User:
    return sees(person, "manager", teams=[NORTH])


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Cache-Control"] == "no-store, private"
    return " ".join(response.content.decode().split())


def typed(on: object = None, **values: object) -> dict[str, object]:
    day = on or timezone.localdate()
    return {"on": str(day), **values}


def test_an_empty_log_says_what_to_do_next(officer: User, person: Callable[..., User]) -> None:
    page = text_of(with_second_factor(officer), ALL)
    assert "No challenges were raised in the last 12 months" in page
    assert "open the child’s page" in page
    nobody = sees(person, "nobody")
    assert "Ask an administrator" in text_of(with_second_factor(nobody), ALL)


def test_the_manager_sees_first_what_waits_for_them(
    child: Child, officer: User, manager: User
) -> None:
    raised(child, officer, to=To(Stage.FORMAL, 1, person=manager))
    raised(child, officer, to=To(Stage.INFORMAL, 1, person=manager), theme=Theme.PLAN)
    page = text_of(with_second_factor(manager), ALL)
    assert "2 challenges are waiting for your answer </h1>" in page
    assert "wait for your answer </h1>" not in text_of(with_second_factor(officer), ALL)
    for address in ("/", "/practice/mine/"):
        said = " ".join(with_second_factor(manager).get(address).text.split())
        assert "2 challenges wait for your answer" in said
        assert "for your answer" not in with_second_factor(officer).get(address).text


def test_the_heading_says_what_changed_and_counts_have_no_colour(
    child: Child, officer: User
) -> None:
    for effect in (Effect.CHANGED, Effect.NOTHING, Effect.TOO_EARLY):
        ended(raised(child, officer), officer, effect)
    raised(child, officer, to=To(Stage.FORMAL, 2, name="Ben Okafor"))
    page = text_of(with_second_factor(officer), ALL)
    assert "1 of 2 challenges changed something for the child </h1>" in page
    assert "For 1 it is too early to say. For 1 no effect is recorded yet." in page
    # The formal one has no answer.
    assert page.count("govuk-tag--red") == 1
    assert "Overdue" in page
    log = Event.objects.filter(action="viewed children").latest("id")
    assert (log.about, log.detail["children"]) == ("challenges", 1)


def test_filters_are_in_the_address(child: Child, officer: User) -> None:
    raised(child, officer)
    closed = ended(raised(child, officer, theme=Theme.HEALTH), officer, Effect.NOTHING)
    client = with_second_factor(officer)
    link = f'href="{ALL}{closed.number}/"'
    assert link not in text_of(client, ALL)
    assert link in text_of(client, f"{ALL}?state=closed")
    assert link not in text_of(client, f"{ALL}?state=closed&theme=drift")
    assert "No challenges match these filters" in text_of(client, f"{ALL}?stage=formal")
    assert "choose an option from the list" not in text_of(client, f"{ALL}?team={NORTH}&page=99")


def test_nobody_sees_challenges_about_other_children(
    child: Child, officer: User, person: Callable[..., User]
) -> None:
    row = raised(child, officer)
    other = with_second_factor(sees(person, "south", teams=[SOUTH]))
    for path in ("", "answer/", "escalate/", "effect/", "cafcass/", "close/"):
        assert other.get(f"{row.get_absolute_url()}{path}").status_code == 404
    assert other.get(reverse("practice-challenge-raise", args=[child.ref])).status_code == 404
    assert "9212044" not in text_of(other, ALL)


def test_a_team_manager_answers_and_does_nothing_else(
    child: Child, officer: User, manager: User
) -> None:
    row = raised(child, officer, to=To(Stage.INFORMAL, 1, person=manager))
    client = with_second_factor(manager)
    assert "Record the effect" not in text_of(client, row.get_absolute_url())
    for path in ("escalate/", "effect/", "cafcass/", "close/"):
        assert client.get(f"{row.get_absolute_url()}{path}").status_code == 403
    assert client.get(reverse("practice-challenge-raise", args=[child.ref])).status_code == 403
    sent = typed(text="The review is on Monday.", seen_version=1)
    done = client.post(f"{row.get_absolute_url()}answer/", sent)
    assert done["Location"] == row.get_absolute_url()
    row.refresh_from_db()
    assert row.answered_on == timezone.localdate()


def test_an_officer_raises_escalates_and_closes(child: Child, officer: User, manager: User) -> None:
    client = with_second_factor(officer)
    address = reverse("practice-challenge-raise", args=[child.ref])
    assert "Child 9212044" in text_of(client, address)
    fields = typed(theme="drift", concern="The plan drifts.", stage="informal", level=1)
    refused = client.post(address, fields)
    assert refused.status_code == 400
    assert "Choose the manager, or enter their name" in refused.content.decode()
    done = client.post(address, fields | {"person": manager.pk})
    row = Challenge.objects.get()
    assert done["Location"] == f"{ALL}{row.number}/"
    up = typed(stage="formal", level=3, name="Ben Okafor", text="No answer.", seen_version=1)
    assert client.post(f"{done['Location']}escalate/", up).status_code == 302
    assert "Waiting for an answer from Ben Okafor, 0 of 20 working days used" in text_of(
        client, done["Location"]
    )
    close = typed(effect="too early", text="", seen_version=2)
    unanswered = client.post(f"{done['Location']}close/", close)
    assert "Enter why it is closed without one" in unanswered.content.decode()
    close = typed(effect="too early", text="The case moved to another council.", seen_version=2)
    assert client.post(f"{done['Location']}close/", close).status_code == 302
    page = text_of(client, done["Location"])
    assert "Closed: too early to say" in page
    assert "Record the effect" in page


def test_only_a_reviewing_officer_refers_to_cafcass(
    child: Child, officer: User, person: Callable[..., User]
) -> None:
    chair = sees(person, "chair", names=["Dee Hall"])
    child.chairings.create(role="chair", name="Dee Hall")
    row = raised(child, officer)
    address = f"{row.get_absolute_url()}cafcass/"
    assert with_second_factor(chair).get(address).status_code == 403
    sent = typed(text="Senior managers have not put it right.", seen_version=1)
    assert with_second_factor(officer).post(address, sent).status_code == 302
    row.refresh_from_db()
    assert (row.cafcass_on, row.closed_on) == (timezone.localdate(), None)


def test_a_text_with_an_identifier_is_sent_back_once(child: Child, officer: User) -> None:
    row, client = raised(child, officer), with_second_factor(officer)
    address = f"{row.get_absolute_url()}answer/"
    sent = typed(text="9212044 has a plan; ask sam@wexcombe.example", seen_version=1)
    refused = client.post(address, sent)
    assert refused.status_code == 400
    assert "seems to contain the child’s number and an email address" in refused.content.decode()
    assert client.post(address, sent | {"confirmed": "on"}).status_code == 302


def test_the_number_of_another_child_is_noticed_too(child: Child, officer: User) -> None:
    child_in(SOUTH, "AB-20417")
    row = raised(child, officer)
    sent = typed(text="As for AB-20417.", seen_version=1)
    refused = with_second_factor(officer).post(f"{row.get_absolute_url()}answer/", sent)
    assert "seems to contain the child’s number" in refused.content.decode()


def test_somebody_else_was_faster(child: Child, officer: User) -> None:
    row = raised(child, officer)
    challenges.answer(row, "Done.", when=when(officer, RAISED), seen_version=1)
    sent = typed(stage="formal", level=2, name="B", text="No answer.", seen_version=1)
    refused = with_second_factor(officer).post(f"{row.get_absolute_url()}escalate/", sent)
    page = refused.content.decode()
    assert refused.status_code == 400
    assert "Someone else has saved changes" in page
    assert f"Answered on {say_date(RAISED)}" in page


def test_an_export_needs_a_reason_that_is_logged(child: Child, officer: User) -> None:
    raised(child, officer)
    client = with_second_factor(officer)
    assert client.get(f"{ALL}export/").status_code == 200
    assert client.post(f"{ALL}export/", {"why": ""}).status_code == 400
    assert client.post(f"{ALL}export/", {"why": "For 9212044"}).status_code == 400
    file = client.post(f"{ALL}export/?theme=drift", {"why": "For the quarterly audit"})
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [1, "9212044"]
    event = Event.objects.get(action="exported children")
    assert event.detail == {"children": 1, "why": "For the quarterly audit", "theme": "drift"}
    assert file["Cache-Control"] == "no-store, private"


def test_the_share_is_beside_that_of_the_period_before(officer: User) -> None:
    today = timezone.localdate()
    children = [child_in(SOUTH, f"C-{n}", chair="Carla Dunn") for n in range(20)]
    for n, one in enumerate(children):
        on = today - timedelta(days=500 if n < 10 else 50)
        row = raised(one, officer, on=on)
        ended(row, officer, Effect.CHANGED if n in range(5, 18) else Effect.NOTHING, on=on)
    page = text_of(with_second_factor(officer), ALL)
    assert "8 of 10 challenges changed something for the child" in page
    assert "50.0% (5 of 10)" in page
    assert "govuk-tag--green" in page


def test_the_page_makes_few_queries(
    child: Child, officer: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(3):
        ended(raised(child, officer), officer, Effect.CHANGED)
        raised(child, officer)
    client = with_second_factor(officer)
    client.get(ALL)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(ALL)
