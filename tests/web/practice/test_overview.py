"""Which children are waiting: counts by clock and team within reach, and how they changed."""

from collections.abc import Callable

import pytest
from django.test import Client

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.practice.counts import counts_for, series
from cusp.web.practice.models import Chairing, Child, Figure, Reach, Snapshot
from cusp.web.practice.reach import Reached
from tests.web.clients import signed_in
from tests.web.markup import words
from tests.web.practice import rows
from tests.web.practice.rows import AS_AT, BEFORE, NORTH, SOUTH

pytestmark = pytest.mark.django_db
WHOLE = Reached(whole_service=True)


@pytest.fixture
def filled(db: None) -> Snapshot:
    return rows.small_service()


@pytest.fixture
def reviewer(filled: Snapshot, person: Callable[..., User]) -> User:
    """The reviewing officer of the child in the south."""
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, names=["Carla Dunn"])
    row = Child.objects.get(child_id="1002")
    Chairing.objects.create(child=row, role="reviewing officer", name="Carla Dunn")
    return user


def page(client: Client) -> str:
    response = client.get("/practice/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return words(response.content.decode())


def test_the_heading_says_how_many_children_have_something_overdue(
    filled: Snapshot, head: User
) -> None:
    said = page(signed_in(head))
    assert "2 of 3 children have something overdue" in said
    assert "2 things overdue 1 more since 30 September 2026" in said
    assert "From annex-a-2026-10-31.xlsx as at 31 October 2026" in said
    assert "12 rows, with 1 error and 2 warnings" in said
    assert "1 date could not be judged" in said
    assert "Next review conference 1 : Next review conference, overdue no change" in said
    assert "Three or more placements in a year: 1 child" in said


def test_a_team_manager_sees_the_counts_of_their_teams(filled: Snapshot, manager: User) -> None:
    said = page(signed_in(manager))
    assert "2 of 2 children have something overdue" in said
    assert NORTH in said
    assert SOUTH not in said


def test_a_reviewing_officer_sees_the_counts_of_their_own_children(reviewer: User) -> None:
    said = page(signed_in(reviewer))
    assert "None of 1 child has anything overdue" in said
    assert "Visit in the first year of a placement" in said
    assert "Next review conference" not in said
    assert "no change" not in said  # how it was before is not stored by child


def test_somebody_without_reach_reads_who_gives_access(
    filled: Snapshot, person: Callable[..., User]
) -> None:
    said = page(signed_in(person(Role.PRACTICE)))
    assert "You cannot see any children yet" in said
    assert "administrator" in said


def test_without_a_return_the_page_says_what_to_do(head: User) -> None:
    assert "No return has been loaded yet" in page(signed_in(head))


def test_a_list_that_is_missing_is_named(filled: Snapshot, head: User) -> None:
    Figure.objects.create(snapshot=filled, code="P3", why="list 7 is missing")
    assert "List 7 is missing from this return" in page(signed_in(head))


def test_a_clock_without_counts_before_has_no_change(filled: Snapshot) -> None:
    before = Snapshot.objects.get(as_at=BEFORE)
    tallies = counts_for(WHOLE, filled, before, on=AS_AT).of_clocks()
    assert (tallies["T07"].change, tallies["T29"].change) == (0, 1)
    # The list may have been missing then.
    assert tallies["T22"].change is None


def test_events_that_are_over_are_not_counted_as_undetermined(filled: Snapshot) -> None:
    row = Child.objects.get(child_id="1002").clocks.create(
        clock="T27",
        status="cannot be determined",
        why="Only the latest date is held. That one is too late, but an earlier one may not have "
        "been.",
        team=SOUTH,
    )
    rows.counted(filled, "T27", row.status, 1, team=SOUTH)
    total = counts_for(WHOLE, filled, None, on=AS_AT).total
    assert (total.undetermined, total.over) == (1, 1)


def test_a_day_counts_once_in_the_series_as_the_snapshot_that_is_held(filled: Snapshot) -> None:
    gone = rows.snapshot_row(BEFORE, deleted_at=filled.loaded_at)
    rows.figure(gone, "P3", (12, 12))
    held = Snapshot.objects.get(as_at=BEFORE, deleted_at=None)
    assert series(filled) == [held, filled]
    held.clock_counts.all().delete()
    Snapshot.objects.filter(pk=held.pk).delete()
    # A snapshot whose children were deleted still counts.
    assert series(filled) == [gone, filled]
