"""The task that a separate process carries out to draw one page: its request and response."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
from PIL import Image

from cusp.outside.process import Limits
from cusp.reports.documents import NotAReport
from cusp.reports.page_drawing import NoSuchCite, page_image
from cusp.reports.record import Cite

TASK = "cusp.reports.drawing_worker:answer"
# An ordinary page takes 0.15 seconds and about 65 MB.
LIMITS = Limits(seconds=3.0, megabytes=400)
# A page needs few colours; this takes a quarter of the space.
_COLOURS = 64


class Drawing(msgspec.Struct, frozen=True):
    """The page to draw, and the places to highlight on it."""

    path: str
    page: int
    cites: tuple[Cite, ...] = ()


class Drawn(msgspec.Struct, frozen=True):
    """A PNG image, or why there is none; ``no_page`` means that the file has no such page."""

    png: bytes = b""
    no_page: bool = False
    why: str = ""


def answer(request: bytes) -> bytes:
    """Draw the page requested."""
    return msgspec.msgpack.encode(_drawn(msgspec.msgpack.decode(request, type=Drawing)))


def _drawn(asked: Drawing) -> Drawn:
    try:
        image = page_image(Path(asked.path), asked.page, asked.cites)
        buffer = io.BytesIO()
        few = image.quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(buffer, "PNG", compress_level=6)
    except NoSuchCite as error:
        return Drawn(no_page=True, why=str(error))
    except NotAReport as error:
        return Drawn(why=str(error))
    except MemoryError:
        return Drawn(why="drawing it took too much memory")
    except Exception as error:  # noqa: BLE001  # whatever happens, the rest of the web page is shown
        return Drawn(why=f"drawing it failed ({type(error).__name__})")
    return Drawn(png=buffer.getvalue())
