"""Boards: adding one, changing it, and the items that every agenda starts with."""

from __future__ import annotations

from datetime import date, time

import msgspec
from django.db import transaction
from django.utils.text import slugify

from cusp.meetings import Quorum, kinds_of_board
from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.choices import Counting, Form, Purpose
from cusp.web.boards.models import Board
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import as_columns, check_version, save_fields


class BoardFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about a board.

    The quorum is a number or a fraction; without either, the rule for the kind of board applies.
    """

    name: str
    kind: str
    remit: str = ""
    quorum_number: int | None = None
    quorum_top: int | None = None
    quorum_bottom: int | None = None
    clerk: str = ""
    clerk_person: User | None = None
    clear_days: int | None = None
    counting: str = ""
    notice_source: str = ""
    remote_counts: bool | None = None
    remote_source: str = ""
    usual_place: str = ""
    usual_start: time | None = None
    usual_end: time | None = None


class StandingItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item that every agenda of a board starts with."""

    title: str
    lead: str = ""
    minutes_allowed: int | None = None
    purpose: str = ""
    form: str = "verbal"


def standing_items(board: Board) -> tuple[StandingItem, ...]:
    """The items that every agenda of a board starts with."""
    return msgspec.convert(board.standing_items, tuple[StandingItem, ...])


@transaction.atomic
def add_board(fields: BoardFields, *, on: date, by: User | None) -> Board:
    """Add a board. Its address comes from its name and stays. Raises ``CannotChange``."""
    fields = _checked(fields)
    board = Board.objects.create(slug=_free_slug(fields.name), changed_on=on, **as_columns(fields))
    history.write(board, board, "added", on=on, by=by)
    return board


@transaction.atomic
def change_board(
    board: Board, fields: BoardFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what is said about a board. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    locked = history.begin(board.pk, on=on)
    if save_fields(locked, _checked(fields), seen_version=seen_version):
        history.write(locked, locked, "changed", on=on, by=by)
    board.refresh_from_db()


@transaction.atomic
def set_standing_items(
    board: Board, items: tuple[StandingItem, ...], *, seen_version: int, on: date, by: User | None
) -> None:
    """Choose the items that every new agenda starts with. Raises as above."""
    locked = history.begin(board.pk, on=on)
    now = standing_items(locked)
    if items == now:
        return
    check_version(locked, seen_version, theirs=now, yours=items)
    for item in items:
        if not item.title.strip():
            raise CannotChange("Enter a title for each item", field="title")
        if item.purpose not in ("", *Purpose.values) or item.form not in Form.values:
            raise CannotChange(f"Choose the purpose of “{item.title}” again", field="purpose")
    locked.standing_items = msgspec.to_builtins(items)
    locked.row_version += 1
    locked.save()
    history.write(locked, locked, "standing items set", on=on, by=by)
    board.refresh_from_db()


@transaction.atomic
def wind_up(board: Board, *, ended: date, on: date, by: User | None) -> None:
    """Record the last day of a board; what it published stays. Raises ``CannotChange``."""
    locked = history.begin(board.pk, on=on)
    if locked.meetings.filter(status__in=("planned", "called"), date__gt=ended).exists():
        raise CannotChange("The board has meetings after that day. Cancel them first.")
    locked.ended = ended
    locked.row_version += 1
    locked.save()
    history.write(locked, locked, "wound up", on=on, by=by, ended=ended.isoformat())
    board.refresh_from_db()


def _checked(fields: BoardFields) -> BoardFields:
    name = fields.name.strip()
    if not name:
        raise CannotChange("Enter the name of the board", field="name")
    if len(name) > 200:
        raise CannotChange("The name must be 200 characters or fewer", field="name")
    if fields.kind not in {kind.code for kind in kinds_of_board()}:
        raise CannotChange("Choose what kind of board it is", field="kind")
    _check_quorum(fields)
    _check_notice(fields)
    if fields.remote_counts is not None and not fields.remote_source.strip():
        raise CannotChange(
            "Enter where it is written down whether remote attendance counts", field="remote_source"
        )
    if fields.usual_start and fields.usual_end and fields.usual_end <= fields.usual_start:
        raise CannotChange("The end must be after the start", field="usual_end")
    clerk = fields.clerk.strip() or (str(fields.clerk_person) if fields.clerk_person else "")
    return msgspec.structs.replace(
        fields,
        name=name,
        remit=fields.remit.strip(),
        clerk=clerk[:200],
        notice_source=fields.notice_source.strip()[:300],
        remote_source=fields.remote_source.strip()[:300],
        usual_place=fields.usual_place.strip()[:300],
    )


def _check_quorum(fields: BoardFields) -> None:
    parts = (fields.quorum_number, fields.quorum_top, fields.quorum_bottom)
    if parts == (None, None, None):
        return
    if fields.quorum_number is not None and parts[1:] != (None, None):
        raise CannotChange("Enter a number or a fraction, but not both", field="quorum_number")
    if why := Quorum(*parts).why_not():
        raise CannotChange(why, field="quorum_number")


def _check_notice(fields: BoardFields) -> None:
    if fields.clear_days is not None and fields.clear_days < 1:
        raise CannotChange("Enter at least 1 clear day", field="clear_days")
    if fields.counting not in ("", *Counting.values):
        raise CannotChange("Choose how clear days are counted", field="counting")
    if (fields.clear_days or fields.counting) and not fields.notice_source.strip():
        raise CannotChange(
            "Enter where this is written down, such as a rule of the constitution",
            field="notice_source",
        )


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70] or "board"
    taken = set(Board.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    taken.add("new")  # the page that adds a board
    numbers = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (slug, *numbers) if one not in taken)
