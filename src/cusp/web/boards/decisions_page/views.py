"""What has the board decided?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import readers
from cusp.web.boards.lookup import board_at
from cusp.web.boards.models import Board, Decision
from cusp.web.boards.pages import trail
from cusp.web.common import downloads
from cusp.wording import counted

_COLUMNS = (
    "id", "date", "item", "title", "decision", "reasons", "options_rejected", "interests",
    "votes_for", "votes_against", "abstained", "minutes", "source",
)  # fmt: skip


@needs(Permission.SEE_BOARDS)
@require_safe
def decisions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The decisions that the person may see, newest first."""
    board = board_at(slug, request.user, today=timezone.localdate())
    rows = list(_decisions(request, board))
    context = {
        "answer": counted(len(rows), "decision") if rows else "No decisions yet",
        "board": board,
        "decisions": rows,
        "trail": trail(board, "Decisions"),
        "data_links": [
            (form.upper(), reverse("board-decisions-data", args=[slug, form]))
            for form in ("json", "csv")
        ],
    }
    return render(request, "boards/decisions_page/decisions.html", context)


@needs(Permission.SEE_BOARDS)
@require_safe
def decisions_data(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The same decisions as data."""
    today = timezone.localdate()
    board = board_at(slug, request.user, today=today)
    rows = [_row(row, downloads.site_of(request)) for row in _decisions(request, board)]
    if form == "json":
        return downloads.json_response(
            {"schema": "cusp.decisions/1", "as_at": today, "board": board.name, "decisions": rows}
        )
    return downloads.response(rows, form=form, name=f"{slug}-decisions", columns=_COLUMNS)


def _decisions(request: HttpRequest, board: Board) -> QuerySet[Decision]:
    rows = readers.decisions_for(request.user, today=timezone.localdate())
    rows = rows.filter(item__meeting__board=board).select_related("item__meeting__minutes")
    return rows.order_by("-item__meeting__date", "item__order", "number")


def _row(row: Decision, site: str) -> dict[str, Any]:
    meeting = row.item.meeting
    address = reverse("board-minutes", args=[meeting.board.slug, meeting.address])
    values = (
        row.public_id,
        meeting.date,
        row.item.number,
        row.item.title,
        row.text,
        row.reasons,
        row.options_rejected,
        row.interests,
        row.votes_for,
        row.votes_against,
        row.abstained,
        meeting.minutes.status,
        f"{site}{address}#item-{row.item.number}",
    )
    return dict(zip(_COLUMNS, values, strict=True))
