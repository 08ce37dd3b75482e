"""Makes a paper in a separate process, within a limited time."""

from __future__ import annotations

from typing import cast

import msgspec

from cusp.outside.process import GivenUp, once
from cusp.plans import Plan, paper_worker
from cusp.plans.paper_worker import Ending, Kind, PaperRequest, ReadyRequest
from cusp.plans.ready_paper import ReadyPaper
from cusp.web.common.outside_files import turn
from cusp.web.response import paper_template

_WAIT, _WITHIN = 10.0, 45.0
CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Sort(msgspec.Struct, frozen=True):
    """A paper that can be made: its name on pages and in the names of files."""

    name: str
    about: str
    file_name: str


KINDS = {
    "full": Sort(
        "The plan in full",
        "Every area with its actions, dates, updates, evidence, measures and questions",
        "plan",
    ),
    "page": Sort(
        "The plan on a page", "One row for each area, with delivery and impact", "plan-on-a-page"
    ),
    "exceptions": Sort(
        "Exceptions only",
        "What is late, re-dated, out of date, without a lead, or contradicted",
        "plan-exceptions",
    ),
    "changes": Sort("Changes since a date", "What was recorded between two dates", "plan-changes"),
}


class NotMade(Exception):
    """A paper was not made; the message is a sentence saying why."""


def made(kind: str, ending: str, plan: Plan, before: Plan | None) -> bytes:
    """The file. Raises :class:`NotMade`, and ``NotNow`` or ``NoWorkers`` if Cusp is busy."""
    template = paper_template.current() if ending == "docx" else None
    asked = PaperRequest(
        cast(Kind, kind),
        cast(Ending, ending),
        plan,
        before,
        template.read() if template else b"",
    )
    return _done(paper_worker.paper_order(asked))


def made_ready(paper: ReadyPaper) -> bytes:
    """A paper whose words are ready, as a Word document on the council's template.

    Raises as :func:`made` does.
    """
    template = paper_template.current()
    asked = ReadyRequest(paper, template.read() if template else b"")
    return _done(paper_worker.ready_order(asked))


def _done(order: bytes) -> bytes:
    try:
        with turn(wait=_WAIT):
            answer = once(paper_worker.TASK, order, paper_worker.LIMITS, within=_WITHIN)
    except GivenUp as error:
        raise NotMade(f"Making this paper {error}.") from None
    done = paper_worker.read_answer(answer)
    if done.why:
        raise NotMade(f"This paper could not be made: {done.why.rstrip('.')}.")
    return done.file
