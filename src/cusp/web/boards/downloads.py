"""Sends a stored file, always as a download and never to be kept by anything on the way."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse


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


# No program may guess what a file is, or keep it.
_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
