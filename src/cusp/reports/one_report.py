"""The pages of a file that are the report: once each, in order, and nothing else.

A file may hold a page twice, a report twice, a second report, or papers after the report's end.
What is not read is named with its pages, so that nothing is mixed or counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cusp.reports.pages import Page
from cusp.reports.printed_pages import PrintedPages, printed_pages
from cusp.reports.record import Problem

# What the last page of Ofsted's reports says of Ofsted, and what else may stand there.
_IMPRINT = re.compile(r"regulates\s+and\s+inspects", re.I)
_CLOSING = re.compile(r"regulates\s+and\s+inspects|crown\s+copyright|open government licence", re.I)
_CLOSING_PAGES = 2
_HEAD, _FOOT = 0.075, 0.925
_NO_LETTERS = re.compile(r"[\W\d_]+")
# Pages with fewer letters than this between head and foot are not compared.
_LETTERS = 150


class OwnPages(NamedTuple):
    """The report's own pages in reading order, what was left out, and what may be missing.

    ``whole`` is false where pages seem to be missing; ``numbered`` tells whether the printed page
    numbers show that none is.
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    whole: bool
    numbered: bool


def own_pages(
    pages: Sequence[Page],
    begins_report: Callable[[int], bool],
    goes_on: Callable[[Page], bool],
    *,
    has_closing: bool = True,
) -> OwnPages:
    """The pages of the first report among ``pages``.

    ``begins_report`` tells for an index whether another report begins at that page; ``goes_on``
    whether a page after the report's closing page still belongs to it (the safeguarding board's
    part of some reports). ``has_closing`` is false for forms that end without words on Ofsted.
    """
    kept, problems = _without_repeats(pages)
    kept, second = _up_to_second(kept, pages, begins_report)
    kept, after = _up_to_end(kept, goes_on) if has_closing else (kept, [])
    kept, missing, whole, numbered = _in_order(kept)
    closing = _closing(kept, numbered) if has_closing else []
    named = (*problems, *second, *after, *missing, *closing)
    return OwnPages(kept, named, whole and not (closing and numbered), numbered)


def _problem(why: str) -> Problem:
    return Problem("pages", why)


def listed(numbers: Sequence[int], noun: str = "page") -> str:
    """Pages in words: "page 5", "pages 5 and 6", "pages 5 to 9", "pages 5, 7 and 9"."""
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 2 and list(numbers) == list(range(first, last + 1)):
        return f"{noun}s {first} to {last}"
    return f"{noun}s {', '.join(map(str, numbers[:-1]))} and {last}"


def closes(page: Page) -> bool:
    """Whether a page says who Ofsted is, as the last pages of its reports do."""
    return _has(_CLOSING, page)


def _has(words: re.Pattern[str], page: Page) -> bool:
    return bool(words.search(" ".join(line.text for line in page.lines)))


def _letters(page: Page) -> str:
    """The letters between head and foot: alike for copies with other numbers or stamps there."""
    top, bottom = _HEAD * page.height, _FOOT * page.height
    words = " ".join(ln.text for ln in page.lines if top < ln.baseline < bottom)
    return _NO_LETTERS.sub("", words).lower()


def _without_repeats(pages: Sequence[Page]) -> tuple[tuple[Page, ...], list[Problem]]:
    seen: dict[str, Page] = {}
    kept: list[Page] = []
    repeats: list[tuple[int, int]] = []
    for page in pages:
        letters = _letters(page)
        first = seen.setdefault(letters, page) if len(letters) >= _LETTERS else page
        if first is page or _closes_second_part(page, kept):
            kept.append(page)
        else:
            repeats.append((page.number, first.number))
    if not repeats:
        return tuple(kept), []
    copies, originals = [again for again, _ in repeats], [first for _, first in repeats]
    verb = "repeats" if len(repeats) == 1 else "repeat"
    why = f"{listed(copies)} of the file {verb} {listed(originals)}; read once"
    return tuple(kept), [_problem(why)]


def _closes_second_part(page: Page, kept: Sequence[Page]) -> bool:
    """Whether a closing page met before ends a part of its own: pages of its own precede it."""
    there = bool(kept) and kept[-1].number == page.number - 1
    return there and closes(page) and not closes(kept[-1])


def _up_to_second(
    kept: tuple[Page, ...], pages: Sequence[Page], begins: Callable[[int], bool]
) -> tuple[tuple[Page, ...], list[Problem]]:
    for place, page in enumerate(kept):
        if place and begins(page.number - 1):
            rest = [p.number for p in pages if p.number >= page.number]
            why = (
                f"{listed(rest)} of the file are another report, which was not read; save it as a "
                "file of its own"
            )
            return kept[:place], [_problem(why)]
    return kept, []


def _up_to_end(
    kept: tuple[Page, ...], goes_on: Callable[[Page], bool]
) -> tuple[tuple[Page, ...], list[Problem]]:
    end = next((i for i, page in enumerate(kept) if i and _has(_IMPRINT, page)), len(kept) - 1)
    rest = kept[end + 1 :]
    if any(map(goes_on, rest)) or sum(len(_letters(page)) for page in rest) < _LETTERS:
        return kept, []
    numbers = [page.number for page in rest]
    verb = "comes" if len(numbers) == 1 else "come"
    why = f"{listed(numbers)} of the file {verb} after the end of the report; not read"
    return kept[: end + 1], [_problem(why)]


def _in_order(kept: tuple[Page, ...]) -> tuple[tuple[Page, ...], list[Problem], bool, bool]:
    """The pages by their printed numbers, and what is missing among them."""
    printed = printed_pages(kept)
    problems: list[Problem] = []
    ordered = _sorted(kept, printed)
    if ordered != kept:
        moved = [a.number for a, b in zip(kept, ordered, strict=True) if a is not b]
        why = f"{listed(moved)} of the file are out of order; read by their printed numbers"
        problems.append(_problem(why))
        kept, printed = ordered, printed_pages(ordered)
    for gap in printed.gaps:
        verb = "seems" if gap.first == gap.last else "seem"
        which = listed(range(gap.first, gap.last + 1))
        problems.append(_problem(f"{which} {verb} to be missing: the printed page numbers jump"))
    problems += [
        _problem(f"the page printed as {number} stands before a page with a lower number")
        for number in printed.misplaced
    ]
    numbered = printed.known and not printed.gaps and not printed.misplaced
    return kept, problems, not printed.gaps, numbered


def _sorted(kept: tuple[Page, ...], printed: PrintedPages) -> tuple[Page, ...]:
    """Pages by their printed numbers, where these show that some stand in another's place."""
    if not printed.misplaced or printed.restarts:
        return kept
    offset = 0
    keys: list[float] = []
    for index, number in enumerate(printed.numbers):
        offset = number - index if number is not None else offset
        keys.append(number if number is not None else index + offset - 0.5)
    order = sorted(range(len(kept)), key=keys.__getitem__)
    return tuple(kept[i] for i in order)


def _closing(kept: Sequence[Page], numbered: bool) -> list[Problem]:
    if any(map(closes, kept[-_CLOSING_PAGES:])):
        return []
    if numbered or len(kept) > _CLOSING_PAGES:
        return [_problem("the last pages seem to be missing: the report does not end as others do")]
    return []
