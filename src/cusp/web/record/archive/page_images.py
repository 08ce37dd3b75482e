"""Page images, cached on disk up to a limit."""

from __future__ import annotations

import io
import os
import tempfile
import threading
from pathlib import Path

from django.conf import settings
from PIL import Image

from cusp.reports.highlight import page_image
from cusp.reports.record import Cite
from cusp.web.record.models import Document

# PDFium can only draw in one thread at a time.
_pen = threading.Lock()
# Disk space for images, in bytes; the oldest go first. Checked once in ``_EVERY`` images.
_ROOM = 400_000_000
_EVERY = 64


def picture(document: Document, page: int, cites: tuple[Cite, ...], *, name: str) -> bytes:
    """The page as a PNG with the cited words highlighted.

    ``name`` identifies the cites in the file name. Raises what
    :func:`cusp.reports.highlight.page_image` raises, and :class:`FileNotFoundError` if the PDF is
    missing.
    """
    kept = Path(settings.PAGES) / document.sha256[:2] / f"{document.sha256}-{page}-{name}.png"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    if not document.path.exists():
        raise FileNotFoundError(document.path.name)
    with _pen:
        image = page_image(document.path, page, cites)
    # A page needs few colours; this takes a quarter of the space.
    buffer = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", compress_level=6)
    _keep(kept, buffer.getvalue())
    return buffer.getvalue()


def _keep(place: Path, data: bytes) -> None:
    """Save an image; if the disk is full, it is simply drawn again next time."""
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
    """Delete the oldest images until the rest fit."""
    files = sorted(
        ((f.stat().st_mtime, f.stat().st_size, f) for f in Path(settings.PAGES).rglob("*.png")),
        reverse=True,
    )
    used = 0
    for _, size, file in files:
        used += size
        if used > room:
            file.unlink(missing_ok=True)
