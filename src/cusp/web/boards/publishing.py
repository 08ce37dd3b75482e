"""Publishing an agenda and its supplements: what was published never changes.

Papers that Cusp makes are frozen now. Making them may take a while, so whoever calls ``publish``
makes them first: ``to_be_made`` lists them, and ``made`` hands over their files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec
from django.db import transaction
from msgspec.structs import replace

from cusp import meetings as library
from cusp.meetings import Missing, NoticeOfMeeting, changes, members_copy, missing, public_copy
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.boards import history, records
from cusp.web.boards.choices import NEVER_PUBLIC, MeetingStatus, PaperKind
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting, Publication
from cusp.web.boards.notices import notice_for, rules_of
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import file_columns
from cusp.web.boards.refusals import CannotChange, NotReady
from cusp.web.common.wording import say_date

Made = Mapping[int, PaperFile]
# What differs between two copies without being a change for readers.
_ASIDE = {"sequence": 0, "changed_at": None, "uid": "", "earlier": ()}


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What would be published now, what that changes, and what is missing."""

    public: library.Meeting | None
    members: library.Meeting
    public_changes: tuple[str, ...] = ()
    members_changes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    same: bool = False  # as what was published last


def to_be_made(meeting: Meeting) -> list[AgendaPaper]:
    """Papers that Cusp must make before the agenda can be published."""
    papers = AgendaPaper.objects.filter(
        item__meeting=meeting, item__withdrawn=False, withdrawn=False, sha256=""
    )
    return list(papers.select_related("item"))


def draft(
    meeting: Meeting,
    *,
    made: Made | None = None,
    rows: Sequence[AgendaItem] | None = None,
    publications: Sequence[Publication] | None = None,
) -> Draft:
    """What would be published now. ``rows`` are its items and ``publications``, if fetched.

    Without ``made``, a paper that Cusp makes when it publishes counts as made.
    """
    if publications is None:
        last = meeting.publications.last()
    else:
        last = publications[-1] if publications else None
    before = records.from_stored(last.members) if last else None
    seen = {item.id for item in before.items} if before else set()
    whole = records.meeting_record(meeting, rows=rows, published=seen, made=made or {})
    rules = rules_of(meeting.board, meeting.date)
    public = public_copy(whole, public=rules.public)
    members = members_copy(whole)
    public_before = records.from_stored(last.public) if last else None
    return Draft(
        public=public,
        members=members,
        public_changes=changes(public_before, public) if public_before and public else (),
        members_changes=changes(before, members) if before else (),
        missing=(
            *missing(_as_if_made(whole) if made is None else whole, rules, published=before),
            *_never_public(public),
        ),
        same=bool(last) and _same(before, members) and _same(public_before, public),
    )


def _as_if_made(whole: library.Meeting) -> library.Meeting:
    items = (
        replace(item, papers=tuple(_made_later(paper) for paper in item.papers))
        for item in whole.items
    )
    return replace(whole, items=tuple(items))


def _made_later(paper: library.Paper) -> library.Paper:
    if paper.sha256 or paper.kind == PaperKind.UPLOADED:
        return paper
    return replace(paper, sha256="to be made")


def _never_public(public: library.Meeting | None) -> Iterator[Missing]:
    for item in public.items if public else ():
        for paper in item.papers:
            if paper.kind in NEVER_PUBLIC:
                what = (
                    f"Item {item.number}: “{paper.title}” includes parts of the plan that are not "
                    "public, so the paper cannot be open"
                )
                yield Missing(code="never-public", what=what, item=item.id)


@transaction.atomic
def publish(
    meeting: Meeting,
    *,
    at: datetime,
    on: date,
    by: User | None,
    late_reason: str = "",
    made: Made | None = None,
) -> Publication:
    """Publish the agenda or, if it has been published, the next supplement to it.

    Raises ``NotReady`` with what is missing, or ``CannotChange``: publication after the last day
    needs a reason, and is recorded as late.
    """
    board = _begin(meeting, on)
    ready, last = draft(meeting, made=made or {}), meeting.publications.last()
    check_ready(ready, last)
    notice = notice_for(meeting, today=on)
    late = notice.late or notice.publish_by is None
    if late and not late_reason.strip():
        raise CannotChange(why_late(notice), field="late_reason")
    _freeze(meeting, made or {})
    row = Publication.objects.create(
        meeting=meeting,
        number=last.number + 1 if last else 1,
        published_at=at,
        publish_by=notice.publish_by,
        late=late,
        late_reason=late_reason.strip()[:500] if late else "",
        public=records.stored(ready.public),
        members=records.stored(ready.members),
        public_changes=list(ready.public_changes),
        members_changes=list(ready.members_changes),
        on=on,
        **audit.by_whom(by),
    )
    history.write(
        board, row, "published", on=on, by=by, meeting=meeting, number=row.number, late=late
    )
    return row


def seen_on(
    meeting: Meeting, day: date, *, members: bool = False
) -> tuple[Publication, library.Meeting | None] | None:
    """The last publication on or before a day, with what the public (or members) saw.

    None if nothing had been published.
    """
    row = meeting.publications.filter(on__lte=day).order_by("number").last()
    if row is None:
        return None
    return row, records.from_stored(row.members if members else row.public)


def _begin(meeting: Meeting, on: date) -> Board:
    board = history.begin(meeting.board_id, on=on)
    meeting.refresh_from_db()
    check_status(meeting)
    return board


def check_status(meeting: Meeting) -> None:
    """Raise ``CannotChange`` if the agenda of a meeting cannot be published as things are."""
    if meeting.status == MeetingStatus.PLANNED:
        raise CannotChange("Call the meeting before you publish its agenda.")
    if meeting.status == MeetingStatus.HELD:
        raise CannotChange("This meeting has been held, so its agenda cannot be published again.")
    if meeting.status == MeetingStatus.CANCELLED and not meeting.publications.exists():
        raise CannotChange("This meeting is cancelled, and its agenda was never published.")


def check_ready(ready: Draft, last: Publication | None) -> None:
    """Raise ``NotReady`` or ``CannotChange`` if this cannot be published."""
    if ready.missing:
        raise NotReady(ready.missing)
    if ready.same and last:
        raise CannotChange(f"Nothing has changed since the {last.name.lower()} was published.")


def _freeze(meeting: Meeting, made: Made) -> None:
    for paper in AgendaPaper.objects.filter(item__meeting=meeting, frozen=False, withdrawn=False):
        for name, value in file_columns(made.get(paper.pk)).items():
            setattr(paper, name, value)
        paper.frozen = True
        paper.row_version += 1
        paper.save()


def _same(before: library.Meeting | None, after: library.Meeting | None) -> bool:
    if before is None or after is None:
        return before is after
    return replace(before, **_ASIDE) == replace(after, **_ASIDE)


def why_late(notice: NoticeOfMeeting) -> str:
    """What to say to somebody who publishes after the last day and gives no reason."""
    if notice.publish_by is None:
        return f"Enter why the notice is enough. {notice.why}"
    return (
        f"The last day to publish was {say_date(notice.publish_by)}. Enter why the agenda is "
        "published late"
    )
