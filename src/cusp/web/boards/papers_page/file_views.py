"""Files of papers, for those who may open them, and previews of papers not yet made."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cusp.outside.process import NotNow, NoWorkers
from cusp.web.accounts.permissions import Permission, needs
from cusp.web.boards import downloads, paper_files, readers
from cusp.web.boards.living import making
from cusp.web.boards.meeting_frame import address_of, at_meeting, frame
from cusp.web.boards.models import AgendaPaper, Meeting
from cusp.web.common.outside_files import AGAIN_AFTER


@needs(Permission.SEE_BOARDS)
@require_safe
@at_meeting
def paper(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponseBase:
    """The file of a paper, for those who may open it now."""
    row = paper_of(meeting, paper)
    if not readers.may_open(request.user, row, today=timezone.localdate()):
        raise Http404("There is no such paper.")
    return downloads.stored_file(paper_files.place_of(row.sha256), row.file_name)


@needs(Permission.WRITE_BOARDS)
@require_safe
@at_meeting
def preview(request: HttpRequest, meeting: Meeting, paper: int) -> HttpResponse:
    """A paper that Cusp makes, as it would be made today. Nothing is stored."""
    row = paper_of(meeting, paper)
    if row.sha256:
        return redirect(address_of("board-paper", meeting, paper=row.pk))
    try:
        made = making.made_pdf(row, today=timezone.localdate())
    except (NotNow, NoWorkers):
        why, status = "Cusp is busy. Try again in a few seconds.", 503
    except making.NotMade as error:
        why, status = str(error), 400
    else:
        return downloads.made_file(made.pdf, f"preview-{row.pk}.pdf")
    back = address_of("board-item-papers", meeting, item=row.item_id)
    context = {
        **frame(meeting, "", ("Agenda", address_of("board-agenda", meeting)), ("Preview", "")),
        "why": why,
        "paper": row,
        "back": back,
    }
    answer = render(request, "boards/papers_page/not_made.html", context, status=status)
    if status == 503:
        answer["Retry-After"] = str(AGAIN_AFTER)
    return answer


def paper_of(meeting: Meeting, key: int) -> AgendaPaper:
    """A paper of this meeting, or 404."""
    rows = AgendaPaper.objects.filter(item__meeting=meeting, pk=min(key, 2**62))
    row = rows.select_related("item").first()
    if row is None:
        raise Http404("There is no such paper.")
    row.item.meeting = meeting
    return row
