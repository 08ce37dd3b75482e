"""Lays out a paper in a separate process, within a limited time."""

from __future__ import annotations

import msgspec

from cusp.outside.process import GivenUp, once
from cusp.packs import written
from cusp.packs.written import WrittenPaper
from cusp.web.common.outside_files import turn

_WAIT, _WITHIN = 10.0, 45.0


class NotMade(Exception):
    """A paper was not made; the message is a sentence saying why and what to do."""


class LaidOut(msgspec.Struct, frozen=True):
    """A PDF and, if it is known, its number of pages."""

    pdf: bytes
    pages: int | None = None


def laid_out(paper: WrittenPaper) -> LaidOut:
    """The paper as PDF. Raises :class:`NotMade`, and ``NotNow`` or ``NoWorkers`` if busy."""
    try:
        with turn(wait=_WAIT):
            answer = once(written.TASK, written.order(paper), written.LIMITS, within=_WITHIN)
    except GivenUp as error:
        raise NotMade(f"Making this paper {error}.") from None
    made = written.read_answer(answer)
    if made.why:
        raise NotMade(f"This paper could not be made: {made.why.rstrip('.')}.")
    return LaidOut(made.file, made.pages)
