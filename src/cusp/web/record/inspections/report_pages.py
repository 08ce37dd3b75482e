"""Split a long report into pages of a reasonable length, without splitting passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from cusp.reports import Report
from cusp.web.common.wording import area_name
from cusp.web.record.archive.passages import Part

# What fits on a page, in characters; each passage and heading counts as some extra.
ROOM = 8_800
# How much of a long list of areas for improvement the summary shows at first, counted the same way.
ITEM_ROOM = 6_800
_PASSAGE, _HEADING = 120, 200
BOARD_HEADING = "Areas for improvement for the Local Safeguarding Children Board"


class Section(msgspec.Struct, frozen=True):
    """A section of a report with its passages."""

    id: str
    heading: str
    area: str
    passages: tuple[Part, ...]

    @property
    def first(self) -> str:
        """The address of its first passage."""
        return self.passages[0].address


class SectionPart(msgspec.Struct, frozen=True):
    """The part of a section on one page; `continued` if it began on an earlier page."""

    section: Section
    passages: tuple[Part, ...]
    continued: bool = False


class ReportPage(msgspec.Struct, frozen=True):
    """One page of the whole report."""

    number: int
    sections: tuple[SectionPart, ...]

    @property
    def passages(self) -> tuple[Part, ...]:
        """All its passages in order."""
        return tuple(passage for part in self.sections for passage in part.passages)

    @property
    def first(self) -> str:
        """The address of its first passage, which links to this page."""
        return self.passages[0].address

    @property
    def name(self) -> str:
        """The section it begins with."""
        part = self.sections[0]
        return f"{part.section.heading}{' (continued)' if part.continued else ''}"


def sections_of(report: Report, parts: Mapping[str, Part]) -> list[Section]:
    """Sections that have text, ending with areas for improvement for the safeguarding board."""
    inside: dict[int, list[Part]] = {}
    board = []
    for part in parts.values():
        if part.kind == "paragraph":
            inside.setdefault(part.section, []).append(part)
        elif part.kind == "lscb-item":
            board.append(part)
    found = [
        Section(
            id=f"section-{place + 1}",
            heading=section.heading or ("Summary" if place == 0 else "More from the report"),
            area=area_name(section.area) if section.area else "",
            passages=tuple(inside[place]),
        )
        for place, section in enumerate(report.sections)
        if place in inside
    ]
    if board:
        found.append(Section("board-improvements", BOARD_HEADING, "", tuple(board)))
    return found


def pages_of(sections: Iterable[Section], room: int = ROOM) -> list[ReportPage]:
    """Sections as pages; one that fits on a page is kept whole unless that wastes a lot of it."""
    pages: list[list[SectionPart]] = [[]]
    used = 0
    for section in sections:
        length = _length(section.passages)
        if room / 3 < used and room - used < length <= room:
            pages.append([])
            used = 0
        for number, passage in enumerate(section.passages):
            cost = _cost(passage) + (_HEADING if number == 0 else 0)
            if used and used + cost > room:
                pages.append([])
                used = 0
            _append(pages[-1], section, passage, continued=number > 0)
            used += cost
    return [ReportPage(number, tuple(page)) for number, page in enumerate(pages, 1) if page]


def split_items(items: Sequence[Part], room: int = ITEM_ROOM) -> tuple[list[Part], list[Part]]:
    """Areas for improvement that the summary shows at first, and those that open on request."""
    used = 0
    for number, item in enumerate(items):
        used += _cost(item)
        if number and used > room:
            return list(items[:number]), list(items[number:])
    return list(items), []


def page_with(pages: Sequence[ReportPage], address: str) -> ReportPage | None:
    """The page with a passage, or the first page if none has it; ``None`` if there are no pages."""
    holding = (p for p in pages if any(passage.address == address for passage in p.passages))
    return next(holding, pages[0] if pages else None)


def _append(page: list[SectionPart], section: Section, passage: Part, *, continued: bool) -> None:
    if page and page[-1].section is section:
        last = page.pop()
        page.append(msgspec.structs.replace(last, passages=(*last.passages, passage)))
    else:
        page.append(SectionPart(section, (passage,), continued))


def _length(passages: Iterable[Part]) -> int:
    return _HEADING + sum(_cost(passage) for passage in passages)


def _cost(passage: Part) -> int:
    return _PASSAGE + len(passage.text)
