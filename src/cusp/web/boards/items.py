"""Items of an agenda: adding, changing, reordering and withdrawing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

import msgspec
from django.db import transaction
from django.db.models import Max

from cusp.meetings.access import unknown_paragraphs
from cusp.web.accounts.models import User
from cusp.web.boards import history
from cusp.web.boards.boards import standing_items
from cusp.web.boards.choices import Access, Form, MeetingStatus, Purpose
from cusp.web.boards.models import AgendaItem, Board, Meeting
from cusp.web.boards.refusals import CannotChange
from cusp.web.common.saving import as_columns, check_version, save_fields


class ItemFields(msgspec.Struct, frozen=True, kw_only=True):
    """What people write about an item."""

    title: str
    public_title: str = ""
    lead: str = ""
    start: time | None = None
    minutes_allowed: int | None = None
    purpose: str = ""
    form: str = Form.VERBAL.value
    access: str = Access.OPEN.value
    paragraphs: tuple[int, ...] = ()
    public_interest: str = ""
    resolution: str = ""
    review: date | None = None
    late_reason: str = ""


@transaction.atomic
def add_item(meeting: Meeting, fields: ItemFields, *, on: date, by: User | None) -> AgendaItem:
    """Add an item at the end of an agenda. Raises ``CannotChange``."""
    board = _begin(meeting, on)
    fields = _checked(fields)
    last = meeting.agenda_items.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, order=last + 1, number=str(last + 1), **as_columns(fields)
    )
    agenda_changed(meeting)
    history.write(board, item, "added", on=on, by=by, meeting=meeting)
    return item


@transaction.atomic
def change_item(
    item: AgendaItem, fields: ItemFields, *, seen_version: int, on: date, by: User | None
) -> None:
    """Change what an item says. Raises ``ChangedMeanwhile`` or ``CannotChange``."""
    board = _begin(item.meeting, on)
    item.refresh_from_db()
    if item.withdrawn:
        raise CannotChange("This item has been withdrawn.")
    if save_fields(item, _checked(fields), seen_version=seen_version):
        history.write(board, item, "changed", on=on, by=by, meeting=item.meeting)


@transaction.atomic
def reorder(
    meeting: Meeting, numbers: Mapping[int, int], *, seen_version: int, on: date, by: User | None
) -> None:
    """Put the items in the order of the numbers typed for them, by key; then number them from 1.

    ``seen_version`` is the meeting's. Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board = _begin(meeting, on)
    now = {item.pk: item.order for item in meeting.agenda_items.all()}
    wanted = in_typed_order(now, numbers)
    if wanted == list(now):
        return
    check_version(meeting, seen_version, theirs=now, yours=dict(numbers))
    _number(wanted)
    agenda_changed(meeting)
    order_now = list(meeting.agenda_items.values_list("pk", flat=True))
    history.write(board, meeting, "reordered", on=on, by=by, meeting=meeting, more=order_now)


def in_typed_order(now: Mapping[int, int], typed: Mapping[int, int]) -> list[int]:
    """The keys in the order of the numbers typed for them; each key comes once.

    ``now`` are the numbers they have. If two have the same number typed, one that moved up comes
    before the other, and one that moved down after it. An item without a number keeps its own.
    """

    def place(key: int) -> tuple[int, int, int]:
        before = now[key]
        after = typed.get(key, before)
        return after, (after > before) - (after < before), before

    return sorted(now, key=place)


@transaction.atomic
def add_standing_items(meeting: Meeting, *, on: date, by: User | None) -> int:
    """Add the board's standing items that the agenda does not have; how many were added.

    Raises ``CannotChange``.
    """
    board = _begin(meeting, on)
    rows = list(meeting.agenda_items.all())
    has = {row.title.casefold() for row in rows if not row.withdrawn}
    lacking = [item for item in standing_items(board) if item.title.casefold() not in has]
    for number, item in enumerate(lacking, start=len(rows) + 1):
        row = AgendaItem.objects.create(
            meeting=meeting,
            order=number,
            number=str(number),
            standing=True,
            **msgspec.structs.asdict(item),
        )
        history.write(board, row, "added", on=on, by=by, meeting=meeting)
    if lacking:
        agenda_changed(meeting)
    return len(lacking)


@transaction.atomic
def withdraw_item(
    item: AgendaItem, *, why: str, seen_version: int, on: date, by: User | None
) -> None:
    """Take an item off the agenda, with the reason. Once published, it is shown as withdrawn.

    One that nobody has seen goes to the end, so that the numbers of the others have no gap.

    Raises ``ChangedMeanwhile`` or ``CannotChange``.
    """
    board = _begin(item.meeting, on)
    item.refresh_from_db()
    if item.withdrawn:
        raise CannotChange("This item has been withdrawn.")
    if not why.strip():
        raise CannotChange("Enter why the item is withdrawn", field="why")
    check_version(item, seen_version, theirs=item.title, yours=why)
    item.withdrawn, item.why = True, why.strip()[:500]
    item.row_version += 1
    item.save()
    if str(item.pk) not in published_items(item.meeting):
        others = item.meeting.agenda_items.exclude(pk=item.pk).values_list("pk", flat=True)
        _number([*others, item.pk])
        item.refresh_from_db()
    agenda_changed(item.meeting)
    history.write(board, item, "withdrawn", on=on, by=by, meeting=item.meeting)


def published_items(meeting: Meeting) -> set[str]:
    """The ids of the items that have been published, whoever saw them."""
    return {item["id"] for row in meeting.publications.all() for item in row.members["items"]}


def _number(keys: Iterable[int]) -> None:
    for order, key in enumerate(keys, start=1):
        AgendaItem.objects.filter(pk=key).update(order=order, number=str(order))


def agenda_changed(meeting: Meeting) -> None:
    """Raise the version of the agenda, so that two people's orders are told apart."""
    meeting.row_version += 1
    meeting.save(update_fields=["row_version"])


def check_restriction(
    access: str, paragraphs: tuple[int, ...], *, review: date | None, form_of: str
) -> None:
    """Raise ``CannotChange`` for an access that does not exist or does not fit its reasons.

    An exempt thing may lack its paragraph until it is published.
    """
    if access not in Access.values:
        raise CannotChange(f"Choose who may see the {form_of}", field="access")
    if unknown := unknown_paragraphs(paragraphs):
        raise CannotChange(f"Schedule 12A has no paragraph {unknown[0]}", field="paragraphs")
    if access != Access.EXEMPT and (paragraphs or review):
        raise CannotChange(
            f"Only an exempt {form_of} has a paragraph of Schedule 12A and a review date",
            field="paragraphs",
        )


def _begin(meeting: Meeting, on: date) -> Board:
    board = history.begin(meeting.board_id, on=on)
    meeting.refresh_from_db()
    if meeting.status not in (MeetingStatus.PLANNED, MeetingStatus.CALLED):
        raise CannotChange(f"This meeting is {meeting.status}, so its agenda cannot be changed.")
    return board


def _checked(fields: ItemFields) -> ItemFields:
    title = fields.title.strip()
    if not title:
        raise CannotChange("Enter a title", field="title")
    if len(title) > 300:
        raise CannotChange("The title must be 300 characters or fewer", field="title")
    if fields.purpose not in ("", *Purpose.values):
        raise CannotChange("Choose what the board is asked to do", field="purpose")
    if fields.form not in Form.values:
        raise CannotChange("Choose how the report reaches the board", field="form")
    check_restriction(fields.access, fields.paragraphs, review=fields.review, form_of="item")
    return msgspec.structs.replace(
        fields,
        title=title,
        public_title=fields.public_title.strip()[:300],
        lead=fields.lead.strip()[:200],
        paragraphs=tuple(sorted(set(fields.paragraphs))),
        public_interest=fields.public_interest.strip(),
        resolution=fields.resolution.strip(),
        late_reason=fields.late_reason.strip()[:500],
    )
