"""The list of boards and the page of a board."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.boards import meetings, memberships
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import Board
from tests.web.boards.conftest import ADDED

pytestmark = pytest.mark.django_db


def test_no_boards_yet(client: Client) -> None:
    assert "There are no boards yet" in client.get("/boards/").content.decode()


def test_a_board_says_when_it_meets(client: Client, board: Board) -> None:
    assert "No meeting is planned" in client.get("/boards/education-board/").content.decode()
    assert "1 board, no meeting planned" in client.get("/boards/").content.decode()
    today = timezone.localdate()
    day = today + timedelta(days=30)
    meetings.plan_meeting(board, When(date=day), on=today, by=None, confirmed=True)
    page = client.get("/boards/education-board/").content.decode()
    assert "at 8.15am" in page
    assert "Tickfield Centre" in page
    assert "Next: Education Board, " in client.get("/boards/").content.decode()


def test_a_private_board_is_not_found_by_others(
    client: Client, private_board: Board, person: Callable[..., User]
) -> None:
    member = person(Role.MEMBER)
    for user in (None, member):
        if user:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get("/boards/improvement-board/").status_code == 404
        assert "Improvement Board" not in client.get("/boards/").content.decode()
    fields = MembershipFields(person=member, starts=ADDED)
    memberships.add_membership(private_board, fields, on=ADDED, by=None)
    assert client.get("/boards/improvement-board/").status_code == 200
