"""Restore reduced or enlarged pages to their usual size before they are read.

Titles, indents and footers are recognised by sizes in points, so a page printed at 70% must be
restored first. Its letters are smaller and fill less of the width. A page in small print fills the
usual width and is left unchanged. Citations are converted back to the page as shown.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from cusp.reports.lines import Line, Run
from cusp.reports.page_lists import listed
from cusp.reports.pages import Page
from cusp.reports.placing import Box, Frame, Placed
from cusp.reports.record import Cite, Problem

# The size of the body of Ofsted's reports, and the range that counts as that size.
BODY, _LEAST, _MOST = 12.0, 10.4, 13.5
# How far from the left edge the text begins (points), and where page numbers are (share of the
# height).
_LEFT, _FOOT = 72.0, 0.965
# No page in a report is mostly in letters smaller than this.
_SMALLEST = 9.75
# How far from whole points a size may be.
_WHOLE = 0.12
# A full page has at least this many lines.
_FULL = 10
# How close sizes must be to count as the same, and widths to have shrunk like the letters (share).
_SAME, _LIKE = 0.025, 0.05
# Anything this close to its usual place has not moved (points).
_UNMOVED = 3.0
# The size of a page with fewer letters than this cannot be told.
_FEW = 20
# A place this close to an edge or the middle of the paper counts as there (points).
_SNAP = 20.0
_T = TypeVar("_T")


class _Print(NamedTuple):
    """The print that shows how large pages are: letters by size, margins and the lowest line."""

    sizes: Counter[float]
    left: float
    right: float
    foot: float

    @property
    def usual(self) -> float:
        """The most common letter size."""
        return self.sizes.most_common(1)[0][0]

    @property
    def body(self) -> float:
        """The size of the body: the most common size in the range for body text."""
        sizes = {size: n for size, n in self.sizes.items() if _LEAST <= size <= _MOST}
        return max(sizes, key=lambda size: sizes[size], default=BODY)

    def share(self, wanted: Callable[[float], bool]) -> float:
        """The share of letters whose size is ``wanted``."""
        return sum(n for size, n in self.sizes.items() if wanted(size)) / self.sizes.total()


def _print(pages: Iterable[Page]) -> _Print | None:
    """The print on several pages together, or ``None`` if there is too little."""
    lines = [line for page in pages for line in page.lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    if sizes.total() < _FEW:
        return None
    left, right = min(ln.x0 for ln in lines), max(ln.x1 for ln in lines)
    return _Print(sizes, left, right, max(ln.baseline for ln in lines))


def odd_in_size(page: Page) -> bool:
    """Whether a page's letters are in sizes not used in reports."""
    found = _print([page])
    return found is not None and _is_odd(found)


def _is_odd(found: _Print) -> bool:
    """Reports are printed in whole points; reduced or enlarged pages are not."""
    return (
        found.usual < _SMALLEST or found.share(lambda size: abs(size - round(size)) <= _WHOLE) < 0.5
    )


def several_on_a_sheet(pages: Sequence[Page]) -> bool:
    """Whether many pages have two columns throughout: two pages of the report side by side."""
    full = [page for page in pages if len(page.lines) >= _FULL]
    return bool(full) and 3 * sum(map(_in_columns, full)) > len(full)


def _in_columns(page: Page) -> bool:
    """Whether almost nothing crosses the middle and there is text on both sides of it."""
    left, right = 0.45 * page.width, 0.55 * page.width
    across = 0
    for line in page.lines:
        if line.x0 < left and line.x1 > right and not _parted(line, left, right):
            across += 1
            if across > 0.12 * len(page.lines):
                return False
    halves = Counter(run.x0 > page.width / 2 for line in page.lines for run in line.runs)
    return min(halves[False], halves[True]) > 0.15 * halves.total()


def _parted(line: Line, left: float, right: float) -> bool:
    """Whether a line has a gap in the middle of the page."""
    return any(
        b.x0 - a.x1 > 2 * line.size and a.x1 < right and b.x0 > left
        for a, b in itertools.pairwise(line.runs)
    )


# Lines may extend past the edge of the paper up to this share of its size.
_PAPER = 1.02


def in_usual_size(pages: Sequence[Page]) -> list[Page]:
    """The pages of a report, with reduced or enlarged pages restored."""
    prints = [_print([page]) for page in pages]
    own = [p for p, found in zip(pages, prints, strict=True) if found and not _is_odd(found)]
    normal = _print(own)
    scales = _scales(prints, normal, {page.number for page in own}, pages)
    groups: dict[float, list[Page]] = {}
    for number, scale in scales.items():
        groups.setdefault(scale, []).append(pages[number - pages[0].number])
    left = normal.left if normal else _LEFT
    foot = max(normal.foot if normal else 0.0, _FOOT * pages[0].height)
    restored = {
        page.number: page
        for scale, group in groups.items()
        for page in _restored(group, scale, left, foot)
    }
    return [restored.get(page.number, page) for page in pages]


def _scales(
    prints: Sequence[_Print | None], normal: _Print | None, own: set[int], pages: Sequence[Page]
) -> dict[int, float]:
    """The number and scale of each page that was reduced or enlarged."""
    odd = [page for page in pages if page.number not in own]
    together = _print(odd)
    if together is None:
        return {}
    size = normal.body if normal else BODY
    scales: dict[int, float] = {}
    for page, found in zip(pages, prints, strict=True):
        if page.number in own:
            scale = _scale(found, normal) if found and normal else None
        elif found and normal and _fills(found, normal):
            scale = None
        else:
            scale = _scale_of_odd(found, together.usual / size, size)
        if scale is not None:
            scales[page.number] = scale
    return scales


def _scale_of_odd(found: _Print | None, common: float, size: float) -> float:
    """The scale of a page with odd sizes: the one such pages share, or the page's own."""
    if found is None:
        return common
    sizes = found

    def known(scale: float, step: float) -> bool:
        def is_printed_size(size: float) -> bool:
            points = size / scale / step
            return abs(points - round(points)) <= _WHOLE / scale / step

        return sizes.share(is_printed_size) > 0.8

    if known(common, 0.5):
        return common
    scales = [found.usual / printed for printed in (size, 10.0, 11.0, 14.0, 16.0)]
    return next((scale for scale in scales if known(scale, 1.0)), scales[0])


def _fills(page: _Print, normal: _Print) -> bool:
    """Whether a page's small print fills the usual width."""
    room = _LIKE * (normal.right - normal.left)
    return abs(page.left - normal.left) < _UNMOVED and page.right > normal.right - room


def _in_place(page: _Print, normal: _Print) -> bool:
    """Whether a page's text is where it is on others, so it is small print and not reduced."""
    return abs(page.left - normal.left) < _UNMOVED or abs(page.foot - normal.foot) < _UNMOVED


def _same(size: float, usual: float) -> bool:
    return abs(size - usual) <= _SAME * usual


def _scale(page: _Print, normal: _Print) -> float | None:
    """The scale of a page compared with normal ones, or ``None`` if it is one of them."""
    sizes = [size for size, letters in normal.sizes.items() if letters >= _FEW]

    def known(scale: float) -> float:
        return page.share(lambda found: any(_same(found / scale, size) for size in sizes))

    if known(1.0) > 0.5 or _in_place(page, normal):
        return None
    narrower = (page.right - page.left) / (normal.right - normal.left)
    scales = [page.usual / size for size in sizes]
    like = [scale for scale in scales if abs(scale / narrower - 1) < _LIKE and known(scale) > 0.8]
    return max(like, key=known, default=None)


def _restored(pages: Sequence[Page], scale: float, left: float, foot: float) -> list[Page]:
    """Pages with the same scale, restored to their usual size and margins."""
    found = _print(pages)
    if found is None:
        return list(pages)
    wide, high = pages[0].width, pages[0].height
    dx = _snapped(found.left - scale * left, (1 - scale) * wide)
    dy = _snapped(found.foot - scale * foot, (1 - scale) * high)
    restored = [_resized(page, scale, dx, dy) for page in pages]
    # A page that does not fit at its usual size was not reduced: it is small print.
    return restored if all(map(_fits, restored)) or scale > 1 else list(pages)


def _fits(page: Page) -> bool:
    """Whether all lines are on the paper."""
    return all(
        0 <= ln.baseline <= page.height * _PAPER and ln.x1 <= page.width * _PAPER
        for ln in page.lines
    )


def _snapped(place: float, room: float) -> float:
    """A place on the paper, moved to an edge or the middle if it is close to one."""
    nearest = min((0.0, room / 2, room), key=lambda likely: abs(likely - place))
    return nearest if abs(nearest - place) < _SNAP else place


def _resized(page: Page, scale: float, dx: float, dy: float) -> Page:
    def box(x0: float, y0: float, x1: float, y1: float) -> Box:
        return ((x0 - dx) / scale, (y0 - dy) / scale, (x1 - dx) / scale, (y1 - dy) / scale)

    def resized_run(run: Run) -> Run:
        edges, baseline = box(*run.box), (run.baseline - dy) / scale
        return Run(run.text, *edges, baseline, run.size / scale, run.bold)

    def resized_line(line: Line) -> Line:
        runs, marks = tuple(map(resized_run, line.runs)), tuple(map(resized_run, line.marks))
        edges, baseline, size = box(*line.box), (line.baseline - dy) / scale, line.size / scale
        return Line(line.page, runs, line.text, *edges, baseline, size, line.bold, marks)

    upright = Placed(0.0, 0.0, page.width, page.height, 0)
    before = page.frame or Frame(upright, upright)
    frame = before._replace(scale=scale, dx=dx, dy=dy)
    return page._replace(lines=tuple(map(resized_line, page.lines)), frame=frame)


def as_shown(record: _T, pages: Sequence[Page]) -> _T:
    """A record with its places converted to the pages as shown."""
    frames = {page.number: page.frame for page in pages if page.frame is not None}
    return _as_shown(record, frames) if frames else record


def _as_shown(value: Any, frames: Mapping[int, Frame]) -> Any:
    if isinstance(value, Cite):
        frame = frames.get(value.page)
        if frame is None:
            return value
        left, top, right, bottom = (round(edge, 1) for edge in frame.shown(value.box))
        return Cite(value.page, (left, top, right, bottom))
    if isinstance(value, tuple):
        return tuple(_as_shown(item, frames) for item in value)
    if isinstance(value, msgspec.Struct):
        fields = {name: _as_shown(getattr(value, name), frames) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def unsure_pages(pages: Sequence[Page]) -> list[Problem]:
    """Problems with whole pages: each reason once, with its pages."""
    by_reason: dict[str, list[int]] = {}
    for page in pages:
        if page.why:
            by_reason.setdefault(page.why, []).append(page.number)
    return [Problem("source", f"{listed(numbers)}: {why}") for why, numbers in by_reason.items()]
