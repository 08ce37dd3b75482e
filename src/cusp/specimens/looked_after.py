"""Looked-after services, 2013: a cover, numbered paragraphs, time limits, grades at the end."""

from __future__ import annotations

from collections.abc import Sequence

from cusp.specimens import parts
from cusp.specimens.content import ROWS, Specimen
from cusp.specimens.contents import contents
from cusp.specimens.paper import LEFT, Entry, Paper
from cusp.specimens.wording import day, spells

_MARKS = {"Outstanding": 1, "Good": 2, "Adequate": 3, "Inadequate": 4}
_MEANINGS = ("far more than is asked", "more than is asked", "what is asked", "less than is asked")


def head_of(specimen: Specimen) -> str:
    """The running header on its pages."""
    return f"{specimen.council} Council Inspection of looked after children services"


def lay_out(specimen: Specimen, paper: Paper, entries: Sequence[Entry]) -> None:
    """Lay out a report on looked-after services, with ``entries`` in the contents."""
    _cover(specimen, paper)
    _copyright(paper)
    contents(entries, paper, size=18, face="bold")
    number = _about(specimen, paper)
    for i, part in enumerate(specimen.parts):
        paper.heading(part.heading, size=18, space=22, level=1)
        grade = specimen.grades[part.area]
        paper.heading(f"Grade {_MARKS[grade]} ({grade})", size=14, space=8)
        number = parts.numbered(part.paragraphs, number, paper)
        if i == 0:
            number = _improvements(specimen, number + 1, paper)
    paper.turn()
    paper.heading("Record of main findings", size=18, level=1)
    paper.heading("Services for looked after children", size=14, space=10)
    paper.y += 10
    for label, area in ROWS[specimen.form]:
        column = paper.layout.column or 330.0
        paper.row(label, specimen.grades[area], column=column, faces=("bold", "regular"))


def _cover(specimen: Specimen, paper: Paper) -> None:
    paper.heading("Inspection of looked after children services", size=26, face="regular", space=60)
    paper.heading(specimen.authority, size=18, face="regular", space=6)
    paper.y = min(540.0, paper.layout.bottom - 220)
    dates = spells(specimen, paper.layout.dates)
    paper.heading(f"Inspection dates: {dates}", size=10, space=6)
    paper.heading(f"Reporting inspector {specimen.leads[0]} HMI", size=10, space=6)
    if specimen.published:
        paper.heading("Age group: All", size=10, space=60)
        paper.heading(f"Published: {day(specimen.published)}", size=10, space=6)
    paper.turn()


def _copyright(paper: Paper) -> None:
    """The back of the cover."""
    paper.y = min(600.0, paper.layout.bottom - 60)
    paper.paragraph("© The makers of this specimen", size=9)
    paper.paragraph("Copy it as you like, and say where you have it from.", size=9)
    paper.turn()


def _about(specimen: Specimen, paper: Paper) -> int:
    """How the inspection was carried out, and what the grades mean."""
    if not specimen.about:
        return 0
    paper.heading("About this inspection", size=18, level=1)
    number = parts.numbered(parts.plain(specimen.about), 0, paper)
    paper.heading("The inspection judgements and what they mean", size=18, level=1)
    paper.y += 12
    for grade, mark in _MARKS.items():
        paper.row(f"{grade} (Grade {mark})", _MEANINGS[mark - 1], x=LEFT + 34, column=220)
    paper.turn()
    return number


def _improvements(specimen: Specimen, number: int, paper: Paper) -> int:
    x, hang = LEFT + paper.layout.indent, paper.layout.hang
    paper.heading("Areas for improvement", size=14)
    text = "To improve its services the local authority should take this action."
    paper.paragraph(text, marker=f"{number}.", x=x, hang=hang)
    if not any(item.heading for item in specimen.items):
        paper.room(12 + 4 * paper.pitch)
        paper.paragraph("Immediately:", x=x + hang, face="bold")
    parts.bullets(specimen.items, paper, x=x + hang, heads="bold")
    return number
