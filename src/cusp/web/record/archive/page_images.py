"""Pages as pictures, kept on the disk once drawn, within a limit."""

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

# PDFium draws for one thread at a time.
_pen = threading.Lock()
# Room for pictures on the disk, in bytes; the oldest go first. Looked at once in so many pictures.
_ROOM = 400_000_000
_EVERY = 64


def picture(document: Document, page: int, cites: tuple[Cite, ...], *, name: str) -> bytes:
    """The page as a PNG with the cites' words marked.

    ``name`` stands for the cites in the file's name. Raises what
    :func:`cusp.reports.highlight.page_image` raises, and :class:`FileNotFoundError` where the PDF
    is gone from the store.
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
    # A page is ink on paper: few colours are enough, and a quarter of the bytes.
    buffer = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", compress_level=6)
    _keep(kept, buffer.getvalue())
    return buffer.getvalue()


def _keep(place: Path, data: bytes) -> None:
    """Keep a picture; a full disk costs the next reader a moment and nothing else."""
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
    """Throw away the oldest pictures until the rest fits."""
    files = sorted(
        ((f.stat().st_mtime, f.stat().st_size, f) for f in Path(settings.PAGES).rglob("*.png")),
        reverse=True,
    )
    used = 0
    for _, size, file in files:
        used += size
        if used > room:
            file.unlink(missing_ok=True)
