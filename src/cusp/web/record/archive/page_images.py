"""Page images, drawn in a separate process and cached on disk up to a limit."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import msgspec
from django.conf import settings

from cusp.outside.process import GivenUp, once
from cusp.reports import drawing_worker
from cusp.reports.record import Cite
from cusp.web.common.outside_files import turn
from cusp.web.record.models import Document

# Disk space for images, in bytes; the oldest are deleted first. Checked every ``_EVERY`` images.
_ROOM = 400_000_000
_EVERY = 64
# How many seconds a request waits for its turn, and then for the image.
_WAIT, _WITHIN = 2.0, 7.0
# How many seconds to wait before trying again to draw a page that could not be drawn.
_TRY_AGAIN = 24 * 3600
# A file still being written after this many seconds will never be finished.
_WRITTEN = 3600


class NoPicture(Exception):
    """A page has no image; the message is a sentence saying why."""


def picture(document: Document, page: int, cites: tuple[Cite, ...], *, name: str) -> bytes:
    """The page as a PNG with the cited words highlighted.

    ``name`` identifies the cites in the file name. Raises :class:`NoPicture`, and
    :class:`cusp.outside.process.NotNow` if too many pages are being drawn.
    """
    if not 1 <= page <= document.pages:
        raise NoPicture(f"The report has pages 1 to {document.pages}.")
    kept = _place(document, f"{page}-{name}.png")
    if found := _found(kept, document, page):
        return found
    with turn(wait=_WAIT):
        # Another request may have drawn it in the meantime.
        return _found(kept, document, page) or _draw(kept, document, page, cites)


def _found(kept: Path, document: Document, page: int) -> bytes:
    """The image if it is in the cache, or nothing. Raises :class:`NoPicture`."""
    with suppress(FileNotFoundError):
        return kept.read_bytes()
    if why := why_none(document, page):
        raise NoPicture(why)
    return b""


def why_none(document: Document, page: int) -> str:
    """One sentence on why a page has no image; empty if it may have one."""
    if not document.path.exists():
        return "The PDF of this report is missing. Add the report again to store it."
    note = _place(document, f"{page}.txt")
    try:
        if time.time() - note.stat().st_mtime < _TRY_AGAIN:
            return note.read_text("utf-8")
    except OSError:
        pass
    return ""


def _draw(kept: Path, document: Document, page: int, cites: tuple[Cite, ...]) -> bytes:
    """Draw and save the image, or save the reason why not and raise it."""
    order = msgspec.msgpack.encode(drawing_worker.Drawing(str(document.path), page, cites))
    try:
        answer = once(drawing_worker.TASK, order, drawing_worker.LIMITS, within=_WITHIN)
        drawn = msgspec.msgpack.decode(answer, type=drawing_worker.Drawn)
    except GivenUp as error:
        drawn = drawing_worker.Drawn(why=f"drawing it {error}")
    if drawn.png:
        _keep(kept, drawn.png)
        return drawn.png
    why = f"Page {page} cannot be shown as an image: {drawn.why}."
    if not drawn.no_page:
        _keep(_place(document, f"{page}.txt"), why.encode())
    raise NoPicture(why)


def _place(document: Document, name: str) -> Path:
    return Path(settings.PAGES) / document.sha256[:2] / f"{document.sha256}-{name}"


def _keep(place: Path, data: bytes) -> None:
    """Save an image or a note; if the disk is full, the page is simply drawn again next time."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=".drawing-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        if os.urandom(1)[0] % _EVERY == 0:
            tidy()
    except OSError:
        return


def tidy(room: int = _ROOM) -> None:
    """Delete the oldest images until the rest fit, and files that were never finished."""
    files = sorted(
        ((f.stat().st_mtime, f.stat().st_size, f) for f in Path(settings.PAGES).glob("*/*")),
        reverse=True,
    )
    used = 0
    for written, size, file in files:
        used += size
        unfinished = file.name.startswith(".") and time.time() - written > _WRITTEN
        if used > room or unfinished:
            file.unlink(missing_ok=True)
