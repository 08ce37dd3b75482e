"""Typefaces, and how text is broken into lines."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["regular", "bold", "italic"]
NAMES: dict[Face, str] = {
    "regular": "Specimen",
    "bold": "Specimen-Bold",
    "italic": "Specimen-Italic",
}
# Word processors use a second copy of a typeface for quotation marks.
QUOTES: dict[Face, str] = {face: f"{name}-Quotes" for face, name in NAMES.items()}
_FILES: dict[Face, str] = {"regular": "Vera.ttf", "bold": "VeraBd.ttf", "italic": "VeraIt.ttf"}
# Bullets found in real reports, including private-use codes from symbol typefaces.
_SYMBOLS = "\u25fc\u25a0\u25aa\uf06e\uf0a7\uf0b7"
# Represents a raised footnote mark.
MARK = "\x01"
_BREAKS = re.compile(r"[^\s-]+-+(?=[^\s-])|\S+")


@cache
def register() -> None:
    """Register the typefaces with reportlab, once."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for names in (NAMES, QUOTES):
        for face, name in names.items():
            font = TTFont(name, str(folder / _FILES[face]))
            glyphs = font.face.charToGlyph
            for glyph in _SYMBOLS:  # drawn as a bullet but read as the symbol's code
                glyphs.setdefault(ord(glyph), glyphs[ord("\u2022")])
            pdfmetrics.registerFont(font)


def width_of(text: str, size: float, face: Face = "regular") -> float:
    """The width of a text in points."""
    register()
    return float(pdfmetrics.stringWidth(text, NAMES[face], size))


def broken(text: str, size: float, room: float, face: Face = "regular") -> list[str]:
    """A text broken into lines at most ``room`` points wide, at spaces and after hyphens."""
    lines: list[str] = []
    line = ""
    for match in _BREAKS.finditer(text):
        glued = match.start() > 0 and not text[match.start() - 1].isspace()
        longer = line + ("" if glued or not line else " ") + match.group()
        if line and width_of(longer, size, face) > room:
            lines.append(line)
            line = match.group()
        else:
            line = longer
    return [*lines, line] if line else lines
