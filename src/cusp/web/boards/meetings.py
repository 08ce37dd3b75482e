"""Meetings: planning, calling, moving, cancelling and holding them.

A meeting that moves keeps its address and its calendar identity (``uid``). Whatever a calendar
shows raises its ``sequence``, so that calendars update their entry.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time

import msgspec
from django.db import transaction
from django.utils import timezone

from cusp.meetings import why_doubtful
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.boards import standing_items
from cusp.web.boards.choices import MeetingStatus
from cusp.web.boards.models import AgendaItem, Board, Meeting, MeetingDate
from cusp.web.boards.notices import notice_for
from cusp.web.boards.refusals import CannotChange, Doubtful
from cusp.web.common.saving import as_columns, check_version, fields_now
from cusp.web.common.wording import say_date


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a meeting is."""

    date: date
    start: time | None = None
    end: time | None = None
    place: str = ""


class MeetingFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about a meeting, apart from when and where it is."""

    series: str = ""
    private: bool = False
    private_reason: str = ""


@transaction.atomic
def plan_meeting(
    board: Board,
    when: When,
    fields: MeetingFields | None = None,
    *,
    on: date,
    by: User | None,
    confirmed: bool = False,
) -> Meeting:
    """Plan a meeting, with the board's standing items on its agenda.

    What is left out of ``when`` is as usual. Raises ``CannotChange`` and, unless ``confirmed``,
    ``Doubtful`` for a day in the past, at a weekend or on a bank holiday.
    """
    locked = history.begin(board.pk, on=on)
    fields = _checked_fields(fields or MeetingFields())
    when = _checked(_as_usual(locked, when), on=on, confirmed=confirmed)
    if locked.ended and when.date > locked.ended:
        raise CannotChange(f"The board ended on {say_date(locked.ended)}.", field="date")
    meeting = Meeting.objects.create(
        board=locked,
        address=_free_address(locked, when.date),
        uid=f"{uuid.uuid4()}@cusp",
        changed_at=timezone.now(),
        **as_columns(when),
        **as_columns(fields),
    )
    for order, item in enumerate(standing_items(locked), start=1):
        AgendaItem.objects.create(
            meeting=meeting,
            order=order,
            number=str(order),
            standing=True,
            **msgspec.structs.asdict(item),
        )
    history.write(locked, meeting, "planned", on=on, by=by, meeting=meeting)
    return meeting


@transaction.atomic
def plan_series(
    board: Board,
    days: Sequence[date],
    when: When,
    fields: MeetingFields,
    *,
    on: date,
    by: User | None,
    confirmed: bool = False,
) -> list[Meeting]:
    """Plan meetings at the same time and place on several days: all of them, or none.

    The day of ``when`` does not matter. Raises as ``plan_meeting``, for all days together.
    """
    if not days:
        raise CannotChange("Enter at least one date", field="days")
    if len(set(days)) < len(days):
        raise CannotChange(
            "A date is given twice. To hold a second meeting on that day, plan it separately."
        )
    doubts = [doubt for day in days for doubt in why_doubtful(day, today=on)]
    if doubts and not confirmed:
        raise Doubtful(tuple(doubts))
    return [
        plan_meeting(
            board, msgspec.structs.replace(when, date=day), fields, on=on, by=by, confirmed=True
        )
        for day in sorted(days)
    ]


@transaction.atomic
def change_meeting(
    meeting: Meeting, fields: MeetingFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change the series, or whether the meeting is private. Raises as ``move_meeting``."""
    board = _begin(meeting, on)
    fields, now = _checked_fields(fields), fields_now(meeting, MeetingFields)
    if fields == now:
        return
    _check_coming(meeting)
    check_version(meeting, seen_version, theirs=now, yours=fields)
    _save(meeting, **as_columns(fields))
    history.write(board, meeting, "changed", on=on, by=by, meeting=meeting)


@transaction.atomic
def call_meeting(meeting: Meeting, *, on: date, by: User | None) -> None:
    """Call a planned meeting; it needs a time and a place. Raises ``CannotChange``."""
    board = _begin(meeting, on)
    if meeting.status != MeetingStatus.PLANNED:
        raise CannotChange("Only a planned meeting can be called.")
    if meeting.start is None:
        raise CannotChange("Enter when the meeting starts", field="start")
    if not meeting.place:
        raise CannotChange("Enter where the meeting is", field="place")
    _save(meeting, calendar=True, status=MeetingStatus.CALLED.value)
    history.write(board, meeting, "called", on=on, by=by, meeting=meeting)


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    when: When,
    *,
    reason: str,
    seen_version: int,
    on: date,
    by: User | None,
    confirmed: bool = False,
) -> None:
    """Move a meeting to another day, time or place; where it was before is kept.

    Raises ``ChangedMeanwhile``, ``CannotChange`` (a called meeting needs a reason) and, unless
    ``confirmed``, ``Doubtful``.
    """
    board = _begin(meeting, on)
    now = fields_now(meeting, When)
    if when == now:
        return
    _check_coming(meeting)
    check_version(meeting, seen_version, theirs=now, yours=when)
    when = _checked(when, on=on, confirmed=confirmed or when.date == now.date)
    _check_move(meeting, when, reason)
    before = notice_for(meeting, today=on).publish_by
    MeetingDate.objects.create(
        meeting=meeting,
        reason=reason.strip()[:500],
        on=on,
        **as_columns(now),
        **audit.by_whom(by),
    )
    _save(meeting, calendar=True, **as_columns(when))
    after = notice_for(meeting, today=on).publish_by
    history.write(
        board, meeting, "moved", on=on, by=by, meeting=meeting,
        before=now.date.isoformat(), publish_by=_iso(after), publish_by_before=_iso(before),
    )  # fmt: skip


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, reason: str, on: date, by: User | None) -> None:
    """Cancel a meeting, with the reason. It stays visible. Raises ``CannotChange``."""
    board = _begin(meeting, on)
    _check_coming(meeting)
    if not reason.strip():
        raise CannotChange("Enter why the meeting is cancelled", field="reason")
    cancelled = MeetingStatus.CANCELLED.value
    _save(meeting, calendar=True, status=cancelled, why=reason.strip()[:500])
    history.write(board, meeting, "cancelled", on=on, by=by, meeting=meeting)


@transaction.atomic
def hold_meeting(meeting: Meeting, *, on: date, by: User | None) -> None:
    """Record that a called meeting was held. Raises ``CannotChange``."""
    board = _begin(meeting, on)
    if meeting.status != MeetingStatus.CALLED:
        raise CannotChange("Only a meeting that has been called can be marked as held.")
    if on < meeting.date:
        raise CannotChange(f"The meeting is on {say_date(meeting.date)}.")
    _save(meeting, status=MeetingStatus.HELD.value)
    history.write(board, meeting, "held", on=on, by=by, meeting=meeting)


def _begin(meeting: Meeting, on: date) -> Board:
    board = history.begin(meeting.board_id, on=on)
    meeting.refresh_from_db()
    return board


def _save(meeting: Meeting, *, calendar: bool = False, **values: object) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.row_version += 1
    if calendar:
        meeting.sequence += 1
        meeting.changed_at = timezone.now()
    meeting.save()


def _as_usual(board: Board, when: When) -> When:
    return When(
        date=when.date,
        start=when.start or board.usual_start,
        end=when.end or (None if when.start else board.usual_end),
        place=when.place or board.usual_place,
    )


def _checked(when: When, *, on: date, confirmed: bool) -> When:
    doubts = why_doubtful(when.date, today=on)
    if doubts and not confirmed:
        raise Doubtful(doubts)
    if when.end and when.start is None:
        raise CannotChange("Enter when the meeting starts", field="start")
    if when.start and when.end and when.end <= when.start:
        raise CannotChange("The end must be after the start", field="end")
    return msgspec.structs.replace(when, place=when.place.strip()[:300])


def _checked_fields(fields: MeetingFields) -> MeetingFields:
    reason = fields.private_reason.strip()[:500]
    if fields.private and not reason:
        raise CannotChange("Enter why the meeting is in private", field="private_reason")
    return msgspec.structs.replace(
        fields, series=fields.series.strip()[:200], private_reason=reason
    )


def _check_coming(meeting: Meeting) -> None:
    if meeting.status == MeetingStatus.HELD:
        raise CannotChange("This meeting has been held, so it can no longer be changed.")
    if meeting.status == MeetingStatus.CANCELLED:
        raise CannotChange("This meeting is cancelled. Plan a new one.")


def _check_move(meeting: Meeting, when: When, reason: str) -> None:
    if meeting.status != MeetingStatus.CALLED:
        return
    if not reason.strip():
        raise CannotChange("Enter why the meeting is moved", field="reason")
    if when.start is None:
        raise CannotChange("Enter when the meeting starts", field="start")
    if not when.place:
        raise CannotChange("Enter where the meeting is", field="place")


def _free_address(board: Board, day: date) -> str:
    first = day.isoformat()
    taken = set(board.meetings.filter(address__startswith=first).values_list("address", flat=True))
    numbers = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (first, *numbers) if one not in taken)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
