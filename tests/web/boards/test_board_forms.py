"""Officers' forms: boards, members and meetings, and what they are asked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cusp.web.accounts.models import User
from cusp.web.boards import meetings, memberships
from cusp.web.boards.boards import standing_items
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import Board, Meeting
from tests.web.boards.conftest import ADDED, EMPTY
from tests.web.response.large_plan import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(officer: User) -> Client:
    return signed_in(officer)


def parts(name: str, days: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def test_an_officer_adds_a_board_with_a_quorum_and_its_own_notice(client: Client) -> None:
    assert "SI 2012/2261" in client.get("/boards/new/").content.decode()
    typed = {"name": "New", "kind": "committee", "quorum": "1/3", "clear_days": "3"}
    refused = client.post("/boards/new/", typed)
    assert refused.status_code == 400
    assert "Enter where this is written down" in refused.content.decode()
    for wrong, said in (
        ("a third", "or a fraction such as 2/5"),
        ("3/2", "must not be more than 1"),
    ):
        answer = client.post("/boards/new/", {**typed, "quorum": wrong, "notice_source": "Rule 4"})
        assert said in answer.content.decode()
    made = client.post(
        "/boards/new/", {**typed, "notice_source": "Rule 4", "usual_start": "8.15am"}
    )
    assert made["Location"] == "/boards/new-2/"  # /boards/new/ is this form
    shown = client.get("/boards/new-2/").content.decode()
    assert "1/3 of the voting members" in shown
    assert "3 clear days, counting working days only" in shown
    assert "Rule 4" in shown


def test_two_officers_change_a_board(client: Client, board: Board) -> None:
    seen = {"name": board.name, "kind": board.kind, "seen_version": "1"}
    answer = client.post("/boards/education-board/edit/", {**seen, "remit": "Schools"})
    assert answer.status_code == 400
    assert "Someone else has saved changes" in answer.content.decode()


def test_standing_items_are_typed_as_lines(client: Client, board: Board) -> None:
    here = "/boards/education-board/standing/"
    assert "Minutes |  |  | to decide" in client.get(here).content.decode()
    version = str(board.row_version)
    client.post(
        here, {"lines": "Apologies\nFigures | Head | 10 | to note", "seen_version": version}
    )
    board.refresh_from_db()
    assert [item.title for item in standing_items(board)] == ["Apologies", "Figures"]
    late = client.post(here, {"lines": "Apologies", "seen_version": version}).content.decode()
    assert "Figures | Head | 10 | to note" in late  # theirs, beside ours


def test_an_empty_form_says_what_to_enter(client: Client, board: Board) -> None:
    for form, said in [
        ("members/new/", "Select a role"),
        ("meetings/new/", "Enter at least one date"),
        ("wind-up/", "Enter the last day"),
    ]:
        shown = client.post(f"{board.get_absolute_url()}{form}", EMPTY).content.decode()
        assert said in shown
        assert "This field is required" not in shown


def test_members_come_and_go(client: Client, board: Board) -> None:
    here = "/boards/education-board/members/"
    typed = {"name": "Asha Okafor", "role": "adviser", "votes": "on", **parts("starts", -400)}
    assert "An adviser cannot vote" in client.post(f"{here}new/", typed).content.decode()
    client.post(f"{here}new/", {**typed, "role": "chair"})
    client.post(f"{here}S1/end/", parts("ends", -1))
    seat = board.memberships.get()
    assert seat.ends == timezone.localdate() - timedelta(days=1)
    assert (
        "No members have been added yet" in client.get("/boards/education-board/").content.decode()
    )
    assert client.get(f"{here}S2/edit/").status_code == 404
    assert client.get(f"{here}X1/edit/").status_code == 404


def test_several_meetings_are_planned_and_a_doubtful_day_is_confirmed(
    client: Client, board: Board
) -> None:
    here = "/boards/education-board/meetings/new/"
    typed = {
        "days": "14 May 2030\n25 December 2030",
        "start": "8.15am",
        "place": "Tickfield Centre",
    }
    asked = client.post(here, typed).content.decode()
    assert (
        "25 December 2030 is a bank holiday" in asked
        or "bank holidays are not known" in asked.lower()
    )
    assert 'type="checkbox" name="confirmed"' in asked
    assert not Meeting.objects.exists()
    client.post(here, {**typed, "confirmed": "on"})
    assert list(Meeting.objects.values_list("address", flat=True)) == ["2030-05-14", "2030-12-25"]
    wrong = client.post(here, {**typed, "days": "31 February 2030"}).content.decode()
    assert "Enter a real date on each line" in wrong


def test_a_meeting_is_called_moved_with_a_reason_and_cancelled(
    client: Client, board: Board
) -> None:
    today = timezone.localdate()
    day = today + timedelta(days=40)
    made = meetings.plan_meeting(board, When(date=day), on=today, by=None, confirmed=True)
    here = made.get_absolute_url()
    client.post(f"{here}call/")
    made.refresh_from_db()
    assert made.status == "called"
    typed = {**parts("date", 47), "start": "9am", "place": "Civic Centre", "confirmed": "on"}
    typed["seen_version"] = str(made.row_version)
    refused = client.post(f"{here}move/", typed)
    assert "Enter why the meeting is moved" in refused.content.decode()
    client.post(f"{here}move/", {**typed, "reason": "Repairs"})
    stale = client.post(f"{here}move/", {**typed, **parts("date", 48), "reason": "Repairs"})
    assert "Someone else has saved changes" in stale.content.decode()
    client.post(f"{here}cancel/", {"reason": "No business"})
    shown = Client().get(here).content.decode()
    assert "This meeting is cancelled: No business." in shown
    assert "Reason: Repairs." in shown


def test_a_board_that_is_wound_up_stays(client: Client, board: Board, officer: User) -> None:
    fields = MembershipFields(name="Asha Okafor", starts=ADDED)
    memberships.add_membership(board, fields, on=ADDED, by=officer)
    client.post("/boards/education-board/wind-up/", parts("ended", -1))
    assert (
        "Education Board no longer meets" in client.get("/boards/education-board/").content.decode()
    )
    assert "Boards that no longer meet" in Client().get("/boards/").content.decode()
    assert Board.objects.get().ended
