"""Pages to lay out a specimen on: lines, breaks, tables, boxes, marks and footnotes.

Real reports come from a word processor: lines are drawn in several pieces, bullets are characters
from symbol typefaces, and grades are centred in table cells. This imitates them on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from cusp.specimens.layout import Layout
from cusp.specimens.typefaces import MARK, NAMES, QUOTES, Face, broken, register, width_of

WIDTH, HEIGHT = 595.28, 841.89
LEFT, TOP = 72.0, 72.0
_MARK_SIZE = 0.55  # share of the text's size
_NOTE_SIZE, _NOTE_PITCH, _NOTE_RULE = 8.5, 10.6, 14.0
PAD = 7.0  # from the border of a cell or box to its words


@dataclass(frozen=True)
class Entry:
    """A heading listed in the contents: its words, level and page."""

    text: str
    level: int
    page: int


class Paper:
    """Lays out text from top to bottom and starts a new page when one is full.

    ``footer`` has the two lines of a running footer, and ``head`` the words in a running header.
    """

    def __init__(
        self, file: BinaryIO, layout: Layout, footer: tuple[str, str], head: str = ""
    ) -> None:
        register()
        self.layout = layout
        self.footer = footer
        self.head = head
        self.canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
        self._prepare()
        self.random = random.Random(layout.seed)
        self.y = TOP
        self.page = 1
        self.entries: list[Entry] = []
        self._notes: list[tuple[int, list[str]]] = []
        self._note_number = 0
        self._box: float | None = None

    # Measures.

    @property
    def pitch(self) -> float:
        """The distance between baselines."""
        return self.layout.size * self.layout.leading

    @property
    def right(self) -> float:
        """How far to the right lines can go."""
        return self.layout.right

    @property
    def floor(self) -> float:
        """The lowest place for text, above the page's footnotes."""
        return self.layout.bottom - self._notes_height(self._notes)

    def _notes_height(self, notes: Sequence[tuple[int, list[str]]]) -> float:
        lines = sum(len(note) for _, note in notes)
        return lines * _NOTE_PITCH + _NOTE_RULE if lines else 0.0

    # Single lines.

    def draw(
        self, text: str, x: float, y: float, *, size: float | None = None, face: Face = "regular"
    ) -> float:
        """Draw a line ``y`` points from the top and return where it ends."""
        size = size or self.layout.size
        before, mark, after = text.partition(MARK)
        if self.layout.spaces:
            before = self._with_fixed_spaces(before)
        x = self._draw_pieces(before, x, y, size, face)
        if mark:
            self._note_number += 1
            digits = str(self._note_number)
            self.put(digits, x + 0.4, y - 0.36 * size, _MARK_SIZE * size, NAMES[face])
            x += 0.8 + width_of(digits, _MARK_SIZE * size, face)
            x = self._draw_pieces(after, x, y, size, face)
        if self.layout.spaces:
            self.put(" ", x, y, size, NAMES[face])
        return x

    def _draw_pieces(self, text: str, x: float, y: float, size: float, face: Face) -> float:
        for piece in self._pieces(text):
            quote = self.layout.pieces and piece in "‘’“”"
            self.put(piece, x, y, size, QUOTES[face] if quote else NAMES[face])
            x += width_of(piece, size, face)
        return x

    def put(self, text: str, x: float, y: float, size: float, name: str) -> None:
        """Draw a piece of text in a typeface."""
        scale = self.layout.scale
        self.canvas.setFont(name, size / scale)
        self.canvas.drawString(x / scale, (HEIGHT - y) / scale, text)

    def _with_fixed_spaces(self, text: str) -> str:
        """The text with some non-breaking spaces, like those inserted by word processors."""
        return "".join(
            "\xa0" if sign == " " and self.random.random() < 0.02 else sign for sign in text
        )

    def _pieces(self, text: str) -> list[str]:
        """The pieces a line is drawn in: split at random, at hyphens, quotes and spaces."""
        if not self.layout.pieces or len(text) < 8:
            return [text]
        cuts = set(self.random.sample(range(1, len(text)), k=min(3, len(text) // 8)))
        apart = "-‘’“”" + (" " if self.layout.spaces else "")
        for i, sign in enumerate(text):
            if sign in apart and (sign != " " or self.random.random() < 0.1):
                cuts |= {i, i + 1}
        ends = sorted((cuts - {0}) | {len(text)})
        return [text[a:b] for a, b in zip([0, *ends], ends, strict=False)]

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.layout.rules:
            ends = (x0, HEIGHT - y0, x1, HEIGHT - y1)
            self.canvas.line(*(end / self.layout.scale for end in ends))

    def _frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.layout.rules:
            sides = (x0, HEIGHT - y1, x1 - x0, y1 - y0)
            self.canvas.rect(*(side / self.layout.scale for side in sides))

    # Pages.

    def room(self, height: float) -> None:
        """Start a new page if less than ``height`` points are left."""
        if self.y + height > self.floor:
            self.turn()

    def turn(self) -> None:
        """Start a new page, unless this one is empty."""
        if self.y > TOP:
            self._end_page()

    def _end_page(self) -> None:
        """Draw the page's footnotes and footer, and end it."""
        if self._box is not None:
            self._frame(LEFT - PAD, self._box, self.right + PAD, self.y + PAD)
            self._box = TOP
        self._decorate()
        self._draw_notes()
        self._draw_footer()
        self.canvas.showPage()
        self._prepare()
        self.page += 1
        self.y = TOP

    def _prepare(self) -> None:
        if self.layout.scale != 1.0:
            self.canvas.scale(self.layout.scale, self.layout.scale)
        self.canvas.setLineWidth(0.5)

    def save(self) -> None:
        """End the last page and write the file."""
        self.turn()
        self.canvas.save()

    def _decorate(self) -> None:
        """Draw the top of a page: a plain block for the logo, or a running header."""
        if self.head and self.page > 2:
            self.draw(self.head, LEFT, 45, size=7.5, face="bold")
            self.draw(str(self.page - 2), self.right - 12, 45, size=7.5, face="bold")
            self._rule(LEFT, 49, self.right, 49)
        elif self.layout.logo:
            self.canvas.setFillGray(0.75)
            x, y, width, height = (n / self.layout.scale for n in (482, HEIGHT - 62, 79, 36))
            self.canvas.rect(x, y, width, height, stroke=0, fill=1)
            self.canvas.setFillGray(0)

    def _draw_notes(self) -> None:
        y = self.layout.bottom + 8 - self._notes_height(self._notes)
        if self._notes:
            self._rule(LEFT, y, LEFT + 144, y)
        y += _NOTE_RULE - 2
        for number, lines in self._notes:
            self.put(str(number), LEFT, y - 3, 5.5, NAMES["regular"])
            for line in lines:
                self.draw(line, LEFT + 6, y, size=_NOTE_SIZE)
                y += _NOTE_PITCH
        self._notes = []

    def _draw_footer(self) -> None:
        kind = self.layout.footer
        if self.head or (kind == "running" and self.page == 1):
            return
        self._rule(LEFT, 792, self.right, 792)
        if kind == "running":
            self.draw(self.footer[0], LEFT, 800, size=7.5, face="bold")
            self.draw(self.footer[1], LEFT, 811, size=7.5, face="bold")
        if kind != "none":
            left = kind == "alternate" and self.page % 2 == 0
            x = LEFT if left else self.right - 13
            self.put(str(self.page), x, 812, 18, NAMES["regular"])

    # Headings and paragraphs.

    def name(self, text: str, level: int = 2) -> None:
        """Add a heading to the contents."""
        self.entries.append(Entry(text, level, self.page - (2 if self.head else 0)))

    def heading(
        self,
        text: str,
        *,
        size: float = 14.0,
        face: Face = "bold",
        space: float = 14,
        note: str | None = None,
        level: int | None = None,
    ) -> None:
        """A heading kept with what follows. If it has a ``level``, it is in the contents."""
        lines = broken(text + (MARK if note else ""), size, self.right - LEFT, face)
        height = space + len(lines) * size * 1.2 + 3 * self.pitch
        self.room(height + (self._height_of(note) if note else 0))
        self.y += space if self.y > TOP else 0
        if level:
            self.name(text, level)
        for line in lines:
            self.y += size * 1.2
            self.draw(line, LEFT, self.y, size=size, face=face)
        self._keep(note)

    def mixed_heading(self, *spans: tuple[str, Face], size: float, space: float = 8) -> None:
        """A sentence in large print with words in different typefaces."""
        faces = [face for text, face in spans for sign in text if not sign.isspace()]
        lines = broken(" ".join(text for text, _ in spans), size, self.right - LEFT - 10, "bold")
        self.room(space + len(lines) * size * 1.2)
        self.y += space
        for line in lines:
            self.y += size * 1.2
            x, remaining = LEFT, line
            while remaining:
                same = _same(remaining, faces)
                x = self.draw(remaining[:same], x, self.y, size=size, face=faces[0])
                del faces[: len(remaining[:same].replace(" ", ""))]
                remaining = remaining[same:]

    def paragraph(  # noqa: PLR0913 - paragraphs can differ in all of these
        self,
        text: str,
        *,
        marker: str = "",
        x: float = LEFT,
        hang: float = 0.0,
        gap: float | None = None,
        face: Face = "regular",
        size: float | None = None,
        note: str | None = None,
        note_after: str | None = None,
    ) -> None:
        """A paragraph with its marker at ``x`` and its lines ``hang`` points further in."""
        size = size or self.layout.size
        pitch = size * self.layout.leading
        gap = self.layout.gap if gap is None else gap
        lines = broken(_marked(text, note, note_after), size, self.right - 5 - x - hang, face)
        self.room(gap + pitch + (self._height_of(note) if note and MARK in lines[0] else 0))
        if self.y > TOP:
            if self.layout.spaces and gap > size:
                self.put(" ", LEFT, self.y + gap, size, NAMES[face])
            self.y += gap
        for i, line in enumerate(lines):
            here = note if MARK in line else None
            self.room(pitch + (self._height_of(here) if here else 0))
            self.y += pitch
            self._draw_with(marker if i == 0 else "", line, x, hang, size, face)
            self._keep(here)

    def _draw_with(
        self, marker: str, line: str, x: float, hang: float, size: float, face: Face
    ) -> None:
        """A line and the marker before it, if any."""
        if marker:
            low = self.layout.lowered and not marker[0].isdigit()
            small = 0.8 * size if low else size
            self.draw(marker, x, self.y + (0.6 if low else 0), size=small)
        self.draw(line, x + hang, self.y, size=size, face=face)

    def _height_of(self, note: str) -> float:
        """The space that a footnote takes up."""
        lines = broken(note, _NOTE_SIZE, self.right - LEFT - 6)
        return len(lines) * _NOTE_PITCH + (0 if self._notes else _NOTE_RULE)

    def _keep(self, note: str | None) -> None:
        if note:
            lines = broken(note, _NOTE_SIZE, self.right - LEFT - 6)
            self._notes.append((self._note_number, lines))

    # Tables and boxes.

    def open_box(self, space: float = 12) -> None:
        """Begin a frame around what follows, over any number of pages."""
        self.room(space + 6 * self.pitch)
        self.y += space if self.y > TOP else 0
        self._box = self.y

    def close_box(self) -> None:
        """End the frame."""
        if self._box is not None:
            self._frame(LEFT - PAD, self._box, self.right + PAD, self.y + PAD)
        self._box = None
        self.y += PAD

    def row(
        self,
        label: str,
        grade: str,
        *,
        x: float = LEFT + 6,
        column: float = 390.0,
        size: float | None = None,
        faces: tuple[Face, Face] = ("regular", "regular"),
        out: float = 0.0,
    ) -> None:
        """A row in a table, with its label on the left and its grade in the column on the right.

        Its border is ``out`` points outside the margins.
        """
        size = size or self.layout.size
        pitch = size * self.layout.leading
        labels = broken(label, size, column - x - 14, faces[0])
        grades = broken(grade, size, self.right - column, faces[1])
        height = max(len(labels), len(grades)) * pitch
        self.room(height + 2 * PAD)
        top = self.y
        self._frame(LEFT - out, top, self.right + out, top + height + 2 * PAD)
        if grade:
            self._rule(column - PAD, top, column - PAD, top + height + 2 * PAD)
        for texts, at, face in ((labels, x, faces[0]), (grades, column, faces[1])):
            spare = height - len(texts) * pitch if self.layout.grades == "centred" else 0.0
            y = top + PAD + spare / 2 - 0.2 * size
            for i, text in enumerate(texts):
                self.draw(text, at, y + (i + 1) * pitch, size=size, face=face)
        self.y = top + height + 2 * PAD


def _same(line: str, faces: list[Face]) -> int:
    """How many characters at the start of a line have the same typeface."""
    seen = 0
    for i, sign in enumerate(line):
        if not sign.isspace():
            if faces[seen] != faces[0]:
                return i
            seen += 1
    return len(line)


def _marked(text: str, note: str | None, after: str | None) -> str:
    """A text with its footnote mark in place."""
    if note is None:
        return text
    if after is None:
        return text + MARK
    before, found, following = text.partition(after)
    if not found:
        raise ValueError(f"“{after}” is not in “{text}”")
    return before + found + MARK + following
