"""Sort blocks into sections with paragraphs, and lists of areas for improvement.

The blocks are read once, from top to bottom. A heading begins a section, the safeguarding board's
part or a list. Everything else belongs to the one that is open. The framework says what each
heading means.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cusp.reports.blocks import Block, cites_of, flowed
from cusp.reports.frameworks.vocabulary import Framework, Part
from cusp.reports.grades import grade_at_end
from cusp.reports.record import AreaCode, Cite, Improvement, Paragraph, Section
from cusp.reports.references import references

_CONTENTS = re.compile(r"^contents( page)?$", re.I)
# Marks a nested bullet in an item's text.
_NESTED = "• "
_LIST_HEADING_MOST = 75
# The most lines that a heading in ordinary print can have.
_PLAIN_HEADING_MOST = 3
# A grade printed as a heading below its area's heading: "Grade 3 (adequate)".
_GRADE_ALONE = re.compile(
    r"^(?:(?:overall )?(?:grade|judge?ment)\s*[:–-]?\s*)?(?:\d\s*[:–-]?\s*)?\(?"
    r"(inadequate|adequate|good|outstanding|requires improvement(?: to be good)?)\)?"
    r"(?:\s*\(?grade \d\)?)?\.?$",
    re.I,
)
# A heading within an area's part that does not begin a new part, however large it is.
_WITHIN_PART = re.compile(r"^(inspection )?findings:?$", re.I)
_GRADE_TAIL = re.compile(r"^(?:improvement to be good|to be good|be good)\.?$", re.I)
# Ofsted's text about itself, which ends a report and does not belong to an area.
_IMPRINT = re.compile(r"^(the )?office for standards in education\b", re.I)
# Printed instead of an empty list.
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
    """What is in the body of a report."""

    sections: tuple[Section, ...]
    improvements: tuple[Improvement, ...]
    lscb_improvements: tuple[Improvement, ...]
    improvement_heading: str | None
    has_lscb_part: bool


class _Walk:
    def __init__(self, framework: Framework, body_size: float, closing_page: int | None) -> None:
        self.framework = framework
        self.body_size = body_size
        self.closing_page = closing_page
        board_alone = framework.kind == "lscb-review"
        self.part: Part = "lscb" if board_alone else "authority"
        self.sections = [_OpenSection("lscb" if board_alone else "overall", "", ())]
        self.lists: list[_OpenList] = []
        self.open: _OpenList | None = None
        self.contents_page: int | None = None
        self.following: Block | None = None

    def add(self, block: Block, following: Block | None) -> None:
        """Add the next block. ``following`` is the one after it."""
        self.following = following
        if self.contents_page == block.page or not (block.text or block.kind == "number"):
            return
        if block.kind == "heading" or self._plain_heading(block):
            self.heading(block)
        elif self._closes(block):
            self.open = None
            self.sections.append(_OpenSection(None, "", ()))
            self.paragraph(block)
        elif self.open is None or not self._listed(self.open, block):
            self.paragraph(block)

    def heading(self, block: Block) -> None:
        form, text = self.framework, block.text
        if block.aside_text.isdigit() or text.isdigit():  # a contents entry or a page number
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
        if self._grade_below(text):
            return
        area = form.area_of(text) or self._area_by_meaning(block)
        if area is not None:
            self._section(block, "lscb" if self.part == "lscb" else area)
        elif self.open is not None and not self._ends_list(block):
            self.open.subheading = text
        elif block.size > self.body_size * 1.09 and not self._within_part(text):
            self._section(block, self._plain_area(text))
        else:
            self.open = None
            self.sections[-1].subheading = text

    def _closes(self, block: Block) -> bool:
        """Whether Ofsted's text about itself, which does not belong to an area, begins here."""
        if block.kind != "text" or self.sections[-1].area is None:
            return False
        alone = self.framework.numbers_paragraphs and block.page == self.closing_page
        return alone or bool(_IMPRINT.match(block.text))

    def _grade_below(self, text: str) -> bool:
        """Add a heading that is only a grade, or its last words, to the area before it."""
        section = self.sections[-1]
        alone, tail = _GRADE_ALONE.match(text), _GRADE_TAIL.match(text)
        if not (alone or tail) or section.area is None or section.paragraphs:
            return False
        section.grade_text = alone.group(1) if alone else f"{section.grade_text} {text}"
        return True

    def _plain_heading(self, block: Block) -> bool:
        """Whether a block in ordinary print is an area's heading, going by its words alone.

        A numbered paragraph must follow. Elsewhere, such words head a few lines of a summary.
        """
        if not self.framework.numbers_paragraphs or block.kind != "text":
            return False
        followed = self.following is not None and self.following.kind == "number"
        short = len(block.lines) <= _PLAIN_HEADING_MOST
        return followed and short and self.framework.area_by_meaning(block.text) is not None

    def _area_by_meaning(self, block: Block) -> AreaCode | None:
        """The area that a heading refers to in words other than the form's.

        In a list or a summary it may head only a few items or lines. There it counts only if no
        item follows or it is in large print.
        """
        form = self.framework
        small = block.size <= self.body_size * 1.09
        if small and self.open is not None:
            after = self.following.kind if self.following else "text"
            if not form.items_are_bullets or after != "number":
                return None
        if small and not form.numbers_paragraphs and self.sections[-1].area == "overall":
            return None
        return form.area_by_meaning(block.text)

    def _within_part(self, text: str) -> bool:
        return self.sections[-1].area not in (None, "lscb") and bool(_WITHIN_PART.match(text))

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
            self.sections.pop()  # printed twice: in large print, then beside its grade
        self.sections.append(
            _OpenSection(area, block.text, block.cites, block.aside_text or block.text)
        )

    def _list(self, block: Block) -> None:
        priority = self.framework.priority_heading
        is_priority = bool(priority and priority.match(block.text))
        if self.open is None or self.open.part != self.part:
            self.open = _OpenList(self.part, block.text, block.size, block.page)
            self.lists.append(self.open)
        self.open.priority = is_priority
        self.open.subheading = block.text

    def _ends_list(self, block: Block) -> bool:
        if self.framework.list_ends and self.framework.list_ends.search(block.text):
            return True
        return block.size > self.body_size * 1.09

    def _listed(self, listed: _OpenList, block: Block) -> bool:
        """Add a block to the open list. Returns false if it does not belong there."""
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
            if bulleted and not _next_item(listed, block):
                self.open = None
                return False
        listed.entries.append((block, listed.priority, listed.subheading))
        return True

    def _inside(self, listed: _OpenList, block: Block) -> bool:
        """Whether a plain paragraph is indented as far as the text of the last item."""
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
    """Whether a block is a short line in ordinary print that heads some items in a list."""
    text = block.text
    short = len(block.lines) == 1 and len(text) < _LIST_HEADING_MOST
    return short and text[:1].isupper() and text[-1].isalnum() | (text[-1] in ":)")


def structure_of(
    blocks: Sequence[Block],
    framework: Framework,
    body_size: float,
    closing_page: int | None = None,
) -> Structure:
    """The sections and lists in a report's body. ``closing_page`` is its last page."""
    walk = _Walk(framework, body_size, closing_page)
    for block, following in itertools.zip_longest(blocks, blocks[1:]):
        walk.add(block, following)
    _clear_mentions(walk.sections)
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


def _clear_mentions(sections: Sequence[_OpenSection]) -> None:
    """Remove the area from headings that only mention it and come before its own numbered part."""
    for area in {s.area for s in sections} - {None, "overall", "lscb"}:
        own = [s for s in sections if s.area == area and s.paragraphs]
        numbered = [any(b[0].kind == "number" for b, _ in s.paragraphs) for s in own]
        if len(own) > 1 and any(numbered):
            for mention in own[: numbered.index(True)]:
                mention.area = None


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
        if any(b.text for b in blocks)
    )
    grade, printed = graded or (None, None)
    return Section(found.area, found.heading, paragraphs, grade, printed, found.cites)


def _improvements(lists: Sequence[_OpenList], framework: Framework) -> tuple[Improvement, ...]:
    groups = [
        (blocks, item_text(blocks), priority, heading)
        for listed in lists
        for blocks, priority, heading in _grouped(listed, framework)
    ]
    groups = [group for group in groups if not _NONE.match(group[1])]
    printed = [blocks[0].number for blocks, _, _, _ in groups]
    as_printed = None not in printed and len(set(printed)) == len(printed)
    return tuple(
        Improvement(
            (as_printed and blocks[0].number) or place,
            text,
            priority,
            cites_of(blocks),
            heading,
            references(text),
        )
        for place, (blocks, text, priority, heading) in enumerate(groups, start=1)
    )


def item_text(blocks: Sequence[Block]) -> str:
    """An item's words, with nested bullets on separate lines."""
    lines: list[list[str]] = [[]]
    for place, block in enumerate(blocks):
        if place and block.kind == "bullet":
            lines.append([_NESTED + block.text])
        else:
            lines[-1].append(block.text)
    return "\n".join(filter(None, map(flowed, lines)))


def _grouped(listed: _OpenList, framework: Framework) -> list[tuple[list[Block], bool, str | None]]:
    """The items in a list, each with its nested bullets and lines."""
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


def _next_item(listed: _OpenList, block: Block) -> bool:
    """Whether a number is the next item in a numbered list with nested bullets."""
    if not _starts_with_number(listed):
        return False
    numbers = [b.number for b, _, _ in listed.entries if b.number is not None]
    return block.number == numbers[-1] + 1


def _numbered_with_nested(listed: _OpenList) -> bool:
    """Whether at least two items are numbered and every bullet is nested below them."""
    numbers = [b for b, _, _ in listed.entries if b.kind == "number"]
    bullets = [b for b, _, _ in listed.entries if b.kind == "bullet"]
    starts = _starts_with_number(listed) and len(numbers) > 1
    return starts and all(b.x > numbers[0].x + 8 for b in bullets)


def _item_kind(listed: _OpenList, framework: Framework, kinds: set[str]) -> str:
    if framework.items_are_bullets and "bullet" in kinds:
        return "number" if _numbered_with_nested(listed) else "bullet"
    marked = next((b.kind for b, _, _ in listed.entries if b.kind != "text"), "text")
    if marked == "bullet" and "number" in kinds and not framework.items_are_bullets:
        return "number" if _starts_with_number(listed) else "bullet"
    return marked


def _starts_with_number(listed: _OpenList) -> bool:
    return listed.entries[0][0].kind == "number"


def _nested(block: Block, base: Block) -> bool:
    return block.kind == base.kind and block.x > base.x + 9
