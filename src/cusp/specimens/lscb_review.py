"""A separate review of a Local Safeguarding Children Board, in the SIF's format."""

from __future__ import annotations

from collections.abc import Sequence

from cusp.specimens import parts, sif
from cusp.specimens.content import Specimen
from cusp.specimens.contents import contents
from cusp.specimens.paper import Entry, Paper
from cusp.specimens.wording import day, spells, verdict


def lay_out(specimen: Specimen, paper: Paper, entries: Sequence[Entry]) -> None:
    """Lay out a review of the board, with ``entries`` in the contents."""
    _first_page(specimen, paper)
    contents(entries, paper, size=26)
    if specimen.facts:
        paper.heading("Information about this area", level=1)
        for heading, items in specimen.facts:
            paper.heading(heading, size=paper.layout.size, space=10, level=2)
            parts.bullets(items, paper)
    sif.executive_summary(specimen.lscb_summary, paper)
    paper.turn()
    paper.heading("Recommendations", level=1)
    parts.bullets(specimen.lscb_items, paper)
    paper.turn()
    paper.heading("Inspection findings", level=1)
    parts.numbered(specimen.lscb_paragraphs, 0, paper)
    sif.about(specimen, paper, title="review")
    parts.small_print(paper)


def _first_page(specimen: Specimen, paper: Paper) -> None:
    paper.heading(specimen.authority, size=26, face="regular", space=6)
    title = "Review of the effectiveness of the Local Safeguarding Children Board"
    paper.heading(title, size=14, space=6)
    dates = spells(specimen, paper.layout.dates)
    paper.heading(f"Inspection date: {dates}", size=14, space=8)
    if specimen.published:
        paper.heading(f"Report published: {day(specimen.published)}", size=14, space=8)
    grade = specimen.grades["lscb"]
    paper.heading(f"The Local Safeguarding Children Board {verdict(grade)}", size=13, space=24)
