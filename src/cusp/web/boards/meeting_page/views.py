"""What is on the table at a meeting?"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cusp.calendar.wording import with_weekday
from cusp.meetings import event_json_ld
from cusp.web.accounts.permissions import Permission, allowed, needs
from cusp.web.boards import after, meeting_words, publishing
from cusp.web.boards.lookup import meeting_of
from cusp.web.boards.meeting_shown import ShownMeeting, shown
from cusp.web.boards.models import Meeting
from cusp.web.boards.notices import notice_for
from cusp.web.boards.notices_shown import countdown
from cusp.web.boards.pages import trail
from cusp.web.common.downloads import site_of
from cusp.web.common.wording import say_date

_LARGEST = 10**9
# What could end a script element, written so that it cannot.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@needs(Permission.SEE_BOARDS)
@require_safe
def meeting(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """A meeting with its agenda; an earlier date leads to where it is now."""
    today = timezone.localdate()
    found = meeting_of(slug, address, request.user, today=today)
    board = found.board
    here = found.get_absolute_url()
    if found.address != address:
        return redirect(here)
    seen = shown(found, request.user, today=today)
    notice = notice_for(found, today=today)
    context = {
        "answer": meeting_words.heading(found),
        "board": board,
        "seen": seen,
        "meeting": found,
        "standing": meeting_words.standing(seen.record),
        "publications": _said(seen),
        "awaited": meeting_words.awaited(seen.record, notice),
        "officer": _for_officer(request, found, seen),
        "event": _data_block(event_json_ld(seen.record, address=site_of(request) + here)),
        "data_links": [("JSON", f"{here.rstrip('/')}.json")],
        "trail": trail(board, say_date(found.date)),
        **after.on_page(seen, request.user, today=today),
    }
    return render(request, "boards/meeting_page/meeting.html", context)


@needs(Permission.SEE_BOARDS)
@require_safe
def as_published(request: HttpRequest, slug: str, address: str, number: int) -> HttpResponse:
    """The agenda as this person saw it at a publication."""
    today = timezone.localdate()
    found = meeting_of(slug, address, request.user, today=today)
    board = found.board
    if found.address != address:
        return redirect(reverse("meeting-as-published", args=[slug, found.address, number]))
    seen = shown(found, request.user, today=today, number=min(number, _LARGEST))
    last = seen.publications[-1]
    title = f"{last.row.name} as published"
    context = {
        "answer": f"{last.row.name} as published on {with_weekday(last.row.on)}",
        "board": board,
        "seen": seen,
        "last": last,
        "late": meeting_words.published(last.row) if last.row.late else "",
        "then": meeting_words.heading(last.copy),
        "trail": trail(board, title, meeting=found),
    }
    return render(request, "boards/meeting_page/as_published.html", context)


def _said(seen: ShownMeeting) -> list[dict[str, Any]]:
    """Each publication with when it was and what it changed, the latest first."""
    address = reverse("meeting", args=[seen.row.board.slug, seen.row.address])
    return [
        {
            "name": one.row.name,
            "said": meeting_words.published(one.row),
            "late": one.row.late,
            "changes": one.changes if one.row.number > 1 else (),
            "address": f"{address}as-published/{one.row.number}/",
        }
        for one in reversed(seen.publications)
    ]


def _for_officer(request: HttpRequest, found: Meeting, seen: ShownMeeting) -> dict[str, Any] | None:
    """What is left to do before the agenda is published."""
    if not allowed(request.user, Permission.WRITE_BOARDS):
        return None
    if found.status not in ("planned", "called"):
        return {"done": True}
    today = timezone.localdate()
    notice = notice_for(found, today=today)
    every = [one.row for one in seen.publications]
    draft = publishing.draft(found, rows=seen.rows, publications=every)
    private = [
        meeting_words.private_deadline(one, today=today, second=number > 0)
        for number, one in enumerate(notice.private)
    ]
    return {
        "countdown": "" if seen.publications else countdown(notice).answer,
        "missing": draft.missing,
        "changed": bool(seen.publications) and not draft.same,
        "notice": notice,
        "private": private,
        "past": found.date <= today,
    }


def _data_block(value: dict[str, Any]) -> SafeString:
    """JSON for a data block; the browser does not run it, so the policy on scripts allows it."""
    return mark_safe(msgspec.json.encode(value).decode().translate(_ESCAPED))
