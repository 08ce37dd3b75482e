"""ILACS: title, table, summary, what needs to improve, and sections with grades in headings."""

from __future__ import annotations

from cusp.specimens import parts
from cusp.specimens.content import ROWS, Specimen
from cusp.specimens.paper import LEFT, Paper
from cusp.specimens.typefaces import width_of
from cusp.specimens.wording import short, spells

_HIS = "His Majesty’s Inspector"
_TABLE_SIZE = 11.0
_HERS = "Her Majesty’s Inspector"


def title_of(specimen: Specimen) -> str:
    """The title used from 2023 onwards, repeated in running footers."""
    return f"Inspection of {specimen.authority} local authority children’s services"


def lay_out(specimen: Specimen, paper: Paper) -> None:
    """Lay out a report in one of the ILACS forms."""
    _head(specimen, paper)
    _table(specimen, paper)
    for text in specimen.summary:
        paper.paragraph(text)
    _improvement_heading(paper)
    parts.bullets(specimen.items, paper)
    number = 0
    for part in specimen.parts:
        paper.heading(f"{part.heading}: {_grade(specimen.grades[part.area], paper)}")
        number = parts.numbered(part.paragraphs, number, paper)
    parts.small_print(paper, specimen.about)


def _head(specimen: Specimen, paper: Paper) -> None:
    size = paper.layout.size
    paper.y += 20 if paper.layout.logo else 0
    dates = spells(specimen, paper.layout.dates)
    if specimen.form == "ILACS 2018" and not specimen.new_title:
        paper.heading(specimen.authority, size=26, face="regular", space=6)
        paper.heading("Inspection of children’s social care services", size=16, space=12)
        paper.heading(f"Inspection dates: {dates}", size=size, space=12)
        _leads_below(specimen, paper)
        return
    paper.heading(title_of(specimen), size=26, face="regular", space=6)
    paper.mixed_heading(("Inspection dates:", "bold"), (dates, "regular"), size=size, space=12)
    several = len(specimen.leads) > 1
    names = ", and ".join(f"{name}, {_HIS}" for name in specimen.leads)
    label = "Lead inspectors:" if several else "Lead inspector:"
    paper.mixed_heading((label, "bold"), (names, "regular"), size=size, space=12)


def _leads_below(specimen: Specimen, paper: Paper) -> None:
    """Names and ranks in a column beside their label."""
    label = "Lead inspectors:" if len(specimen.leads) > 1 else "Lead inspector:"
    paper.paragraph(label, face="bold")
    x = LEFT + 12 + width_of(label, paper.layout.size, "bold")
    for i, name in enumerate(specimen.leads):
        paper.y += paper.pitch if i else 0
        paper.draw(name, x, paper.y, face="bold")
        paper.y += paper.pitch
        paper.draw(_HERS, x, paper.y, face="bold")


def _grade(grade: str, paper: Paper) -> str:
    """A grade as printed in a section heading."""
    if paper.layout.heading_grade == "short":
        return short(grade).lower()
    return grade.lower() if paper.layout.heading_grade == "lower" else grade


def _table(specimen: Specimen, paper: Paper) -> None:
    column = paper.layout.column or (390.0 if specimen.form == "ILACS 2018" else 330.0)
    size = min(paper.layout.size, _TABLE_SIZE)
    # Most rows are on the first page, however much space is above them.
    paper.y = max(paper.y + 12, min(paper.y + 12 + paper.layout.drop, paper.floor - 200))
    paper.room(80)
    paper.row("Judgement", "Grade", column=column, faces=("bold", "bold"))
    for label, area in ROWS[specimen.form]:
        paper.row(label, specimen.grades[area], column=column, size=size)
    paper.y += 10


def _improvement_heading(paper: Paper) -> None:
    layout = paper.layout
    end = "?" if layout.question_mark else ":" if layout.colon else ""
    note = "Areas are in no order of weight." if layout.heading_mark else None
    paper.heading(f"What needs to improve{end}", note=note)
