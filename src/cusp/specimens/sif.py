"""SIF: title, overall sentence and table, then contents, lists, findings and the board's part.

Reports up to mid-2015 (``SIF 2013``) have areas for improvement in two tiers. Later ones
(``SIF 2015``) have one numbered list of recommendations, and a box with each section's grade.
"""

from __future__ import annotations

from collections.abc import Sequence

from cusp.specimens import parts
from cusp.specimens.content import ROWS, Item, Paragraph, Part, Specimen
from cusp.specimens.contents import contents
from cusp.specimens.paper import LEFT, PAD, Entry, Paper
from cusp.specimens.typefaces import Face
from cusp.specimens.wording import day, short, spells, verdict

_TIERS = (("Priority and immediate action", True), ("Areas for improvement", False))
_SUBGRADES = {
    "adoption": "The graded judgement for adoption performance",
    "care_leavers": "The graded judgement about the experience and progress of care leavers",
}
_TEAM = "Team inspectors: Una Fenwick HMI, Tobias Ridley HMI, Maud Ansell HMI"
_MEANINGS = (
    "“Outstanding” is for what goes well beyond good and makes a lasting difference to children.",
    "“Good” is for help that comes in time, works, and keeps children safe.",
    "“Requires improvement” is for services in which nobody is left in danger and not enough is "
    "good yet.",
    "“Inadequate” is for failings that leave children harmed or at risk of harm.",
)
_POWERS = "Two reviews by two laws are bound in this one specimen, as they were in real reports."


def lay_out(specimen: Specimen, paper: Paper, entries: Sequence[Entry]) -> None:
    """Lay out a single inspection framework report, with ``entries`` in the contents."""
    if specimen.form == "SIF 2013":
        _lay_out_early(specimen, paper, entries)
    else:
        _lay_out_late(specimen, paper, entries)
    parts.small_print(paper)


def _lay_out_early(specimen: Specimen, paper: Paper, entries: Sequence[Entry]) -> None:
    _first_page(specimen, paper)
    contents(entries, paper, size=26)
    paper.name("Section 1: the local authority", 1)
    paper.heading("Section 1: the local authority", size=16)
    number = _key_findings(specimen, paper)
    number = _two_lists(specimen, number, paper)
    at_end = specimen.numbering == "lists"
    if not at_end:
        about(specimen, paper)
    facts(specimen, paper)
    for part in specimen.parts:
        number = _early_part(part, specimen, number, paper)
    if not at_end:
        _meanings("the local authority", paper)
    if "lscb" in specimen.grades:
        _early_board(specimen, number, paper)
    if at_end:
        about(specimen, paper)


def _lay_out_late(specimen: Specimen, paper: Paper, entries: Sequence[Entry]) -> None:
    _first_page(specimen, paper)
    executive_summary(specimen.summary, paper)
    contents(entries, paper, size=26)
    if specimen.facts:
        paper.name("The local authority", 1)
        paper.heading("The local authority", size=16)
        facts(specimen, paper)
    paper.turn()
    paper.heading("Recommendations", level=2)
    number = parts.numbers(specimen.items, 0, paper)
    _for_children(specimen, paper)
    for part in specimen.parts:
        number = _late_part(part, specimen, number, paper)
    if "lscb" in specimen.grades:
        _late_board(specimen, number, paper)
    about(specimen, paper)


# First page


def _first_page(specimen: Specimen, paper: Paper) -> None:
    early = specimen.form == "SIF 2013"
    board = "lscb" in specimen.grades
    paper.heading(specimen.authority, size=26, face="regular", space=6)
    again = "Re-inspection" if specimen.reinspection else "Inspection"
    title = (
        f"{again} of services for children in need of help and protection, children looked after "
        "and care leavers"
    )
    paper.heading(title, size=14, space=6)
    note = _POWERS if paper.layout.heading_mark else None
    if board:
        paper.heading("and", size=14, face="regular", space=6)
        review = "Review of the effectiveness of the Local Safeguarding Children Board"
        paper.heading(review, size=14, space=6, note=note)
    face: Face = "bold" if early else "regular"
    dates = spells(specimen, paper.layout.dates)
    paper.heading(f"Inspection date: {dates}", size=14, face=face, space=8)
    if specimen.published:
        published = f"Report published: {day(specimen.published)}"
        paper.heading(published, size=14, face=face, space=8)
    _overall(specimen, paper, early)
    _rows(specimen, paper, early)
    if early and board:
        grade = short(specimen.grades["lscb"]).lower()
        sentence = "The effectiveness of the Local Safeguarding Children Board (LSCB) is"
        paper.mixed_heading((sentence, "regular"), (grade, "bold"), size=13, space=24)


def _overall(specimen: Specimen, paper: Paper, early: bool) -> None:
    grade = specimen.grades["overall"]
    if early:
        words = f"{short(grade).lower()}."
        paper.mixed_heading(
            ("The overall judgement is", "regular"), (words, "bold"), size=13, space=18
        )
    else:
        words = verdict(grade, plural=True, of_good=True)
        paper.heading(f"Children’s services in {specimen.council} {words}", size=13, space=18)
    paper.y += 8


def _rows(specimen: Specimen, paper: Paper, early: bool) -> None:
    column = paper.layout.column or (400.0 if early else 330.0)
    for label, area in ROWS[specimen.form]:
        inner = label.startswith(("2.1", "2.2"))
        x = LEFT + (47 if inner else 0)
        faces: tuple[Face, Face] = ("regular" if inner else "bold", "bold" if early else "regular")
        paper.row(label, short(specimen.grades[area]), x=x, column=column, faces=faces, out=PAD)


# Before the findings


def executive_summary(texts: Sequence[str], paper: Paper) -> None:
    """The summary in its box."""
    if paper.y > 300:
        paper.turn()
    paper.open_box()
    paper.heading("Executive summary", level=2)
    for text in texts:
        paper.paragraph(text)
    paper.close_box()


def _key_findings(specimen: Specimen, paper: Paper) -> int:
    paper.heading("Summary of key findings", level=2)
    verdict_ = {"Good": "is good because", "Outstanding": "is outstanding because"}
    grade = short(specimen.grades["overall"])
    because = verdict_.get(grade, f"{verdict(grade)} and is not yet good because")
    paper.heading(f"This local authority {because}", size=paper.layout.size, space=10)
    if specimen.numbers_summary:
        return parts.numbered(parts.plain(specimen.summary), 0, paper)
    parts.bulleted(parts.plain(specimen.summary), paper)
    return 0


def _two_lists(specimen: Specimen, number: int, paper: Paper) -> int:
    """What needs to improve, in two tiers, then strengths and progress."""
    paper.heading("What does the local authority need to improve?", level=2)
    number = _tiers(specimen, specimen.items, number, paper)
    for heading, texts in (
        ("The local authority’s strengths", specimen.strengths),
        ("Progress since the last inspection", specimen.progress),
    ):
        if texts:
            paper.heading(heading, level=2)
            number = _either(parts.plain(texts), specimen, number, paper, specimen.numbers_items)
    _for_children(specimen, paper)
    return number


def _either(
    paragraphs: Sequence[Paragraph],
    specimen: Specimen,
    number: int,
    paper: Paper,
    with_numbers: bool,
) -> int:
    if with_numbers and specimen.numbering != "none":
        return parts.numbered(paragraphs, number, paper)
    parts.bulleted(paragraphs, paper)
    return number


def _tiers(specimen: Specimen, items: Sequence[Item], number: int, paper: Paper) -> int:
    for heading, priority in _TIERS:
        chosen = [item for item in items if item.priority is priority]
        if chosen:
            paper.heading(heading, size=paper.layout.size, space=10)
            if specimen.numbers_items:
                number = parts.numbers(chosen, number, paper)
            else:
                parts.bullets(chosen, paper)
    return number


def facts(specimen: Specimen, paper: Paper) -> None:
    """Figures about the area: bullets without a judgement."""
    if not specimen.facts:
        return
    note = "The local authority has seen this part and added its own figures."
    paper.heading("Information about this local authority area", note=note, level=2)
    for heading, items in specimen.facts:
        paper.heading(heading, size=paper.layout.size, space=10)
        parts.bullets(items, paper)
    paper.turn()


def _for_children(specimen: Specimen, paper: Paper) -> None:
    if specimen.for_children:
        paper.turn()
        paper.heading("Summary for children and young people", level=2)
        parts.bulleted(parts.plain(specimen.for_children), paper)
        paper.turn()


# Findings


def _early_part(part: Part, specimen: Specimen, number: int, paper: Paper) -> int:
    grade = specimen.grades[part.area]
    if part.area in _SUBGRADES:
        heading = f"{_SUBGRADES[part.area]} is that it {verdict(grade)}"
        paper.heading(heading, size=12)
    elif paper.layout.judgement_rows:
        _grade_box(part, grade, paper, header=True)
    else:
        paper.heading(f"{part.heading} {verdict(grade, plural=True)}", size=12)
    return _either(part.paragraphs, specimen, number, paper, with_numbers=True)


def _late_part(part: Part, specimen: Specimen, number: int, paper: Paper) -> int:
    grade = specimen.grades[part.area]
    if part.area in _SUBGRADES:
        paper.heading(f"{_SUBGRADES[part.area]} is that it {verdict(grade)}", size=12)
    else:
        paper.turn()
        paper.name(part.heading)
        _grade_box(part, grade, paper, header=False)
        paper.heading("Inspection findings", size=paper.layout.size, space=20)
    return parts.numbered(part.paragraphs, number, paper)


def _grade_box(part: Part, grade: str, paper: Paper, *, header: bool) -> None:
    """A section's heading and grade as a row of a table, and its summary in the box below."""
    paper.y += 14 if paper.y > 100 else 0
    paper.room(120)
    faces: tuple[Face, Face] = ("bold", "bold")
    if header:
        paper.row("Key judgement", "Judgement grade", column=330, faces=faces, out=PAD)
        paper.row(part.heading, short(grade), column=330, out=PAD)
    else:
        grade_text = short(grade)
        paper.row(part.heading, grade_text, x=LEFT, column=361, size=13, faces=faces, out=PAD)
    if part.summary:
        paper.open_box(space=0)
        paper.heading("Summary", size=paper.layout.size, space=8)
        for text in part.summary:
            paper.paragraph(text, gap=8)
        paper.close_box()


# Safeguarding board


def _early_board(specimen: Specimen, number: int, paper: Paper) -> None:
    grade = short(specimen.grades["lscb"])
    title = "Section 2: The effectiveness of the Local Safeguarding Children Board"
    paper.name(title, 1)
    paper.heading(title, size=16)
    paper.heading(f"The effectiveness of the LSCB {verdict(grade)}", size=12)
    paper.heading("What does the LSCB need to improve?", level=2)
    number = _tiers(specimen, specimen.lscb_items, number, paper)
    paper.heading("Key strengths and weaknesses of the LSCB", size=paper.layout.size)
    _either(specimen.lscb_paragraphs, specimen, number, paper, with_numbers=True)
    if specimen.numbering != "lists":
        _meanings("the LSCB", paper)


def _late_board(specimen: Specimen, number: int, paper: Paper) -> None:
    grade = specimen.grades["lscb"]
    paper.turn()
    title = "The Local Safeguarding Children Board (LSCB)"
    paper.name(title, 1)
    paper.heading(title, size=16, space=0)
    paper.heading(f"The Local Safeguarding Children Board {verdict(grade)}")
    if specimen.lscb_summary:
        executive_summary(specimen.lscb_summary, paper)
    paper.heading("Recommendations", level=2)
    number = parts.numbers(specimen.lscb_items, number, paper)
    paper.heading("Inspection findings – the Local Safeguarding Children Board", level=2)
    parts.numbered(specimen.lscb_paragraphs, number, paper)


# End


def _meanings(whose: str, paper: Paper) -> None:
    """What each grade means: the words for grades, without a judgement."""
    title = f"What the inspection judgements mean: {whose}"
    paper.turn()
    paper.name(title, 1)
    paper.heading(title, size=14, space=0)
    for text in _MEANINGS:
        paper.paragraph(text)
    paper.turn()


def about(specimen: Specimen, paper: Paper, *, title: str = "inspection") -> None:
    """How the inspection was carried out, and by whom."""
    paper.turn()
    heading = f"Information about this {title}"
    paper.name(heading, 1)
    paper.heading(heading, size=16)
    for text in specimen.about:
        paper.paragraph(text)
    paper.heading("The inspection team", size=paper.layout.size)
    paper.paragraph(f"Lead inspector: {specimen.leads[0]}")
    paper.paragraph("Deputy lead inspector: Ambrose Pell")
    paper.paragraph(_TEAM)
    paper.turn()
