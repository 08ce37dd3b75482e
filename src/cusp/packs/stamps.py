"""Write "Page 3 of 120" in the visible bottom margin of a page, upright for its reader.

It is marked as an `Artifact`, so that a screen reader does not read it with the text. Whatever the
page's own content leaves behind, such as a turned or shrunk space, is undone first.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Stream

from cusp.packs.passed import Spot
from cusp.packs.view import Box, View, view_of
from cusp.typesetting import typeset

_LAYOUT = Path(__file__).with_name("stamp.typ")
_LETTERS = "Page of 0123456789"
_SIZE, _SIDE, _UP, _ROW = 9.0, 36.0, 14.0, 11.0
_A4 = 595.0
# Space kept around the words, in their own size.
_AROUND = 0.25
_ENTRY = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
_SAVES = re.compile(rb"(?<![^\s\]>)}])[qQ](?![^\s\[</(])")
_MARKS = re.compile(rb"(?<![^\s\]>)}])(BDC|BMC|EMC)(?![^\s\[</(])")
_OWN_MARKS = re.compile(rb"/MCID\s+(\d{1,7})")


class Letters(NamedTuple):
    """The font of the page numbers in the pack, and the code and width of each letter."""

    font: Any
    codes: dict[str, str]
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """How wide a text is."""
        return sum(self.widths[each] for each in text) * size / 1000


def letters_for(pack: pikepdf.Pdf) -> Letters:
    """Put the font of the page numbers into a pack."""
    made = typeset(_LAYOUT, "letters", lambda _: _LETTERS, as_at=None)
    with pikepdf.open(io.BytesIO(made)) as sheet:
        fonts = sheet.pages[0].resources.Font
        source = next(iter(fonts.values()))
        cmap = source.ToUnicode.read_bytes()
        widths = _widths(source.DescendantFonts[0])
        font = pack.copy_foreign(source)
        pairs = [(chr(int(uni, 16)), code) for code, uni in _ENTRY.findall(cmap)]
    codes = {letter: code.decode() for letter, code in pairs if letter in _LETTERS}
    return Letters(font, codes, {x: widths[int(code, 16)] for x, code in codes.items()})


def _widths(font: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    parts = list(font.W)
    while parts:
        first, then = int(parts[0]), parts[1]
        if isinstance(then, Array):
            widths |= {first + at: float(width) for at, width in enumerate(then)}
            del parts[:2]
        else:
            widths |= {code: float(parts[2]) for code in range(first, int(then) + 1)}
            del parts[:3]
    return widths


# Where


def size_on(view: View) -> float:
    """The size of the letters in points, larger on paper larger than A4."""
    short = min(view.size) * view.unit
    return _SIZE * max(1.0, min(short / _A4, 4.0))


def spot_for(view: View, words: list[Box], grounds: list[Box], text_width: float) -> Spot:
    """The first free place in the bottom margin, for words and coloured grounds as seen."""
    places = [(row, place) for row in (0, 1) for place in (0, 1, 2)]
    boxes = {at: _box(view, at[1], at[0], text_width) for at in places}
    free = [at for at in places if not any(_meet(boxes[at], each) for each in words)]
    clear = [at for at in free if not any(_meet(boxes[at], each) for each in grounds)]
    if clear:
        return Spot(clear[0][1], clear[0][0])
    if free:
        return Spot(free[0][1], free[0][0], backed=True)
    return Spot()


def _box(view: View, place: int, row: int, em_width: float) -> Box:
    """The box of the words as seen, in the page's unit; ``em_width`` is their width at size 1."""
    width, height = view.size
    size = size_on(view) / view.unit
    size = min(size, width / (em_width + 2.0), height / 4.0)
    scale = size / _SIZE
    side = min(_SIDE * scale, (width - em_width * size) / 2)
    left = {
        0: width - side - em_width * size,
        1: (width - em_width * size) / 2,
        2: side,
    }[place]
    low = min((_UP + row * _ROW) * scale, height / 4.0)
    return left, low, left + em_width * size, low + size


def _meet(box: Box, other: Box) -> bool:
    around = (box[3] - box[1]) * _AROUND
    return (
        other[0] < box[2] + around and other[2] > box[0] - around
        and other[1] < box[3] and other[3] > box[1] - around
    )  # fmt: skip


# Writing


def stamp(
    pack: pikepdf.Pdf, page: pikepdf.Page, text: str, letters: Letters, spot: Spot, opening: Any
) -> None:
    """Write the words on a page. ``opening`` is the stream ``q``, the same for all pages."""
    name = _own_name(page, letters.font)
    content = _content(page)
    ending = b"\n" + b"Q\n" * (1 + _left_open(page, content))
    closing = Stream(pack, ending + _drawn(view_of(page), text, letters, spot, name))
    page.obj.Contents = Array([opening, *_parts(page), pack.make_indirect(closing)])


def mark_as_paragraph(pack: pikepdf.Pdf, page: pikepdf.Page, mark: int) -> None:
    """Put the content of an untagged page into one marked paragraph."""
    opening = Stream(pack, b"/P <</MCID %d>> BDC\n" % mark)
    closing = Stream(pack, b"\n" + b"EMC\n" * (1 + _marks_left_open(_content(page))))
    parts = [pack.make_indirect(opening), *_parts(page), pack.make_indirect(closing)]
    page.obj.Contents = Array(parts)


def highest_mark(page: pikepdf.Page) -> int:
    """The highest mark that a page's content has, or -1."""
    return max((int(number) for number in _OWN_MARKS.findall(_content(page))), default=-1)


def _drawn(view: View, text: str, letters: Letters, spot: Spot, name: str) -> bytes:
    em_width = letters.width(text, 1.0)
    left, low, right, high = _box(view, spot.place, spot.row, em_width)
    size = high - low
    codes = "".join(letters.codes[each] for each in text)
    ground = ""
    if spot.backed:
        pad = size * _AROUND
        ground = f"1 g {left - pad:.3f} {low - pad:.3f} {right - left + 2 * pad:.3f} " \
                 f"{size + pad:.3f} re f "  # fmt: skip
    matrix = " ".join(f"{value:.3f}" for value in view.matrix)
    return (
        f"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq {matrix} cm {ground}0 g "
        f"BT {name} {size:.3f} Tf 0 Tr {left:.3f} {low:.3f} Td <{codes}> Tj ET Q\nEMC\n"
    ).encode("ascii")


def _own_name(page: pikepdf.Page, font: Any) -> str:
    """The name of our font among the page's own."""
    resources = page.obj.get("/Resources")
    if not isinstance(resources, Dictionary):
        resources = page.obj.Resources = Dictionary()
    if not isinstance(resources.get("/Font"), Dictionary):
        resources.Font = Dictionary()
    fonts, name = resources.Font, "/PackNumber"
    while name in fonts and fonts[name].objgen != font.objgen:
        name += "x"
    fonts[name] = font
    return name


def _parts(page: pikepdf.Page) -> list[Any]:
    contents = page.obj.get("/Contents")
    if isinstance(contents, Array):
        return [each for each in contents if isinstance(each, Stream)]
    return [contents] if isinstance(contents, Stream) else []


def _content(page: pikepdf.Page) -> bytes:
    try:
        return b"\n".join(part.read_bytes() for part in _parts(page))
    except pikepdf.PdfError:
        return b""


def _left_open(page: pikepdf.Page, content: bytes) -> int:
    """How many times a page's content saves its state without restoring it."""
    found = _SAVES.findall(content)
    if found.count(b"q") == found.count(b"Q"):
        return 0
    try:  # letters in a text may look like operators, so read it properly
        instructions = pikepdf.parse_content_stream(page, "q Q")
    except pikepdf.PdfError:
        return 0
    depth = 0
    for instruction in instructions:
        depth = depth + 1 if str(instruction.operator) == "q" else max(depth - 1, 0)
    return depth


def _marks_left_open(content: bytes) -> int:
    depth = 0
    for found in _MARKS.findall(content):
        depth = max(depth - 1, 0) if found == b"EMC" else depth + 1
    return depth
