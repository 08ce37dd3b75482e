"""Write words on pages, and replace words on them."""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

REGULAR, BOLD = "Helvetica", "Helvetica-Bold"
_MARGIN = 36.0


def _wide(text: str) -> Any:
    data = (text + "\0").encode("utf-16-le")
    return ctypes.cast(ctypes.create_string_buffer(data), ctypes.POINTER(ctypes.c_ushort))


def write(
    page: Any,
    text: str,
    at: tuple[float, float],
    *,
    size: float,
    face: str = BOLD,
    degrees: float = 0.0,
    grey: int = 0,
) -> None:
    """Draws a line of text with its baseline starting at ``at``, from the bottom left."""
    text_object = pdfium.FPDFPageObj_NewTextObj(page.pdf.raw, face.encode(), size)
    pdfium.FPDFText_SetText(text_object, _wide(text))
    pdfium.FPDFPageObj_SetFillColor(text_object, grey, grey, grey, 255)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    pdfium.FPDFPageObj_Transform(text_object, cos, sin, -sin, cos, *at)
    pdfium.FPDFPage_InsertObject(page.raw, text_object)


def keep(page: Any) -> None:
    """Saves to the file what was written or removed."""
    page.gen_content()


def stamp(text: str, where: str, size: float, *, first_number: int | None = None) -> Stamp:
    """A stamp: its words, its place ("top right", "bottom centre" and so on), its size."""
    return Stamp(text, where, size, first_number)


@dataclass
class Stamp:
    """Words to put on each page it is called with; ``number`` counts the pages."""

    text: str
    where: str
    size: float
    number: int | None = None

    def __call__(self, page: Any) -> None:
        text = self.text if self.number is None else f"{self.text} {self.number}"
        if self.number is not None:
            self.number += 1
        left, bottom, right, top = page.get_cropbox()
        width = stringWidth(text, BOLD, self.size)
        x = {
            "left": left + _MARGIN,
            "centre": (left + right - width) / 2,
            "right": right - _MARGIN - width,
        }[self.where.split()[-1]]
        y = top - 22 - self.size * 0.75 if self.where.startswith("top") else bottom + 18
        write(page, text, (x, y), size=self.size)
        keep(page)


def watermark(text: str, size: float = 110.0) -> Callable[[Any], None]:
    """A word written across the page from corner to corner."""

    def change(page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        half = stringWidth(text, BOLD, size) / 2 * math.cos(math.radians(55))
        at = ((left + right) / 2 - half * 0.8, (bottom + top) / 2 - half * 1.3)
        write(page, text, at, size=size, degrees=55, grey=200)
        keep(page)

    return change


@dataclass(frozen=True)
class Char:
    """A character on a page: where its baseline starts, and the piece of text it belongs to."""

    sign: str
    x: float
    y: float
    size: float
    bold: bool
    piece: int  # address of the text object, or 0 if there is none


def characters_of(page: Any) -> list[Char]:
    """The characters on a page in PDFium's order; spaces that PDFium adds have no piece."""
    text_page = page.get_textpage()
    found = _characters(text_page)
    text_page.close()
    return found


def _characters(text_page: Any) -> list[Char]:
    found = []
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    for i in range(pdfium.FPDFText_CountChars(text_page.raw)):
        pdfium.FPDFText_GetCharOrigin(text_page.raw, i, x, y)
        pdfium.FPDFText_GetMatrix(text_page.raw, i, matrix)
        size = pdfium.FPDFText_GetFontSize(text_page.raw, i) * math.hypot(matrix.c, matrix.d)
        piece = pdfium.FPDFText_GetTextObject(text_page.raw, i)
        address = ctypes.cast(piece, ctypes.c_void_p).value or 0
        bold = pdfium.FPDFText_GetFontWeight(text_page.raw, i) >= 600
        sign = chr(pdfium.FPDFText_GetUnicode(text_page.raw, i) or 32)
        sign = "-" if sign == "\2" else sign  # what PDFium returns for a hyphen at a line end
        found.append(Char(sign, x.value, y.value, size, bold, address))
    return found


def lines_of(page: Any) -> list[list[Char]]:
    """The characters on a page by line, from top to bottom and left to right."""
    chars = [c for c in characters_of(page) if c.piece or c.sign == " "]
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda c: -c.y):
        if lines and abs(lines[-1][0].y - char.y) < 2.5:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda c: c.x) for line in lines]


def words_of(line: Sequence[Char]) -> str:
    """The line's text; a gap between characters counts as a space."""
    out = ""
    for i, char in enumerate(line):
        before = line[i - 1] if i else None
        gap = char.x - before.x if before else 0.0
        if before and gap > 0.9 * char.size and out[-1:] != " ":
            out += " "
        out += char.sign
    return re.sub(r"[\s\0]+", " ", out).strip()


def remove(page: Any, pieces: set[int]) -> bool:
    """Removes pieces of text from the page; returns false if one is not directly on the page."""
    here = {}
    for i in range(pdfium.FPDFPage_CountObjects(page.raw)):
        handle = pdfium.FPDFPage_GetObject(page.raw, i)
        here[ctypes.cast(handle, ctypes.c_void_p).value or 0] = handle
    if not pieces <= set(here):
        return False
    for piece in pieces:
        pdfium.FPDFPage_RemoveObject(page.raw, here[piece])
        pdfium.FPDFPageObj_Destroy(here[piece])
    return True


def rewrite(page: Any, line: Sequence[Char], text: str) -> bool:
    """Replaces a line with ``text``, in the line's size or in a smaller one that fits the page."""
    first = line[0]
    if not remove(page, {c.piece for c in line if c.piece}):
        return False
    face = BOLD if first.bold else REGULAR
    room = page.get_cropbox()[2] - 30 - first.x
    size = min(first.size, first.size * room / stringWidth(text, face, first.size))
    write(page, text, (first.x, first.y), size=size, face=face)
    keep(page)
    return True


def text_pages(title: str, paragraphs: Sequence[str], pages: int = 3) -> bytes:
    """Another document, in our own words."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for number in range(1, pages + 1):
        canvas.setFont(BOLD, 20 if number == 1 else 14)
        canvas.drawString(72, 760, title if number == 1 else f"{title}, continued")
        canvas.setFont(REGULAR, 11)
        y = 720
        for text in paragraphs:
            for line in _broken(text):
                canvas.drawString(72, y, line)
                y -= 14
            y -= 10
        canvas.drawString(300, 40, str(number))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _broken(text: str, width: float = 450.0) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, REGULAR, 11) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
