"""What the place model sees of a report: sentences about each judged area, with grades hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import get_args

import msgspec

from cusp.findings.place.hidden import hide_grades
from cusp.findings.sentences import split
from cusp.reports.record import AreaCode, Cite, Paragraph, Report

# Parts that are the same in every report, such as what grades mean.
_BOILERPLATE = re.compile(
    r"judge?ments?\s+mean|about\s+(?:this|the)\s+inspection"
    r"|^inspection\s+judge?ments?\s+about|^information\s+about",
    re.I,
)

# A part with fewer words than this is too short to place.
LEAST_WORDS = 80

# Gives each sentence of a paragraph a score from -1 (criticism) to 1 (praise). It is given what the
# place model sees, so that it cannot pass on a printed grade.
Polarity = Callable[[Sequence[str]], Sequence[float]]


class Line(msgspec.Struct, frozen=True):
    """A sentence: as printed, as shown to the model, and its place.

    ``polarity`` is its score from -1 (criticism) to 1 (praise) if it comes from another model.
    """

    text: str
    shown: str
    paragraph: int | None
    cite: Cite
    polarity: float | None = None


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

    @property
    def whole(self) -> tuple[Line, ...]:
        """All that the report says about the council's services, the summary first.

        The safeguarding board's review is not about the council's services.
        """
        parts = sorted(self.parts, key=lambda part: part.area != "overall")
        return tuple(line for part in parts if part.area != "lscb" for line in part.lines)


def reading_of(report: Report, polarity: Polarity | None = None) -> Reading:
    """A report's words by area, without headings or grades.

    If ``polarity`` is given, it scores the sentences instead of the place model's own fifth column.
    The model must then have been trained with the same function.
    """
    lines: dict[AreaCode, list[Line]] = {}
    hidden: dict[AreaCode, int] = {}
    for section in report.sections:
        if section.area is None or _BOILERPLATE.search(section.heading):
            continue
        for paragraph in section.paragraphs:
            if _BOILERPLATE.search(paragraph.heading or "") or not paragraph.cites:
                continue
            found, count = _lines_of(paragraph, polarity)
            hidden[section.area] = hidden.get(section.area, 0) + count
            if found:
                lines.setdefault(section.area, []).extend(found)
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


def _lines_of(paragraph: Paragraph, polarity: Polarity | None) -> tuple[list[Line], int]:
    """A paragraph's sentences that the model may see, and how many grade words were hidden."""
    both = [(sentence.text, hide_grades(sentence.text)) for sentence in split(paragraph.text)]
    shown = [(text, found.text) for text, found in both if found.text]
    scores = polarity([text for _, text in shown]) if polarity else [None] * len(shown)
    lines = [
        Line(printed, text, paragraph.number, paragraph.cites[0], score)
        for (printed, text), score in zip(shown, scores, strict=True)
    ]
    return lines, sum(found.hidden for _, found in both)


def _words(lines: list[Line]) -> int:
    return sum(len(line.shown.split()) for line in lines)
