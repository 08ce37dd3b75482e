"""Who came to a meeting, and whether it was quorate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any, cast

import msgspec
from django.db import transaction

from cusp.meetings import Attended, Quorate, Quorum, quorate
from cusp.web.accounts.models import User
from cusp.web.boards import history, records
from cusp.web.boards.choices import MeetingStatus, MinutesStatus, Presence
from cusp.web.boards.models import Attendance, Board, Meeting, Membership, Minutes
from cusp.web.boards.notices import rules_of
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile


class AttendanceFields(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at a meeting: a member, or only a name, such as an officer who attended."""

    membership: Membership | None = None
    name: str = ""
    presence: str = Presence.PRESENT.value
    stands_in_for: Membership | None = None
    remote: bool = False
    came: time | None = None
    left: time | None = None


@transaction.atomic
def record_attendance(
    meeting: Meeting,
    attended: Sequence[AttendanceFields],
    *,
    seen_version: int,
    on: date,
    by: User | None,
) -> None:
    """Record who came, in place of what was recorded before.

    ``seen_version`` is the ``attendance_version`` of the minutes, 0 if there are none yet. Raises
    ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board, minutes = begin_minutes(meeting, on=on)
    checked = [_checked(fields, meeting) for fields in attended]
    _check_twice(checked)
    now = [_fields(row) for row in attendance_of(meeting)]
    if checked == now:
        return
    if minutes.attendance_version != seen_version:
        raise ChangedMeanwhile(theirs=now, yours=checked, version=minutes.attendance_version)
    meeting.attendance.all().delete()
    for fields in checked:
        Attendance.objects.create(meeting=meeting, **msgspec.structs.asdict(fields))
    minutes.attendance_version += 1
    minutes.save()
    history.write(
        board, meeting, "attendance recorded", on=on, by=by, meeting=meeting,
        more=[_in_history(fields) for fields in checked],
    )  # fmt: skip


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who came to a meeting or sent apologies, in the order in which they were recorded."""
    return list(meeting.attendance.select_related("membership", "stands_in_for"))


def quorum_of(board: Board, day: date) -> Quorum | None:
    """The board's own quorum or, if it has none, the rule for its kind."""
    parts = (board.quorum_number, board.quorum_top, board.quorum_bottom)
    return rules_of(board, day).quorum if parts == (None, None, None) else Quorum(*parts)


def remote_counts(board: Board, day: date) -> bool:
    """Whether members who attend remotely count: the board's own setting, or its kind's rule."""
    own = board.remote_counts
    return rules_of(board, day).remote_counts if own is None else own


def quorate_at(meeting: Meeting, rows: Sequence[Attendance] | None = None) -> Quorate | None:
    """Whether a meeting was quorate; None if no attendance has been recorded."""
    rows = attendance_of(meeting) if rows is None else rows
    if not rows:
        return None
    board = meeting.board
    return quorate(
        quorum_of(board, meeting.date),
        records.seats_of(board),
        [_attended(row) for row in rows],
        day=meeting.date,
        remote_counts=remote_counts(board, meeting.date),
    )


def begin_minutes(meeting: Meeting, *, on: date) -> tuple[Board, Minutes]:
    """Start a change of the minutes of a meeting. Raises ``CannotChange`` once they are agreed."""
    board = history.begin(meeting.board_id, on=on)
    meeting.refresh_from_db()
    if meeting.status == MeetingStatus.CANCELLED:
        raise CannotChange("This meeting was cancelled, so it has no minutes.")
    if meeting.status == MeetingStatus.PLANNED or on < meeting.date:
        raise CannotChange("This meeting has not been held yet.")
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
    if minutes.status == MinutesStatus.AGREED:
        raise CannotChange("These minutes have been agreed, so they can no longer be changed.")
    return board, minutes


def _checked(fields: AttendanceFields, meeting: Meeting) -> AttendanceFields:
    member, other = fields.membership, fields.stands_in_for
    name = member.name if member else fields.name.strip()[:200]
    if not name:
        raise CannotChange("Enter a name", field="name")
    if fields.presence not in Presence.values:
        raise CannotChange(f"Choose whether {name} was present", field="presence")
    for one in filter(None, (member, other)):
        if one.board_id != meeting.board_id or not in_post(one, meeting.date):
            raise CannotChange(f"{one.name} was not on the board on this day", field="membership")
    if (fields.presence == Presence.SUBSTITUTE) != (other is not None):
        raise CannotChange(f"Choose who {name} stood in for", field="stands_in_for")
    if fields.came and fields.left and fields.left <= fields.came:
        raise CannotChange(f"{name} must leave after arriving", field="left")
    return msgspec.structs.replace(fields, name=name)


def _check_twice(attended: Sequence[AttendanceFields]) -> None:
    seats = [a.membership.pk for a in attended if a.membership]
    stood_in = [a.stands_in_for.pk for a in attended if a.stands_in_for]
    for keys, said in ((seats, "is listed"), (stood_in, "has a substitute")):
        for key in keys:
            if keys.count(key) > 1:
                name = Membership.objects.get(pk=key).name
                raise CannotChange(f"{name} {said} more than once", field="membership")


def in_post(row: Membership, day: date) -> bool:
    """Whether a term covers a day."""
    return row.starts <= day and (row.ends is None or day <= row.ends)


def _fields(row: Attendance) -> AttendanceFields:
    return AttendanceFields(**{n: getattr(row, n) for n in AttendanceFields.__struct_fields__})


def _attended(row: Attendance) -> Attended:
    return Attended(
        name=row.name,
        seat=row.membership.public_id if row.membership else "",
        presence=cast(Any, row.presence),
        stands_in_for=row.stands_in_for.public_id if row.stands_in_for else "",
        remote=row.remote,
        came=row.came,
        left=row.left,
    )


def _in_history(fields: AttendanceFields) -> dict[str, Any]:
    said = msgspec.structs.asdict(fields)
    for name in ("membership", "stands_in_for"):
        said[name] = said[name].pk if said[name] else None
    return dict(msgspec.to_builtins(said))
