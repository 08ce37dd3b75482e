"""Who sees what of a board: every page, feed, search and file asks here.

A private board, and a private meeting, do not exist for anyone but its members and officers. A
member sees the papers of a board while on it, by the membership that is linked to the account.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cusp import calendar
from cusp import meetings as library
from cusp.meetings import kinds_of_board, rules_on
from cusp.meetings.copies import closed_since
from cusp.web.accounts.models import User
from cusp.web.accounts.permissions import Permission, allowed
from cusp.web.boards import records
from cusp.web.boards.choices import Access, MeetingStatus
from cusp.web.boards.models import (
    AgendaItem,
    AgendaPaper,
    Board,
    Decision,
    Meeting,
    Membership,
    Minutes,
    Publication,
    Undertaking,
)
from cusp.web.boards.notices import notice_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Reader = User | AnonymousUser


def boards_for(reader: Reader, *, today: date) -> QuerySet[Board]:
    """The boards that a person may know of."""
    boards = Board.objects.all()
    if allowed(reader, Permission.WRITE_BOARDS):
        return boards
    return boards.filter(Q(kind__in=_public_kinds(today)) | Q(pk__in=_own(reader, today)))


def meetings_for(reader: Reader, *, today: date) -> QuerySet[Meeting]:
    """The meetings, of any board, that a person may know of."""
    meetings = Meeting.objects.select_related("board")
    if allowed(reader, Permission.WRITE_BOARDS):
        return meetings
    public = Q(private=False, board__kind__in=_public_kinds(today))
    return meetings.filter(public | Q(board__in=_own(reader, today)))


def sees_members_papers(reader: Reader, board: Board, *, today: date) -> bool:
    """Whether a person sees what members of the board see: exempt and confidential papers too."""
    if allowed(reader, Permission.WRITE_BOARDS):
        return True
    return _own(reader, today).filter(board_id=board.pk).exists()


def may_open(reader: Reader, paper: AgendaPaper, *, today: date) -> bool:
    """Whether a person may open the file of a paper."""
    return paper.pk in openable(reader, paper.item.meeting, today=today)


def openable(
    reader: Reader,
    meeting: Meeting,
    *,
    today: date,
    rows: Iterable[AgendaItem] | None = None,
    whole: bool | None = None,
) -> frozenset[int]:
    """The papers of a meeting whose file a person may open, by their keys.

    Officers may before they are published. Everyone else may once they are published, unless they
    or their item have been withdrawn; the public only if they are open now and in the last
    publication. ``rows`` are the items and ``whole`` whether the person sees members' papers, if
    that is known.
    """
    rows = meeting.agenda_items.prefetch_related("papers") if rows is None else rows
    papers = [(paper, row) for row in rows for paper in row.papers.all() if paper.sha256]
    if allowed(reader, Permission.WRITE_BOARDS):
        return frozenset(paper.pk for paper, _ in papers)
    papers = [
        (paper, row)
        for paper, row in papers
        if paper.frozen and not paper.withdrawn and not row.withdrawn
    ]
    if whole is None:
        whole = sees_members_papers(reader, meeting.board, today=today)
    if whole:
        return frozenset(paper.pk for paper, _ in papers)
    if not meetings_for(reader, today=today).filter(pk=meeting.pk).exists():
        return frozenset()
    shown = _in_last_public_copy(meeting)
    return frozenset(
        paper.pk
        for paper, row in papers
        if records.paper_access(paper, row) == "open" and str(paper.pk) in shown
    )


def copy_for(
    publication: Publication, now: Iterable[library.AgendaItem], *, whole: bool
) -> library.Meeting | None:
    """What a person who may know of the meeting sees of a publication.

    ``whole`` is whether they see members' papers. Everyone else sees the public copy, without what
    has stopped being open since; ``now`` are the items as they are.
    """
    copy = records.from_stored(publication.members if whole else publication.public)
    return closed_since(copy, now) if copy and not whole else copy


def private_notices(
    board: Board, reader: Reader, *, today: date
) -> tuple[tuple[Meeting, tuple[calendar.Notice, ...]], ...]:
    """Meetings in private of which everyone is given notice, with the notices that are due.

    The law requires this of executives. Everyone may know only its day and reason.
    """
    if not boards_for(reader, today=today).filter(pk=board.pk).exists():
        return ()
    rows = board.meetings.filter(private=True, date__gte=today).exclude(private_reason="")
    rows = rows.filter(status__in=(MeetingStatus.PLANNED, MeetingStatus.CALLED))
    found = ((row, notice_for(row, today=today)) for row in rows.select_related("board"))
    return tuple((row, notice.private) for row, notice in found if notice.private)


def sees_minutes(reader: Reader, minutes: Minutes | None, *, today: date) -> bool:
    """Whether a person who may know of a meeting sees its minutes: officers see every draft.

    Everyone else sees them once the draft has been published, or they have been agreed.
    """
    if allowed(reader, Permission.WRITE_BOARDS):
        return True
    published = minutes.published_on if minutes else None
    return published is not None and published <= today


def decisions_for(reader: Reader, *, today: date) -> QuerySet[Decision]:
    """The decisions that a person sees: with the minutes, and the public only on open items."""
    rows = Decision.objects.select_related("item__meeting__board")
    return rows.filter(_seen("item__meeting", reader, today))


def undertakings_for(reader: Reader, *, today: date) -> QuerySet[Undertaking]:
    """The undertakings that a person sees, by the same rule as decisions."""
    rows = Undertaking.objects.select_related("meeting__board", "item", "board")
    return rows.filter(_seen("meeting", reader, today))


def _seen(meeting: str, reader: Reader, today: date) -> Q:
    if allowed(reader, Permission.WRITE_BOARDS):
        return Q()
    known = Q(**{f"{meeting}__in": meetings_for(reader, today=today).values("pk")})
    published = Q(**{f"{meeting}__minutes__published_on__lte": today})
    is_open = Q(item__access=Access.OPEN) | Q(item=None)
    return known & published & (is_open | Q(**{f"{meeting}__board__in": _own(reader, today)}))


def _in_last_public_copy(meeting: Meeting) -> set[str]:
    last = meeting.publications.last()
    copy = records.from_stored(last.public) if last else None
    return {paper.id for item in copy.items for paper in item.papers} if copy else set()


def _public_kinds(day: date) -> list[str]:
    return [kind.code for kind in kinds_of_board() if rules_on(kind.code, day).public]


def _own(reader: Reader, day: date) -> QuerySet[Membership, int]:
    """The boards on which a person has a membership now, if they may see members' papers."""
    rows = Membership.objects.filter(starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))
    if not allowed(reader, Permission.SEE_MEMBERS_PAPERS) or not isinstance(reader, User):
        rows = rows.none()
    else:
        rows = rows.filter(person=reader)
    return rows.values_list("board_id", flat=True)
