"""Decisions: what a board resolved on an item, and what the law wants recorded about it."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.attendance import begin_minutes, quorate_at
from cusp.web.boards.models import AgendaItem, Decision
from cusp.web.boards.refusals import CannotChange
from cusp.web.boards.saving import save_fields


class DecisionFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about a decision; ``interests`` includes dispensations."""

    text: str
    reasons: str = ""
    options_rejected: str = ""
    interests: str = ""


@transaction.atomic
def record_decision(
    item: AgendaItem, fields: DecisionFields, *, on: date, by: User | None
) -> Decision:
    """Record a decision. Raises ``CannotChange``, also if the meeting was not quorate."""
    board, _ = begin_minutes(item.meeting, on=on)
    fields = _checked(fields)
    if item.withdrawn:
        raise CannotChange("This item was withdrawn.")
    quorum = quorate_at(item.meeting)
    if quorum and quorum.met is False:
        raise CannotChange(
            f"The meeting could not take decisions. {quorum.why} If that is wrong, correct the "
            "attendance first."
        )
    last = Decision.objects.aggregate(last=Max("number"))["last"] or 0
    row = Decision.objects.create(item=item, number=last + 1, **msgspec.structs.asdict(fields))
    history.write(board, row, "recorded", on=on, by=by, meeting=item.meeting)
    return row


@transaction.atomic
def change_decision(
    row: Decision, fields: DecisionFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Correct a decision until the minutes are agreed.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board, _ = begin_minutes(row.item.meeting, on=on)
    row.refresh_from_db()
    if save_fields(row, _checked(fields), seen_version=seen_version):
        history.write(board, row, "changed", on=on, by=by, meeting=row.item.meeting)


def _checked(fields: DecisionFields) -> DecisionFields:
    fields = DecisionFields(**{n: v.strip() for n, v in msgspec.structs.asdict(fields).items()})
    if not fields.text:
        raise CannotChange("Enter what was decided", field="text")
    return fields
