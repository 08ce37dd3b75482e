"""Makes the file of a paper that Cusp makes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from cusp.web.boards import paper_files
from cusp.web.boards.choices import PaperKind
from cusp.web.boards.living import inspection_papers, plan_papers, practice_paper
from cusp.web.boards.living.laying_out import LaidOut, NotMade, laid_out
from cusp.web.boards.living.report_paper import written_report
from cusp.web.boards.living.statement_paper import statement_paper
from cusp.web.boards.paper_files import PaperFile

if TYPE_CHECKING:
    from cusp.web.boards.models import AgendaPaper

__all__ = ["NotMade", "made_pdf", "make"]


def make(paper: AgendaPaper, *, today: date) -> PaperFile:
    """Make and store the file. Raises ``NotMade``, and ``NotNow`` or ``NoWorkers`` if busy."""
    made = made_pdf(paper, today=today)
    return PaperFile(file=paper_files.keep_made(file_name(paper), made.pdf), pages=made.pages)


def made_pdf(paper: AgendaPaper, *, today: date) -> LaidOut:
    """The paper as it would be made today, without storing it. Raises as ``make``."""
    match paper.kind:
        case PaperKind.PLAN_FULL | PaperKind.PLAN_EXCEPTIONS | PaperKind.PLAN_CHANGES:
            return plan_papers.plan_paper(paper.kind, paper.item.meeting, today=today)
        case PaperKind.MEASURES:
            return laid_out(plan_papers.measures_paper(today=today))
        case PaperKind.PRACTICE:
            return laid_out(practice_paper.practice_paper(today=today))
        case PaperKind.COMPARISON:
            return laid_out(inspection_papers.comparison_paper(today=today))
        case PaperKind.PLACE:
            return laid_out(inspection_papers.place_paper(today=today))
        case PaperKind.STATEMENT:
            return laid_out(statement_paper(today=today))
        case PaperKind.REPORT:
            return laid_out(written_report(paper, today=today))
    raise NotMade(f"“{paper.title}” has no file. Upload it again.")


def file_name(paper: AgendaPaper) -> str:
    """A file name from the title."""
    name = re.sub(r"[^\w .,()&+-]", " ", paper.title)
    return f"{' '.join(name.split())[:150] or 'Paper'}.pdf"
