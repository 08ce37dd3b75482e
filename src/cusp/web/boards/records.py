"""What is stored, as the library's record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

import msgspec

from cusp import meetings as library
from cusp.meetings import record
from cusp.web.boards.models import (
    AgendaItem,
    AgendaPaper,
    Board,
    Meeting,
    MeetingDate,
    Membership,
)
from cusp.web.boards.models import Undertaking as UndertakingRow
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import checks_of
from cusp.web.common.stored_files import StoredFile


def board_record(board: Board) -> record.Board:
    """A board with all its memberships, past and present."""
    return record.Board(
        slug=board.slug,
        name=board.name,
        kind=board.kind,
        remit=board.remit,
        clerk=board.clerk,
        seats=seats_of(board),
    )


def seats_of(board: Board) -> tuple[library.Seat, ...]:
    """All memberships of a board, past and present."""
    rows = board.memberships.select_related("substitute_for")
    return tuple(seat_record(row) for row in rows)


def seat_record(row: Membership) -> library.Seat:
    """A membership."""
    return library.Seat(
        id=row.public_id,
        name=row.name,
        role=cast(Any, row.role),  # the database refuses other values
        votes=row.votes,
        starts=row.starts,
        ends=row.ends,
        represents=row.represents,
        substitute_for=row.substitute_for.public_id if row.substitute_for else "",
    )


def meeting_record(
    meeting: Meeting,
    *,
    with_items: bool = True,
    rows: Iterable[AgendaItem] | None = None,
    published: Collection[str] | None = None,
    made: Mapping[int, PaperFile] | None = None,
) -> record.Meeting:
    """A meeting with its agenda, for the clerk: nothing is left out.

    If ``published`` (ids of items) is given, items that were withdrawn before anyone saw them are
    left out. ``rows`` are its items, if they have been fetched. ``made`` are files of papers that
    are about to be frozen, by key.
    """
    items: tuple[record.AgendaItem, ...] = ()
    if with_items:
        items = tuple(
            item_record(row, made=made or {})
            for row in (meeting.agenda_items.prefetch_related("papers") if rows is None else rows)
            if published is None or not row.withdrawn or str(row.pk) in published
        )
    return record.Meeting(
        board=meeting.board.name,
        address=meeting.address,
        uid=meeting.uid,
        sequence=meeting.sequence,
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        place=meeting.place,
        series=meeting.series,
        status=cast(Any, meeting.status),
        why=meeting.why,
        private=meeting.private,
        private_reason=meeting.private_reason,
        changed_at=meeting.changed_at,
        earlier=tuple(_earlier(was) for was in meeting.earlier_dates.all()),
        items=items,
    )


def _earlier(was: MeetingDate) -> record.EarlierDate:
    return record.EarlierDate(
        date=was.date, start=was.start, place=was.place, reason=was.reason, moved_on=was.on
    )


def item_record(row: AgendaItem, *, made: Mapping[int, PaperFile]) -> record.AgendaItem:
    """An item with all its papers."""
    return record.AgendaItem(
        id=str(row.pk),
        number=row.number,
        title=row.title,
        public_title=row.public_title,
        lead=row.lead,
        start=row.start,
        minutes_allowed=row.minutes_allowed,
        purpose=cast(Any, row.purpose or None),
        form=cast(Any, row.form),
        access=cast(Any, row.access),
        paragraphs=tuple(row.paragraphs),
        public_interest=row.public_interest,
        resolution=row.resolution,
        review=row.review,
        late_reason=row.late_reason,
        standing=row.standing,
        withdrawn=row.withdrawn,
        why=row.why,
        papers=tuple(_paper(paper, row, made.get(paper.pk)) for paper in row.papers.all()),
    )


def paper_access(paper: AgendaPaper, item: AgendaItem) -> library.Access:
    """The stricter of a paper's own access and its item's."""
    of_item = cast(library.Access, item.access)
    return library.strictest(of_item, cast(Any, paper.access)) if paper.own_access else of_item


def _paper(paper: AgendaPaper, item: AgendaItem, made: PaperFile | None) -> record.Paper:
    own = paper.own_access and paper.access != "open"
    file = made.file if made else StoredFile(paper.file_name, paper.sha256, paper.size)
    return record.Paper(
        id=str(paper.pk),
        title=paper.title,
        kind=paper.kind,
        access=paper_access(paper, item),
        paragraphs=tuple(paper.paragraphs if own else item.paragraphs),
        public_interest=paper.public_interest if own else item.public_interest,
        review=paper.review if own else item.review,
        file_name=file.name,
        sha256=file.sha256,
        size=file.size,
        pages=made.pages if made else paper.pages,
        checks=made.checks if made else checks_of(paper),
        withdrawn=paper.withdrawn,
        why=paper.why,
    )


def undertaking_record(row: UndertakingRow) -> record.Undertaking:
    """An undertaking with all its dates."""
    return record.Undertaking(
        id=row.public_id,
        text=row.text,
        owner=row.owner,
        given_on=row.meeting.date,
        item=row.item.number if row.item else "",
        due=tuple(
            record.UndertakingDate(due=d.due, set_on=d.on, reason=d.reason, by=d.by_then)
            for d in row.due_dates.all()
        ),
        closed_on=row.closed_on,
        closed_how=row.closed_how,
        plan_action=row.plan_action,
    )


def stored(copy: record.Meeting | None) -> Any:
    """A copy in the form in which it is stored in a publication."""
    return msgspec.to_builtins(copy)


def from_stored(content: object) -> record.Meeting | None:
    """A copy, as it was published."""
    return msgspec.convert(content, record.Meeting) if content else None
