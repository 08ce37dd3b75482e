"""The task that a separate process carries out to write a briefing as Word or PDF.

Laying out a PDF takes half a second and its fonts take up memory, so a web process does not do it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from cusp.briefing.sentences import Briefing
from cusp.outside.process import Limits

TASK = "cusp.briefing.worker:answer"
LIMITS = Limits(seconds=20.0, megabytes=600)
Ending = Literal["docx", "pdf"]


class _Order(msgspec.Struct, frozen=True):
    ending: Ending
    briefing: Briefing


def order(briefing: Briefing, ending: Ending) -> bytes:
    """The request for a file."""
    return msgspec.msgpack.encode(_Order(ending, briefing))


def answer(request: bytes) -> bytes:
    """The file."""
    asked = msgspec.msgpack.decode(request, type=_Order)
    if asked.ending == "pdf":
        from cusp.briefing.pdf import pdf_bytes

        return pdf_bytes(asked.briefing)
    from cusp.briefing.word import docx_bytes

    return docx_bytes(asked.briefing)
