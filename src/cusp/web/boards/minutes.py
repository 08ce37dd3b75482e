"""Minutes: drafted after a meeting, agreed at a later one, and never changed after that."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction

from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.attendance import begin_minutes
from cusp.web.boards.choices import MeetingStatus, MinutesStatus
from cusp.web.boards.models import AgendaItem, Meeting, MinuteItem
from cusp.web.boards.refusals import CannotChange, ChangedMeanwhile
from cusp.web.common.saving import save_fields
from cusp.web.common.wording import say_date


class MinuteFields(msgspec.Struct, frozen=True, kw_only=True):
    """What the minutes say about an item."""

    text: str = ""
    resolution: str = ""
    reasons: str = ""


@transaction.atomic
def write_minute(
    item: AgendaItem, fields: MinuteFields, *, seen_version: int, on: date, by: User | None
) -> MinuteItem:
    """Write what the minutes say about an item; ``seen_version`` is 0 if it says nothing yet.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board, _ = begin_minutes(item.meeting, on=on)
    fields = _checked(fields)
    row = MinuteItem.objects.filter(item=item).first()
    if row is None:
        if seen_version:
            raise ChangedMeanwhile(theirs=MinuteFields(), yours=fields, version=0)
        row = MinuteItem.objects.create(item=item, **msgspec.structs.asdict(fields))
    elif not save_fields(row, fields, seen_version=seen_version):
        return row
    history.write(board, row, "written", on=on, by=by, meeting=item.meeting)
    return row


@transaction.atomic
def publish_draft(meeting: Meeting, *, on: date, by: User | None) -> None:
    """Let everyone who may know of the meeting see the draft. Raises ``CannotChange``.

    What is corrected after this is seen at once.
    """
    board, minutes = begin_minutes(meeting, on=on)
    if minutes.published_on:
        raise CannotChange(f"The draft was published on {say_date(minutes.published_on)}.")
    if not MinuteItem.objects.filter(item__meeting=meeting).exists():
        raise CannotChange("There are no minutes of this meeting yet.")
    minutes.published_on = on
    minutes.save()
    history.write(board, minutes, "draft published", on=on, by=by, meeting=meeting)


@transaction.atomic
def agree_minutes(meeting: Meeting, *, at: Meeting, on: date, by: User | None) -> None:
    """Record that a later meeting of the board agreed the minutes. Raises ``CannotChange``."""
    board, minutes = begin_minutes(meeting, on=on)
    at.refresh_from_db()
    if at.board_id != meeting.board_id or at.date <= meeting.date:
        raise CannotChange("Choose a later meeting of this board", field="at")
    if at.status not in (MeetingStatus.CALLED, MeetingStatus.HELD) or on < at.date:
        raise CannotChange(f"The meeting of {say_date(at.date)} has not been held", field="at")
    if meeting.status != MeetingStatus.HELD:
        raise CannotChange("Record that this meeting was held first.")
    if not MinuteItem.objects.filter(item__meeting=meeting).exists():
        raise CannotChange("There are no minutes of this meeting yet.")
    minutes.published_on = minutes.published_on or on
    minutes.status = MinutesStatus.AGREED.value
    minutes.agreed_at, minutes.agreed_on = at, at.date
    minutes.save()
    history.write(board, minutes, "agreed", on=on, by=by, meeting=meeting)


def _checked(fields: MinuteFields) -> MinuteFields:
    fields = MinuteFields(
        text=fields.text.strip(),
        resolution=fields.resolution.strip(),
        reasons=fields.reasons.strip(),
    )
    if not (fields.text or fields.resolution):
        raise CannotChange("Enter what was said or resolved", field="text")
    if fields.reasons and not fields.resolution:
        raise CannotChange("Enter the resolution that the reasons are for", field="resolution")
    return fields
