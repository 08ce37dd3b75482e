"""A page as its reader sees it: what is cropped away, how it is turned, and its unit."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import pikepdf

Box = tuple[float, float, float, float]
# PDFium takes a page without a size for this one (US Letter).
_WITHOUT_SIZE: Box = (0.0, 0.0, 612.0, 792.0)


class View(NamedTuple):
    """The visible part of a page in its own space, and its turn clockwise in degrees."""

    box: Box
    turn: int = 0
    unit: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen, in the page's own unit."""
        x0, y0, x1, y1 = self.box
        across, up = x1 - x0, y1 - y0
        return (up, across) if self.turn in (90, 270) else (across, up)

    @property
    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """From what the reader sees, with its origin at the bottom left, to the page's space."""
        x0, y0, x1, y1 = self.box
        return {
            0: (1, 0, 0, 1, x0, y0),
            90: (0, 1, -1, 0, x1, y0),
            180: (-1, 0, 0, -1, x1, y1),
            270: (0, -1, 1, 0, x0, y1),
        }[self.turn]

    def seen(self, box: Box) -> Box:
        """A box of the page's space as the reader sees it."""
        x0, y0, x1, y1 = self.box
        left, low, right, high = box
        return {
            0: (left - x0, low - y0, right - x0, high - y0),
            90: (low - y0, x1 - right, high - y0, x1 - left),
            180: (x1 - right, y1 - high, x1 - left, y1 - low),
            270: (y1 - high, left - x0, y1 - low, right - x0),
        }[self.turn]


def view_of(page: pikepdf.Page) -> View:
    """How a page is seen. Values that make no sense count as PDFium counts them."""
    media = _box(page.obj.get("/MediaBox", page.mediabox)) or _WITHOUT_SIZE
    crop = _box(page.obj.get("/CropBox")) or media
    shared = _shared(media, crop) or media
    turn = _number(page.obj.get("/Rotate")) or 0.0
    unit = _number(page.obj.get("/UserUnit")) or 1.0
    return View(shared, int(turn / 90) % 4 * 90, unit if unit > 0 else 1.0)


def _box(value: Any) -> Box | None:
    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    numbers = [_number(each) for each in value]
    if any(number is None for number in numbers):
        return None
    x0, y0, x1, y1 = (number or 0.0 for number in numbers)
    box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    return box if box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _shared(one: Box, other: Box) -> Box | None:
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    x1, y1 = min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and abs(number) < 1e7 else None
