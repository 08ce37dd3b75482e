"""Find which pages of a file are the report, without repeats and in order.

A file may contain a page twice, a report twice, a second report, or papers after the end of the
report. Pages that are not read are listed, so nothing is mixed up or counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cusp.reports.page_lists import listed
from cusp.reports.pages import Page
from cusp.reports.printed_pages import PrintedPages, printed_pages
from cusp.reports.record import Problem

# Ofsted's description of itself on the last page of its reports, and other text printed there.
_IMPRINT = re.compile(r"regulates\s+and\s+inspects", re.I)
_CLOSING = re.compile(r"crown\s+copyright|open government licence", re.I)
_CLOSING_PAGES = 2
_HEAD, _FOOT = 0.075, 0.925
# Pages with fewer letters than this between header and footer are not compared.
_LETTERS = 150


class OwnPages(NamedTuple):
    """The report's own pages in reading order, what was left out, and what may be missing.

    ``complete`` is false if pages seem to be missing. ``numbered`` is true if the printed page
    numbers show that none are. ``closing_page`` is the number of the report's last page.
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    complete: bool
    numbered: bool
    closing_page: int | None


@dataclass(frozen=True)
class Signs:
    """Tests that recognise a report's pages.

    ``begins``: a report begins at this index. ``ends``: the page is the last in a report.
    ``continues``: the page still belongs to a report that has ended (in some, the safeguarding
    board's part comes after the end).
    """

    begins: Callable[[int], bool]
    ends: Callable[[Page], bool]
    continues: Callable[[Page], bool]


def own_pages(pages: Sequence[Page], signs: Signs) -> OwnPages:
    """The pages of the first report among ``pages``."""
    once, originals = _without_repeats(pages)
    own, why_rest = _of_first_report(once, signs)
    last = own[-1].number
    own_numbers = {page.number for page in own}
    repeats = {again: first for again, first in originals.items() if first in own_numbers}
    after = [p.number for p in pages if p.number > last and p.number not in repeats]
    left_out = [*_named_repeats(repeats), *([_problem(why_rest(after))] if why_rest else [])]
    ordered, missing, complete, numbered = _in_order(own)
    closing = _closing(ordered, signs, numbered=numbered)
    return OwnPages(
        ordered,
        (*left_out, *missing, *closing),
        complete and not (closing and numbered),
        numbered,
        next((page.number for page in reversed(ordered) if signs.ends(page)), None),
    )


def _problem(why: str) -> Problem:
    return Problem("pages", why)


def says_who_ofsted_is(page: Page) -> bool:
    """Whether a page says what Ofsted does, like the last page in its reports."""
    # This runs on every page, so the text is joined only if the word is there.
    return any("regulates" in line.text for line in page.lines) and _has(_IMPRINT, page)


def _has(words: re.Pattern[str], page: Page) -> bool:
    return bool(words.search(" ".join(line.text for line in page.lines)))


def _letters(page: Page) -> str:
    """All characters between header and footer, so whatever is stamped at the edges is ignored."""
    top, bottom = _HEAD * page.height, _FOOT * page.height
    words = " ".join(ln.text for ln in page.lines if top < ln.baseline < bottom)
    return "".join(words.split())


def _without_repeats(pages: Sequence[Page]) -> tuple[tuple[Page, ...], dict[int, int]]:
    """The pages without repeats, and the page number of each repeat with that of its original."""
    seen: dict[str, Page] = {}
    once: list[Page] = []
    repeats: dict[int, int] = {}
    for page in pages:
        letters = _letters(page)
        first = seen.setdefault(letters, page) if len(letters) >= _LETTERS else page
        before = repeats.get(page.number - 1)
        if before and len(letters) < _LETTERS and letters == _letters(pages[before]):
            first = pages[before]  # an almost empty page, after both a repeat and its original
        if first is page or _closes_second_part(page, once):
            once.append(page)
        else:
            repeats[page.number] = first.number
    return tuple(once), repeats


def _named_repeats(repeats: dict[int, int]) -> list[Problem]:
    if not repeats:
        return []
    verb, was = ("repeats", "was") if len(repeats) == 1 else ("repeat", "were")
    why = (
        f"{listed([*repeats])} of the file {verb} {listed([*repeats.values()])}, so {was} only "
        "read once"
    )
    return [_problem(why)]


def _closes_second_part(page: Page, once: Sequence[Page]) -> bool:
    """Whether a repeated closing page ends a separate part, with its own pages before it."""
    follows_on = bool(once) and once[-1].number == page.number - 1
    return follows_on and says_who_ofsted_is(page) and not says_who_ofsted_is(once[-1])


def _of_first_report(
    once: tuple[Page, ...], signs: Signs
) -> tuple[tuple[Page, ...], Callable[[Sequence[int]], str] | None]:
    """The pages up to the next report or the end of the first, and how to describe the rest."""
    for place, page in enumerate(once):
        if place and signs.begins(page.number - 1):
            return once[:place], _another_report
    end = max((i for i, page in enumerate(once) if i and signs.ends(page)), default=len(once) - 1)
    after = once[end + 1 :]
    if any(map(signs.continues, after)) or sum(len(_letters(page)) for page in after) < _LETTERS:
        return once, None
    return once[: end + 1], _after_the_end


def _another_report(numbers: Sequence[int]) -> str:
    verb = "is" if len(numbers) == 1 else "are"
    return (
        f"{listed(numbers)} of the file {verb} another report, which was not read; save it as a "
        "separate file"
    )


def _after_the_end(numbers: Sequence[int]) -> str:
    comes, was = ("comes", "was") if len(numbers) == 1 else ("come", "were")
    return f"{listed(numbers)} of the file {comes} after the end of the report and {was} not read"


def _in_order(pages: tuple[Page, ...]) -> tuple[tuple[Page, ...], list[Problem], bool, bool]:
    """The pages in the order of their printed numbers, and what seems to be missing."""
    printed = printed_pages(pages)
    problems: list[Problem] = []
    ordered = _sorted(pages, printed)
    if ordered != pages:
        moved = [a.number for a, b in zip(pages, ordered, strict=True) if a is not b]
        why = f"{listed(moved)} of the file are out of order, so they were read in printed order"
        problems.append(_problem(why))
        pages, printed = ordered, printed_pages(ordered)
    for gap in printed.gaps:
        verb = "seems" if gap.first == gap.last else "seem"
        which = listed(range(gap.first, gap.last + 1))
        problems.append(
            _problem(f"{which} {verb} to be missing: there is a gap in the printed page numbers")
        )
    problems += [
        _problem(f"the page numbered {number} comes before a page with a lower number")
        for number in printed.misplaced
    ]
    numbered = printed.known and not printed.gaps and not printed.misplaced
    return pages, problems, not printed.gaps, numbered


def _sorted(pages: tuple[Page, ...], printed: PrintedPages) -> tuple[Page, ...]:
    """The pages in the order of their printed numbers, if those show that some are misplaced."""
    if not printed.misplaced or printed.restarts:
        return pages
    offset = 0
    keys: list[float] = []
    for index, number in enumerate(printed.numbers):
        offset = number - index if number is not None else offset
        keys.append(number if number is not None else index + offset - 0.5)
    order = sorted(range(len(pages)), key=keys.__getitem__)
    return tuple(pages[i] for i in order)


def _closing(pages: Sequence[Page], signs: Signs, *, numbered: bool) -> list[Problem]:
    last = pages[-_CLOSING_PAGES:]
    if any(signs.ends(page) or (page.number > 2 and _has(_CLOSING, page)) for page in last):
        return []
    if numbered or len(pages) > _CLOSING_PAGES:
        why = "the last pages seem to be missing: the report does not end in the usual way"
        return [_problem(why)]
    return []
