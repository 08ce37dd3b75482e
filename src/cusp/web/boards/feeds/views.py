"""The data of boards, for calendars, programs and feed readers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from cusp import meetings as library
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import readers, records
from cusp.web.boards.feeds import entries
from cusp.web.boards.lookup import board_at, meeting_of
from cusp.web.boards.meeting_shown import file_address, public_facts, shown
from cusp.web.boards.models import Board
from cusp.web.common import downloads
from cusp.web.common.downloads import site_of

# Used when nothing has happened yet: an Atom feed must say when it last changed.
_BEGINNING = datetime(2009, 1, 1, tzinfo=UTC)


@needs(Permission.SEE_BOARDS)
@require_safe
@conditional_page
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of a board that a person may know of, for a calendar."""
    board, today = _board(request, slug)
    site = site_of(request)
    rows = readers.meetings_for(request.user, today=today).filter(board=board)
    rows = rows.prefetch_related("earlier_dates")
    content = library.feed(
        board.name,
        [public_facts(row) for row in rows],
        address=lambda one: f"{site}{board.get_absolute_url()}{one.address}/",
    )
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


@needs(Permission.SEE_BOARDS)
@require_safe
@conditional_page
def board_data(request: HttpRequest, slug: str) -> HttpResponse:
    """A board with its members and the addresses of its meetings."""
    board, today = _board(request, slug)
    address = site_of(request) + board.get_absolute_url()
    rows = readers.meetings_for(request.user, today=today).filter(board=board)
    meetings = [f"{address}{row}.json" for row in rows.values_list("address", flat=True)]
    found = library.board_json(
        records.board_record(board), address=address, day=today, meetings=meetings
    )
    return downloads.json_response(found)


@needs(Permission.SEE_BOARDS)
@require_safe
@conditional_page
def meeting_data(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """A meeting with its agenda as it was last published."""
    today = timezone.localdate()
    meeting = meeting_of(slug, address, request.user, today=today)
    board = meeting.board
    if meeting.address != address:
        return redirect(reverse("meeting-data", args=[slug, meeting.address]))
    site = site_of(request)
    seen = shown(meeting, request.user, today=today)
    found = library.meeting_json(
        seen.with_files_only(),
        address=site + meeting.get_absolute_url(),
        board=site + board.get_absolute_url(),
        file_address=lambda paper: site + file_address(meeting, paper),
    )
    return downloads.json_response(found)


@needs(Permission.SEE_BOARDS)
@require_safe
@conditional_page
def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What a board published and decided."""
    board, today = _board(request, slug)
    site = site_of(request)
    written = _Newest(
        title=f"{board.name} – Cusp",
        link=site + board.get_absolute_url(),
        description="",
        language="en-GB",
        feed_url=site + request.path,
        feed_guid=_name(f"feed {request.path}"),
        author_name="Cusp",
    )
    for entry in entries.newest(board, request.user, today=today):
        written.add_item(
            title=entry.title,
            link=site + entry.address,
            description=entry.summary,
            unique_id=_name(entry.name),
            pubdate=entry.at,
            updateddate=entry.at,
            author_name=board.name,
        )
    return HttpResponse(
        written.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


class _Newest(Atom1Feed):
    """Atom as Django writes it; without entries, it has the earliest possible date."""

    def latest_post_date(self) -> datetime:
        """When the newest entry changed."""
        return super().latest_post_date() if self.items else _BEGINNING


def _board(request: HttpRequest, slug: str) -> tuple[Board, date]:
    today = timezone.localdate()
    return board_at(slug, request.user, today=today), today


def _name(what: str) -> str:
    """An id that stays the same when a site moves."""
    return uuid5(NAMESPACE_URL, f"cusp {what}").urn
