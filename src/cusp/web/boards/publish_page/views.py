"""Can the agenda be published, by when, and what will everyone see?"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cusp.meetings import NoticeOfMeeting, public_copy
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import downloads, packs, publish_jobs, readers, records
from cusp.web.boards.agenda_missing import to_mend
from cusp.web.boards.choices import Copy, JobState, MeetingStatus
from cusp.web.boards.living.notice_paper import Notice, notice_of, notice_paper
from cusp.web.boards.meeting_frame import address_of, at_meeting, frame
from cusp.web.boards.models import MadePack, Meeting, Publication
from cusp.web.boards.notices import notice_for, rules_of
from cusp.web.boards.notices_shown import countdown
from cusp.web.boards.pages import who
from cusp.web.boards.publish_page.forms import PublishForm
from cusp.web.common import form_pages
from cusp.web.common.outside_files import AGAIN_AFTER

_TEMPLATES = "boards/publish_page"


@needs(Permission.WRITE_BOARDS)
@require_http_methods(["GET", "HEAD", "POST"])
@at_meeting
def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Publish the agenda or a supplement, after a look at what everyone will see."""
    notice = notice_for(meeting, today=timezone.localdate())
    rows = list(meeting.publications.all())
    found = publish_jobs.ready(meeting, publications=rows)
    late = notice.late or notice.publish_by is None
    form = PublishForm(request.POST or None, late=late)

    def save(typed: dict[str, Any]) -> None:
        publish_jobs.ask(
            meeting,
            seen=request.POST.get("seen", ""),
            late_reason=typed.get("late_reason", ""),
            at=timezone.now(),
            **who(request),
        )

    return form_pages.answer(
        request,
        form,
        save,
        to=address_of("board-publish", meeting),
        said="Publication has started.",
        context=_context(meeting, notice, found, rows),
        template=f"{_TEMPLATES}/publish.html",
    )


def _context(
    meeting: Meeting,
    notice: NoticeOfMeeting,
    found: publish_jobs.Ready,
    rows: list[Publication],
) -> dict[str, Any]:
    """What the page for publishing shows besides its form."""
    last_job = meeting.publish_jobs.last()
    return {
        **frame(meeting, "board-publish", ("Publish", "")),
        "answer": _answer(meeting, found, rows),
        "countdown": countdown(notice),
        "missing": to_mend(meeting, found.draft.missing),
        "draft": found.draft,
        "seen": found.digest,  # what is shown now, whatever was sent
        "to_be_made": found.to_be_made,
        "name": _next_name(rows),
        "can_publish": _can_publish(meeting, found),
        "planned": meeting.status == MeetingStatus.PLANNED,
        "meeting_page": reverse("meeting-call", args=[meeting.board.slug, meeting.address]),
        "publications": rows[::-1],
        "packs": _packs(rows[-1], found) if rows else [],
        "waiting": last_job if last_job and last_job.state == JobState.WAITING else None,
        "failed": last_job if last_job and last_job.state == JobState.FAILED else None,
    }


@needs(Permission.WRITE_BOARDS)
@require_safe
@at_meeting
def notice(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The notice of the meeting, to print."""
    found = _notice(meeting)
    context = {
        **frame(meeting, "board-notice", ("Notice", "")),
        "notice": found,
        "pdf": address_of("board-notice-pdf", meeting),
    }
    return render(request, f"{_TEMPLATES}/notice.html", context)


@needs(Permission.WRITE_BOARDS)
@require_safe
@at_meeting
def notice_pdf(_request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The notice as PDF."""
    found = _notice(meeting)
    if found is None:
        raise Http404("This meeting is in private, so it has no notice for the public.")
    name = f"notice-{meeting.board.slug}-{meeting.address}.pdf"
    return downloads.paper_as_pdf(notice_paper(found), name)


@needs(Permission.SEE_BOARDS)
@require_safe
@at_meeting
def pack(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """The pack for everyone who may know of the meeting."""
    return _pack(request, meeting, Copy.PUBLIC.value)


@needs(Permission.SEE_BOARDS)
@require_safe
@at_meeting
def members_pack(request: HttpRequest, meeting: Meeting) -> HttpResponseBase:
    """The pack for members of the board and for officers."""
    today = timezone.localdate()
    if not readers.sees_members_papers(request.user, meeting.board, today=today):
        raise Http404("There is no such pack.")
    return _pack(request, meeting, Copy.MEMBERS.value)


def _pack(request: HttpRequest, meeting: Meeting, copy: str) -> HttpResponseBase:
    last = meeting.publications.last()
    found = packs.current(last) if last else {}
    if copy not in found:
        raise Http404("There is no such pack.")
    row = found[copy]
    if row is None or not row.sha256:
        return _no_pack(request, meeting, row)
    what = "pack" if copy == Copy.PUBLIC else "members-pack"
    name = f"{meeting.board.slug}-{meeting.address}-{what}.pdf"
    return downloads.stored_file(packs.place_of(row), name)


def _no_pack(request: HttpRequest, meeting: Meeting, row: MadePack | None) -> HttpResponse:
    # Why it failed is for officers, on the publishing page.
    failed = "The pack could not be made. Open the papers one by one instead."
    why = failed if row else "The pack is being made. Try again in a minute."
    context = {
        "why": why,
        "caption": frame(meeting, "")["caption"],
        "back": meeting.get_absolute_url(),
        "trail": frame(meeting, "", ("Pack", ""))["trail"],
    }
    answer = render(request, f"{_TEMPLATES}/no_pack.html", context, status=503)
    answer["Retry-After"] = str(AGAIN_AFTER)
    return answer


def _notice(meeting: Meeting) -> Notice | None:
    last = meeting.publications.last()
    copy = records.from_stored(last.public) if last else None
    rules = rules_of(meeting.board, meeting.date)
    # When and where is as it is now; the agenda is as it was published.
    now = public_copy(records.meeting_record(meeting, with_items=False), public=rules.public)
    if now is None:
        return None
    items = copy.items if copy else ()
    return notice_of(
        msgspec.structs.replace(now, items=items),
        clerk=meeting.board.clerk,
        today=timezone.localdate(),
    )


def _answer(meeting: Meeting, found: publish_jobs.Ready, rows: list[Publication]) -> str:
    name = _next_name(rows)
    if meeting.status == MeetingStatus.HELD:
        return "This meeting has been held"
    if found.draft.missing:
        return f"{name} cannot be published yet"
    if found.draft.same:
        last = "The agenda" if len(rows) == 1 else rows[-1].name
        return f"{last} is published, and nothing has changed since"
    return f"{name} can be published"


def _can_publish(meeting: Meeting, found: publish_jobs.Ready) -> bool:
    if meeting.status in (MeetingStatus.PLANNED, MeetingStatus.HELD):
        return False
    return not (found.draft.missing or found.draft.same)


def _next_name(rows: list[Publication]) -> str:
    return "The agenda" if not rows else f"Supplement {rows[-1].number}"


def _packs(publication: Publication, found: publish_jobs.Ready) -> list[dict[str, Any]]:
    """The packs of the last publication, with papers that are not tagged or not included."""
    shown = []
    for copy, row in packs.current(publication, found.papers).items():
        entries = packs.entries_of(row) if row else ()
        shown.append(
            {
                "name": "Public pack" if copy == Copy.PUBLIC else "Members’ pack",
                "url": "board-pack" if copy == Copy.PUBLIC else "board-members-pack",
                "row": row,
                "untagged": [e.title for e in entries if e.pages and not e.tagged],
                "left_out": [e for e in entries if e.left_out],
            }
        )
    return shown
