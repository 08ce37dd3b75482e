"""The task of a process that draws one page: its order and its answer."""

from __future__ import annotations

import io
from pathlib import Path

import msgspec
from PIL import Image

from cusp.outside.process import Limits
from cusp.reports.documents import NotAReport
from cusp.reports.highlight import NoSuchCite, page_image
from cusp.reports.record import Cite

TASK = "cusp.reports.drawing:answer"
# An ordinary page takes 0.15 seconds and about 65 MB.
LIMITS = Limits(seconds=3.0, megabytes=400)
# A page needs few colours; this takes a quarter of the space.
_COLOURS = 64


class Drawing(msgspec.Struct, frozen=True):
    """The page to draw, and the words to highlight on it."""

    path: str
    page: int
    cites: tuple[Cite, ...] = ()


class Drawn(msgspec.Struct, frozen=True):
    """An image as PNG, or the reason why not; ``no_page`` if the file has no such page."""

    png: bytes = b""
    no_page: bool = False
    why: str = ""


def answer(order: bytes) -> bytes:
    """Draw the page ordered."""
    return msgspec.msgpack.encode(_drawn(msgspec.msgpack.decode(order, type=Drawing)))


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
    except Exception as error:  # noqa: BLE001  # whatever it is, the page around it is shown
        return Drawn(why=f"drawing it failed ({type(error).__name__})")
    return Drawn(png=buffer.getvalue())
