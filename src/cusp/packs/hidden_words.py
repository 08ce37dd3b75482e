"""Words of a page that a reader cannot see but anyone can copy.

They are under a filled box or a picture, in the colour of their ground, invisible, or outside the
visible page. Where words may be hidden is worked out from what the page draws and in which order.
Then the page is drawn, because only words that leave no trace there are hidden.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from cusp.packs.view import Box, View

_Boxes = npt.NDArray[np.float64]
# A page with more objects than this is not a paper.
MOST_OBJECTS = 100_000
_DEEPEST = 12
# How much two colours may differ and still look the same (of 255).
_SAME, _OPAQUE = 12, 250
# A line of this width hides words (points).
_BROAD = 4.0
_SCALE, _MOST_DOTS = 2.0, 3_000.0
# A picture that covers this share of the page is a scan, with the words read from it below.
_WHOLE = 0.8
# How far inside a letter's box, or around it, the page must have one colour (share of the box).
_INSIDE, _AROUND, _LEAST = 0.15, 0.1, 0.5
_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_PICTURE = pdfium.FPDF_PAGEOBJ_IMAGE
_SHADING, _FORM = pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM
_UNSEEN_MODES = (3, 7)
_MOST_WORDS = 300

UNDER, PALE, UNSEEN, OUTSIDE = "under", "pale", "unseen", "outside"


class Thing(NamedTuple):
    """Something that the page draws: its place in the order, its box and its filling."""

    order: int
    kind: int
    box: Box
    fill: tuple[int, int, int] | None  # None if it has none, or one that is not a plain colour
    opaque: bool
    mode: int = 0
    address: int = 0


class Hidden(NamedTuple):
    """Words that a reader cannot see, and why."""

    why: str
    words: tuple[str, ...]


class PageFound(NamedTuple):
    """What was found on a page. Boxes are in the page's own space."""

    hidden: tuple[Hidden, ...]
    has_text: bool
    words: tuple[Box, ...]
    grounds: tuple[Box, ...]
    scanned: bool


def page_found(page: Any, view: View, covers: list[Box]) -> PageFound:
    """Look at an open page. ``covers`` are boxes of annotations that hide what is below them."""
    things = list(_things(page.raw))
    texts = [thing for thing in things if thing.kind == _TEXT]
    others = [thing for thing in things if thing.kind != _TEXT]
    others += [Thing(MOST_OBJECTS + 1, _PATH, box, None, opaque=True) for box in covers]
    scanned = any(t.kind == _PICTURE and _share(t.box, view.box) > _WHOLE for t in others)
    suspects = _suspects(texts, others, view, scanned=scanned)
    hidden = _confirmed(page, view, suspects, others) if suspects else ()
    grounds = tuple(
        thing.box for thing in others
        if thing.kind != _PATH or thing.fill is None or min(thing.fill) < 255 - _SAME
    )  # fmt: skip
    return PageFound(hidden, bool(texts), tuple(t.box for t in texts), grounds, scanned)


# What a page draws


def _things(page: Any) -> Iterator[Thing]:
    for order, (handle, matrix) in enumerate(_objects(page), 1):
        if order > MOST_OBJECTS:
            raise ValueError("too many objects")
        thing = _thing(handle, order, matrix)
        if thing is not None:
            yield thing


_Matrix = tuple[float, float, float, float, float, float]


def _objects(page: Any) -> Iterator[tuple[Any, _Matrix | None]]:
    """Every object in the order in which it is drawn, with the space of the form around it."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _object(pdfium.FPDFPage_GetObject(page, at), None, 0)


def _object(
    handle: Any, matrix: _Matrix | None, depth: int
) -> Iterator[tuple[Any, _Matrix | None]]:
    if pdfium.FPDFPageObj_GetType(handle) != _FORM:
        yield handle, matrix
        return
    if depth >= _DEEPEST:
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, own)
    inner = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    for at in range(pdfium.FPDFFormObj_CountObjects(handle)):
        yield from _object(pdfium.FPDFFormObj_GetObject(handle, at), inner, depth + 1)


def _times(one: _Matrix, other: _Matrix | None) -> _Matrix:
    if other is None:
        return one
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
            e * p + f * r + t, e * q + f * s + u)  # fmt: skip


_four = [ctypes.c_float() for _ in range(4)]
_parts = [ctypes.c_uint() for _ in range(4)]


def _thing(handle: Any, order: int, matrix: _Matrix | None) -> Thing | None:
    if not pdfium.FPDFPageObj_GetBounds(handle, *_four):
        return None
    x0, y0, x1, y1 = (each.value for each in _four)
    box = (x0, y0, x1, y1) if matrix is None else _turned((x0, y0, x1, y1), matrix)
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind in (_PICTURE, _SHADING):
        opaque = not pdfium.FPDFPageObj_HasTransparency(handle)
        return Thing(order, kind, box, None, opaque)
    if kind == _PATH:
        fill, alpha = _fill_of_path(handle)
        return Thing(order, kind, box, fill, alpha >= _OPAQUE) if alpha else None
    if kind != _TEXT:
        return None
    fill, alpha = _fill(handle)
    mode_of_text = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    address = ctypes.cast(handle, ctypes.c_void_p).value or 0
    return Thing(order, kind, box, fill, alpha > 5, mode_of_text, address)


def _fill_of_path(handle: Any) -> tuple[tuple[int, int, int] | None, int]:
    """The filling of a path, or the colour of a line that is as broad as letters are high."""
    mode, stroked, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(handle, mode, stroked)
    if mode.value != pdfium.FPDF_FILLMODE_NONE:
        return _fill(handle)
    pdfium.FPDFPageObj_GetStrokeWidth(handle, width)
    if not stroked.value or width.value < _BROAD:
        return None, 0
    pdfium.FPDFPageObj_GetStrokeColor(handle, *_parts)
    red, green, blue, alpha = (each.value for each in _parts)
    return (red, green, blue), alpha


def _fill(handle: Any) -> tuple[tuple[int, int, int] | None, int]:
    if not pdfium.FPDFPageObj_GetFillColor(handle, *_parts):
        return None, 255
    red, green, blue, alpha = (each.value for each in _parts)
    return (red, green, blue), alpha


def _turned(box: Box, matrix: _Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


# Where words may be hidden


def _suspects(
    texts: list[Thing], others: list[Thing], view: View, *, scanned: bool
) -> dict[int, tuple[str, Thing]]:
    """The texts of which some letters may be hidden, by address, with the likeliest reason."""
    found: dict[int, tuple[str, Thing]] = {}
    if not texts:
        return found
    boxes = np.array([text.box for text in texts])
    orders = np.array([text.order for text in texts])
    x0, y0, x1, y1 = view.box
    # Letters may reach over the edge a little.
    out = (boxes[:, 2] < x0) | (boxes[:, 0] > x1) | (boxes[:, 3] < y0) | (boxes[:, 1] > y1)
    part_out = (boxes[:, 0] < x0 - 3) | (boxes[:, 2] > x1 + 3) \
        | (boxes[:, 1] < y0 - 3) | (boxes[:, 3] > y1 + 3)  # fmt: skip
    pages = {o.order for o in others if o.kind == _PICTURE and _share(o.box, view.box) > _WHOLE}
    above = [o for o in others if o.opaque and not (scanned and o.order in pages)]
    covered = _covered(boxes, orders, above)
    same = _on_own_colour(texts, boxes, orders, others)
    for at, text in enumerate(texts):
        if text.mode in _UNSEEN_MODES and (covered[at] or not scanned):
            found[text.address] = (UNDER if covered[at] else UNSEEN), text
        elif covered[at]:
            found[text.address] = UNDER, text
        elif out[at] or part_out[at]:
            found[text.address] = OUTSIDE, text
        elif not text.opaque and text.mode not in _UNSEEN_MODES:
            found[text.address] = UNSEEN, text
        elif same[at] and text.mode not in _UNSEEN_MODES:
            found[text.address] = PALE, text
    return found


def _covered(boxes: _Boxes, orders: npt.NDArray[Any], above: list[Thing]) -> npt.NDArray[np.bool_]:
    """Which texts have something opaque drawn over at least part of them later."""
    covered = np.zeros(len(boxes), dtype=bool)
    first = orders.min()
    heights = boxes[:, 3] - boxes[:, 1]
    for thing in above:
        if thing.order < first:
            continue
        x0, y0, x1, y1 = thing.box
        across = np.minimum(boxes[:, 2], x1) - np.maximum(boxes[:, 0], x0)
        up = np.minimum(boxes[:, 3], y1) - np.maximum(boxes[:, 1], y0)
        covered |= (orders < thing.order) & (across > 1) & (up > 0.5 * np.maximum(heights, 1))
    return covered


def _on_own_colour(
    texts: list[Thing], boxes: _Boxes, orders: npt.NDArray[Any], others: list[Thing]
) -> npt.NDArray[np.bool_]:
    """Which texts may have the colour of the paper, or of a filling drawn before them."""
    same = np.array([
        text.fill is not None and min(text.fill) >= 255 - 2 * _SAME and text.mode in (0, 4)
        for text in texts
    ])  # fmt: skip
    by_fill: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        if text.fill is not None and text.mode in (0, 4):
            by_fill[text.fill].append(at)
    for thing in others:
        if thing.kind != _PATH or thing.fill is None:
            continue
        for fill, places in by_fill.items():
            if max(abs(x - y) for x, y in zip(fill, thing.fill, strict=True)) > _SAME:
                continue
            x0, y0, x1, y1 = thing.box
            own = boxes[places]
            across = np.minimum(own[:, 2], x1) - np.maximum(own[:, 0], x0)
            up = np.minimum(own[:, 3], y1) - np.maximum(own[:, 1], y0)
            tall = np.maximum(own[:, 3] - own[:, 1], 1)
            later = orders[places] > thing.order
            same[np.array(places)[later & (across > 1) & (up > 0.5 * tall)]] = True
    return same


# Whether they are


def _confirmed(
    page: Any, view: View, suspects: dict[int, tuple[str, Thing]], others: list[Thing]
) -> tuple[Hidden, ...]:
    drawn = _Drawn(page, view)
    covers = [
        each
        for each in others
        if each.opaque and (each.kind != _PICTURE or _share(each.box, view.box) <= _WHOLE)
    ]
    found: dict[str, list[str]] = defaultdict(list)
    words = page.get_textpage()
    try:
        word, why = "", ""
        for letter, box, address in _letters(words):
            reason, thing = suspects.get(address, ("", None))
            gone = thing is not None and letter.strip() != "" \
                and _is_hidden(reason, thing, box, drawn, covers, view)  # fmt: skip
            if gone and (not why or reason == why):
                word, why = word + letter, reason
            elif letter.isspace() and word and not word.endswith(" "):
                word += " "
            elif letter.strip():
                if word:
                    found[why].append(word.strip())
                word, why = (letter, reason) if gone else ("", "")
        if word:
            found[why].append(word.strip())
    finally:
        words.close()
    return tuple(Hidden(why, tuple(texts[:_MOST_WORDS])) for why, texts in found.items())


def _letters(words: Any) -> Iterator[tuple[str, Box, int]]:
    box = [ctypes.c_double() for _ in range(4)]
    for at in range(pdfium.FPDFText_CountChars(words.raw)):
        code = pdfium.FPDFText_GetUnicode(words.raw, at)
        handle = pdfium.FPDFText_GetTextObject(words.raw, at)
        address = ctypes.cast(handle, ctypes.c_void_p).value or 0
        pdfium.FPDFText_GetCharBox(words.raw, at, box[0], box[1], box[2], box[3])
        left, right, low, high = (each.value for each in box)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        yield letter, (left, low, right, high), address


def _is_hidden(
    why: str, text: Thing, box: Box, drawn: _Drawn, covers: list[Thing], view: View
) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if why == OUTSIDE:
        left, low, right, high = view.box
        return not (left <= x <= right and low <= y <= high)
    if why == UNSEEN and text.mode in _UNSEEN_MODES:
        return True
    if why == UNDER:
        above = [each for each in covers if each.order > text.order and _holds(each.box, x, y)]
        pictured = any(each.kind == _PICTURE for each in above)
        return pictured or (bool(above) and drawn.is_plain(box, -_INSIDE))
    return drawn.is_plain(box, _AROUND)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


class _Drawn:
    """The page as it looks. It is drawn without the smoothing that blurs the edges of boxes."""

    def __init__(self, page: Any, view: View) -> None:
        width, height = view.size
        self.scale = min(_SCALE, _MOST_DOTS / max(width, height))
        self.view, self.height = view, height
        bitmap = page.render(scale=self.scale, may_draw_forms=False, draw_annots=True)
        self.dots = bitmap.to_numpy()

    def is_plain(self, box: Box, around: float) -> bool:
        """Whether a box has one colour only, so that no letter can be seen there.

        ``around`` is the share of its height that the box is made larger on each side.
        """
        left, low, right, high = self.view.seen(box)
        up, across = (high - low) * around, (right - left) * around
        if around > 0:
            up = across = max(up, _LEAST)
        rows = slice(*self._span(self.height - high - up, self.height - low + up, 0))
        columns = slice(*self._span(left - across, right + across, 1))
        part = self.dots[rows, columns, :3]
        if part.size == 0:
            return False
        spread = part.reshape(-1, part.shape[-1]).astype(np.int16)
        return bool((spread.max(axis=0) - spread.min(axis=0)).max() <= _SAME)

    def _span(self, first: float, last: float, axis: int) -> tuple[int, int]:
        begin = max(0, int(first * self.scale))
        return begin, min(self.dots.shape[axis], max(begin + 1, int(np.ceil(last * self.scale))))


def _share(box: Box, whole: Box) -> float:
    across = min(box[2], whole[2]) - max(box[0], whole[0])
    up = min(box[3], whole[3]) - max(box[1], whole[1])
    if across <= 0 or up <= 0:
        return 0.0
    return across * up / ((whole[2] - whole[0]) * (whole[3] - whole[1]))


def open_document(path: Path) -> Any:
    """Open a document with PDFium, which draws its pages and reads their words."""
    return pypdfium2.PdfDocument(path)
