"""The task that a separate process carries out to lay out a written paper."""

from __future__ import annotations

import io

import msgspec

from cusp.outside.process import Limits
from cusp.packs.written.record import Made, WrittenPaper

TASK = "cusp.packs.written.worker:answer"
LIMITS = Limits(seconds=30.0, megabytes=800)


def answer(request: bytes) -> bytes:
    """Lay out the paper."""
    import pikepdf

    from cusp.packs.written.layout import pdf_bytes

    try:
        file = pdf_bytes(msgspec.msgpack.decode(request, type=WrittenPaper))
        with pikepdf.open(io.BytesIO(file)) as pdf:
            made = Made(file, len(pdf.pages))
    except MemoryError:
        made = Made(why="it took too much memory")
    except Exception as error:  # noqa: BLE001  # a process that dies says nothing
        made = Made(why=str(error) or type(error).__name__)
    return msgspec.msgpack.encode(made)
