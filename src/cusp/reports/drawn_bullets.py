"""Find bullets drawn as discs, squares or small pictures instead of printed as characters."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2.raw as pdfium

from cusp.reports import pdfium_calls as calls
from cusp.reports.placing import Box

# The sides of a bullet, in the page's own units, and how much longer one side may be.
_LEAST, _MOST, _LONGER = 0.8, 14.0, 1.8
# Paths with more points than this are ignored: no list is that long.
_MOST_POINTS = 4_000


def bullets_in(item: int, kind: int) -> Iterator[Box]:
    """Boxes the size of a bullet in a path or picture, in its form's units."""
    edges = tuple(ctypes.c_float() for _ in range(4))
    if not calls.object_bounds(item, *map(ctypes.addressof, edges)):
        return
    left, bottom, right, top = (edge.value for edge in edges)
    wide, tall = right - left, top - bottom
    if not _LEAST <= min(wide, tall) <= _MOST or not (
        kind == pdfium.FPDF_PAGEOBJ_IMAGE or _painted(item)
    ):
        return
    if _like_a_bullet((left, bottom, right, top)):
        yield (left, bottom, right, top)
    elif (
        kind == pdfium.FPDF_PAGEOBJ_PATH and wide <= _MOST < tall
    ):  # one path may hold a list's bullets
        yield from filter(_like_a_bullet, _figures(item))


def _like_a_bullet(box: Box) -> bool:
    wide, tall = box[2] - box[0], box[3] - box[1]
    short, long = sorted((wide, tall))
    return short >= _LEAST and long <= _MOST and long <= _LONGER * short


def _painted(path: int) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    calls.draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    return bool(fill.value or stroke.value)


def _figures(path: int) -> list[Box]:
    """The boxes around the figures in a path. Each figure begins with a move of the pen."""
    count = calls.count_segments(path)
    if count > _MOST_POINTS:
        return []
    matrix = pdfium.FS_MATRIX()
    calls.object_matrix(path, ctypes.addressof(matrix))
    figures: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(count):
        segment = calls.get_segment(path, i)
        calls.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
        if not figures or calls.segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            figures.append([])
        m = matrix
        figures[-1].append(
            (m.a * x.value + m.c * y.value + m.e, m.b * x.value + m.d * y.value + m.f)
        )
    return [_around(points) for points in figures]


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))
