"""A chair's list: who is overdue first, why, what is being done; and nobody else's children."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cusp.oversight.children import LONG_PLAN
from cusp.oversight.words import Place
from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.practice import own_children
from cusp.web.practice.models import (
    Case,
    Challenge,
    Child,
    Clock,
    LateReason,
    MidwayReview,
    Reach,
)
from cusp.web.practice.own_children import OwnChildren, sort_out
from tests.web.clients import signed_in
from tests.web.markup import page, words
from tests.web.practice.rows import NORTH, SOUTH, chaired, due, on_plan, snapshot_row, today

ON = date(2026, 3, 31)
NAME = "Carla Dunn"


# The order, without a database


def case(pk: int, **more: object) -> Case:
    child = Child(pk=pk, child_id=str(1000 + pk), ref=f"ref{pk:09}")
    return Case(child=child, **more)


def clock(status: str, days: int | None, code: str = "T07") -> Clock:
    falls = None if days is None else ON + timedelta(days)
    return Clock(clock=code, status=status, due=falls, why="The date is missing.")


def sections(*given: tuple[Case, list[Clock]], on: date = ON) -> list[tuple[str, str]]:
    cases = [one for one, _ in given]
    found = sort_out(cases, {one.child_id: clocks for one, clocks in given}, on)
    return [(one.case.child.child_id, one.section) for one in found]


def test_the_most_urgent_comes_first_and_each_child_is_listed_once() -> None:
    assert sections(
        (case(1), [clock("in time", 90)]),
        (case(2), [clock("cannot be determined", None), clock("due soon", 3)]),
        (case(3), [clock("overdue", -2)]),
        (case(4), [clock("overdue", -40), clock("overdue", -1)]),
        (case(5, drifts=True, drift=[LONG_PLAN]), [clock("in time", 90)]),
        (case(6), [clock("cannot be determined", None)]),
        (case(7), []),
        (case(8, drifts=True, drift=[LONG_PLAN]), [clock("due soon", 1)]),
    ) == [
        ("1004", "overdue"),
        ("1003", "overdue"),
        ("1008", "soon"),
        ("1002", "soon"),
        ("1005", "drift"),
        ("1006", "undetermined"),
        ("1001", "rest"),
        ("1007", "rest"),
    ]


def test_what_fell_due_since_the_return_has_a_place_of_its_own() -> None:
    later = ON + timedelta(10)
    assert sections((case(1), [clock("due soon", 3)]), on=later) == [("1001", "passed")]


def own(*given: tuple[str, int | None, str], of_team: bool = False) -> OwnChildren:
    """Children with one clock each: its status, days and code."""
    cases = [case(n) for n in range(1, len(given) + 1)]
    clocks = {
        n: [clock(status, days, code)] for n, (status, days, code) in enumerate(given, start=1)
    }
    return OwnChildren(sort_out(cases, clocks, ON), of_team)


LATER, LATE = ("in time", 90, "T07"), ("overdue", -3, "T07")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            own(LATE, ("overdue", -1, "T08"), ("overdue", -1, "T22"), LATER),
            "3 of your 4 children are overdue for a review or visit",
        ),
        (own(LATE, LATER), "1 of your 2 children is overdue for a review"),
        (own(("overdue", -3, "T02"), LATER), "1 of your 2 children is overdue for an assessment"),
        (own(LATE), "Your child is overdue for a review"),
        (
            own(LATE, LATER, of_team=True),
            "1 of the 2 children in your teams is overdue for a review",
        ),
        (
            own(("due soon", 3, "T07"), LATER),
            "None of your 2 children is overdue; 1 has something that is due in the next 14 days",
        ),
        (own(LATER, LATER), "None of your 2 children is overdue for anything"),
        (own(LATER), "Your child is not overdue for anything"),
        (own(), "You have no children to show"),
    ],
)
def test_the_heading_says_how_many_and_for_what(found: OwnChildren, said: str) -> None:
    assert own_children.answer(found) == said


def test_the_next_due_date_is_the_next_to_come() -> None:
    (one,) = sort_out([case(1)], {1: [clock("in time", 90), clock("overdue", -2)]}, ON)
    assert one.next_due
    assert one.next_due.due == ON + timedelta(90)
    assert [place for place, _ in one.clocks] == [Place.OVERDUE, Place.LATER]


def test_the_next_meetings_are_all_that_have_fallen_due_and_the_next_three() -> None:
    """The review that fell due yesterday, after the return, may not have been held."""
    found = own(
        ("in time", 90, "T07"), ("overdue", -3, "T29"), ("in time", 2, "T08"),
        ("due soon", 9, "T29"), ("in time", 30, "T06"), ("in time", 20, "T28"),
        ("due soon", -1, "T29"),
    )  # fmt: skip
    assert [row.due for _, row in own_children.next_meetings(found)] == [
        ON + timedelta(days) for days in (-3, -1, 9, 20, 30)
    ]


# The page


@pytest.fixture
def chair(person: Callable[..., User]) -> User:
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, names=[NAME])
    return user


@pytest.mark.django_db
def test_a_chair_sees_their_own_children_with_all_that_is_needed(chair: User) -> None:
    snapshot_row()
    late = on_plan(
        "1001", category="neglect", plan_start=date(2024, 11, 20), last_seen=date(2026, 3, 24),
        drift=[LONG_PLAN],
    )  # fmt: skip
    quiet = on_plan("1002", on_plan=False, in_care=True, legal_status="C2", placement_type="U4")
    on_plan("1003")
    overdue = due(late, -23)
    due(quiet, 60, clock="T29")
    for one in (late, quiet):
        chaired(one, NAME)
    LateReason.objects.create(
        child=late.child, clock="T07", start=overdue.start or ON, reason="The parents were ill",
        agreed_by="Dana Price", on=today(), by_then="Carla Dunn",
    )  # fmt: skip
    MidwayReview.objects.create(child=late.child, on=today() - timedelta(300), name=NAME)
    Challenge.objects.create(
        number=12, child=late.child, theme="drift", concern="No progress.", stage="informal",
        manager="Sam Poole", raised_on=date(2026, 3, 3), raised_by_then=NAME,
    )  # fmt: skip
    answer = signed_in(chair).get("/practice/mine/")
    text = words(answer.content.decode())
    assert "1 of your 2 children is overdue for a review" in text
    for needed in (
        "Child 1001 Age 7", "23 days overdue", "The plan has lasted", "North team, Asha Bell",
        "On a child protection plan for neglect since 20 November 2024",
        "Last seen: 24 March 2026", "Reason: The parents were ill. Agreed by Dana Price",
        "Midway review of the file on", "before the latest meeting",
        "Drift or delay, put to Sam Poole: informal, raised on 3 March 2026",
        "for you to hold next: Child 1001 : Review conference was due",
        "full care order", "Long-term foster placement",
    ):  # fmt: skip
        assert needed in text, needed
    assert "1003" not in text
    assert answer["Cache-Control"] == "no-store, private"
    assert "1001" not in answer.content.decode().partition("</title>")[0]
    seen = Event.objects.get(action="viewed children")
    assert (seen.about, seen.detail["children"]) == ("their own children", 2)


@pytest.mark.django_db
def test_without_chaired_children_the_list_is_of_the_teams_and_can_be_of_one_worker(
    person: Callable[..., User],
) -> None:
    snapshot_row()
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, teams=[NORTH], names=[NAME])
    on_plan("1001", worker="Asha Bell")
    on_plan("1002", worker="Ben Okafor")
    on_plan("1003", team=SOUTH)
    client = signed_in(user)
    assert "None of the 2 children in your teams is overdue" in words(
        page(client, "/practice/mine/")
    )
    one = words(page(client, "/practice/mine/?worker=Ben+Okafor"))
    assert "1002" in one
    assert "1001" not in one


@pytest.mark.django_db
def test_a_list_without_children_says_what_to_do(person: Callable[..., User]) -> None:
    user = person(Role.PRACTICE)
    client = signed_in(user)
    assert "No return has been loaded yet" in words(page(client, "/practice/mine/"))
    snapshot_row()
    assert "Ask an administrator to set your teams" in words(page(client, "/practice/mine/"))
    reach = Reach.objects.create(user=user, names=[NAME])
    assert "does not name you for any child" in words(page(client, "/practice/mine/"))
    reach.whole_service = True
    reach.save()
    assert "not the chair or reviewing officer of any of them" in words(
        page(client, "/practice/mine/")
    )


@pytest.mark.django_db
def test_the_front_page_says_how_many_are_overdue_and_names_nobody(
    chair: User, client: Client
) -> None:
    snapshot_row()
    late = on_plan("9912345")
    due(late, -3)
    chaired(late, NAME)
    front = page(signed_in(chair), "/")
    assert "Your child is overdue for a review. See who, and why" in words(front)
    assert reverse("practice-mine") in front
    assert "9912345" not in front
    assert late.child.ref not in front
    assert "overdue for a review" not in page(client, "/")
