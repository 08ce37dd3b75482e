"""A team's page: what is late and whose it is, for those who may see the team."""

from datetime import date

import pytest

from cusp.web.accounts.models import Event, User
from cusp.web.practice.models import Child, LateReason, Snapshot
from cusp.web.practice.teams import slug_of
from tests.web.clients import signed_in
from tests.web.markup import page, words
from tests.web.practice import rows
from tests.web.practice.rows import NORTH, SOUTH

NORTH_PAGE = f"/practice/teams/{slug_of(NORTH)}/"
SOUTH_PAGE = f"/practice/teams/{slug_of(SOUTH)}/"


pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(db: None) -> Snapshot:
    now = rows.small_service()
    rows.figure(now, "A1", (90, 100))
    rows.figure(now, "A1", (8, 10), "team", NORTH)
    return now


def test_the_address_depends_on_the_name_alone_and_keeps_alike_names_apart() -> None:
    assert slug_of(NORTH).startswith("north-team-")
    assert slug_of("North Team") != slug_of("North team") != slug_of("North-team")
    assert slug_of("").startswith("no-team-")
    assert slug_of("東").startswith("team-")


def test_a_team_shows_what_is_late_with_the_reason_recorded(
    filled: Snapshot, manager: User
) -> None:
    row = Child.objects.get(child_id="1001")
    start = row.clocks.get(clock="T07").start or rows.AS_AT
    for text in ("The parents were ill", "The chair was ill"):
        LateReason.objects.create(
            child=row, clock="T07", start=start, reason=text, agreed_by="Mona Head",
            on=date(2026, 11, 1), new_date=date(2026, 11, 20),
        )  # fmt: skip
    said = words(page(signed_in(manager), NORTH_PAGE))
    assert "2 of 2 children have something overdue" in said
    assert "1001 Next review conference 8 October 2026 23 days overdue Asha Bell" in said
    assert "The chair was ill Agreed by Mona Head" in said  # the latest counts
    assert "The parents were ill" not in said
    assert said.index("1001 Next review") < said.index("1003 Next care review")
    # Due on 3 November, which is over; the return cannot tell whether it took place.
    assert "Child protection visit 3 November 2026 Fell due after the return" in said
    assert (
        "Assessments within 45 working days Higher is better 80.0% 8 of 10 90.0% 90 of 100" in said
    )


def test_a_team_out_of_reach_is_not_there(filled: Snapshot, manager: User) -> None:
    client = signed_in(manager)
    assert client.get(SOUTH_PAGE).status_code == 404
    assert client.get("/practice/teams/west-team-0000/").status_code == 404


def test_the_look_is_logged_without_numbers_of_children(filled: Snapshot, manager: User) -> None:
    signed_in(manager).get(NORTH_PAGE)
    event = Event.objects.get(action="viewed children")
    assert (event.about, event.detail) == ("team North team", {"children": 2})
