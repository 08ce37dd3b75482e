"""Remove running headers, footers, page numbers and footnotes.

They are recognised by their place, size and repetition, never by their words.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cusp.reports.pages import Line, Page

# Running headers and footers are above and below these shares of the page's height.
_HEAD, _FOOT = 0.075, 0.925
# Lines at the foot smaller than these shares of the body's size are footnotes or running footers.
_FOOTNOTE_SIZE, _FOOTER_SIZE = 0.9, 0.78
_DIGITS_AND_SPACES = re.compile(r"[\d\s]+")


class Body(NamedTuple):
    """The lines in a report's text, and its usual measurements."""

    lines: tuple[Line, ...]
    footnotes: tuple[Line, ...]
    size: float
    pitch: float
    left: float
    right: float
    width: float


def body_of(pages: Sequence[Page]) -> Body:
    """The report's lines in reading order, and the usual size, pitch and margins."""
    size = _usual(((round(ln.size, 1), len(ln.text)) for p in pages for ln in p.lines), 12.0)
    repeated = _repeated(pages)
    lines: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        own = [ln for ln in page.lines if not _running(ln, page, size, repeated)]
        cut = _footnotes_from(own, size)
        lines += own[:cut]
        notes += own[cut:]
    pitch = _usual(_pitches(lines, size), size * 1.2)
    left = _usual(((round(ln.x0), 1) for ln in lines if abs(ln.size - size) < 1), 72.0)
    left = min((x for x in _common_lefts(lines, size)), default=left)
    right = max((ln.x1 for ln in lines if abs(ln.size - size) < 1), default=520.0)
    width = pages[0].width if pages else 595.0
    return Body(tuple(lines), tuple(notes), size, pitch, left, right, width)


def _usual(weighed: Iterable[tuple[float, int]], default: float) -> float:
    count: Counter[float] = Counter()
    for value, weight in weighed:
        count[value] += weight
    return count.most_common(1)[0][0] if count else default


def _pitches(lines: Sequence[Line], size: float) -> Iterable[tuple[float, int]]:
    for above, below in itertools.pairwise(lines):
        if above.page == below.page and abs(above.size - size) < 1 and abs(below.size - size) < 1:
            gap = below.baseline - above.baseline
            if size * 0.9 < gap < size * 1.7:
                yield round(gap * 2) / 2, 1


def _common_lefts(lines: Sequence[Line], size: float) -> list[float]:
    count = Counter(round(ln.x0) for ln in lines if abs(ln.size - size) < 1)
    most = max(count.values(), default=0)
    return [float(x) for x, n in count.items() if n >= most * 0.15]


def _masked(line: Line) -> str:
    return _DIGITS_AND_SPACES.sub("", line.text)


def _repeated(pages: Sequence[Page]) -> set[str]:
    """Texts at the head or foot of several pages, without digits."""
    count: Counter[str] = Counter()
    for page in pages:
        count.update({_masked(ln) for ln in page.lines if _at_edge(ln, page)})
    return {text for text, n in count.items() if text and n >= 2}


def _at_edge(line: Line, page: Page) -> bool:
    return line.baseline > _FOOT * page.height or line.baseline < _HEAD * page.height


def _running(line: Line, page: Page, size: float, repeated: set[str]) -> bool:
    if not _at_edge(line, page):
        return False
    return (
        line.text.replace(" ", "").isdigit()
        or _masked(line) in repeated
        or line.size < size * _FOOTER_SIZE
    )


def _footnotes_from(lines: Sequence[Line], size: float) -> int:
    """The index of the first footnote line: small lines at the end of the page."""
    start = len(lines)
    while start and lines[start - 1].size < size * _FOOTNOTE_SIZE:
        start -= 1
    return start
