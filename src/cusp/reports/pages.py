"""A PDF page becomes lines of text, each with its place, size and weight.

PDFium hands over text objects: pieces of a line that share a font. They are cheaper than single
characters and carry all that is needed. A *run* is one such piece, a *line* the runs that share
a baseline. Coordinates are PDF points with the origin at the top left of the page as shown.
"""

from __future__ import annotations

import ctypes
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from cusp.reports import pdfium_calls as calls

Box = tuple[float, float, float, float]

# No page of a report comes near this; beyond it a page is made to be slow.
MOST_OBJECTS = 60_000
_FORM_DEPTH = 4
# PDFium writes these for a hyphen that ends a line.
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\xad": "-", "\x00": None})


class TooManyObjects(Exception):
    """A page holds more objects than any report's page."""


class Run(NamedTuple):
    """A piece of a line in one font; ``baseline`` is measured from the top of the page."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the ink."""
        return (self.x0, self.top, self.x1, self.bottom)


class Line(NamedTuple):
    """Runs that share a baseline, left to right; footnote marks kept apart in ``marks``."""

    page: int
    runs: tuple[Run, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    marks: tuple[Run, ...] = ()

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the ink."""
        return (self.x0, self.top, self.x1, self.bottom)


class Page(NamedTuple):
    """One page: its number from 1, its size as shown, and its lines from top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


class _Placed(NamedTuple):
    """How page coordinates become shown ones: the visible box and its turn in quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        if self.turns == 0:
            return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.turns == 1:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turns == 2:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)


class PageReader:
    """Reads pages of one open document; keeps what it learned of fonts."""

    def __init__(self) -> None:
        self._bold: dict[int, bool] = {}
        self._texts: dict[int, str] | None = None
        self._grow(8192)
        self._floats = tuple(ctypes.c_float() for _ in range(4))
        self._edges = tuple(ctypes.addressof(f) for f in self._floats)
        self._size = ctypes.c_float()
        self._size_at = ctypes.addressof(self._size)
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)

    def read(self, document: Any, index: int) -> Page:
        """The page at ``index`` (from 0) as lines.

        Raises :class:`TooManyObjects` for a page made to be slow.
        """
        page = document[index]
        try:
            count = calls.count_objects(calls.address_of(page.raw))
            if count > MOST_OBJECTS:
                raise TooManyObjects(count)
            textpage = page.get_textpage()
            try:
                width, height = page.get_size()
                left, bottom, right, top = page.get_bbox()
                placed = _Placed(left, bottom, right, top, page.get_rotation() // 90)
                where = calls.address_of(page.raw), calls.get_object
                text_at = calls.address_of(textpage.raw)
                self._texts = texts_by_object(text_at)
                runs = list(self._runs(where, count, text_at, placed, None, 0))
            finally:
                textpage.close()
        finally:
            page.close()
        return Page(index + 1, width, height, tuple(lines_of(runs, index + 1)))

    def _runs(
        self,
        where: tuple[int, Callable[[int, int], int]],
        count: int,
        textpage: int,
        placed: _Placed,
        form: Transform | None,
        depth: int,
    ) -> Iterator[Run]:
        """The text of a page, or of a form object on it, whose coordinates are its own."""
        parent, get = where
        for i in range(count):
            item = get(parent, i)
            kind = calls.object_type(item)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                run = self._run(item, textpage, placed, form)
                if run is not None:
                    yield run
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
                inside = calls.count_form_objects(item)
                if inside > MOST_OBJECTS:
                    raise TooManyObjects(inside)
                inner = _times(self._transform(item), form or _UNMOVED)
                below = item, calls.get_form_object
                yield from self._runs(below, inside, textpage, placed, inner, depth + 1)

    def _transform(self, item: int) -> Transform:
        m = self._matrix
        calls.object_matrix(item, self._matrix_at)
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _run(self, item: int, textpage: int, placed: _Placed, form: Transform | None) -> Run | None:
        if not calls.object_bounds(item, *self._edges):
            return None
        left, bottom, right, top = self._floats
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if x1 <= x0:  # spaces leave no ink; asking for their text costs the most
            return None
        text = self._text(item, textpage)
        if not text or text.isspace():
            return None
        _, b, _, d, origin_x, origin_y = self._transform(item)
        calls.font_size(item, self._size_at)
        scale = abs(d) or abs(b) or 1.0
        if form is not None:
            x0, y0, x1, y1 = _moved(form, x0, y0, x1, y1)
            origin_x, origin_y, _, _ = _moved(form, origin_x, origin_y, origin_x, origin_y)
            scale *= abs(form[3]) or abs(form[1]) or 1.0
        box = placed.shown(x0, y0, x1, y1)
        baseline = placed.shown(origin_x, origin_y, origin_x, origin_y)[1]
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
        """Makes room for texts of ``room`` bytes."""
        self._room = room
        self._buffer = ctypes.create_string_buffer(room)
        self._buffer_at = ctypes.addressof(self._buffer)
        self._bytes = memoryview(self._buffer)

    def _is_bold(self, font: int | None) -> bool:
        known = self._bold.get(font or 0)
        if known is None:
            known = self._bold[font or 0] = bool(font) and _bold_font(font or 0)
        return known


# Pieces of text are twenty characters long on average.
_STRIDE = 16


def texts_by_object(textpage: int) -> dict[int, str] | None:
    """The text of each text object of a page, with the space that follows it, if any.

    PDFium looks through all characters of the page for each object that is asked for its text.
    Here the page's text is fetched once and cut where one object's characters end and the next
    one's begin. ``None`` where characters and text do not match one to one (as with characters
    beyond the basic plane): then each object must be asked.
    """
    count = calls.count_chars(textpage)
    if count <= 0:
        return {}
    buffer = ctypes.create_string_buffer(2 * count + 2)
    calls.page_text(textpage, 0, count, ctypes.addressof(buffer))
    text = str(memoryview(buffer)[: 2 * count], "utf-16-le", "ignore")
    if len(text) != count or "\0" in text:
        return None
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


Transform = tuple[float, float, float, float, float, float]
_UNMOVED: Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(m: Transform, n: Transform) -> Transform:
    """The affine transform that applies ``m`` and then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(m: Transform, x0: float, y0: float, x1: float, y1: float) -> Box:
    a, b, c, d, e, f = m
    xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return (min(xs), min(ys), max(xs), max(ys))


def lines_of(runs: list[Run], page: int) -> list[Line]:
    """Runs grouped by baseline, top to bottom; raised marks join the line they hang on."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.baseline, r.x0)):
        if groups and run.baseline - groups[-1][-1].baseline <= _ON_ONE_LINE * run.size:
            groups[-1].append(run)
        elif groups and _hangs_on(groups[-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [line_of(group, page) for group in groups]


# Baselines of one line differ by little, even where fonts are mixed (share of the size).
_ON_ONE_LINE = 0.25
# A raised mark stands this much above its line at the most (share of the line's size).
_RAISED = 0.8


def _hangs_on(group: list[Run], run: Run) -> bool:
    """Whether all of ``group`` are raised marks of the line that ``run`` begins."""
    return run.baseline - group[0].baseline <= _RAISED * run.size and all(
        r.size < _MARK_SIZE * run.size and r.text.strip(" ,").isdigit() for r in group
    )


# A footnote mark is smaller than its line by this share at least.
_MARK_SIZE = 0.8


def line_of(group: list[Run], page: int) -> Line:
    """One line from its runs: text joined, footnote marks kept apart."""
    if len(group) == 1:
        (run,) = group
        text = folded(run.text)
        return Line(page, (run,), text, *run[1:5], run.baseline, run.size, run.bold)
    runs = sorted(group, key=_by_x)
    main = max(runs, key=_weight)
    marks = tuple(run for run in runs if _is_mark(run, main))
    if marks:
        runs = [run for run in runs if run not in marks]
    bold = sum(len(r.text) for r in runs if r.bold) * 2 > sum(len(r.text) for r in runs)
    _, lefts, tops, rights, bottoms, *_ = zip(*runs, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    text = joined(runs)
    if marks:  # a mark before a comma leaves a gap that is none of the text's
        text = _BEFORE_POINT.sub(r"\1", text)
    return Line(page, tuple(runs), text, *box, main.baseline, main.size, bold, marks)


_BEFORE_POINT = re.compile(r"\s+([,.;:)])")
_by_x = operator.attrgetter("x0")


def _weight(run: Run) -> float:
    return len(run.text) * run.size


def _is_mark(run: Run, main: Run) -> bool:
    """A footnote mark: digits, smaller than the line and standing above its baseline."""
    return (
        run.size < main.size * _MARK_SIZE
        and run.baseline < main.baseline - 1.0
        and run.text.strip(" ,").isdigit()
    )


def folded(text: str) -> str:
    """``text`` with each stretch of white space as one space, and none at its ends."""
    return " ".join(text.split())


def joined(runs: Sequence[Run]) -> str:
    """The text of runs on one line, with a space where they stand apart."""
    parts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is not None and run.x0 - before.x1 > 0.3 * run.size:
            parts.append(" ")
        parts.append(run.text)
        before = run
    return folded("".join(parts))


def around(boxes: Sequence[tuple[float, ...]]) -> tuple[float, float, float, float]:
    """The smallest box that holds all of ``boxes``, to a tenth of a point."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    edges = (min(lefts), min(tops), max(rights), max(bottoms))
    left, top, right, bottom = (round(edge, 1) for edge in edges)
    return (left, top, right, bottom)
