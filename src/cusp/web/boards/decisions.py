"""Decisions: what a board resolved on an item, and what the law requires on record."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.attendance import begin_minutes, quorate_at
from cusp.web.boards.models import AgendaItem, Decision
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import check_version


class Named(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who voted how, if the vote was recorded."""

    votes_for: tuple[str, ...] = ()
    votes_against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()


class AboutDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded about a decision besides its words; ``interests`` includes dispensations.

    The numbers of votes are empty if the board decided without a vote.
    """

    reasons: str = ""
    options_rejected: str = ""
    interests: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None


class DecisionFields(AboutDecision, frozen=True, kw_only=True):
    """What people write about a decision. The numbers of a recorded vote come from the names."""

    text: str
    named: Named = Named()


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
    row = Decision.objects.create(item=item, number=last + 1, **_columns(fields))
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
    fields, now = _checked(fields), fields_of(row)
    if fields == now:
        return
    check_version(row, seen_version, theirs=now, yours=fields)
    for name, value in _columns(fields).items():
        setattr(row, name, value)
    row.row_version += 1
    row.save()
    history.write(board, row, "changed", on=on, by=by, meeting=row.item.meeting)


@transaction.atomic
def remove_decision(row: Decision, *, on: date, by: User | None) -> None:
    """Take back a decision that was recorded by mistake, until the minutes are agreed.

    The board's history keeps it. Raises ``CannotChange``.
    """
    board, _ = begin_minutes(row.item.meeting, on=on)
    history.write(board, row, "removed", on=on, by=by, meeting=row.item.meeting)
    row.delete()


def fields_of(row: Decision) -> DecisionFields:
    """What is stored about a decision."""
    stored = {name: getattr(row, name) for name in DecisionFields.__struct_fields__}
    return DecisionFields(**{**stored, "named": msgspec.convert(row.named, Named)})


def _columns(fields: DecisionFields) -> dict[str, Any]:
    return {**msgspec.structs.asdict(fields), "named": msgspec.to_builtins(fields.named)}


def _checked(fields: DecisionFields) -> DecisionFields:
    words = ("text", "reasons", "options_rejected", "interests")
    fields = msgspec.structs.replace(fields, **{n: getattr(fields, n).strip() for n in words})
    if not fields.text:
        raise CannotChange("Enter what was decided", field="text")
    if fields.named != Named():
        fields = _from_names(fields)
    votes = (fields.votes_for, fields.votes_against, fields.abstained)
    if votes == (None, None, None):
        return fields
    if fields.votes_for is None or fields.votes_against is None:
        raise CannotChange("Enter the votes for and the votes against", field="votes_for")
    if fields.votes_for < fields.votes_against:
        raise CannotChange("A decision needs more votes for than against", field="votes_for")
    return msgspec.structs.replace(fields, abstained=fields.abstained or 0)


def _from_names(fields: DecisionFields) -> DecisionFields:
    """The numbers of votes by the names; raises ``CannotChange`` if they contradict each other."""
    kinds = Named.__struct_fields__
    cleaned = {n: tuple(filter(None, map(str.strip, getattr(fields.named, n)))) for n in kinds}
    voters = [name for names in cleaned.values() for name in names]
    if twice := next((name for name in voters if voters.count(name) > 1), ""):
        raise CannotChange(f"{twice} is named more than once", field="names_for")
    for name, names in cleaned.items():
        typed = getattr(fields, name)
        if typed is not None and typed != len(names):
            raise CannotChange(
                f"Name {typed} people, or leave the number empty: {len(names)} are named",
                field=name,
            )
    counts = {name: len(names) for name, names in cleaned.items()}
    return msgspec.structs.replace(fields, named=Named(**cleaned), **counts)
