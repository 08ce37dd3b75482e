"""After a meeting: attendance, minutes, decisions and undertakings."""

from datetime import date, time

import pytest

from cusp.web.accounts.models import User
from cusp.web.boards import (
    attendance,
    boards,
    decisions,
    items,
    meetings,
    memberships,
    minutes,
    undertakings,
)
from cusp.web.boards.attendance import AttendanceFields
from cusp.web.boards.boards import BoardFields
from cusp.web.boards.decisions import DecisionFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.minutes import MinuteFields
from cusp.web.boards.models import AgendaItem, Board, Meeting, Membership, NeverChanged, Undertaking
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile
from cusp.web.boards.undertakings import UndertakingFields
from tests.web.boards.conftest import ADDED, MEETS, PLANNED

pytestmark = pytest.mark.django_db
AFTER = date(2019, 10, 23)
NEXT = date(2019, 12, 3)
FIELDS = UndertakingFields(text="Bring the audit", owner="Director")


def came(*members: Membership, **more: object) -> list[AttendanceFields]:
    return [AttendanceFields(membership=one, **more) for one in members]  # type: ignore[arg-type]


@pytest.fixture
def later(board: Board) -> Meeting:
    made = meetings.plan_meeting(board, When(date=NEXT), on=PLANNED, by=None)
    meetings.call_meeting(made, on=PLANNED, by=None)
    return made


def test_a_meeting_is_quorate_with_two_fifths(meeting: Meeting, members: list[Membership]) -> None:
    assert attendance.quorate_at(meeting) is None
    attendance.record_attendance(meeting, came(*members[:2]), seen_version=0, on=AFTER, by=None)
    found = attendance.quorate_at(meeting)
    assert found
    assert (found.needed, found.members, found.counted, found.met) == (2, 5, 2, True)
    remote = [*came(members[0]), *came(members[1], remote=True)]
    attendance.record_attendance(meeting, remote, seen_version=1, on=AFTER, by=None)
    found = attendance.quorate_at(meeting)
    assert found
    assert found.met is False
    assert "1 person attended remotely and did not count" in found.why


def test_the_boards_own_settings_come_before_the_rules(board: Board) -> None:
    fields = BoardFields(
        name="Education Board", kind="schools-forum", quorum_number=4, remote_counts=True,
        remote_source="Terms of reference, 7",
    )  # fmt: skip
    boards.change_board(board, fields, seen_version=2, on=ADDED, by=None)
    quorum = attendance.quorum_of(board, MEETS)
    assert quorum
    assert quorum.needed(5) == 4
    assert attendance.remote_counts(board, MEETS) is True


def test_what_attendance_cannot_be(
    meeting: Meeting, members: list[Membership], private_board: Board
) -> None:
    one, two = members[:2]
    stranger = memberships.add_membership(
        private_board, MembershipFields(name="Cas", starts=ADDED), on=PLANNED, by=None
    )
    for rows in (
        came(one, one),
        came(stranger),
        came(one, presence="substitute"),
        came(one, stands_in_for=two),
        came(one, presence="asleep"),
        came(one, came=time(9), left=time(8)),
        [AttendanceFields(name=" ")],
        [
            *came(one, presence="substitute", stands_in_for=members[2]),
            *came(two, presence="substitute", stands_in_for=members[2]),
        ],
    ):
        with pytest.raises(CannotChange):
            attendance.record_attendance(meeting, rows, seen_version=0, on=AFTER, by=None)
    with pytest.raises(CannotChange, match="has not been held yet"):
        attendance.record_attendance(
            meeting, came(one), seen_version=0, on=date(2019, 10, 21), by=None
        )
    assert not meeting.attendance.exists()


def test_two_people_recording_attendance_are_told_apart(
    meeting: Meeting, members: list[Membership]
) -> None:
    attendance.record_attendance(meeting, came(members[0]), seen_version=0, on=AFTER, by=None)
    with pytest.raises(ChangedMeanwhile) as refused:
        attendance.record_attendance(meeting, came(members[1]), seen_version=0, on=AFTER, by=None)
    assert [row.name for row in refused.value.theirs] == ["Asha Okafor"]


def test_agreed_minutes_never_change(
    meeting: Meeting, item: AgendaItem, later: Meeting, members: list[Membership]
) -> None:
    said = MinuteFields(text="The director spoke.", resolution="To note the response.")
    minutes.write_minute(item, said, seen_version=0, on=AFTER, by=None)
    with pytest.raises(ChangedMeanwhile):
        minutes.write_minute(item, MinuteFields(text="Other"), seen_version=0, on=AFTER, by=None)
    with pytest.raises(CannotChange, match="has not been held"):
        minutes.agree_minutes(meeting, at=later, on=AFTER, by=None)
    with pytest.raises(CannotChange, match="Record that this meeting was held first"):
        minutes.agree_minutes(meeting, at=later, on=NEXT, by=None)
    meetings.hold_meeting(meeting, on=NEXT, by=None)
    with pytest.raises(CannotChange, match="Choose a later meeting"):
        minutes.agree_minutes(meeting, at=meeting, on=NEXT, by=None)
    minutes.agree_minutes(meeting, at=later, on=NEXT, by=None)
    meeting.minutes.refresh_from_db()
    assert (meeting.minutes.status, meeting.minutes.agreed_on) == ("agreed", NEXT)
    for change in (
        lambda: minutes.write_minute(
            item, MinuteFields(text="a"), seen_version=1, on=NEXT, by=None
        ),
        lambda: minutes.agree_minutes(meeting, at=later, on=NEXT, by=None),
        lambda: attendance.record_attendance(
            meeting, came(members[0]), seen_version=0, on=NEXT, by=None
        ),
        lambda: decisions.record_decision(item, DecisionFields(text="a"), on=NEXT, by=None),
    ):
        with pytest.raises(CannotChange, match="have been agreed"):
            change()


def test_a_meeting_that_is_not_quorate_takes_no_decisions(
    meeting: Meeting, item: AgendaItem, members: list[Membership]
) -> None:
    fields = DecisionFields(text="To endorse the plan", reasons="It answers every finding")
    attendance.record_attendance(meeting, came(members[0]), seen_version=0, on=AFTER, by=None)
    with pytest.raises(CannotChange, match="only 1 was present"):
        decisions.record_decision(item, fields, on=AFTER, by=None)
    attendance.record_attendance(meeting, came(*members), seen_version=1, on=AFTER, by=None)
    row = decisions.record_decision(item, fields, on=AFTER, by=None)
    assert row.public_id == "DN1"
    with pytest.raises(CannotChange):
        decisions.change_decision(row, DecisionFields(text=""), seen_version=1, on=AFTER, by=None)


def test_an_undertaking_comes_back_until_it_is_closed(
    meeting: Meeting, item: AgendaItem, board: Board
) -> None:
    due = date(2019, 11, 30)
    row = undertakings.add_undertaking(meeting, FIELDS, item=item, due=due, on=AFTER, by=None)
    (arising,) = undertakings.matters_arising(board, NEXT)
    assert (arising.id, arising.item, arising.due[0].due) == ("U1", "3", due)
    with pytest.raises(CannotChange, match="Enter the reason"):
        undertakings.redate(row, date(2020, 1, 31), reason="", on=NEXT, by=None)
    new = undertakings.redate(row, date(2020, 1, 31), reason="Auditor ill", on=NEXT, by=None)
    with pytest.raises(NeverChanged):
        new.save()
    assert [d.due for d in row.due_dates.all()] == [due, date(2020, 1, 31)]
    with pytest.raises(CannotChange, match="Enter how"):
        undertakings.close(row, how="", closed=NEXT, on=NEXT, by=None)
    undertakings.close(row, how="Reported in item 4", closed=NEXT, on=NEXT, by=None)
    assert undertakings.matters_arising(board, date(2020, 1, 14)) == ()
    with pytest.raises(CannotChange, match="was closed on 3 December 2019"):
        undertakings.redate(row, date(2020, 2, 1), reason="a", on=NEXT, by=None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (UndertakingFields(text="", owner="a"), "text"),
        (UndertakingFields(text="a"), "owner"),
        (UndertakingFields(text="a", owner="a", plan_action="twelve"), "plan_action"),
    ],
)
def test_what_an_undertaking_cannot_be(
    meeting: Meeting, fields: UndertakingFields, field: str
) -> None:
    with pytest.raises(CannotChange) as refused:
        undertakings.add_undertaking(meeting, fields, on=AFTER, by=None)
    assert refused.value.field == field
    assert not Undertaking.objects.exists()


def test_an_undertaking_can_become_an_action_of_the_plan(meeting: Meeting, officer: User) -> None:
    linked = UndertakingFields(text="a", owner_person=officer, plan_action="a12")
    row = undertakings.add_undertaking(meeting, linked, on=AFTER, by=officer)
    assert (row.plan_action, row.owner) == ("A12", "Officer")


def test_a_cancelled_meeting_has_no_minutes(meeting: Meeting, item: AgendaItem) -> None:
    meetings.cancel_meeting(meeting, reason="Snow", on=PLANNED, by=None)
    with pytest.raises(CannotChange, match="was cancelled"):
        minutes.write_minute(item, MinuteFields(text="a"), seen_version=0, on=AFTER, by=None)
    with pytest.raises(CannotChange, match="This meeting is cancelled"):
        items.add_item(meeting, items.ItemFields(title="a"), on=AFTER, by=None)
