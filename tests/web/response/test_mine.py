"""The page that a person who leads actions works from."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cusp.plans import record
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.response import actions
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, Priority
from cusp.web.response.own_actions import sorted_out
from tests.plans.made_up import AS_AT, of
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser, typed_date

pytestmark = pytest.mark.django_db

MINE = "/plan/mine/"


@pytest.fixture
def owner(person: Callable[..., User]) -> User:
    return person(Role.ACTION_OWNER)


@pytest.fixture
def mine(owner: User) -> Client:
    return browser(owner)


@pytest.fixture
def led(priority: Priority, officer: User, owner: User) -> Callable[..., Action]:
    """Adds an action that the owner leads."""

    def add(text: str, due: date | None = None, start: date | None = None) -> Action:
        fields = ActionFields(text, lead_person=owner, start=start)
        return actions.add_action(priority, fields, due=due, on=STARTED, by=officer)

    return add


# What comes first


def due_in(days: int | None, *, updated: int | None = 0, number: int = 1) -> record.Action:
    """An action due in some days, updated some days ago."""
    due = () if days is None else (record.DueDate(AS_AT + timedelta(days), AS_AT - timedelta(200)),)
    said = () if updated is None else (record.Update(AS_AT - timedelta(updated), "Begun"),)
    return record.Action(f"A{number}", "Act", due=due, updates=said)


@pytest.mark.parametrize(
    ("action", "place"),
    [
        (due_in(-1), "late"),
        (due_in(-1, updated=None), "late"),
        (due_in(0), "soon"),
        (due_in(14), "soon"),
        (due_in(15), "later"),
        (due_in(15, updated=90), "later"),
        (due_in(15, updated=91), "stale"),
        (due_in(15, updated=None), "stale"),
        (due_in(None), "later"),
    ],
)
def test_an_action_is_in_one_place(action: record.Action, place: str) -> None:
    found = sorted_out(of(action), {"A1"})
    assert {
        name: len(getattr(found, name)) for name in ("late", "soon", "stale", "later", "ended")
    } == {name: int(name == place) for name in ("late", "soon", "stale", "later", "ended")}


def test_the_most_urgent_is_first_and_counts_are_in_the_heading() -> None:
    days = (20, 3, -2, -40, 1, None)
    plan = of(*(due_in(each, number=n) for n, each in enumerate(days, start=1)))
    found = sorted_out(plan, {f"A{n}" for n in range(1, 7)})
    assert [one.action.id for one in found.open] == ["A4", "A3", "A5", "A2", "A1", "A6"]
    assert found.sentence == "You lead 6 open actions: 2 late and 2 due in the next 14 days"
    assert sorted_out(plan, {"A1"}).sentence == "You lead 1 open action. None needs an update now"
    assert sorted_out(plan, ()).sentence == "You lead no actions"


# The page


def test_it_lists_only_ones_own_actions_with_a_form_for_each(
    mine: Client, led: Callable[..., Action], action: Action
) -> None:
    led("Train every chair", date(2024, 5, 1))
    said = mine.get(MINE).content.decode()
    assert "You lead 1 open action: 1 late" in said
    assert "Train every chair" in said
    assert 'name="A2-text"' in said
    assert "Audit 20 case files a month" not in said
    assert '<option value="Head of quality assurance"' in said


def test_an_update_returns_to_the_list_and_says_so(
    mine: Client, led: Callable[..., Action], owner: User
) -> None:
    row = led("Train", date(2024, 5, 1))
    answer = mine.post(f"{MINE}A1/update/", {"A1-text": "Four of six trained"}, follow=True)
    assert answer.redirect_chain == [(MINE, 302)]
    said = answer.content.decode()
    assert "The update to A1 has been added." in said
    assert "Four of six trained" in said
    assert row.updates.get().by == owner
    assert Event.objects.filter(action="action updated", who=owner).count() == 1


def test_an_action_is_re_dated_and_done_from_the_list(
    mine: Client, led: Callable[..., Action]
) -> None:
    row, today = led("Train", date(2024, 5, 1)), timezone.localdate()
    typed = {**typed_date("A1-due", today + timedelta(30)), "A1-reason": "Venue"}
    said = mine.post(f"{MINE}A1/date/", typed, follow=True).content.decode()
    assert "The earlier date stays in the plan." in said
    assert "It was late when its date was changed." in said
    said = mine.post(f"{MINE}A1/done/", typed_date("A1-done", today), follow=True).content.decode()
    assert "A1 is marked as done." in said
    assert "All your actions are done or closed" in said
    row.refresh_from_db()
    assert row.done == today


def test_what_was_typed_stays_if_it_is_refused(mine: Client, led: Callable[..., Action]) -> None:
    led("Train", date(2024, 5, 1))
    led("Audit", date(2024, 6, 1))
    typed = {**typed_date("A2-due", date(2024, 1, 1)), "A2-reason": "Venue"}
    answer = mine.post(f"{MINE}A2/date/", typed)
    said = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>Error: " in said
    assert "or later. If the action has been done" in said
    assert "Venue" in said
    assert "Train" in said
    empty = mine.post(f"{MINE}A1/update/", {"A1-text": " "})
    assert 'href="#id_A1-text"' in empty.content.decode()
    assert not Action.objects.get(number=1).updates.exists()


def test_many_actions_are_on_pages_and_the_counts_stay_whole(
    mine: Client, led: Callable[..., Action]
) -> None:
    late, later = date(2024, 5, 1), timezone.localdate() + timedelta(60)
    for n in range(45):
        led(f"Act {n}", late if n % 2 else later)
    first, last = (mine.get(f"{MINE}?page={n}").content.decode() for n in (1, 3))
    for said in (first, last):
        assert "You lead 45 open actions: 22 late and 23 without a recent update" in said
    assert first.count('/update/?page=1"') == 20
    assert last.count('/update/?page=3"') == 5
    assert 'Late <span class="cusp-known">(22)' in first
    assert "No update for more than" not in first
    assert 'No update for more than 90 days <span class="cusp-known">(23)' in last
    assert 'rel="next"' in first


def test_a_form_leads_back_to_its_page(mine: Client, led: Callable[..., Action]) -> None:
    for n in range(1, 22):
        led(f"Act {n}", date(2024, 5, n))
    assert 'action="/plan/mine/A21/update/?page=2"' in mine.get(f"{MINE}?page=2").content.decode()
    answer = mine.post(f"{MINE}A21/update/?page=2", {"A21-text": "Begun"})
    assert answer["Location"] == f"{MINE}?page=2"
    refused = mine.post(f"{MINE}A21/update/", {"A21-text": " "}).content.decode()
    assert 'href="#id_A21-text"' in refused
    assert 'id="id_A21-text"' in refused
    assert mine.get(f"{MINE}A21/update/?page=2")["Location"] == f"{MINE}?page=2"


def test_nobody_reports_here_on_what_another_person_leads(
    mine: Client, led: Callable[..., Action], action: Action, officer: User
) -> None:
    led("Train")
    assert mine.post(f"{MINE}A1/update/", {"A1-text": "x"}).status_code == 403
    assert browser(officer).post(f"{MINE}A2/update/", {"A2-text": "x"}).status_code == 403
    assert mine.post(f"{MINE}A2/close/", {"A2-reason": "x"}).status_code == 404
    assert mine.get(f"{MINE}A2/update/").status_code == 302


def test_actions_of_a_job_title_are_shown_to_read_only(mine: Client, action: Action) -> None:
    assert "You lead no actions" in mine.get(MINE).content.decode()
    said = mine.get(MINE, {"lead": "Head of quality assurance"}).content.decode()
    assert "1 open action" in said
    assert "Audit 20 case files a month" in said
    assert 'name="A1-text"' not in said
    assert "Audit 20" not in mine.get(MINE, {"lead": "<script>"}).content.decode()


def test_without_a_plan_the_page_says_so(mine: Client, db: None) -> None:
    assert "has not been started" in mine.get(MINE).content.decode()


def test_a_member_has_no_such_page(person: Callable[..., User]) -> None:
    assert browser(person(Role.MEMBER)).get(MINE).status_code == 403
