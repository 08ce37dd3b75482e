"""Boards, memberships and meetings: what changes them, and what is refused."""

from datetime import date, time

import msgspec
import pytest

from cusp.web.accounts.models import Event, User
from cusp.web.boards import boards, meetings, memberships, notices
from cusp.web.boards.boards import BoardFields, StandingItem
from cusp.web.boards.lookup import meeting_at
from cusp.web.boards.meetings import MeetingFields, When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import (
    Board,
    BoardChange,
    Meeting,
    MeetingDate,
    Membership,
    NeverChanged,
)
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile, Doubtful
from cusp.web.common.saving import fields_now
from tests.web.boards.conftest import ADDED, MEETS, PLANNED

pytestmark = pytest.mark.django_db
LATER = date(2019, 9, 16)
WHEN = When(date=MEETS, start=time(8, 15), end=time(10), place="Tickfield Centre")


def test_a_board_has_an_address_a_history_and_a_log(board: Board) -> None:
    assert board.slug == "education-board"
    assert [c.what for c in board.changes.all()] == ["added", "standing items set"]
    assert Event.objects.filter(action="board added", about="Education Board").exists()
    again = boards.add_board(fields_now(board, BoardFields), on=ADDED, by=None)
    assert again.slug == "education-board-2"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"kind": "club"}, "kind"),
        ({"quorum_number": 0}, "quorum_number"),
        ({"quorum_top": 2}, "quorum_number"),
        ({"quorum_top": 3, "quorum_bottom": 2}, "quorum_number"),
        ({"quorum_number": 3, "quorum_top": 1, "quorum_bottom": 2}, "quorum_number"),
        ({"clear_days": 4}, "notice_source"),
        ({"clear_days": 0, "notice_source": "Rule 4"}, "clear_days"),
        ({"counting": "mondays", "notice_source": "Rule 4"}, "counting"),
        ({"remote_counts": True}, "remote_source"),
        ({"usual_end": time(8)}, "usual_end"),
    ],
)
def test_what_a_board_cannot_be(board: Board, change: dict[str, object], field: str) -> None:
    fields = msgspec.structs.replace(fields_now(board, BoardFields), **change)
    with pytest.raises(CannotChange) as refused:
        boards.change_board(board, fields, seen_version=2, on=LATER, by=None)
    assert refused.value.field == field
    assert board.changes.count() == 2


def test_two_people_changing_a_board_are_told_apart(board: Board) -> None:
    fields = fields_now(board, BoardFields)
    mine = msgspec.structs.replace(fields, remit="School funding")
    boards.change_board(board, mine, seen_version=2, on=LATER, by=None)
    boards.change_board(board, mine, seen_version=2, on=LATER, by=None)  # the same again
    theirs = msgspec.structs.replace(fields, remit="Schools")
    with pytest.raises(ChangedMeanwhile) as refused:
        boards.change_board(board, theirs, seen_version=2, on=LATER, by=None)
    assert refused.value.version == 3
    assert refused.value.theirs.remit == "School funding"


def test_changes_stay_in_order(board: Board) -> None:
    with pytest.raises(CannotChange, match="last changed on 2 September 2019"):
        boards.wind_up(board, ended=LATER, on=date(2019, 9, 1), by=None)


# Memberships


def test_there_is_one_chair_at_a_time(board: Board, members: list[Membership]) -> None:
    new = MembershipFields(name="Ben Hale", role="chair", starts=LATER)
    with pytest.raises(CannotChange, match="Asha Okafor is chair in this term"):
        memberships.add_membership(board, new, on=LATER, by=None)
    memberships.end_membership(members[0], ends=date(2019, 9, 15), on=LATER, by=None)
    assert memberships.add_membership(board, new, on=LATER, by=None).public_id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": "mascot"}, "role"),
        ({"role": "adviser"}, "votes"),
    ],
)
def test_what_a_membership_cannot_be(board: Board, change: dict[str, object], field: str) -> None:
    said = {"name": "Ben Hale", "starts": ADDED} | change
    fields = MembershipFields(**said)  # type: ignore[arg-type]
    with pytest.raises(CannotChange) as refused:
        memberships.add_membership(board, fields, on=LATER, by=None)
    assert refused.value.field == field


def test_only_a_substitute_stands_in(board: Board, members: list[Membership]) -> None:
    fields = MembershipFields(name="Ben Hale", starts=ADDED, substitute_for=members[0])
    with pytest.raises(CannotChange):
        memberships.add_membership(board, fields, on=LATER, by=None)
    fields = msgspec.structs.replace(fields, role="substitute")
    assert memberships.add_membership(board, fields, on=LATER, by=None).substitute_for == members[0]


def test_a_term_cannot_end_before_it_starts(members: list[Membership]) -> None:
    with pytest.raises(CannotChange):
        memberships.end_membership(members[0], ends=date(2019, 9, 1), on=LATER, by=None)


# Meetings


def test_a_meeting_starts_as_usual_with_the_standing_items(meeting: Meeting) -> None:
    assert fields_now(meeting, When) == WHEN
    assert (meeting.address, meeting.status, meeting.sequence) == ("2019-10-22", "called", 1)
    rows = list(meeting.agenda_items.values_list("number", "title", "standing", "purpose"))
    assert rows == [("1", "Apologies", True, ""), ("2", "Minutes", True, "decide")]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 9, 1), "is in the past"),
        (date(2019, 12, 26), "is a bank holiday (Boxing Day)"),
        (date(2019, 10, 26), "is at a weekend"),
    ],
)
def test_a_doubtful_day_must_be_confirmed(board: Board, day: date, said: str) -> None:
    with pytest.raises(Doubtful) as refused:
        meetings.plan_meeting(board, When(date=day), on=PLANNED, by=None)
    assert said in str(refused.value)
    assert not board.meetings.exists()
    meetings.plan_meeting(board, When(date=day), on=PLANNED, by=None, confirmed=True)
    assert board.meetings.get().date == day


@pytest.mark.database
def test_a_moved_meeting_keeps_its_identity(meeting: Meeting, officer: User) -> None:
    uid, before = meeting.uid, notices.notice_for(meeting, today=PLANNED).publish_by
    to = msgspec.structs.replace(WHEN, date=date(2019, 11, 5), place="Civic Centre")
    with pytest.raises(CannotChange, match="Enter why the meeting is moved"):
        meetings.move_meeting(meeting, to, reason="", seen_version=2, on=LATER, by=officer)
    meetings.move_meeting(
        meeting, to, reason="The room is not free", seen_version=2, on=LATER, by=officer
    )
    meeting.refresh_from_db()
    assert (meeting.uid, meeting.address, meeting.sequence) == (uid, "2019-10-22", 2)
    assert (before, notices.notice_for(meeting, today=LATER).publish_by) == (
        date(2019, 10, 14), date(2019, 10, 28),
    )  # fmt: skip
    earlier = meeting.earlier_dates.get()
    assert (earlier.date, earlier.place, earlier.by_then) == (MEETS, "Tickfield Centre", "Officer")
    with pytest.raises(NeverChanged):
        earlier.save()
    for address in ("2019-10-22", "2019-11-05"):
        assert meeting_at(meeting.board, address, officer, today=LATER) == meeting
    logged = Event.objects.get(action="meeting moved")
    assert logged.detail["publish_by"] == "2019-10-28"


def test_a_day_given_up_can_have_another_meeting(board: Board, meeting: Meeting) -> None:
    to = msgspec.structs.replace(WHEN, date=date(2019, 11, 5))
    meetings.move_meeting(meeting, to, reason="Half-term", seen_version=2, on=LATER, by=None)
    other = meetings.plan_meeting(board, When(date=MEETS), on=LATER, by=None)
    assert other.address == "2019-10-22-2"


def test_the_sequence_rises_with_each_change_of_the_calendar(meeting: Meeting) -> None:
    seen = [meeting.sequence]
    for week in (5, 12):
        to = msgspec.structs.replace(WHEN, date=date(2019, 11, week))
        version = meeting.row_version
        meetings.move_meeting(meeting, to, reason="a", seen_version=version, on=LATER, by=None)
        seen.append(meeting.sequence)
    meetings.cancel_meeting(meeting, reason="No business", on=LATER, by=None)
    seen.append(meeting.sequence)
    assert seen == [1, 2, 3, 4]
    assert MeetingDate.objects.count() == 2


def test_two_clerks_moving_a_meeting_are_told_apart(meeting: Meeting) -> None:
    to = msgspec.structs.replace(WHEN, place="Civic Centre")
    meetings.move_meeting(meeting, to, reason="a", seen_version=2, on=LATER, by=None)
    other = msgspec.structs.replace(WHEN, place="Library")
    with pytest.raises(ChangedMeanwhile) as refused:
        meetings.move_meeting(meeting, other, reason="b", seen_version=2, on=LATER, by=None)
    assert refused.value.theirs.place == "Civic Centre"


def test_a_cancelled_or_held_meeting_stays_as_it_is(meeting: Meeting) -> None:
    with pytest.raises(CannotChange, match="Enter why"):
        meetings.cancel_meeting(meeting, reason=" ", on=LATER, by=None)
    with pytest.raises(CannotChange, match="The meeting is on 22 October 2019"):
        meetings.hold_meeting(meeting, on=LATER, by=None)
    meetings.hold_meeting(meeting, on=MEETS, by=None)
    to = msgspec.structs.replace(WHEN, place="Library")
    with pytest.raises(CannotChange, match="has been held"):
        meetings.move_meeting(meeting, to, reason="a", seen_version=3, on=MEETS, by=None)
    with pytest.raises(CannotChange):
        meetings.cancel_meeting(meeting, reason="a", on=MEETS, by=None)


def test_a_meeting_without_a_place_cannot_be_called(private_board: Board) -> None:
    made = meetings.plan_meeting(private_board, When(date=MEETS), on=PLANNED, by=None)
    with pytest.raises(CannotChange) as refused:
        meetings.call_meeting(made, on=PLANNED, by=None)
    assert refused.value.field == "start"


def test_a_private_meeting_needs_a_reason(meeting: Meeting) -> None:
    private = MeetingFields(private=True)
    with pytest.raises(CannotChange, match="Enter why the meeting is in private"):
        meetings.change_meeting(meeting, private, seen_version=2, on=LATER, by=None)


def test_standing_items_need_titles(board: Board) -> None:
    with pytest.raises(CannotChange):
        boards.set_standing_items(
            board, (StandingItem(title=" "),), seen_version=2, on=LATER, by=None
        )
    assert BoardChange.objects.count() == 2
