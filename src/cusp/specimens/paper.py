"""A sheet of paper to lay a specimen out on: lines, breaks, footers, marks and footnotes.

Real reports come from a word processor: a line is drawn in several pieces, bullets are glyphs of
symbol typefaces, grades stand in the middle of table cells. The paper does the same on purpose.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP = 72.0, 523.0, 72.0
REGULAR, BOLD = "Specimen", "Specimen-Bold"
# Bullets as real reports have them, private-use codes of symbol typefaces included.
_SYMBOLS = "\u25fc\u25a0\uf06e\uf0a7\uf0b7"
# Room is kept at the foot of each page for so many footnotes, so far apart.
_NOTES, _NOTE_PITCH = 3, 13.0
_BREAKS = re.compile(r"[^\s-]+-+(?=[^\s-])|\S+")


@dataclass(frozen=True)
class Layout:
    """How a specimen is laid out. Each choice is one that real reports differ in.

    ``bottom`` is where the text of a page ends, in points from the top: a small value breaks pages
    in the middle of lists and paragraphs.
    """

    glyph: str = "\u25fc"
    nested_glyph: str = "\u2013"
    size: float = 11.0
    bottom: float = 770.0
    footer: Literal["number", "running"] = "number"
    grades: Literal["beside", "centred"] = "centred"
    pieces: bool = True
    dates: Literal["full", "short", "dash"] = "full"
    question_mark: bool = True
    heading_mark: bool = False
    seed: int = 0


@cache
def _register() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in ((REGULAR, "Vera.ttf"), (BOLD, "VeraBd.ttf")):
        font = TTFont(name, str(folder / file))
        glyphs = font.face.charToGlyph
        for glyph in _SYMBOLS:  # drawn as a bullet, and read as the symbol typeface's own code
            glyphs.setdefault(ord(glyph), glyphs[ord("\u2022")])
        pdfmetrics.registerFont(font)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in points."""
    _register()
    return float(pdfmetrics.stringWidth(text, BOLD if bold else REGULAR, size))


def broken(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """A text cut into lines of ``room`` points, at spaces and behind hyphens."""
    lines: list[str] = []
    line = ""
    for match in _BREAKS.finditer(text):
        glued = match.start() > 0 and not text[match.start() - 1].isspace()
        longer = line + ("" if glued or not line else " ") + match.group()
        if line and width_of(longer, size, bold=bold) > room:
            lines.append(line)
            line = match.group()
        else:
            line = longer
    return [*lines, line] if line else lines


class Paper:
    """Lays text out from top to bottom and turns the page when it is full."""

    def __init__(self, path: Path, layout: Layout, footer: tuple[str, str]) -> None:
        _register()
        self.layout = layout
        self.footer = footer
        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=True)
        self.random = random.Random(layout.seed)
        self.y = TOP
        self.page = 1
        self.notes: list[tuple[int, str]] = []
        self.note_number = 0

    @property
    def pitch(self) -> float:
        """From baseline to baseline."""
        return self.layout.size * 1.21

    def draw(
        self, text: str, x: float, y: float, *, size: float | None = None, bold: bool = False
    ) -> float:
        """One line at a height in points from the top; gives where it ends."""
        size = size or self.layout.size
        for piece in self._pieces(text):
            self.canvas.setFont(BOLD if bold else REGULAR, size)
            self.canvas.drawString(x, HEIGHT - y, piece)
            x += width_of(piece, size, bold=bold)
        return x

    def _pieces(self, text: str) -> list[str]:
        if not self.layout.pieces or len(text) < 8:
            return [text]
        cuts = sorted(self.random.sample(range(1, len(text)), k=min(3, len(text) // 8)))
        ends = [*cuts, len(text)]
        return [text[a:b] for a, b in zip([0, *cuts], ends, strict=True)]

    def room(self, height: float) -> None:
        """Turns the page if less than ``height`` points are left."""
        if self.y + height > self.layout.bottom - _NOTES * _NOTE_PITCH:
            self.turn()

    def turn(self) -> None:
        """Ends the page with its footnotes and footer, and begins the next."""
        y = self.layout.bottom + 8 - _NOTE_PITCH * len(self.notes)
        for number, note in self.notes:
            self.draw(str(number), LEFT, y - 3, size=5.5)
            self.draw(note, LEFT + 6, y, size=0.8 * self.layout.size)
            y += _NOTE_PITCH
        self.notes = []
        self._draw_footer()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP

    def _draw_footer(self) -> None:
        if self.layout.footer == "number":
            self.draw(str(self.page), 510, 815, size=18)
        elif self.page > 1:
            self.draw(self.footer[0], LEFT, 800, size=7.5)
            self.draw(self.footer[1], LEFT, 811, size=7.5)
            self.draw(str(self.page), 515, 811, size=7.5)

    def save(self) -> None:
        """Ends the last page and writes the file."""
        self.turn()
        self.canvas.save()

    def heading(
        self, text: str, *, size: float = 14.0, bold: bool = True, space: float = 14
    ) -> None:
        """A heading that keeps with what follows."""
        lines = broken(text, size, RIGHT - LEFT, bold=bold)
        self.room(space + len(lines) * size * 1.2 + 3 * self.pitch)
        self.y += space
        for line in lines:
            self.y += size * 1.2
            self.draw(line, LEFT, self.y, size=size, bold=bold)

    def paragraph(
        self,
        text: str,
        *,
        marker: str = "",
        x: float = LEFT,
        hang: float = 0.0,
        space: float = 12.0,
        note: str | None = None,
    ) -> None:
        """A paragraph, its marker at ``x`` and its lines ``hang`` points further in."""
        lines = broken(text, self.layout.size, RIGHT - 4 - x - hang)
        if len(self.notes) == _NOTES:
            self.turn()
        self.room(space + self.pitch)
        self.y += space if self.y > TOP else 0
        for i, line in enumerate(lines):
            self.room(self.pitch)
            self.y += self.pitch
            if i == 0 and marker:
                self.draw(marker, x, self.y)
            end = self.draw(line, x + hang, self.y)
        if note and lines:
            self.note_number += 1
            self.notes.append((self.note_number, note))
            self.mark(end)

    def mark(self, x: float) -> None:
        """The raised number of the last footnote."""
        self.draw(str(self.note_number), x + 0.5, self.y - 4, size=6)

    def row(
        self, label: str, grade: str, *, x: float = LEFT + 6, column: float = 390.0,
        bold: bool = False, size: float | None = None, room: float | None = None,
    ) -> None:  # fmt: skip
        """A row of a table: its label at the left, its grade in the column at the right."""
        size = size or self.layout.size
        labels = broken(label, size, (room or column - x - 14), bold=bold)
        grades = broken(grade, size, RIGHT - column, bold=bold)
        pitch = size * 1.21
        height = max(len(labels), len(grades)) * pitch
        self.room(height + 14)
        self.y += 14
        centred = self.layout.grades == "centred"
        for texts, at in ((labels, x), (grades, column)):
            offset = (height - len(texts) * pitch) / 2 if centred else 0.0
            for i, text in enumerate(texts):
                self.draw(text, at, self.y + offset + (i + 1) * pitch, size=size, bold=bold)
        self.y += height
