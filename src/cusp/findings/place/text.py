"""What the place model sees of a report: sentences about each judged area, with grades hidden."""

from __future__ import annotations

import re
from typing import get_args

import msgspec

from cusp.findings.place.hidden import hide_grades
from cusp.findings.sentences import split
from cusp.reports.record import AreaCode, Cite, Report

# Parts that are the same in every report, such as what grades mean.
_BOILERPLATE = re.compile(
    r"judge?ments?\s+mean|about\s+(?:this|the)\s+inspection"
    r"|^inspection\s+judge?ments?\s+about|^information\s+about",
    re.I,
)

# A part with fewer words than this is too short to place.
LEAST_WORDS = 80


class Line(msgspec.Struct, frozen=True):
    """A sentence: as printed, as shown to the model, and its place."""

    text: str
    shown: str
    paragraph: int | None
    cite: Cite


class Part(msgspec.Struct, frozen=True):
    """All that a report says about an area; ``hidden`` counts grade words removed."""

    area: AreaCode
    lines: tuple[Line, ...]
    words: int
    hidden: int


class Reading(msgspec.Struct, frozen=True):
    """A report as the model sees it: parts in the order of areas, and areas for improvement."""

    parts: tuple[Part, ...]
    items: str
    item_count: int
    priority_count: int
    framework: str


def reading_of(report: Report) -> Reading:
    """A report's words by area, without headings or grades."""
    lines: dict[AreaCode, list[Line]] = {}
    hidden: dict[AreaCode, int] = {}
    for section in report.sections:
        if section.area is None or _BOILERPLATE.search(section.heading):
            continue
        for paragraph in section.paragraphs:
            if _BOILERPLATE.search(paragraph.heading or "") or not paragraph.cites:
                continue
            for sentence in split(paragraph.text):
                shown = hide_grades(sentence.text)
                hidden[section.area] = hidden.get(section.area, 0) + shown.hidden
                if shown.text:
                    lines.setdefault(section.area, []).append(
                        Line(sentence.text, shown.text, paragraph.number, paragraph.cites[0])
                    )
    return Reading(
        parts=tuple(
            Part(area, tuple(lines[area]), _words(lines[area]), hidden.get(area, 0))
            for area in get_args(AreaCode)
            if area in lines
        ),
        items=" ".join(
            hide_grades(sentence.text).text
            for item in report.improvements
            for sentence in split(item.text)
        ),
        item_count=len(report.improvements),
        priority_count=sum(item.priority for item in report.improvements),
        framework=report.framework,
    )


def _words(lines: list[Line]) -> int:
    return sum(len(line.shown.split()) for line in lines)
