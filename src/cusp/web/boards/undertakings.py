"""Undertakings: what somebody said at a meeting that they would do, until it is closed."""

from __future__ import annotations

import re
from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp import meetings as library
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.boards import history, records
from cusp.web.boards.models import (
    AgendaItem,
    Board,
    Meeting,
    Undertaking,
    UndertakingDate,
)
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import save_fields
from cusp.web.common.wording import say_date


class UndertakingFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about an undertaking; if only ``owner_person`` is given, it is their name.

    ``plan_action`` is the action of the improvement plan that it became, such as A12.
    """

    text: str
    owner: str = ""
    owner_person: User | None = None
    plan_action: str = ""


@transaction.atomic
def add_undertaking(
    meeting: Meeting,
    fields: UndertakingFields,
    *,
    on: date,
    by: User | None,
    item: AgendaItem | None = None,
    due: date | None = None,
) -> Undertaking:
    """Record what somebody undertook at a meeting. Raises ``CannotChange``."""
    board = history.begin(meeting.board_id, on=on)
    fields = _checked(fields)
    if on < meeting.date:
        raise CannotChange("This meeting has not been held yet.")
    if item and item.meeting_id != meeting.pk:
        raise CannotChange("Choose an item of this meeting", field="item")
    if due and due < meeting.date:
        raise CannotChange("The date must be after the meeting", field="due")
    last = Undertaking.objects.aggregate(last=Max("number"))["last"] or 0
    row = Undertaking.objects.create(
        board=board, meeting=meeting, item=item, number=last + 1, **msgspec.structs.asdict(fields)
    )
    if due:
        UndertakingDate.objects.create(undertaking=row, due=due, on=on, **audit.by_whom(by))
    history.write(board, row, "added", on=on, by=by, meeting=meeting)
    return row


@transaction.atomic
def change_undertaking(
    row: Undertaking, fields: UndertakingFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what an undertaking says, its owner or its action in the plan.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board = _begin(row, on)
    if save_fields(row, _checked(fields), seen_version=seen_version):
        history.write(board, row, "changed", on=on, by=by, meeting=row.meeting)


@transaction.atomic
def redate(
    row: Undertaking, due: date, *, reason: str, on: date, by: User | None
) -> UndertakingDate:
    """Give an undertaking a new date; the earlier ones are kept. Raises ``CannotChange``."""
    board = _begin(row, on)
    before = row.due_dates.last()
    if before and before.due == due:
        raise CannotChange(f"It is already due on {say_date(due)}", field="due")
    if due < on:
        raise CannotChange("The date must be today or in the future", field="due")
    if before and not reason.strip():
        raise CannotChange("Enter the reason for the new date", field="reason")
    dated = UndertakingDate.objects.create(
        undertaking=row, due=due, reason=reason.strip()[:500], on=on, **audit.by_whom(by)
    )
    history.write(
        board, row, "re-dated" if before else "dated", on=on, by=by, meeting=row.meeting,
        due=due.isoformat(), before=before.due.isoformat() if before else None,
    )  # fmt: skip
    return dated


@transaction.atomic
def close(row: Undertaking, *, how: str, closed: date, on: date, by: User | None) -> None:
    """Close an undertaking, with how it was met or why it is dropped. Raises ``CannotChange``."""
    board = _begin(row, on)
    if not how.strip():
        raise CannotChange("Enter how the undertaking was closed", field="how")
    if closed > on:
        raise CannotChange("The date must be today or in the past", field="closed")
    if closed < row.meeting.date:
        raise CannotChange("The date must be on or after the meeting", field="closed")
    row.closed_on, row.closed_how = closed, how.strip()[:500]
    row.row_version += 1
    row.save()
    history.write(board, row, "closed", on=on, by=by, meeting=row.meeting)


def matters_arising(board: Board, day: date) -> tuple[library.Undertaking, ...]:
    """Undertakings for a meeting on a day: given at an earlier one and still open."""
    rows = board.undertakings.select_related("meeting", "item").prefetch_related("due_dates")
    return library.matters_arising([records.undertaking_record(row) for row in rows], day)


def _begin(row: Undertaking, on: date) -> Board:
    board = history.begin(row.board_id, on=on)
    row.refresh_from_db()
    if row.closed_on:
        raise CannotChange(f"This undertaking was closed on {say_date(row.closed_on)}.")
    return board


def _checked(fields: UndertakingFields) -> UndertakingFields:
    text, action = fields.text.strip(), fields.plan_action.strip().upper()
    owner = fields.owner.strip() or (str(fields.owner_person) if fields.owner_person else "")
    if not text:
        raise CannotChange("Enter what was undertaken", field="text")
    if not owner:
        raise CannotChange("Enter who will do it", field="owner")
    if action and not re.fullmatch(r"A[1-9][0-9]{0,8}", action):
        raise CannotChange(
            "Enter the action as the plan shows it, such as A12", field="plan_action"
        )
    return msgspec.structs.replace(fields, text=text, owner=owner[:200], plan_action=action)
