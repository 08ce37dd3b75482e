"""Convert coordinates between a page's own units, the page as shown and the page as read."""

from __future__ import annotations

import math
from typing import NamedTuple

Box = tuple[float, float, float, float]
Transform = tuple[float, float, float, float, float, float]
UNMOVED: Transform = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# How far a line of text may lean, as a slope: scans can be skewed.
_ASKEW = 0.2


class Placed(NamedTuple):
    """How a page's coordinates are shown: the visible box and its rotation in quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in this rotation."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.turns % 2 else (across, up)

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Convert a box from the page's own units to the page in this rotation."""
        if self.turns == 0:
            return (x0 - self.left, self.top - y1, x1 - self.left, self.top - y0)
        if self.turns == 1:
            return (y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left)
        if self.turns == 2:
            return (self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom)
        return (self.top - y1, self.right - x1, self.top - y0, self.right - x0)

    def own(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Convert a box from the page in this rotation to the page's own units."""
        if self.turns == 0:
            return (x0 + self.left, self.top - y1, x1 + self.left, self.top - y0)
        if self.turns == 1:
            return (y0 + self.left, x0 + self.bottom, y1 + self.left, x1 + self.bottom)
        if self.turns == 2:
            return (self.right - x1, y0 + self.bottom, self.right - x0, y1 + self.bottom)
        return (self.right - y1, self.top - x1, self.right - y0, self.top - x0)


class Frame(NamedTuple):
    """How a page is read if that differs from how it is shown: rotated, enlarged or reduced.

    Lengths on the page as shown are ``scale`` times those on the page as read. ``dx`` and ``dy``
    are where the corner of the page as read is on the page as shown.
    """

    read: Placed
    seen: Placed
    scale: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def shown(self, box: Box) -> Box:
        """Convert a box from the page as read to the page as shown."""
        x0, y0, x1, y1 = (edge * self.scale for edge in box)
        moved = (x0 + self.dx, y0 + self.dy, x1 + self.dx, y1 + self.dy)
        return self.seen.shown(*self.read.own(*moved))


def times(m: Transform, n: Transform) -> Transform:
    """The affine transform that applies ``m`` and then ``n``."""
    a, b, c, d, e, f = m
    p, q, r, s, t, u = n
    first = (a * p + b * r, a * q + b * s)
    second = (c * p + d * r, c * q + d * s)
    shift = (e * p + f * r + t, e * q + f * s + u)
    return (*first, *second, *shift)


def moved(m: Transform, x0: float, y0: float, x1: float, y1: float) -> Box:
    """The smallest upright box around a transformed box."""
    a, b, c, d, e, f = m
    # Look at all four corners: after less than a quarter turn, any of them may be the lowest.
    xs = (a * x0 + c * y0, a * x1 + c * y1, a * x0 + c * y1, a * x1 + c * y0)
    ys = (b * x0 + d * y0, b * x1 + d * y1, b * x0 + d * y1, b * x1 + d * y0)
    return (min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


def stretch(m: Transform) -> float:
    """The height after a transform of text 1 point high, measured across its line."""
    a, b, c, d, _, _ = m
    if b == 0:
        return abs(d) or 1.0
    return abs(a * d - b * c) / math.hypot(a, b) or 1.0


def quarter_turns(a: float, b: float) -> int | None:
    """The rotation that makes text running along (a, b) level, or ``None`` if it slants."""
    if abs(b) <= _ASKEW * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= _ASKEW * abs(b):
        return 1 if b > 0 else 3
    return None
