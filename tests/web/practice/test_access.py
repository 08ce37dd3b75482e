"""Administrators decide who sees which children, and see no child themselves."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from cusp.web.accounts.models import Event, User
from cusp.web.accounts.roles import Role
from cusp.web.common.refusals import ChangedMeanwhile
from cusp.web.practice import access, reach
from cusp.web.practice.access import ReachFields
from cusp.web.practice.models import Case, Chairing, Child, Reach
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(person: Callable[..., User], settings: LazySettings) -> User:
    settings.SECOND_FACTOR_FOR = ["none"]
    return person(Role.ADMINISTRATOR)


def test_without_anybody_in_the_role_the_page_says_what_to_do(administrator: User) -> None:
    page = signed_in(administrator).get("/practice/access/").text
    assert "Nobody has the role “Practice”" in page
    assert 'href="/people/"' in page


def test_teams_and_names_are_offered_and_saved(
    administrator: User, person: Callable[..., User]
) -> None:
    child = Child.objects.create(child_id="9123456")
    Case.objects.create(child=child, team="North team")
    Chairing.objects.create(child=child, role="chair", name="Carla Dunn")
    user = person(Role.PRACTICE)
    client, address = signed_in(administrator), f"/practice/access/{user.pk}/"
    page = client.get(address).text
    assert "9123456" not in page
    assert "Nobody can see any children yet" in client.get("/practice/access/").text
    client.post(address, {"teams": "North team", "names": "Carla Dunn", "seen_version": 0})
    reached = reach.reach_of(user)
    assert (reached.teams, reached.names) == (("North team",), ("Carla Dunn",))
    logged = Event.objects.get(action="changed which children somebody sees")
    assert logged.detail["now"]["teams"] == ["North team"]
    assert "Team: North team" in client.get("/practice/access/").text


def test_a_team_that_is_gone_is_still_shown_with_whoever_has_it(
    administrator: User, person: Callable[..., User]
) -> None:
    user = person(Role.PRACTICE)
    Reach.objects.create(user=user, teams=["Old team"])
    page = signed_in(administrator).get(f"/practice/access/{user.pk}/").text
    assert "Old team (no longer on the newest return)" in page


def test_two_administrators_do_not_overwrite_each_other(
    administrator: User, person: Callable[..., User]
) -> None:
    user = person(Role.PRACTICE)
    access.change(user, ReachFields(whole_service=True), seen_version=0, by=administrator)
    with pytest.raises(ChangedMeanwhile):
        access.change(user, ReachFields(teams=("A",)), seen_version=0, by=administrator)
    assert reach.reach_of(user).whole_service


def test_others_of_the_role_are_told_who_may_load(head: User, person: Callable[..., User]) -> None:
    manager = person(Role.PRACTICE, email="manager@wexcombe.example")
    Reach.objects.create(user=manager, teams=["North team"])
    answer = signed_in(manager).get("/practice/returns/")
    assert answer.status_code == 403
    assert str(head) in answer.text
