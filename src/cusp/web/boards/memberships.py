"""Who is on a board: seats with their terms. A seat is ended, never deleted."""

from __future__ import annotations

from datetime import date

import msgspec
from django.db import transaction
from django.db.models import Max, Q

from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.choices import MemberRole
from cusp.web.boards.models import Board, Membership
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import as_columns, save_fields


class MembershipFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about a membership; if only ``person`` is given, it has their name."""

    name: str = ""
    person: User | None = None
    represents: str = ""
    role: str = MemberRole.MEMBER.value
    votes: bool = True
    starts: date
    substitute_for: Membership | None = None


@transaction.atomic
def add_membership(
    board: Board, fields: MembershipFields, *, on: date, by: User | None
) -> Membership:
    """Add somebody to a board. Raises ``CannotChange``."""
    locked = history.begin(board.pk, on=on)
    fields = _checked(locked, fields)
    last = Membership.objects.aggregate(last=Max("number"))["last"] or 0
    row = Membership.objects.create(board=locked, number=last + 1, **as_columns(fields))
    history.write(locked, row, "added", on=on, by=by)
    return row


@transaction.atomic
def change_membership(
    row: Membership, fields: MembershipFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what is said about a membership. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    board = history.begin(row.board_id, on=on)
    row.refresh_from_db()
    fields = _checked(board, fields, row=row)
    if row.ends and fields.starts > row.ends:
        raise CannotChange("The term must start before it ends", field="starts")
    if save_fields(row, fields, seen_version=seen_version):
        history.write(board, row, "changed", on=on, by=by)


@transaction.atomic
def end_membership(row: Membership, *, ends: date, on: date, by: User | None) -> None:
    """Set the last day of a term. Raises ``CannotChange``."""
    board = history.begin(row.board_id, on=on)
    row.refresh_from_db()
    if ends < row.starts:
        raise CannotChange("The term cannot end before it starts", field="ends")
    row.ends = ends
    row.row_version += 1
    row.save()
    history.write(board, row, "ended", on=on, by=by)


def _checked(
    board: Board, fields: MembershipFields, row: Membership | None = None
) -> MembershipFields:
    name = fields.name.strip() or (str(fields.person) if fields.person else "")
    if not name:
        raise CannotChange("Enter a name", field="name")
    if fields.role not in MemberRole.values:
        raise CannotChange("Choose a role", field="role")
    if fields.role == MemberRole.ADVISER and fields.votes:
        raise CannotChange("An adviser cannot vote", field="votes")
    _check_chair(board, fields, row)
    _check_substitute(board, fields, row)
    return msgspec.structs.replace(
        fields, name=name[:200], represents=fields.represents.strip()[:200]
    )


def _check_chair(board: Board, fields: MembershipFields, row: Membership | None) -> None:
    if fields.role != MemberRole.CHAIR:
        return
    others = board.memberships.filter(role=MemberRole.CHAIR)
    others = others.filter(Q(ends=None) | Q(ends__gte=fields.starts))
    if row:
        others = others.exclude(pk=row.pk)
        if row.ends:
            others = others.filter(starts__lte=row.ends)
    if other := others.first():
        raise CannotChange(
            f"{other.name} is chair in this term. End that membership first.", field="role"
        )


def _check_substitute(board: Board, fields: MembershipFields, row: Membership | None) -> None:
    other = fields.substitute_for
    if other is None:
        return
    if fields.role != MemberRole.SUBSTITUTE:
        raise CannotChange("Only a substitute can stand in for a member", field="substitute_for")
    if other.board_id != board.pk or (row and other.pk == row.pk):
        raise CannotChange("Choose a member of this board", field="substitute_for")
