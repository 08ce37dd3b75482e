"""The plan's history, the plan on an earlier date, and two dates compared."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.response import actions, challenges, duties, priorities
from cusp.web.response.models import Action, Plan, PlanChange, Priority
from tests.web.response.conftest import DUE, STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

HISTORY = "/plan/history/"
WEEK = timedelta(days=7)
NEW_DUE = date(2024, 9, 1)


@pytest.fixture
def page(officer: User) -> Client:
    return browser(officer)


@pytest.fixture
def lived(plan: Plan, priority: Priority, action: Action, officer: User) -> Plan:
    """A week after the start the action is re-dated and rated, a week later it is done."""
    first, second = STARTED + WEEK, STARTED + 2 * WEEK
    actions.redate(action, NEW_DUE, reason="Staff left.", on=first, by=officer)
    actions.rate_delivery(action, "Amber", on=first, by=officer)
    actions.report_progress(action, "Twenty files read", on=second, by=officer)
    actions.mark_done(action, done=second, on=second, by=officer)
    return Plan.objects.get()


def test_the_history_says_what_changed_newest_first_and_by_whom(
    page: Client, lived: Plan, officer: User
) -> None:
    said = page.get(HISTORY).content.decode()
    assert f"{PlanChange.objects.count()} changes since 11 March 2024" in said
    order = (
        "Done on 25 March 2024",
        "Update of 25 March 2024: Twenty files read",
        "Delivery rated as “Amber",
        "Due date changed from 28 June 2024 to 1 September 2024. Reason: Staff left",
    )
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert str(officer) in said


def test_questions_and_duties_are_linked_to_their_pages(
    page: Client, plan: Plan, officer: User
) -> None:
    today = timezone.localdate()
    challenges.raise_challenge(plan, "Why?", on=today, by=officer)
    duties.tick(plan.duties.get(number=1), done=today, on=today, by=officer)
    said = page.get(HISTORY).content.decode()
    assert 'href="/plan/challenges/#C1"' in said
    assert 'href="/plan/duties/#D1"' in said
    assert "Marked as done on" in said


def test_the_history_can_be_filtered_and_says_how_many_match(page: Client, lived: Plan) -> None:
    said = page.get(HISTORY, {"action": "A1"}).content.decode()
    assert "5 matching changes" in said
    said = page.get(HISTORY, {"area": "P2", "kind": "action"}).content.decode()
    assert "0 matching changes" in said
    assert "Remove some filters" in said
    assert page.get(HISTORY, {"kind": "nothing"}).status_code == 400


def test_the_history_is_in_pages(page: Client, plan: Plan, action: Action, officer: User) -> None:
    for n in range(60):
        actions.report_progress(action, f"Update {n}", on=STARTED, by=officer)
    assert ": Update 59" in page.get(HISTORY).content.decode()
    second = page.get(HISTORY, {"page": "2", "action": "A1"}).content.decode()
    assert ": Update 9" in second
    assert ": Update 59" not in second


def test_the_plan_on_a_date_has_only_what_was_known_then(page: Client, lived: Plan) -> None:
    day = STARTED + WEEK
    said = page.get(f"{HISTORY}{day}/").content.decode()
    assert "The plan as it stood on 18 March 2024" in said
    assert "0 of 1 action late" in said
    area = page.get(f"{HISTORY}{day}/areas/1/").content.decode()
    assert "Due 1 September 2024" in area
    assert "at risk, but recoverable" in area
    assert "Twenty files read" not in area
    whole = json.loads(page.get(f"{HISTORY}{day}.json").content)
    assert whole["as_at"] == day.isoformat()
    assert whole["priorities"][0]["actions"][0]["done"] is None


@pytest.mark.parametrize("address", ["2024-03-10/", "2999-01-01/", "2024-03-18/areas/99/"])
def test_there_is_no_plan_before_its_start_or_in_the_future(
    page: Client, lived: Plan, address: str
) -> None:
    assert page.get(f"{HISTORY}{address}").status_code == 404


def test_a_date_is_typed_in_three_fields(page: Client, lived: Plan) -> None:
    typed = {"day_day": "18", "day_month": "3", "day_year": "2024"}
    assert page.get(f"{HISTORY}on/", typed)["Location"] == f"{HISTORY}2024-03-18/"
    answer = page.get(f"{HISTORY}on/", typed | {"day_year": "2023"})
    assert answer.status_code == 400
    assert "The plan was started on 11 March 2024" in answer.content.decode()
    answer = page.get(f"{HISTORY}on/", typed | {"day_year": "2999"})
    assert "must be today or in the past" in answer.content.decode()


def test_two_dates_are_compared_in_words(page: Client, lived: Plan) -> None:
    dates = {"from": str(STARTED), "to": str(STARTED + 2 * WEEK)}
    said = page.get(f"{HISTORY}compare/", dates).content.decode()
    assert "4 changes from 11 March 2024 to 25 March 2024" in said
    assert "Due date changed from 28 June 2024 to 1 September 2024. Reason: Staff left" in said
    assert "/plan/papers/changes.docx?from=2024-03-11&amp;to=2024-03-25" in said
    same = page.get(f"{HISTORY}compare/", {"from": str(STARTED), "to": str(STARTED)})
    assert "Nothing changed from 11 March 2024" in same.content.decode()


def test_dates_in_the_wrong_order_are_asked_about(page: Client, lived: Plan) -> None:
    dates = {"to": str(STARTED), "from": str(STARTED + WEEK)}
    answer = page.get(f"{HISTORY}compare/", dates)
    assert answer.status_code == 400
    assert "The later date must be on or after the earlier date" in answer.content.decode()
    assert page.get(f"{HISTORY}compare.json", dates).status_code == 400
    assert page.get(f"{HISTORY}compare.csv").status_code == 400


def test_the_data_of_both_pages_can_be_downloaded(page: Client, lived: Plan) -> None:
    query = f"?from={STARTED}&to={STARTED + 2 * WEEK}"
    found = json.loads(page.get(f"{HISTORY}compare.json{query}").content)
    assert found["schema"] == "cusp.plan-changes/1"
    assert {one["kind"] for one in found["changes"]} == {"re-dated", "rated", "update", "done"}
    text = page.get(f"{HISTORY}compare.csv{query}").content.decode("utf-8-sig")
    assert {row["id"] for row in csv.DictReader(io.StringIO(text))} == {"A1"}
    text = page.get("/plan/history.csv?action=A1").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert (len(rows), rows[0]["change"]) == (5, "Done on 25 March 2024")


def test_a_moved_area_and_a_new_title_are_told(
    page: Client, plan: Plan, priority: Priority, officer: User
) -> None:
    fields = priorities.PriorityFields("Shorter", "Children know")
    made: dict[str, Any] = {"on": STARTED + WEEK, "by": officer}
    priorities.change_priority(priority, fields, seen_version=1, **made)
    priorities.move_priority(priority, up=False, **made)
    said = page.get(HISTORY, {"area": "P1"}).content.decode()
    assert "to “Shorter”" in said
    assert "Outcome for children: Children know" in said
    assert "Moved to place 2 in the plan" in said


def test_members_see_the_history_and_others_do_not(
    lived: Plan, person: Callable[..., User]
) -> None:
    assert browser(person(Role.MEMBER)).get(HISTORY).status_code == 200
    assert browser(person(Role.ADMINISTRATOR)).get(HISTORY).status_code in (302, 403)
    assert timezone.localdate() > DUE
