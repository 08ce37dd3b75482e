"""Pages that were made smaller or larger are read in their usual size and cited where they stand.

Rules that tell a title, an indent or a footer go by points. A page printed at 70 % on the same
paper is therefore brought back to its own size before it is read. It is told by its print: the
letters of the body are smaller, and so is the width that they fill. A page in small print fills
the usual width, and is left as it is.
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

# The size that Ofsted prints the body of its reports in, and what comes near enough to it.
BODY, _LEAST, _MOST = 12.0, 10.4, 13.5
# Where its text begins, and where the page number stands, from the left and the top (share).
_LEFT, _FOOT = 72.0, 0.965
# No page of a report is printed mostly in letters smaller than this.
_SMALLEST = 9.75
# How far from whole points a size may be.
_WHOLE = 0.12
# So many lines make a page of text.
_FULL = 10
# How near sizes must be to be the same, and widths to have shrunk with the letters (share).
_SAME, _LIKE = 0.025, 0.05
# What stands this near to its usual place has not moved (points).
_UNMOVED = 3.0
# A page with fewer letters tells nothing of its own size.
_FEW = 20
# A place found so near to a corner or the middle of the paper is that (points).
_SNAP = 20.0
_T = TypeVar("_T")


class _Print(NamedTuple):
    """What tells the size of pages: letters by size, where lines begin and end, the lowest one."""

    sizes: Counter[float]
    left: float
    right: float
    foot: float

    @property
    def usual(self) -> float:
        """The size that most letters have."""
        return self.sizes.most_common(1)[0][0]

    @property
    def body(self) -> float:
        """The size of the body: the usual one of those that a body is printed in."""
        sizes = {size: n for size, n in self.sizes.items() if _LEAST <= size <= _MOST}
        return max(sizes, key=lambda size: sizes[size], default=BODY)

    def share(self, right: Callable[[float], bool]) -> float:
        """The share of letters whose size is ``right``."""
        return sum(n for size, n in self.sizes.items() if right(size)) / self.sizes.total()


def _print(pages: Iterable[Page]) -> _Print | None:
    """The print of pages together; ``None`` where there is too little."""
    lines = [line for page in pages for line in page.lines]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    if sizes.total() < _FEW:
        return None
    left, right = min(ln.x0 for ln in lines), max(ln.x1 for ln in lines)
    return _Print(sizes, left, right, max(ln.baseline for ln in lines))


def odd_in_size(page: Page) -> bool:
    """Whether a page's letters are of sizes that no report's page is printed in."""
    found = _print([page])
    return found is not None and _is_odd(found)


def _is_odd(found: _Print) -> bool:
    """Reports are printed in whole points; what was made smaller or larger is not."""
    return (
        found.usual < _SMALLEST or found.share(lambda size: abs(size - round(size)) <= _WHOLE) < 0.5
    )


def several_on_a_sheet(pages: Sequence[Page]) -> bool:
    """Whether many pages show two columns throughout: two pages of the report side by side."""
    full = [page for page in pages if len(page.lines) >= _FULL]
    return bool(full) and 3 * sum(map(_in_columns, full)) > len(full)


def _in_columns(page: Page) -> bool:
    """Whether nearly nothing crosses the middle, and much stands on either side of it."""
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


# Lines may reach over the paper's edge by this much, as a share of its size.
_PAPER = 1.02


def in_usual_size(pages: Sequence[Page]) -> list[Page]:
    """The pages of a report, those that were made smaller or larger brought back."""
    prints = [_print([page]) for page in pages]
    own = [p for p, one in zip(pages, prints, strict=True) if one and not _is_odd(one)]
    whole = _print(own)
    scales = _scales(prints, whole, {page.number for page in own}, pages)
    groups: dict[float, list[Page]] = {}
    for number, scale in scales.items():
        groups.setdefault(scale, []).append(pages[number - pages[0].number])
    left = whole.left if whole else _LEFT
    foot = max(whole.foot if whole else 0.0, _FOOT * pages[0].height)
    back = {
        page.number: page
        for scale, group in groups.items()
        for page in _brought_back(group, scale, left, foot)
    }
    return [back.get(page.number, page) for page in pages]


def _scales(
    prints: Sequence[_Print | None], whole: _Print | None, own: set[int], pages: Sequence[Page]
) -> dict[int, float]:
    """Number and scale of each page that is not as it was printed."""
    odd = [page for page in pages if page.number not in own]
    together = _print(odd)
    if together is None:
        return {}
    size = whole.body if whole else BODY
    scales: dict[int, float] = {}
    for page, found in zip(pages, prints, strict=True):
        if page.number in own:
            scale = _scale(found, whole) if found and whole else None
        elif found and whole and _fills(found, whole):
            scale = None
        else:
            scale = _scale_of_odd(found, together.usual / size, size)
        if scale is not None:
            scales[page.number] = scale
    return scales


def _scale_of_odd(found: _Print | None, common: float, size: float) -> float:
    """The scale of a page whose sizes are odd: that of all such pages, or one of its own."""
    if found is None:
        return common
    sizes = found

    def known(scale: float, step: float) -> bool:
        def right(one: float) -> bool:
            points = one / scale / step
            return abs(points - round(points)) <= _WHOLE / scale / step

        return sizes.share(right) > 0.8

    if known(common, 0.5):
        return common
    scales = [found.usual / one for one in (size, 10.0, 11.0, 14.0, 16.0)]
    return next((scale for scale in scales if known(scale, 1.0)), scales[0])


def _fills(page: _Print, whole: _Print) -> bool:
    """Whether a page's small print fills the usual width."""
    room = _LIKE * (whole.right - whole.left)
    return abs(page.left - whole.left) < _UNMOVED and page.right > whole.right - room


def _in_place(page: _Print, whole: _Print) -> bool:
    """Whether a page stands where others do, so that its small print is no smaller page."""
    return abs(page.left - whole.left) < _UNMOVED or abs(page.foot - whole.foot) < _UNMOVED


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * other


def _scale(page: _Print, whole: _Print) -> float | None:
    """How much smaller a page is than the whole ones, ``None`` where it is one of them."""
    sizes = [size for size, letters in whole.sizes.items() if letters >= _FEW]

    def known(scale: float) -> float:
        return page.share(lambda one: any(_same(one / scale, size) for size in sizes))

    if known(1.0) > 0.5 or _in_place(page, whole):
        return None
    narrower = (page.right - page.left) / (whole.right - whole.left)
    scales = [page.usual / size for size in sizes]
    like = [scale for scale in scales if abs(scale / narrower - 1) < _LIKE and known(scale) > 0.8]
    return max(like, key=known, default=None)


def _brought_back(pages: Sequence[Page], scale: float, left: float, foot: float) -> list[Page]:
    """Pages that are all of one scale, in their usual size; the margins are put back too."""
    found = _print(pages)
    if found is None:
        return list(pages)
    wide, high = pages[0].width, pages[0].height
    dx = _snapped(found.left - scale * left, (1 - scale) * wide)
    dy = _snapped(found.foot - scale * foot, (1 - scale) * high)
    back = [_resized(page, scale, dx, dy) for page in pages]
    # A page that has no room in its usual size was not made smaller: it is small print.
    return back if all(map(_fits, back)) or scale > 1 else list(pages)


def _fits(page: Page) -> bool:
    """Whether all lines lie on the paper."""
    return all(
        0 <= ln.baseline <= page.height * _PAPER and ln.x1 <= page.width * _PAPER
        for ln in page.lines
    )


def _snapped(place: float, room: float) -> float:
    """A place on the paper: its edges and its middle are likelier than any other."""
    nearest = min((0.0, room / 2, room), key=lambda likely: abs(likely - place))
    return nearest if abs(nearest - place) < _SNAP else place


def _resized(page: Page, scale: float, dx: float, dy: float) -> Page:
    def box(x0: float, y0: float, x1: float, y1: float) -> Box:
        return ((x0 - dx) / scale, (y0 - dy) / scale, (x1 - dx) / scale, (y1 - dy) / scale)

    def run(one: Run) -> Run:
        edges, baseline = box(*one.box), (one.baseline - dy) / scale
        return Run(one.text, *edges, baseline, one.size / scale, one.bold)

    def line(one: Line) -> Line:
        edges, baseline = box(*one.box), (one.baseline - dy) / scale
        return one._replace(
            runs=tuple(map(run, one.runs)), x0=edges[0], top=edges[1], x1=edges[2],
            bottom=edges[3], baseline=baseline, size=one.size / scale,
            marks=tuple(map(run, one.marks)),
        )  # fmt: skip

    upright = Placed(0.0, 0.0, page.width, page.height, 0)
    before = page.frame or Frame(upright, upright)
    frame = before._replace(scale=scale, dx=dx, dy=dy)
    return page._replace(lines=tuple(map(line, page.lines)), frame=frame)


def as_shown(record: _T, pages: Sequence[Page]) -> _T:
    """A record whose places are those of the pages as they are shown."""
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
        return tuple(_as_shown(one, frames) for one in value)
    if isinstance(value, msgspec.Struct):
        fields = {name: _as_shown(getattr(value, name), frames) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value


def unsure_pages(pages: Sequence[Page]) -> list[Problem]:
    """What was not read for sure of pages as a whole, each reason once with its pages."""
    whose: dict[str, list[int]] = {}
    for page in pages:
        if page.why:
            whose.setdefault(page.why, []).append(page.number)
    return [Problem("source", f"{listed(numbers)}: {why}") for why, numbers in whose.items()]
