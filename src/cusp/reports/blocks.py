"""Join lines into blocks: headings, numbered paragraphs, bullets and plain paragraphs.

It goes by what a human reader would: the marker on the left, the indent after it, the space above a
line, the weight and the size. A block may continue on the next page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cusp.reports.judgements import GradedHeading
from cusp.reports.pages import Line, Run, around, joined
from cusp.reports.record import Cite
from cusp.reports.tidy import Body

Kind = Literal["heading", "number", "bullet", "text"]

# Characters that are always bullets at the start of a line, including those from symbol typefaces.
_BULLETS = "◼■▪●•◦○❖➢►▶\u2023\u2043\u25aa\u25ab\u25fe\ufffd" + "".join(
    chr(code) for code in range(0xF020, 0xF100)
)
# Characters that are bullets only if there is a gap after them.
_DASHES = "-–—―−─\u0336o*"
_BULLET = re.compile(rf"^([{re.escape(_BULLETS)}])\s*")
# A mark printed twice after the number ("46..", "46. .") is a misprint, not part of the text.
_NUMBER = re.compile(
    r"^(\d{1,3})\s?([.)](?:\s?[.)])*)?\s+(?=[^\s.)])|^(\d{1,3})((?:[.)]\s?)+)(?=[A-Z‘“])"
)
# A number alone on its line: its text is on the next line, or was never printed.
_NUMBER_ALONE = re.compile(r"^(\d{1,3})[.)]$")
_SENTENCE_END = re.compile(r"[.!?:]['’”\")\]]*$")
_SUSPENDED = re.compile(r"^(and|or|to)\b")
# A number that skips more than this, or goes back, counts as a paragraph number only if it is in
# the column of paragraph numbers and a paragraph may begin there.
_MOST_SKIPPED = 3
# Paragraph numbers are in one column, give or take this much (points).
_COLUMN = 3.0
# Space above a line that separates paragraphs, as a share of the usual pitch.
_PARTED = 1.22


class Marker(NamedTuple):
    """A bullet or paragraph number at the start of a line, and where its text begins.

    ``printed`` is a number with an extra mark, as printed; otherwise empty.
    """

    glyph: str
    number: int | None
    x: float
    text_x: float | None
    text: str
    runs: tuple[Run, ...]
    printed: str = ""


@dataclass
class Block:
    """A heading, paragraph or list item, with the lines it is printed on."""

    kind: Kind
    lines: list[Line]
    x: float
    text_x: float | None
    size: float
    bold: bool
    number: int | None = None
    glyph: str = ""
    first: Marker | None = None
    aside: list[Run] = field(default_factory=list)

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page

    @property
    def text(self) -> str:
        """Its words in one line, with hyphens at line ends kept and without the marker."""
        parts = [ln.text for ln in self.lines]
        if self.first is not None:
            parts[0] = self.first.text
        if self.aside:
            beside = set(map(id, self.aside))
            parts = [joined([r for r in ln.runs if id(r) not in beside]) for ln in self.lines]
        return flowed(parts)

    @property
    def aside_text(self) -> str:
        """The words in a separate column beside a heading, such as its grade."""
        beside = set(map(id, self.aside))
        return flowed([joined([r for r in ln.runs if id(r) in beside]) for ln in self.lines])

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Its places, one box for each page, without the marker."""
        return cites_of([self])


def flowed(parts: Sequence[str]) -> str:
    """Lines joined into running text. A hyphen at the end of a line belongs to the word."""
    text = ""
    for part in parts:
        if not part:
            continue
        if not text:
            text = part
        elif text.endswith("-") and not text.endswith(" -") and not _SUSPENDED.match(part):
            text += part
        else:
            text += " " + part
    return text


def cites_of(blocks: Sequence[Block]) -> tuple[Cite, ...]:
    """The places of blocks that belong together: one box for each group of lines on a page."""
    boxes: list[tuple[int, list[tuple[float, float, float, float]], float]] = []
    for block in blocks:
        for i, line in enumerate(block.lines):
            box = _text_box(block, i, line)
            if boxes and boxes[-1][0] == line.page and line.baseline > boxes[-1][2]:
                boxes[-1][1].append(box)
                boxes[-1] = (line.page, boxes[-1][1], line.baseline)
            else:
                boxes.append((line.page, [box], line.baseline))
    return tuple(Cite(page, around(found)) for page, found, _ in boxes)


def _text_box(block: Block, index: int, line: Line) -> tuple[float, float, float, float]:
    if index or block.first is None:
        runs: tuple[Run, ...] = line.runs
        if block.aside:
            runs = tuple(r for r in runs if r not in block.aside) or runs
        if len(runs) == len(line.runs):
            return line.box
        return around([r.box for r in runs])
    runs = block.first.runs
    if not runs:
        return line.box
    left, top, right, bottom = around([r.box for r in runs])
    if runs[0] is line.runs[0]:  # marker and text are in one run
        left = block.text_x if block.text_x and block.text_x > left else _after_marker(runs[0])
    return (left, top, right, bottom)


def _after_marker(run: Run) -> float:
    """Where text begins in a run that also has its marker, estimated from its characters."""
    found = _NUMBER.match(run.text) or _BULLET.match(run.text)
    share = found.end() / len(run.text) if found else 0.0
    return run.x0 + share * 0.9 * (run.x1 - run.x0)


def marker_of(line: Line) -> Marker | None:
    """The bullet or number at the start of a line, if any."""
    text, runs = line.text, line.runs
    found = _BULLET.match(text)
    if found:
        text_after = text[found.end() :]
        own = _runs_after(runs, found.group(1))
        return Marker(found.group(1), None, line.x0, _start(own, line), text_after, own)
    if len(runs) > 1 and len(text) > 1 and text[0] in _DASHES and runs[0].text.strip() == text[0]:
        if runs[1].x0 - runs[0].x1 > 0.45 * line.size:  # more than a space
            return Marker(text[0], None, line.x0, runs[1].x0, text[1:].lstrip(), runs[1:])
        return None
    number = _NUMBER.match(text)
    if not number:
        alone = _NUMBER_ALONE.match(text)
        return Marker("", int(alone.group(1)), line.x0, None, "", runs) if alone else None
    digits = number.group(1) or number.group(3)
    marks = "".join((number.group(2) or number.group(4) or "").split())
    own = _runs_after(runs, digits + marks)
    start = _start(own, line)
    apart = start is not None and start - line.x0 > line.size
    if not (marks or apart):
        return None
    odd = number.group().strip() if len(marks) > 1 else ""
    return Marker("", int(digits), line.x0, start, text[number.end() :], own, odd)


def _runs_after(runs: tuple[Run, ...], marker: str) -> tuple[Run, ...]:
    """The runs of text after a marker; the first may include the marker."""
    seen = ""
    for i, run in enumerate(runs):
        seen += run.text.replace(" ", "")
        if seen.rstrip(".)") == marker.rstrip(".)") and i + 1 < len(runs):
            following = runs[i + 1].text.strip()
            if following.strip(".)") or i + 2 >= len(runs):
                return runs[i + 1 :]
            return runs[i + 2 :]
        if len(seen) > len(marker):
            return runs[i:]
    return runs[-1:]


def _start(own: tuple[Run, ...], line: Line) -> float | None:
    return own[0].x0 if own and own[0] is not line.runs[0] else None


class _Builder:
    """Goes through the lines once. ``blocks`` holds those made so far."""

    def __init__(
        self, body: Body, named: Callable[[str], bool], rows: Sequence[GradedHeading]
    ) -> None:
        self.body = body
        self.named = named
        self.rows = {id(line): row for row in rows for line in row.lines}
        self.blocks: list[Block] = []
        self.last_number = 0
        self.number_x: float | None = None

    def add(self, line: Line) -> None:
        current = self.blocks[-1] if self.blocks else None
        row = self.rows.get(id(line))
        if row is not None:
            self._add_to_row(row, line)
            return
        marker = marker_of(line)
        if marker is not None and marker.number is not None:
            marker = marker if self._is_next_number(marker, line, current) else None
        if marker is None and current is not None and self._continues(current, line):
            self._extend(current, line)
            return
        self.blocks.append(self._begin(line, marker))

    def _add_to_row(self, row: GradedHeading, line: Line) -> None:
        if line is row.lines[0]:
            block = Block("heading", [], line.x0, line.x0, line.size, line.bold)
            block.aside = list(row.grade)
            self.blocks.append(block)
        self.blocks[-1].lines.append(line)

    def _is_next_number(self, marker: Marker, line: Line, current: Block | None) -> bool:
        number = marker.number or 0
        if self._stands_out(line) and (current is None or current.kind == "heading"):
            return False
        if marker.x > self.body.left + 2.5 * self.body.size:
            return False
        if current is not None and current.kind == "number" and current.text_x is not None:
            hangs_in = marker.x > current.x + 6 and line.x0 >= current.text_x - 4
            if hangs_in:  # a line of that paragraph's text
                return False
        if current is not None and current.kind == "text" and self._mid_sentence(current, line):
            return False
        ahead = number - self.last_number
        if 0 < ahead <= _MOST_SKIPPED or number == 1:
            return True
        return self._in_column(marker) and self._may_begin(line, current)

    def _mid_sentence(self, current: Block, line: Line) -> bool:
        """Whether a line continues plain text whose sentence has not ended."""
        before = current.lines[-1]
        near = line.baseline - before.baseline <= self.body.pitch * _PARTED
        return before.page == line.page and near and not self._ends(before)

    def _in_column(self, marker: Marker) -> bool:
        """Whether a number is in the column of paragraph numbers."""
        column = self.body.left if self.number_x is None else self.number_x
        return abs(marker.x - column) <= _COLUMN

    def _may_begin(self, line: Line, current: Block | None) -> bool:
        """Whether a paragraph may begin with this line, judging by the line before it."""
        if current is None or current.kind == "heading":
            return True
        before = current.lines[-1]
        if before.page != line.page:
            return self._ended(before, line)
        parted = line.baseline - before.baseline > self.body.pitch * _PARTED
        return parted and self._ends(before)

    def _begin(self, line: Line, marker: Marker | None) -> Block:
        if marker is None:
            kind: Kind = "heading" if self._stands_out(line) else "text"
            block = Block(kind, [], line.x0, line.x0, line.size, line.bold)
            self._extend(block, line)
            return block
        if marker.number is not None:
            self.last_number, self.number_x = marker.number, marker.x
        kind = "bullet" if marker.number is None else "number"
        block = Block(kind, [line], marker.x, marker.text_x, line.size, line.bold)
        block.number, block.glyph, block.first = marker.number, marker.glyph, marker
        return block

    def _extend(self, block: Block, line: Line) -> None:
        if block.kind == "heading":
            block.aside += self._aside(line)
            if not block.lines or line.x0 < block.x:
                block.x = line.x0
        elif block.text_x is None and line.x0 > block.x + 4:
            block.text_x = line.x0
        block.lines.append(line)

    def _aside(self, line: Line) -> list[Run]:
        """Runs in a heading's line that are in a column on the right."""
        edge = 0.5 * self.body.width
        if line.x0 > edge:
            return list(line.runs)
        for i in range(1, len(line.runs)):
            if line.runs[i].x0 > edge and line.runs[i].x0 - line.runs[i - 1].x1 > line.size:
                return list(line.runs[i:])
        return []

    def _stands_out(self, line: Line) -> bool:
        """Whether a line is printed or worded like a heading."""
        return line.bold or line.size > self.body.size * 1.09 or self.named(line.text)

    def _continues(self, block: Block, line: Line) -> bool:
        before = block.lines[-1]
        if id(before) in self.rows:
            return False
        if block.kind == "heading":
            return self._heading_continues(before, line)
        same_page = before.page == line.page
        gap = line.baseline - before.baseline
        parted = not same_page or gap > self.body.pitch * _PARTED
        if self._stands_out(line) and (parted or self._ends(before)):
            return False
        if block.kind in ("number", "bullet"):
            return self._item_continues(block, line, parted)
        if not parted:
            return abs(line.x0 - block.x) < 2 * self.body.size or line.x0 > block.x
        return not same_page and not self._ended(before, line) and line.x0 < block.x + 12

    def _item_continues(self, block: Block, line: Line, parted: bool) -> bool:
        if block.text_x is None:  # its indent is not yet known
            hangs = line.x0 > block.x + 4
            return hangs or not parted or not self._ends(block.lines[-1])
        if line.x0 >= block.text_x - 5:
            return not (parted and block.kind == "bullet" and line.x0 > block.text_x + 8)
        if not parted:
            begins = _SENTENCE_END.search(block.lines[-1].text) and line.text[:1].isupper()
            return not begins
        return line.page != block.lines[-1].page and not _SENTENCE_END.search(block.lines[-1].text)

    def _heading_continues(self, before: Line, line: Line) -> bool:
        if before.page != line.page or not self._stands_out(line):
            return False
        same_size = abs(before.size - line.size) < 0.7
        if not same_size or before.bold != line.bold:
            return False
        return line.baseline - before.baseline <= before.size * 1.4

    def _ends(self, line: Line) -> bool:
        """Whether a line may be the last in a paragraph: it ends a sentence or stops early."""
        return bool(_SENTENCE_END.search(line.text)) or line.x1 < self.body.right - 60

    def _ended(self, before: Line, line: Line) -> bool:
        """Whether a paragraph ended there: a sentence did, and the next word would have fitted."""
        if not _SENTENCE_END.search(before.text):
            return before.x1 < self.body.right - 120 and line.text[:1].isupper()
        word = line.text.split(" ", 1)[0]
        room = self.body.right - before.x1
        return room > (len(word) + 1) * before.size * 0.52


def blocks_of(
    body: Body,
    named: Callable[[str], bool] = lambda _: False,
    rows: Sequence[GradedHeading] = (),
) -> list[Block]:
    """The blocks of a report's text in reading order.

    ``named`` tells whether a line's words alone make it a heading. ``rows`` are headings printed as
    rows of a table, with their grade.
    """
    builder = _Builder(body, named, rows)
    for line in body.lines:
        builder.add(line)
    return builder.blocks
