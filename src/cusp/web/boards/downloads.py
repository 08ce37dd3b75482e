"""Sends files, always as a download and never to be kept by anything on the way."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse

from cusp.outside.process import NotNow, NoWorkers
from cusp.packs.written import WrittenPaper
from cusp.web.boards.living.laying_out import NotMade, laid_out
from cusp.web.common.outside_files import AGAIN_AFTER


def stored_file(place: Path, name: str) -> FileResponse:
    """A stored file, or 404 if it is not in the store."""
    if not place.exists():
        raise Http404("This file is not in the store.")
    return FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers=_HEADERS,
    )


def made_file(content: bytes, name: str) -> HttpResponse:
    """A file that has just been made; ``name`` has no characters that need quoting."""
    said = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(
        content, content_type="application/octet-stream", headers={**_HEADERS, **said}
    )


def paper_as_pdf(paper: WrittenPaper, name: str) -> HttpResponse:
    """A paper as PDF, or a sentence saying why it could not be made."""
    try:
        return made_file(laid_out(paper).pdf, name)
    except (NotNow, NoWorkers):
        text = "Cusp is busy. Try again in a few seconds."
        return HttpResponse(text, status=503, headers={"Retry-After": str(AGAIN_AFTER)})
    except NotMade as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=500)


# No program may guess what a file is, or keep it.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
