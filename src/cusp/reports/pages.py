"""Read a PDF page as lines of text, each with its place, size and weight.

PDFium provides text objects: pieces of a line that share a font. They are faster to read than
single characters and hold all we need. A *run* is one such piece, and a *line* is the runs that
share a baseline. Coordinates are PDF points from the top left of the page as shown.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from cusp.reports import pdfium_calls as calls
from cusp.reports.drawn_bullets import bullets_in
from cusp.reports.lines import (
    Line,
    Run,
    around,
    folded,
    joined,
    line_of,
    lines_of,
    with_bullets,
)
from cusp.reports.placing import (
    UNMOVED,
    Box,
    Frame,
    Placed,
    Transform,
    moved,
    quarter_turns,
    stretch,
    times,
)

__all__ = [
    "Box",
    "Line",
    "OddPageSize",
    "Page",
    "PageReader",
    "Run",
    "TooManyObjects",
    "around",
    "folded",
    "joined",
    "line_of",
    "lines_of",
    "texts_by_object",
]

# No page in a report comes close to this. A page with more was designed to be slow to read.
MOST_OBJECTS = 60_000
# The length of a page's sides, in points: from an inch to a little more than A0.
_SIDES = (72.0, 3_400.0)
_CM = 2.54 / 72
_FORM_DEPTH = 4
_DRAWN = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
# PDFium returns these for a hyphen at the end of a line.
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\xad": "-", "\x00": None})
_TO_TRANSLATE = re.compile("[\ufffe\x02\xad\x00]")


class TooManyObjects(Exception):
    """A page has more objects than any page in a report."""


class OddPageSize(Exception):
    """A page is far larger or smaller than paper; the message describes its size."""


class Page(NamedTuple):
    """A page: its number from 1, its size, and its lines from top to bottom.

    Everything is measured on the page as it is read: upright and at its usual size. ``frame`` gives
    how that differs from the page as shown, if it does. ``why`` says what may have been misread.
    ``across`` holds text that is not level, such as a watermark, which is not in the lines.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    frame: Frame | None = None
    why: str = ""
    across: tuple[str, ...] = ()


@dataclass
class _PageContent:
    """What is on a page: level runs of text, letters that are not level, and shapes.

    ``turned`` counts letters by the rotation of the page that would make them level.
    """

    runs: list[Run]
    turned: Counter[int | None]
    shapes: list[Box]
    turns: int
    across: list[str] = field(default_factory=list)
    checked: int = 0
    hidden: int = 0

    def check_visible(self, item: int) -> None:
        """Count a piece of text, and whether it is hidden."""
        self.checked += 1
        self.hidden += calls.render_mode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE

    @property
    def turn(self) -> int | None:
        """The rotation of the page that makes most letters level."""
        if not self.turned:
            return self.turns
        level = Counter({self.turns: sum(len(run.text) for run in self.runs)})
        return (level + self.turned).most_common(1)[0][0]


def _page(on: _PageContent, number: int, width: float, height: float, frame: Frame | None) -> Page:
    """The page, built from its content."""
    aside = sum(on.turned.values())
    why = ASIDE if aside > _STAMP else ""
    lines = lines_of(on.runs, number)
    if on.hidden * 2 > on.checked or uneven(lines):
        lines, why = evened(lines), why or RECOGNISED
    elif not why and any(ln.x1 > width + _OVER or ln.bottom > height + _OVER for ln in lines):
        why = OFF_THE_PAGE
    lines = with_bullets(lines, on.shapes)
    return Page(number, width, height, tuple(lines), frame, why, tuple(on.across))


class PageReader:
    """Reads pages from one open document and remembers its fonts."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}
        self._texts: dict[int, str] | None = None
        self._on = _PageContent([], Counter(), [], 0)
        self._grow(8192)
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._edges = tuple(ctypes.addressof(f) for f in self._floats)
        self._size = ctypes.c_float()
        self._size_at = ctypes.addressof(self._size)
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)

    def read(self, document: Any, index: int) -> Page:
        """The page at ``index`` (from 0) as lines.

        Raises :class:`TooManyObjects` for a page designed to be slow, and :class:`OddPageSize`.
        """
        page = document[index]
        try:
            width, height = page.get_size()
            _check_size(width, height)
            count = calls.count_objects(calls.address_of(page.raw))
            if count > MOST_OBJECTS:
                raise TooManyObjects(count)
            left, bottom, right, top = page.get_bbox()
            seen = Placed(left, bottom, right, top, page.get_rotation() // 90)
            content = self._content(page, count, seen)
            turn = content.turn
            if turn is None or turn == seen.turns:
                return _page(content, index + 1, width, height, None)
            # Sideways text: PDFium finds words best when the page is rotated to make them level.
            read = seen._replace(turns=turn)
            page.set_rotation(90 * turn)
            try:
                content = self._content(page, count, read)
            finally:
                page.set_rotation(90 * seen.turns)
            return _page(content, index + 1, *read.size, Frame(read, seen))
        finally:
            page.close()

    def _content(self, page: Any, count: int, placed: Placed) -> _PageContent:
        """What is on a page, when placed like this."""
        textpage = page.get_textpage()
        try:
            text_at = calls.address_of(textpage.raw)
            self._texts = texts_by_object(text_at)
            self._on = on = _PageContent([], Counter(), [], placed.turns)
            where = calls.address_of(page.raw), calls.get_object
            on.runs.extend(self._runs(where, count, text_at, placed, None, 0))
            return on
        finally:
            textpage.close()

    def _runs(
        self,
        where: tuple[int, Callable[[int, int], int]],
        count: int,
        textpage: int,
        placed: Placed,
        form: Transform | None,
        depth: int,
    ) -> Iterator[Run]:
        """The text on a page, or in a form object on it, which has its own coordinates."""
        parent, get = where
        for i in range(count):
            item = get(parent, i)
            kind = calls.object_type(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                if not i % _CHECK_EVERY:
                    self._on.check_visible(item)
                run = self._run(item, textpage, placed, form)
                if run is not None:
                    yield run
            elif kind == pdfium.FPDF_PAGEOBJ_FORM:
                if depth >= _FORM_DEPTH:
                    continue
                inside = calls.count_form_objects(item)
                if inside > MOST_OBJECTS:
                    raise TooManyObjects(inside)
                inner = times(self._transform(item), form or UNMOVED)
                below = item, calls.get_form_object
                yield from self._runs(below, inside, textpage, placed, inner, depth + 1)
            elif kind in _DRAWN:
                boxes = bullets_in(item, kind)
                self._on.shapes += [placed.shown(*moved(form or UNMOVED, *box)) for box in boxes]

    def _transform(self, item: int) -> Transform:
        m = self._matrix
        calls.object_matrix(item, self._matrix_at)
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _run(self, item: int, textpage: int, placed: Placed, form: Transform | None) -> Run | None:
        if not calls.object_bounds(item, *self._edges):
            return None
        left, bottom, right, top = self._floats
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if x1 <= x0:  # spaces have no ink, and reading their text is slow
            return None
        text = self._text(item, textpage)
        if not text or text.isspace():
            return None
        matrix = self._transform(item)
        a, b, _, d, origin_x, origin_y = matrix
        calls.font_size(item, self._size_at)
        turn: int | None = 0
        scale = abs(d) or 1.0
        if form is not None:
            x0, y0, x1, y1 = moved(form, x0, y0, x1, y1)
            origin_x, origin_y, _, _ = moved(form, origin_x, origin_y, origin_x, origin_y)
            scale = stretch(matrix) * stretch(form)
            a, b = a * form[0] + b * form[2], a * form[1] + b * form[3]
            turn = quarter_turns(a, b)
        elif b or a <= 0:
            scale, turn = stretch(matrix), quarter_turns(a, b)
        if turn != placed.turns:
            self._on.turned[turn] += len(text)
            self._on.across.append(text)
            return None
        box = placed.shown(x0, y0, x1, y1)
        if placed.turns:
            baseline = placed.shown(origin_x, origin_y, origin_x, origin_y)[1]
        else:
            baseline = placed.top - origin_y
        bold = self._is_bold(calls.font_of(item))
        return Run(text, *box, baseline, self._size.value * scale, bold)

    def _text(self, item: int, textpage: int) -> str:
        if self._texts is not None:
            return self._texts.get(item, "")
        wanted = calls.text_of(item, textpage, self._buffer_at, self._room)
        if wanted > self._room:
            self._grow(wanted)
            calls.text_of(item, textpage, self._buffer_at, self._room)
        if wanted <= 2:
            return ""
        return str(self._bytes[: wanted - 2], "utf-16-le", "ignore").translate(_LINE_END_HYPHENS)

    def _grow(self, room: int) -> None:
        """Make a buffer of ``room`` bytes."""
        self._room = room
        self._buffer = ctypes.create_string_buffer(room)
        self._buffer_at = ctypes.addressof(self._buffer)
        self._bytes = memoryview(self._buffer)

    def _is_bold(self, font: int | None) -> bool:
        known = self._bold.get(font or 0)
        if known is None:
            known = self._bold[font or 0] = bool(font) and _bold_font(font or 0)
        return known


def _check_size(width: float, height: float) -> None:
    least, most = _SIDES
    if not (least <= width <= most and least <= height <= most):
        than = "larger" if max(width, height) > most else "smaller"
        raise OddPageSize(
            f"is {width * _CM:,.0f} cm wide and {height * _CM:,.0f} cm high, far {than} than any "
            "page in a report"
        )


# Pieces of text are 20 characters long on average.
_STRIDE = 16


def texts_by_object(textpage: int) -> dict[int, str] | None:
    """The text of each text object on a page, with the space that follows it, if any.

    To get one object's text, PDFium goes through every character on the page. So this fetches the
    page's text once and cuts it where each object's characters end. Returns ``None`` if characters
    and text do not match one to one (such as characters beyond the basic plane). Each object's text
    must then be fetched separately.
    """
    count = calls.count_chars(textpage)
    if count <= 0:
        return {}
    buffer = ctypes.create_string_buffer(2 * count + 2)
    calls.page_text(textpage, 0, count, ctypes.addressof(buffer))
    text = str(memoryview(buffer)[: 2 * count], "utf-16-le", "ignore")
    if len(text) != count or "\0" in text:
        return None
    if _TO_TRANSLATE.search(text):
        text = text.translate(_LINE_END_HYPHENS)
    owner = calls.char_object
    texts: dict[int, str] = {}
    start = 0
    while start < count:
        own = owner(textpage, start)
        if not own:
            start += 1
            continue
        end = _end_of(own, textpage, start, count)
        after = " " if end < count and text[end] == " " else ""
        texts[own] = texts.get(own, "") + text[start:end] + after
        start = end
    return texts


def _end_of(own: int, textpage: int, start: int, count: int) -> int:
    """Index of the first character after ``start`` that belongs to another object."""
    owner = calls.char_object
    inside, outside = start, start + _STRIDE
    while outside < count and owner(textpage, outside) == own:
        inside, outside = outside, outside + _STRIDE
    outside = min(outside, count)
    while outside - inside > 1:
        middle = (inside + outside) // 2
        if owner(textpage, middle) == own:
            inside = middle
        else:
            outside = middle
    return outside


def _bold_font(font: int) -> bool:
    name = ctypes.create_string_buffer(512)
    calls.font_name(font, ctypes.addressof(name), len(name))
    lowered = name.value.lower()
    return b"bold" in lowered or b"black" in lowered or lowered.endswith(b"bd")


# One in this many pieces of text is checked for visibility.
_CHECK_EVERY = 16
RECOGNISED = "the text was recognised from a scan, so some words may be wrong"
# A printed page has at most this many sizes; recognised text has one for nearly every word.
_MOST_SIZES = 9
# Recognised sizes this close to the usual size are treated as the usual size (share of it).
_NEAR_USUAL = 0.065
OFF_THE_PAGE = "text runs off the edge of the page, so some may be missing"
# Text may overrun by this much, since boxes have a margin (points).
_OVER = 2.0
ASIDE = "text that runs in another direction was left out"
# Up to this many letters in another direction may be a stamp or a mark in the margin.
_STAMP = 40


def uneven(lines: Sequence[Line]) -> bool:
    """Whether lines have so many sizes that the text must have been recognised from a scan."""
    if len({round(line.size, 1) for line in lines}) <= _MOST_SIZES:
        return False
    sizes: Counter[float] = Counter()
    for line in lines:
        for run in line.runs:
            sizes[round(run.size, 1)] += len(run.text)
    return 2 * sizes.most_common(1)[0][1] < sizes.total()


def _mean_size(line: Line) -> float:
    letters = sum(len(run.text) for run in line.runs)
    return sum(run.size * len(run.text) for run in line.runs) / letters


def evened(lines: Sequence[Line]) -> list[Line]:
    """Lines of recognised text, each in one size. Sizes close to the usual one are set to it."""
    sizes = [_mean_size(line) for line in lines]
    remaining, usual = sum(len(line.text) for line in lines) / 2, 0.0
    for size, line in sorted(zip(sizes, lines, strict=True), key=lambda pair: pair[0]):
        remaining, usual = remaining - len(line.text), size
        if remaining <= 0:
            break
    even: list[Line] = []
    for size, line in zip(sizes, lines, strict=True):
        own = usual if abs(size - usual) < _NEAR_USUAL * usual else size
        runs = tuple(run._replace(size=own) for run in line.runs)
        even.append(line._replace(size=own, runs=runs))
    return even
