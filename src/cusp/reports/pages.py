"""A PDF page becomes lines of text, each with its place, size and weight.

PDFium hands over text objects: pieces of a line that share a font. They are cheaper than single
characters and carry all that is needed. A *run* is one such piece, a *line* the runs that share
a baseline. Coordinates are PDF points with the origin at the top left of the page as shown.
"""

from __future__ import annotations

import ctypes
import operator
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

Box = tuple[float, float, float, float]

# No page of a report comes near this; beyond it a page is made to be slow.
MOST_OBJECTS = 60_000
_FORM_DEPTH = 4
# PDFium writes these for a hyphen that ends a line.
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\xad": "-", "\x00": None})
_SPACES = re.compile(r"\s+")


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
        self._buffer = (pdfium.FPDF_WCHAR * 4096)()
        self._bytes = memoryview(self._buffer).cast("B")
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._size = ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX()

    def read(self, document: Any, index: int) -> Page:
        """The page at ``index`` (from 0) as lines.

        Raises :class:`TooManyObjects` for a page made to be slow.
        """
        page = document[index]
        textpage = page.get_textpage()
        try:
            width, height = page.get_size()
            placed = _Placed(*page.get_bbox(), turns=page.get_rotation() // 90)
            runs = list(self._runs(page.raw, textpage.raw, placed))
        finally:
            textpage.close()
            page.close()
        return Page(index + 1, width, height, tuple(lines_of(runs, index + 1)))

    def _runs(self, page: Any, textpage: Any, placed: _Placed) -> Iterator[Run]:
        count = pdfium.FPDFPage_CountObjects(page)
        if count > MOST_OBJECTS:
            raise TooManyObjects(count)
        get = pdfium.FPDFPage_GetObject
        kind = pdfium.FPDFPageObj_GetType
        for i in range(count):
            item = get(page, i)
            what = kind(item)
            if what == pdfium.FPDF_PAGEOBJ_TEXT:
                run = self._run(item, textpage, placed, None)
                if run is not None:
                    yield run
            elif what == pdfium.FPDF_PAGEOBJ_FORM:
                yield from self._form_runs(item, textpage, placed, (1, 0, 0, 1, 0, 0), 1)

    def _form_runs(
        self, form: Any, textpage: Any, placed: _Placed, outer: tuple[float, ...], depth: int
    ) -> Iterator[Run]:
        """Text inside a form object, whose coordinates are the form's own."""
        if depth > _FORM_DEPTH:
            return
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(form, matrix)
        inner = _times((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f), outer)
        count = pdfium.FPDFFormObj_CountObjects(form)
        if count > MOST_OBJECTS:
            raise TooManyObjects(count)
        for i in range(count):
            item = pdfium.FPDFFormObj_GetObject(form, i)
            what = pdfium.FPDFPageObj_GetType(item)
            if what == pdfium.FPDF_PAGEOBJ_TEXT:
                run = self._run(item, textpage, placed, inner)
                if run is not None:
                    yield run
            elif what == pdfium.FPDF_PAGEOBJ_FORM:
                yield from self._form_runs(item, textpage, placed, inner, depth + 1)

    def _run(
        self, item: Any, textpage: Any, placed: _Placed, form: tuple[float, ...] | None
    ) -> Run | None:
        left, bottom, right, top = self._floats
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        if x1 <= x0:  # spaces leave no ink; asking for their text costs the most
            return None
        text = self._text(item, textpage)
        if not text or text.isspace():
            return None
        matrix = self._matrix
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        pdfium.FPDFTextObj_GetFontSize(item, self._size)
        scale = abs(matrix.d) or abs(matrix.b) or 1.0
        origin_x, origin_y = matrix.e, matrix.f
        if form is not None:
            x0, y0, x1, y1 = _moved(form, x0, y0, x1, y1)
            origin_x, origin_y, _, _ = _moved(form, origin_x, origin_y, origin_x, origin_y)
            scale *= abs(form[3]) or 1.0
        box = placed.shown(x0, y0, x1, y1)
        baseline = placed.shown(origin_x, origin_y, origin_x, origin_y)[1]
        font = pdfium.FPDFTextObj_GetFont(item)
        return Run(text, *box, baseline, self._size.value * scale, self._is_bold(font))

    def _text(self, item: Any, textpage: Any) -> str:
        buffer = self._buffer
        wanted = pdfium.FPDFTextObj_GetText(item, textpage, buffer, len(self._bytes))
        if wanted > len(self._bytes):
            self._buffer = buffer = (pdfium.FPDF_WCHAR * (wanted // 2 + 1))()
            self._bytes = memoryview(buffer).cast("B")
            pdfium.FPDFTextObj_GetText(item, textpage, buffer, wanted)
        if wanted <= 2:
            return ""
        text = str(self._bytes[: wanted - 2], "utf-16-le", "ignore")
        return text if text.isascii() and text.isprintable() else text.translate(_LINE_END_HYPHENS)

    def _is_bold(self, font: Any) -> bool:
        key = ctypes.addressof(font.contents) if font else 0
        known = self._bold.get(key)
        if known is None:
            known = self._bold[key] = bool(font) and _bold_font(font)
        return known



def _bold_font(font: Any) -> bool:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    name = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFFont_GetBaseFontName(font, name, length)
    lowered = name.value.lower()
    return b"bold" in lowered or b"black" in lowered or lowered.endswith(b"bd")


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """The affine transform that applies ``m`` and then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
    )  # fmt: skip


def _moved(m: tuple[float, ...], x0: float, y0: float, x1: float, y1: float) -> Box:
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
        text = _SPACES.sub(" ", run.text).strip()
        return Line(page, (run,), text, *run[1:5], run.baseline, run.size, run.bold)
    runs = sorted(group, key=_by_x)
    main = max(runs, key=_weight)
    marks = tuple(run for run in runs if _is_mark(run, main))
    if marks:
        runs = [run for run in runs if run not in marks]
    bold = sum(len(r.text) for r in runs if r.bold) * 2 > sum(len(r.text) for r in runs)
    _, lefts, tops, rights, bottoms, *_ = zip(*runs, strict=True)
    box = (min(lefts), min(tops), max(rights), max(bottoms))
    return Line(page, tuple(runs), joined(runs), *box, main.baseline, main.size, bold, marks)


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


def joined(runs: Sequence[Run]) -> str:
    """The text of runs on one line, with a space where they stand apart."""
    parts: list[str] = []
    before: Run | None = None
    for run in runs:
        if before is not None and run.x0 - before.x1 > 0.3 * run.size:
            parts.append(" ")
        parts.append(run.text)
        before = run
    return _SPACES.sub(" ", "".join(parts)).strip()


def around(boxes: Sequence[tuple[float, ...]]) -> tuple[float, float, float, float]:
    """The smallest box that holds all of ``boxes``, to a tenth of a point."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1))  # fmt: skip
