"""Reports on a made-up council, each with one thing printed wrongly.

The words are ours, and we know what each report prints. One report is as it should be, so that
faults in reading the others must be due to the change.
"""

from __future__ import annotations

import calendar
import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bench.variants.facts import Facts, Text
from cusp.specimens.content import GOOD, OUTSTANDING, RI
from cusp.specimens.layout import Layout
from cusp.specimens.paper import LEFT, Paper

_TITLE = "Inspection of Wexcombe local authority children’s services"
_DATES = ("3 to 14 March 2025", "2025-03-03 to 2025-03-14")
_LEAD = "Harriet Lomax"
_ROWS = {
    "leaders": "The impact of leaders on social work practice with children and families",
    "help_and_protection": "The experiences and progress of children who need help and protection",
    "in_care": "The experiences and progress of children in care",
    "care_leavers": "The experiences and progress of care leavers",
    "overall": "Overall effectiveness",
}
_CODES = {GOOD: "good", OUTSTANDING: "outstanding", RI: "requires improvement"}
_SUBJECTS = {
    "help_and_protection": ("Families who ask for help", "a worker who rings back the same day"),
    "in_care": ("Children who live with carers", "a plan that says where they will grow up"),
    "care_leavers": ("Young people who have left care", "an adviser who stays in touch"),
    "leaders": ("Managers and elected members", "figures that show what has changed"),
}
_ENDINGS = (
    "Records say who decided it and when somebody will look again.",
    "This is not so in every team, and the director knows which.",
    "Partners were asked about it and said the same as staff did.",
    "Most of it was put in place in the year before the inspection.",
    "Nobody whom inspectors met could remember when it had been otherwise.",
)


# An area for improvement: its mark, its text and the bullets within it.
ListItem = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Section:
    """A section: its area, heading and paragraphs, each with its printed mark."""

    area: str
    heading: str
    paragraphs: tuple[tuple[str, str], ...]
    size: float = 14.0
    bold: bool = True


@dataclass(frozen=True)
class Sheet:
    """A report to lay out."""

    grades: dict[str, str]
    items: tuple[ListItem, ...]
    sections: tuple[Section, ...]
    layout: Layout = field(default_factory=Layout)
    lead_label: str = "Lead inspector:"
    lead: str = _LEAD
    drawn_bullets: bool = False
    close: bool = False


def regular() -> Sheet:
    """A report as it should be."""
    grades = {
        "leaders": GOOD,
        "help_and_protection": GOOD,
        "in_care": OUTSTANDING,
        "care_leavers": RI,
        "overall": GOOD,
    }
    items = (
        ("•", "The time that children wait for a plan of their own.", ()),
        ("•", "What is written down after each visit.", ()),
        ("•", "Questions that managers ask in supervision.", ()),
        ("•", "Help for young people who look for a home.", ()),
    )
    sections, number = [], 0
    for area in ("help_and_protection", "in_care", "care_leavers", "leaders"):
        texts = []
        for _ in range(6):
            number += 1
            texts.append((f"{number}.", _sentence(area, number)))
        heading = f"{_ROWS[area]}: {grades[area].lower()}"
        sections.append(Section(area, heading, tuple(texts)))
    return Sheet(grades, items, tuple(sections))


def _sentence(area: str, number: int) -> str:
    who, what = _SUBJECTS[area]
    ending = _ENDINGS[number % len(_ENDINGS)]
    month = calendar.month_name[(number - 1) % 12 + 1]
    year = "this year" if number <= 12 else "the year before"
    return (
        f"{who} had what they were promised in {month} of {year}, which was {what}. {ending} "
        "What was learned is used in training, and those who took part in that say that it helps."
    )


def truth(sheet: Sheet) -> Facts:
    """What the report says."""
    lists: dict[str, list[Text]] = {
        "improvements": [
            (_number(mark) or i, " ".join((text, *nested)))
            for i, (mark, text, nested) in enumerate(sheet.items, 1)
        ]
    }
    for section in sheet.sections:
        here = lists.setdefault(f"sections.{section.area}", [])
        here += [(_number(mark), text) for mark, text in section.paragraphs if text]
    return Facts(
        {"inspected": _DATES[1], "lead_inspector": sheet.lead},
        {area: _CODES[grade] for area, grade in sheet.grades.items()},
        {name: texts for name, texts in lists.items() if texts},
    )


def completed(base: Facts, sheet: Sheet) -> Facts:
    """The facts of the regular report, replaced with what the sheet says."""
    stated = truth(sheet)
    areas = {f"sections.{area}" for area in _SUBJECTS} | {"improvements"}
    unchanged = {name: texts for name, texts in base.lists.items() if name not in areas}
    values, lists = {**base.values, **stated.values}, {**unchanged, **stated.lists}
    return Facts(values, stated.judgements, lists)


def _number(mark: str) -> int | None:
    digits = mark.partition(".")[0].strip()
    return int(digits) if digits.isdigit() else None


def lay_out(sheet: Sheet) -> bytes:
    """The report as a PDF."""
    file = io.BytesIO()
    paper = Paper(file, sheet.layout, (_TITLE, _DATES[0]))
    paper.heading(_TITLE, size=26, face="regular", space=6)
    paper.mixed_heading(("Inspection dates:", "bold"), (_DATES[0], "regular"), size=11, space=12)
    lead = f"{sheet.lead}, His Majesty’s Inspector"
    paper.mixed_heading((sheet.lead_label, "bold"), (lead, "regular"), size=11, space=12)
    paper.y += 12
    paper.row("Judgement", "Grade", column=330, faces=("bold", "bold"))
    for area, label in _ROWS.items():
        if area in sheet.grades:
            paper.row(label, sheet.grades[area], column=330)
    paper.y += 10
    paper.paragraph("Wexcombe has done what it said after the last inspection and has more to do.")
    paper.heading("What needs to improve?")
    _items(sheet, paper)
    for section in sheet.sections:
        if section.heading:
            face = "bold" if section.bold else "regular"
            paper.heading(section.heading, size=section.size, face=face)  # type: ignore[arg-type]
        for mark, text in section.paragraphs:
            paper.paragraph(text or " ", marker=mark, hang=28)
    paper.save()
    return file.getvalue()


def _items(sheet: Sheet, paper: Paper) -> None:
    gap = 2.0 if sheet.close else None
    for mark, text, nested in sheet.items:
        marker = "" if sheet.drawn_bullets else mark
        paper.paragraph(text, marker=marker, x=LEFT, hang=28 if mark[0].isdigit() else 17, gap=gap)
        if sheet.drawn_bullets:
            paper.canvas.circle(LEFT + 3, 841.89 - paper.y + 3.5, 2, stroke=0, fill=1)
        for bullet in nested:
            paper.paragraph(bullet, marker="–", x=LEFT + 36, hang=17, gap=2 if sheet.close else 4)


# Changes

Paragraphs = list[tuple[str, str]]


def renumbered(sheet: Sheet, numbers: Callable[[int], str]) -> Sheet:
    """The sheet with new marks for its paragraphs, counted from 1."""
    place, sections = 0, []
    for section in sheet.sections:
        paragraphs = []
        for _, text in section.paragraphs:
            place += 1
            paragraphs.append((numbers(place), text))
        sections.append(replace(section, paragraphs=tuple(paragraphs)))
    return replace(sheet, sections=tuple(sections))


def with_section(sheet: Sheet, area: str, change: Callable[[Section], Section | None]) -> Sheet:
    """The sheet with the section of an area changed or left out."""
    changed = [change(s) if s.area == area else s for s in sheet.sections]
    return replace(sheet, sections=tuple(s for s in changed if s is not None))


def headed(sheet: Sheet, area: str, heading: str, *, size: float = 14, bold: bool = True) -> Sheet:
    """The sheet with a different heading above a section."""

    def change(section: Section) -> Section:
        return replace(section, heading=heading, size=size, bold=bold)

    return with_section(sheet, area, change)
