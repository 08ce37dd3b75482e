"""Each framework's form of report, laid out on paper as the real ones are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cusp.specimens.content import ROWS, Item, Paragraph, Part, Specimen
from cusp.specimens.paper import LEFT, Layout, Paper

_HANG = 28.0
_RANK = "His Majesty’s Inspector"


def write_specimen(specimen: Specimen, path: Path, layout: Layout | None = None) -> Path:
    """Lays ``specimen`` out as a PDF at ``path`` and gives the path back."""
    layout = layout or Layout()
    dates = " and ".join(spell(first, last, "full") for first, last in specimen.spells)
    title = f"Inspection of {specimen.council} local authority children’s services"
    paper = Paper(path, layout, (title, dates))
    if specimen.form == "looked after 2013":
        _looked_after(specimen, paper)
    elif specimen.form.startswith("SIF"):
        _sif(specimen, paper)
    else:
        _ilacs(specimen, paper)
    paper.save()
    return path


def spell(first: date, last: date, form: str) -> str:
    """A spell of days in one of the wordings that reports use."""
    if form == "full":
        return f"{day(first)} to {day(last)}"
    join = "–" if form == "dash" else " to "
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{join}{day(last)}"
    start = f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return f"{start}{join}{day(last)}"


def day(one: date) -> str:
    """A day as reports print it, such as 7 July 2016."""
    return f"{one.day} {one:%B %Y}"


def _spells(specimen: Specimen, paper: Paper) -> str:
    return " and ".join(spell(a, b, paper.layout.dates) for a, b in specimen.spells)


def _line(paper: Paper, text: str, *, size: float, bold: bool = False, space: float = 6) -> None:
    paper.heading(text, size=size, bold=bold, space=space)


# ILACS: title, table, summary, what needs to improve, sections with the grade in their heading.


def _ilacs(specimen: Specimen, paper: Paper) -> None:
    size = paper.layout.size
    if specimen.form == "ILACS 2018":
        _line(paper, f"{specimen.council} Borough Council", size=26)
        _line(paper, "Inspection of children’s social care services", size=16, bold=True)
    else:
        title = f"Inspection of {specimen.council} local authority children’s services"
        _line(paper, title, size=26)
    _line(paper, f"Inspection dates: {_spells(specimen, paper)}", size=size, space=12)
    _lead(specimen, paper)
    paper.row("Judgement", "Grade", bold=True)
    for label, area in ROWS[specimen.form]:
        paper.row(label, specimen.grades[area])
    paper.y += 10
    for text in specimen.summary:
        paper.paragraph(text)
    _improvement_heading(paper)
    _bullets(specimen.items, paper)
    number = 0
    for part in specimen.parts:
        paper.heading(f"{part.heading}: {specimen.grades[part.area].lower()}")
        number = _numbered(part.paragraphs, number, paper)
    for text in specimen.about:
        paper.paragraph(text, space=20)


def _lead(specimen: Specimen, paper: Paper) -> None:
    size = paper.layout.size
    if specimen.form == "ILACS 2018":
        _line(paper, f"Lead inspector: {specimen.leads[0]}", size=size, bold=True, space=12)
        paper.y += paper.pitch
        paper.draw("Her Majesty’s Inspector", 177, paper.y, bold=True)
    elif len(specimen.leads) > 1:
        names = ", and ".join(f"{name}, {_RANK}" for name in specimen.leads)
        _line(paper, f"Lead inspectors: {names}", size=size, space=12)
    else:
        _line(paper, f"Lead inspector: {specimen.leads[0]}, {_RANK}", size=size, space=12)


def _improvement_heading(paper: Paper) -> None:
    layout = paper.layout
    text = "What needs to improve" + ("?" if layout.question_mark else "")
    paper.heading(text)
    if layout.heading_mark:
        paper.note_number += 1
        paper.notes.append((paper.note_number, "Areas are in no order of weight."))
        paper.mark(LEFT + 185)


def _bullets(items: tuple[Item, ...], paper: Paper, *, x: float = LEFT) -> None:
    for item in items:
        paper.paragraph(item.text, marker=paper.layout.glyph, x=x, hang=17)
        for nested in item.nested:
            glyph = paper.layout.nested_glyph
            paper.paragraph(nested, marker=glyph, x=x + 36, hang=17, space=4)


def _numbered(paragraphs: tuple[Paragraph, ...], number: int, paper: Paper) -> int:
    for paragraph in paragraphs:
        if paragraph.heading:
            paper.heading(paragraph.heading, size=paper.layout.size, space=10)
        number += 1
        paper.paragraph(
            paragraph.text, marker=f"{number}.", hang=_HANG, note=paragraph.note
        )  # fmt: skip
    return number


# SIF: title, overall sentence, table; later parts with the grade in a box beside their heading.


def _sif(specimen: Specimen, paper: Paper) -> None:
    early = specimen.form == "SIF 2013"
    _sif_first_page(specimen, paper, early)
    paper.turn()
    _contents(specimen, paper)
    paper.turn()
    paper.heading("Summary of key findings" if early else "Executive summary", space=0)
    for text in specimen.summary:
        if early:
            paper.paragraph(text, marker=paper.layout.glyph, hang=17)
        else:
            paper.paragraph(text)
    number = _sif_items(specimen, paper, early)
    for part in specimen.parts:
        number = _sif_part(part, specimen, number, paper, early)
    if "lscb" in specimen.grades:
        _board(specimen, number, paper, early)
    paper.heading("Information about this inspection", size=16)
    for text in specimen.about:
        paper.paragraph(text)
    paper.heading("The inspection team", size=paper.layout.size)
    paper.paragraph(f"Lead inspector: {specimen.leads[0]}")
    paper.paragraph("Team inspectors: Una Fenwick, Tobias Ridley, Maud Ansell")


def _sif_first_page(specimen: Specimen, paper: Paper, early: bool) -> None:
    _line(paper, f"{specimen.council} Borough Council" if early else specimen.council, size=26)
    again = "Re-inspection" if specimen.reinspection else "Inspection"
    title = (
        f"{again} of services for children in need of help and protection, children looked after "
        "and care leavers"
    )
    _line(paper, title, size=14, bold=True)
    if "lscb" in specimen.grades:
        _line(paper, "and", size=14)
        board = "Review of the effectiveness of the Local Safeguarding Children Board"
        _line(paper, board, size=14, bold=True)
    _line(paper, f"Inspection date: {_spells(specimen, paper)}", size=14, space=8)
    if specimen.published:
        _line(paper, f"Report published: {day(specimen.published)}", size=14, space=8)
    overall = specimen.grades["overall"]
    if early:
        _line(paper, f"The overall judgement is {overall.lower()}", size=14, space=24)
    else:
        verb = "require" if overall.startswith("Requires") else "are"
        grade = overall[len("Requires ") :] if verb == "require" else overall
        sentence = f"Children’s services in {specimen.council} {verb} {grade.lower()}"
        _line(paper, sentence, size=14, bold=True, space=24)
    for label, area in ROWS[specimen.form]:
        inner = label.startswith(("2.1", "2.2"))
        grade = specimen.grades[area].removesuffix(" to be good")
        paper.row(label, grade, x=LEFT + (47 if inner else 0), room=250, bold=not inner)


def _contents(specimen: Specimen, paper: Paper) -> None:
    paper.heading("Contents", size=26, bold=False, space=0)
    entries = [
        "Executive summary",
        "Recommendations",
        *(p.heading for p in specimen.parts if p.heading),
    ]
    for i, entry in enumerate(entries, 2):
        paper.row(entry, str(i + 1), x=LEFT + 14, column=510, size=13)


def _sif_items(specimen: Specimen, paper: Paper, early: bool) -> int:
    if not early:
        paper.heading("Recommendations")
        return _numbered_items(specimen.items, 0, paper)
    paper.heading("What does the local authority need to improve?")
    _two_tiers(specimen.items, paper)
    return 0


def _two_tiers(items: tuple[Item, ...], paper: Paper) -> None:
    tiers = (("Priority and immediate action", True), ("Areas for improvement", False))
    for heading, priority in tiers:
        chosen = tuple(item for item in items if item.priority is priority)
        if chosen:
            paper.heading(heading, size=paper.layout.size, space=10)
            _bullets(chosen, paper)


def _numbered_items(items: tuple[Item, ...], number: int, paper: Paper) -> int:
    for item in items:
        number += 1
        paper.paragraph(item.text, marker=f"{number}.", hang=_HANG)
        for nested in item.nested:
            paper.paragraph(nested, marker=paper.layout.glyph, x=LEFT + 44, hang=17, space=4)
    return number


def _sif_part(part: Part, specimen: Specimen, number: int, paper: Paper, early: bool) -> int:
    grade = specimen.grades[part.area].removesuffix(" to be good")
    if part.area in ("adoption", "care_leavers"):
        what = "adoption performance" if part.area == "adoption" else (
            "the experience and progress of care leavers"
        )  # fmt: skip
        verb = "is that it " + ("" if grade.startswith("Requires") else "is ")
        paper.heading(f"The graded judgement for {what} {verb}{grade.lower()}", size=12)
    elif early:
        plural = {"requires improvement": "require improvement"}
        said = plural.get(grade.lower(), f"are {grade.lower()}")
        paper.heading(f"{part.heading} {said}", size=12)
    else:
        paper.turn()
        paper.row(part.heading, grade, x=LEFT, room=240, bold=True, size=14, column=361)
        paper.heading("Inspection findings", size=paper.layout.size, space=20)
    return _numbered(part.paragraphs, number, paper)


def _board(specimen: Specimen, number: int, paper: Paper, early: bool) -> None:
    grade = specimen.grades["lscb"].removesuffix(" to be good").lower()
    said = "requires improvement" if grade.startswith("requires") else f"is {grade}"
    if early:
        paper.heading(
            "Section 2: The effectiveness of the Local Safeguarding Children Board", size=16
        )
    else:
        paper.turn()
        paper.heading("The Local Safeguarding Children Board (LSCB)", size=16, space=0)
    paper.heading(f"The Local Safeguarding Children Board {said}")
    if early:
        paper.heading("What does the LSCB need to improve?")
        _two_tiers(specimen.lscb_items, paper)
        paper.heading("Key strengths and weaknesses of the LSCB", size=paper.layout.size)
    else:
        paper.heading("Recommendations")
        number = _numbered_items(specimen.lscb_items, number, paper)
        paper.heading("Inspection findings – the Local Safeguarding Children Board")
    _numbered(specimen.lscb_paragraphs, number, paper)


# Looked-after services, 2013: a cover, numbered paragraphs, time limits, the grades at the end.


def _looked_after(specimen: Specimen, paper: Paper) -> None:
    size = paper.layout.size
    _line(paper, "Inspection of looked after children services", size=26, space=60)
    _line(paper, f"{specimen.council} Metropolitan Borough Council", size=18)
    paper.y = 540
    _line(paper, f"Inspection dates: {_spells(specimen, paper)}", size=10, bold=True)
    _line(paper, f"Reporting inspector {specimen.leads[0]} HMI", size=10, bold=True)
    if specimen.published:
        _line(paper, f"Published: {day(specimen.published)}", size=10, bold=True, space=60)
    paper.turn()
    number = 0
    for i, part in enumerate(specimen.parts):
        paper.heading(part.heading, size=18, space=0 if i == 0 else 14)
        number = _numbered(part.paragraphs, number, paper)
        if i == 0:
            number += 1
            paper.heading("Areas for improvement", size=14)
            text = "To improve its services the local authority should take this action."
            paper.paragraph(text, marker=f"{number}.", hang=_HANG)
            paper.paragraph("Immediately:", x=LEFT + _HANG)
            _bullets(specimen.items, paper, x=LEFT + _HANG)
    paper.heading("Record of main findings", size=18)
    paper.row("Services for looked after children", "", bold=True, size=size)
    for label, area in ROWS[specimen.form]:
        paper.row(label, specimen.grades[area])
