"""Blocks become sections with paragraphs, and the lists of areas for improvement.

One walk from top to bottom: headings say where a section, the safeguarding board's part or a list
begins; everything else belongs to what is open. What a heading means is the framework's to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cusp.reports.blocks import Block, cites_of, flowed
from cusp.reports.frameworks.vocabulary import Framework, Part
from cusp.reports.grades import grade_at_end
from cusp.reports.record import AreaCode, Cite, Improvement, Paragraph, Section

_REFERENCE = re.compile(r"\(\s*(?:see )?paragraphs?:?\s*([^()]*)\)", re.I)
_RANGE = re.compile(r"(\d{1,3})\s*(?:[-–—]|to)\s*(\d{1,3})|(\d{1,3})")
_CONTENTS = re.compile(r"^contents( page)?$", re.I)
_LIST_HEADING_MOST = 75
# Said in place of a list that is empty.
_NONE = re.compile(
    r"^(there (are|were) no|no|none|inspectors (did not|have not) |the inspection did not )\b"
    r".{0,60}\b(priorit|immediate|areas? for improvement|recommendations?|identified)",
    re.I,
)


@dataclass
class _OpenList:
    """A list of areas for improvement while it is being read."""

    part: Part
    heading: str
    size: float
    page: int
    entries: list[tuple[Block, bool, str | None]] = field(default_factory=list)
    priority: bool = False
    subheading: str | None = None


@dataclass
class _OpenSection:
    area: AreaCode | None
    heading: str
    cites: tuple[Cite, ...]
    grade_text: str = ""
    paragraphs: list[tuple[list[Block], str | None]] = field(default_factory=list)
    subheading: str | None = None


@dataclass(frozen=True)
class Structure:
    """What the body of a report holds."""

    sections: tuple[Section, ...]
    improvements: tuple[Improvement, ...]
    lscb_improvements: tuple[Improvement, ...]
    improvement_heading: str | None
    has_lscb_part: bool


class _Walk:
    def __init__(self, framework: Framework, body_size: float) -> None:
        self.framework = framework
        self.body_size = body_size
        board_alone = framework.kind == "lscb-review"
        self.part: Part = "lscb" if board_alone else "authority"
        self.sections = [_OpenSection("lscb" if board_alone else "overall", "", ())]
        self.lists: list[_OpenList] = []
        self.open: _OpenList | None = None
        self.contents_page: int | None = None

    def add(self, block: Block) -> None:
        if self.contents_page == block.page:
            return
        if block.kind == "heading":
            self.heading(block)
        elif self.open is None or not self._listed(self.open, block):
            self.paragraph(block)

    def heading(self, block: Block) -> None:
        form, text = self.framework, block.text
        if block.aside_text.isdigit():  # an entry of the contents with its page
            return
        if _CONTENTS.match(text):
            self.contents_page = block.page
            return
        if form.lscb_part and form.lscb_part.search(text):
            self.part = "lscb"
            self._section(block, "lscb")
            return
        if form.improvement_heading.search(text):
            self._list(block)
            return
        area = form.area_of(text)
        if area is not None:
            self._section(block, "lscb" if self.part == "lscb" else area)
        elif self.open is not None and not self._ends_list(block):
            self.open.subheading = text
        elif block.size > self.body_size * 1.09:
            self._section(block, self._plain_area(text))
        else:
            self.open = None
            self.sections[-1].subheading = text

    def _plain_area(self, text: str) -> AreaCode | None:
        if self.part == "lscb":
            return "lscb"
        summary = self.framework.summary_heading
        return "overall" if summary and summary.search(text) else None

    def _section(self, block: Block, area: AreaCode | None) -> None:
        self.open = None
        last = self.sections[-1]
        named = area not in (None, "lscb") and last.area == area
        if named and last.heading and not last.paragraphs:
            self.sections.pop()  # the same heading twice: in large print, then beside its grade
        self.sections.append(
            _OpenSection(area, block.text, block.cites, block.aside_text or block.text)
        )

    def _list(self, block: Block) -> None:
        priority = self.framework.priority_heading
        is_priority = bool(priority and priority.match(block.text))
        if self.open is None:
            self.open = _OpenList(self.part, block.text, block.size, block.page)
            self.lists.append(self.open)
        elif self.open.entries or self.open.part != self.part:
            goes_on = self.open.part == self.part
            if not goes_on:
                self.open = _OpenList(self.part, block.text, block.size, block.page)
                self.lists.append(self.open)
        self.open.priority = is_priority
        self.open.subheading = block.text

    def _ends_list(self, block: Block) -> bool:
        if self.framework.list_ends and self.framework.list_ends.search(block.text):
            return True
        return block.size > self.body_size * 1.09

    def _listed(self, listed: _OpenList, block: Block) -> bool:
        """Takes a block into the open list; false where it does not belong there."""
        if block.kind == "text" and not self._inside(listed, block):
            if _is_list_heading(block):
                listed.subheading = block.text.rstrip(":")
                return True
            if listed.entries and (
                self.framework.items_are_bullets or block.page > listed.page + 1
            ):
                self.open = None
                return False
        if block.kind == "number" and self.framework.items_are_bullets:
            bulleted = any(b.kind == "bullet" for b, _, _ in listed.entries)
            if bulleted:
                self.open = None
                return False
        listed.entries.append((block, listed.priority, listed.subheading))
        return True

    def _inside(self, listed: _OpenList, block: Block) -> bool:
        """Whether a plain paragraph is set in as far as the text of the last item."""
        if not listed.entries:
            return False
        last = listed.entries[-1][0]
        return last.kind == "text" or block.x >= (last.text_x or last.x + 8) - 6

    def paragraph(self, block: Block) -> None:
        section = self.sections[-1]
        if section.paragraphs:
            last = section.paragraphs[-1][0]
            first = last[0]
            inside = first.text_x is not None and block.x >= first.text_x - 5
            same_list = first.kind == "number" and block.kind != "number"
            if same_list and (inside or (block.kind == "bullet" and last[-1].text.endswith(":"))):
                last.append(block)
                return
            if first.kind == "bullet" and block.kind != "number" and block.x > first.x + 8:
                last.append(block)
                return
        section.paragraphs.append(([block], section.subheading))


def _is_list_heading(block: Block) -> bool:
    """A short line in ordinary print that heads some of a list's items."""
    text = block.text
    short = len(block.lines) == 1 and len(text) < _LIST_HEADING_MOST
    return short and text[:1].isupper() and text[-1].isalnum() | (text[-1] in ":)")


def structure_of(blocks: Sequence[Block], framework: Framework, body_size: float) -> Structure:
    """Sections and lists of a report's body."""
    walk = _Walk(framework, body_size)
    for block in blocks:
        walk.add(block)
    own = [listed for listed in walk.lists if listed.part == "authority"]
    board = [listed for listed in walk.lists if listed.part == "lscb"]
    headings = [listed.heading for listed in own or board]
    return Structure(
        tuple(_section(s) for s in walk.sections if s.paragraphs or s.heading),
        _improvements(own, framework),
        _improvements(board, framework),
        headings[0] if headings else None,
        walk.part == "lscb",
    )


def _section(found: _OpenSection) -> Section:
    graded = grade_at_end(found.grade_text) if found.area else None
    paragraphs = tuple(
        Paragraph(
            blocks[0].number if blocks[0].kind == "number" else None,
            flowed([b.text for b in blocks]),
            cites_of(blocks),
            heading,
        )
        for blocks, heading in found.paragraphs
    )
    grade, printed = graded or (None, None)
    return Section(found.area, found.heading, paragraphs, grade, printed, found.cites)


def _improvements(lists: Sequence[_OpenList], framework: Framework) -> tuple[Improvement, ...]:
    items: list[Improvement] = []
    for listed in lists:
        for group, priority, heading in _grouped(listed, framework):
            text = flowed([b.text for b in group])
            if _NONE.match(text):
                continue
            items.append(
                Improvement(
                    len(items) + 1, text, priority, cites_of(group), heading, references(text)
                )
            )
    return tuple(items)


def _grouped(listed: _OpenList, framework: Framework) -> list[tuple[list[Block], bool, str | None]]:
    """Items of a list: each with the nested bullets and lines that belong to it."""
    kinds: set[str] = {block.kind for block, _, _ in listed.entries}
    wanted = _item_kind(listed, framework, kinds)
    items: list[tuple[list[Block], bool, str | None]] = []
    base: Block | None = None
    for block, priority, heading in listed.entries:
        begins = block.kind == wanted and (base is None or not _nested(block, base))
        if begins:
            base = base or block
            items.append(([block], priority, heading))
        elif items:
            items[-1][0].append(block)
    return items


def _item_kind(listed: _OpenList, framework: Framework, kinds: set[str]) -> str:
    if framework.items_are_bullets and "bullet" in kinds:
        return "bullet"
    marked = next((b.kind for b, _, _ in listed.entries if b.kind != "text"), "text")
    if marked == "bullet" and "number" in kinds and not framework.items_are_bullets:
        return "number" if _starts_with_number(listed) else "bullet"
    return marked


def _starts_with_number(listed: _OpenList) -> bool:
    return listed.entries[0][0].kind == "number"


def _nested(block: Block, base: Block) -> bool:
    return block.kind == base.kind and block.x > base.x + 9


def references(text: str) -> tuple[int, ...]:
    """Paragraph numbers an item points to, as in "(paragraphs 12, 14-16)"."""
    numbers: list[int] = []
    for found in _REFERENCE.finditer(text):
        for first, last, one in _RANGE.findall(found.group(1)):
            if one:
                numbers.append(int(one))
            elif 0 <= int(last) - int(first) < 60:
                numbers += range(int(first), int(last) + 1)
    return tuple(dict.fromkeys(numbers))
