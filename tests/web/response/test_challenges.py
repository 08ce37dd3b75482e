"""Questions about the plan: open ones first with their age, replies and their effect."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import challenges, questions
from cusp.web.response.models import Challenge, Plan, Priority
from cusp.web.response.plan_record import plan_record
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

PAGE = "/plan/challenges/"


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def test_open_ones_come_first_the_oldest_at_the_top(
    plan: Plan, priority: Priority, officer: User
) -> None:
    by = officer
    first = challenges.raise_challenge(plan, "First?", on=STARTED, by=by)
    challenges.raise_challenge(plan, "Second?", on=STARTED + days(1), by=by, about=priority)
    challenges.raise_challenge(plan, "Third?", on=STARTED + days(2), by=by)
    challenges.answer(first, "Yes.", on=STARTED + days(9), by=by, effect="A new date")
    plan.refresh_from_db()
    record = plan_record(plan, STARTED + days(11))
    found = questions.questions(record)
    assert [one.text for one in found] == ["Second?", "Third?", "First?"]
    assert [one.words for one in found] == [
        "No reply yet, open for 10 days",
        "No reply yet, open for 9 days",
        "Reply after 9 days",
    ]
    assert (
        questions.sentence(found, record.as_at) == "2 of 3 questions open, the oldest for 10 days"
    )
    assert questions.changed_something(found) == 1
    assert [one.text for one in questions.questions(record, about="P1")] == ["Second?"]


def test_a_member_asks_and_an_officer_replies(
    page: Client, plan: Plan, person: Callable[..., User]
) -> None:
    assert "Nobody has asked" in page.get(PAGE).content.decode()
    member = browser(person(Role.MEMBER))
    said = member.post(
        f"{PAGE}ask/", {"about": "2", "text": "Who decided to wait?"}, follow=True
    ).content.decode()
    assert "1 of 1 question open" in said
    assert "/plan/areas/2/" in said
    asked = Challenge.objects.get()
    assert (asked.by_then, asked.priority.number if asked.priority else None) == ("Member", 2)
    assert member.post(f"{PAGE}{asked.number}/reply/", {"text": "x"}).status_code == 403
    assert page.post(f"{PAGE}{asked.number}/reply/", {"text": ""}).status_code == 400
    said = page.post(
        f"{PAGE}{asked.number}/reply/", {"text": "The board.", "effect": "A date"}, follow=True
    ).content.decode()
    assert "1 question asked; all have a reply" in said
    assert "What changed: A date" in said
    assert {"challenge raised", "challenge answered"} <= set(
        Event.objects.values_list("action", flat=True)
    )
    assert page.get(f"{PAGE}99/reply/").status_code == 404


def test_the_area_shows_its_questions_with_their_age(
    page: Client, plan: Plan, priority: Priority, officer: User
) -> None:
    on = timezone.localdate()
    challenges.raise_challenge(plan, "Why?", on=on, by=officer, about=priority)
    challenges.raise_challenge(plan, "And the rest?", on=on, by=officer)
    said = page.get("/plan/areas/1/").content.decode()
    assert "No reply yet, asked today" in said
    assert "And the rest?" not in said
    assert "/plan/areas/1/questions/1/reply/" in said
    assert f'href="{PAGE}"' in said


def test_an_officer_records_a_question_of_the_independent_chair(page: Client, plan: Plan) -> None:
    page.post(f"{PAGE}ask/", {"text": "Why?", "asked_by": "Independent chair"})
    asked = Challenge.objects.get()
    assert (asked.by_then, asked.priority) == ("Independent chair", None)


def test_those_who_only_lead_actions_do_not_ask(plan: Plan, person: Callable[..., User]) -> None:
    owner = browser(person(Role.ACTION_OWNER))
    assert "Ask a question" not in owner.get(PAGE).content.decode()
    assert owner.get(f"{PAGE}ask/").status_code == 403
