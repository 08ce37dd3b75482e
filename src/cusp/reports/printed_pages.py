"""Read printed page numbers, and find out if pages are missing or misplaced.

Page numbers are recognised because they are at the top or bottom of the page and count up from page
to page. Numbers stamped on later count up too. The report's own are those closest to the pages'
places in the file.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cusp.reports.pages import Line, Page

# Page numbers are above and below these shares of the page's height.
_HEAD, _FOOT = 0.08, 0.9
_ALONE = re.compile(r"(?:page\s+)?(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?", re.I)
_DIGITS = re.compile(r"\d{1,3}")
# If more pages than this precede the first number, the file is part of a pack numbered as a whole.
_MOST_BEFORE_FIRST = 4


class Gap(NamedTuple):
    """Pages missing between two others: their first and last printed numbers."""

    first: int
    last: int


class PrintedPages(NamedTuple):
    """What printed page numbers show.

    ``numbers`` has the printed number on each page, or ``None``. ``gaps`` are pages that seem to be
    missing, ``misplaced`` are printed numbers that come before a lower one, and ``restarts`` are
    pages of the file (from 1) where the numbers start again.
    """

    numbers: tuple[int | None, ...]
    gaps: tuple[Gap, ...]
    misplaced: tuple[int, ...]
    restarts: tuple[int, ...]

    @property
    def known(self) -> bool:
        """Whether enough pages have a number to show that a page is missing."""
        return sum(n is not None for n in self.numbers) * 2 > len(self.numbers)


def printed_pages(pages: Sequence[Page]) -> PrintedPages:
    """The printed numbers on pages, in the order of the file."""
    numbers = _numbers(pages)
    gaps, misplaced, restarts = [], [], []
    known = [(i, n) for i, n in enumerate(numbers) if n is not None]
    if len(known) > 2 and known[0][1] > known[1][1]:
        known = known[1:]  # a stamp on the first page, which often has no printed number
    if known:
        i, n = known[0]
        before = n - 1 - i
        if 0 < before <= _MOST_BEFORE_FIRST:
            gaps.append(Gap(n - before, n - 1))
    for place, ((i, n), (j, m)) in enumerate(itertools.pairwise(known), start=1):
        ahead = (m - n) - (j - i)
        if ahead > 0:
            gaps.append(Gap(m - ahead, m - 1))
        elif ahead < 0 and _restarts(known, place):
            restarts.append(pages[j].number)
        elif ahead < 0:
            misplaced.append(n)
    present = {n for n in numbers if n is not None}
    gaps = [gap for gap in gaps if not present.issuperset(range(gap.first, gap.last + 1))]
    return PrintedPages(numbers, tuple(gaps), tuple(misplaced), tuple(restarts))


def _restarts(known: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether numbers start again at the known page ``place``: 1 or 2 after a run from 1."""
    if known[place][1] > 2 or known[0][1] > 2:
        return False
    return place + 1 == len(known) or known[place + 1][1] == known[place][1] + 1


def _numbers(pages: Sequence[Page]) -> tuple[int | None, ...]:
    """The number on each page, from the place where the most pages are numbered in sequence."""
    by_place: dict[tuple[str, bool], dict[int, list[int]]] = {}
    for index, page in enumerate(pages):
        for place, number in _candidates(page):
            by_place.setdefault(place, {}).setdefault(index, []).append(number)
    best: tuple[int, int] = (1, 0)
    chosen: dict[int, list[int]] = {}
    for found in by_place.values():
        offsets = Counter(n - i for i, numbers in found.items() for n in set(numbers))
        offset, count = max(offsets.items(), key=lambda pair: (pair[1], -abs(pair[0])))
        if (count, -abs(offset)) > best:
            best, chosen = (count, -abs(offset)), found
    return tuple(_in_run(pages, chosen))


def _in_run(pages: Sequence[Page], found: dict[int, list[int]]) -> Iterator[int | None]:
    expected = 1
    for index in range(len(pages)):
        numbers = found.get(index)
        if numbers:
            expected = _nearest(numbers, expected)
            yield expected
        else:
            yield None
        expected += 1


def _nearest(numbers: Sequence[int], expected: int) -> int:
    return min(numbers, key=lambda n: abs(n - expected))


def _candidates(page: Page) -> Iterator[tuple[tuple[str, bool], int]]:
    """Numbers at the top and bottom of a page, each with its format and edge."""
    for line in page.lines:
        top = line.baseline < _HEAD * page.height
        if not top and line.baseline < _FOOT * page.height:
            continue
        alone = _ALONE.fullmatch(line.text.strip())
        if alone:
            yield ("alone", top), int(alone.group(1))
        elif len(line.runs) > 1:
            yield from _beside(line, top)


def _beside(line: Line, top: bool) -> Iterator[tuple[tuple[str, bool], int]]:
    """A number at either end of a running header or footer, as a separate piece."""
    for place, run in (("first", line.runs[0]), ("last", line.runs[-1])):
        if _DIGITS.fullmatch(run.text.strip()):
            yield (place, top), int(run.text)
