"""Who came to a meeting? For officers, who record it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cusp.meetings.wording import say_when
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import attendance
from cusp.web.boards.attendance_page.forms import AttendanceForm
from cusp.web.boards.lookup import board_at, meeting_at
from cusp.web.boards.models import Meeting, Membership, Minutes
from cusp.web.boards.pages import FORM, trail, who
from cusp.web.common import form_pages


@needs(Permission.WRITE_BOARDS)
@require_http_methods(FORM)
def attendance_page(request: HttpRequest, slug: str, address: str) -> HttpResponse:
    """Record who came, and see whether the meeting was quorate."""
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    meeting = meeting_at(board, address, request.user, today=today)
    rows = attendance.attendance_of(meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    form = AttendanceForm(
        request.POST or None,
        seats=_in_post(meeting),
        rows=rows,
        initial={"seen_version": minutes.attendance_version if minutes else 0},
    )

    def save(typed: dict[str, Any]) -> None:
        with form_pages.differing_in(form.words):
            attendance.record_attendance(
                meeting, form.attended(), seen_version=typed["seen_version"], **who(request)
            )

    back = reverse("board-minutes", args=[board.slug, meeting.address])
    found = attendance.quorate_at(meeting, rows)
    context = {
        "title": "Attendance",
        "caption": f"{board.name}, {say_when(meeting.date, meeting.start)}",
        "quorate": found,
        "agreed": minutes is not None and minutes.agreed_at_id is not None,
        "trail": [*trail(board, meeting=meeting), ("Minutes", back), ("Attendance", "")],
    }
    template = "boards/attendance_page/attendance.html"
    said = "The attendance has been recorded."
    return form_pages.answer(
        request, form, save, to=back, said=said, context=context, template=template
    )


def _in_post(meeting: Meeting) -> list[Membership]:
    """Those on the board on the day, the chair first."""
    rows = [row for row in meeting.board.memberships.all() if attendance.in_post(row, meeting.date)]
    order = {"chair": 0, "vice-chair": 1, "adviser": 3}
    return sorted(rows, key=lambda row: (order.get(row.role, 2), row.number))
