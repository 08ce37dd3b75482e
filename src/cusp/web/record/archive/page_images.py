"""Pages as pictures, drawn in a process of their own and kept on the disk, within a limit."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import msgspec
from django.conf import settings

from cusp.outside.process import GivenUp, once
from cusp.reports import drawing
from cusp.reports.record import Cite
from cusp.web.common.outside_files import turn
from cusp.web.record.models import Document

# Room for pictures on the disk, in bytes; the oldest go first. Looked at once in so many pictures.
_ROOM = 400_000_000
_EVERY = 64
# How many seconds a request waits for its turn, and for the picture itself.
_WAIT, _WITHIN = 2.0, 7.0
# A page that cannot be drawn is tried again after so many seconds, with a Cusp that may know how.
_TRY_AGAIN = 24 * 3600
# A picture that is being written for longer than this never will be.
_WRITTEN = 3600


class NoPicture(Exception):
    """There is no picture of a page; the message says why, in one sentence."""


def picture(document: Document, page: int, cites: tuple[Cite, ...], *, name: str) -> bytes:
    """The page as a PNG with the cites' words marked.

    ``name`` stands for the cites in the file's name. Raises :class:`NoPicture`, and
    :class:`cusp.outside.process.NotNow` where too many pages are being drawn at this moment.
    """
    if not 1 <= page <= document.pages:
        raise NoPicture(f"The report has pages 1 to {document.pages}.")
    kept = _place(document, f"{page}-{name}.png")
    if found := _found(kept, document, page):
        return found
    with turn(wait=_WAIT):
        # Somebody else may have had it drawn meanwhile.
        return _found(kept, document, page) or _draw(kept, document, page, cites)


def _found(kept: Path, document: Document, page: int) -> bytes:
    """The picture that was drawn before, if any. Raises :class:`NoPicture`."""
    with suppress(FileNotFoundError):
        return kept.read_bytes()
    if why := why_none(document, page):
        raise NoPicture(why)
    return b""


def why_none(document: Document, page: int) -> str:
    """Why there is no picture of a page, in a sentence; nothing as far as is known."""
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
    """Has a picture drawn and keeps it, or keeps why there is none and raises it."""
    order = msgspec.msgpack.encode(drawing.Drawing(str(document.path), page, cites))
    try:
        answer = once(drawing.TASK, order, drawing.LIMITS, within=_WITHIN)
        drawn = msgspec.msgpack.decode(answer, type=drawing.Drawn)
    except GivenUp as error:
        drawn = drawing.Drawn(why=f"drawing it {error}")
    if drawn.png:
        _keep(kept, drawn.png)
        return drawn.png
    why = f"Page {page} cannot be shown as a picture: {drawn.why}."
    if not drawn.no_page:
        _keep(_place(document, f"{page}.txt"), why.encode())
    raise NoPicture(why)


def _place(document: Document, name: str) -> Path:
    return Path(settings.PAGES) / document.sha256[:2] / f"{document.sha256}-{name}"


def _keep(place: Path, data: bytes) -> None:
    """Keep a picture or a note; a full disk costs the next reader a moment and nothing else."""
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
    """Throw away the oldest pictures until the rest fits, and what was never finished."""
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
