"""The pages of a file that are the report: once each, in order, and nothing else.

A file may hold a page twice, a report twice, a second report, or papers after the report's end.
What is not read is named with its pages, so that nothing is mixed or counted twice.
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

# What the last page of Ofsted's reports says of Ofsted, and what else may stand there.
_IMPRINT = re.compile(r"regulates\s+and\s+inspects", re.I)
_CLOSING = re.compile(r"crown\s+copyright|open government licence", re.I)
_CLOSING_PAGES = 2
_HEAD, _FOOT = 0.075, 0.925
# Pages with fewer letters and digits than this between head and foot are not compared.
_LETTERS = 150


class OwnPages(NamedTuple):
    """The report's own pages in reading order, what was left out, and what may be missing.

    ``whole`` is false where pages seem to be missing; ``numbered`` tells whether the printed page
    numbers show that none is. ``closing_page`` is the number of the page that ends the report.
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    whole: bool
    numbered: bool
    closing_page: int | None


@dataclass(frozen=True)
class Signs:
    """What tells a report's pages from others: each is asked of one page.

    ``begins`` whether a report begins there, by its index; ``ends`` whether it is the last one of a
    report; ``goes_on`` whether it still belongs to a report that ended (the safeguarding board's
    part of some).
    """

    begins: Callable[[int], bool]
    ends: Callable[[Page], bool]
    goes_on: Callable[[Page], bool]


def own_pages(pages: Sequence[Page], signs: Signs) -> OwnPages:
    """The pages of the first report among ``pages``."""
    once, originals = _without_repeats(pages)
    kept, why_rest = _of_first_report(once, signs)
    last = kept[-1].number
    own = {page.number for page in kept}
    repeats = {again: first for again, first in originals.items() if first in own}
    rest = [p.number for p in pages if p.number > last and p.number not in repeats]
    left_out = [*_named_repeats(repeats), *([_problem(why_rest(rest))] if why_rest else [])]
    ordered, missing, whole, numbered = _in_order(kept)
    closing = _closing(ordered, signs, numbered=numbered)
    return OwnPages(
        ordered,
        (*left_out, *missing, *closing),
        whole and not (closing and numbered),
        numbered,
        next((page.number for page in reversed(ordered) if signs.ends(page)), None),
    )


def _problem(why: str) -> Problem:
    return Problem("pages", why)


def says_who_ofsted_is(page: Page) -> bool:
    """Whether a page says what Ofsted does, as the last page of its reports does."""
    # Asked of every page: the text is joined only where the word stands.
    return any("regulates" in line.text for line in page.lines) and _has(_IMPRINT, page)


def _has(words: re.Pattern[str], page: Page) -> bool:
    return bool(words.search(" ".join(line.text for line in page.lines)))


def _letters(page: Page) -> str:
    """All signs between head and foot: the same whatever was stamped at the edges."""
    top, bottom = _HEAD * page.height, _FOOT * page.height
    words = " ".join(ln.text for ln in page.lines if top < ln.baseline < bottom)
    return "".join(words.split())


def _without_repeats(pages: Sequence[Page]) -> tuple[tuple[Page, ...], dict[int, int]]:
    """Each page once; and for a page that repeats an earlier one, the numbers of both."""
    seen: dict[str, Page] = {}
    kept: list[Page] = []
    repeats: dict[int, int] = {}
    for page in pages:
        letters = _letters(page)
        first = seen.setdefault(letters, page) if len(letters) >= _LETTERS else page
        before = repeats.get(page.number - 1)
        if before and len(letters) < _LETTERS and letters == _letters(pages[before]):
            first = pages[before]  # an all but empty page, after a repeat as after the original
        if first is page or _closes_second_part(page, kept):
            kept.append(page)
        else:
            repeats[page.number] = first.number
    return tuple(kept), repeats


def _named_repeats(repeats: dict[int, int]) -> list[Problem]:
    if not repeats:
        return []
    verb = "repeats" if len(repeats) == 1 else "repeat"
    why = f"{listed([*repeats])} of the file {verb} {listed([*repeats.values()])}; read once"
    return [_problem(why)]


def _closes_second_part(page: Page, kept: Sequence[Page]) -> bool:
    """Whether a closing page met before ends a part of its own: pages of its own precede it."""
    there = bool(kept) and kept[-1].number == page.number - 1
    return there and says_who_ofsted_is(page) and not says_who_ofsted_is(kept[-1])


def _of_first_report(
    once: tuple[Page, ...], signs: Signs
) -> tuple[tuple[Page, ...], Callable[[Sequence[int]], str] | None]:
    """Pages up to the next report or the end of the first; and what to say of the rest."""
    for place, page in enumerate(once):
        if place and signs.begins(page.number - 1):
            return once[:place], _another_report
    end = max((i for i, page in enumerate(once) if i and signs.ends(page)), default=len(once) - 1)
    rest = once[end + 1 :]
    if any(map(signs.goes_on, rest)) or sum(len(_letters(page)) for page in rest) < _LETTERS:
        return once, None
    return once[: end + 1], _after_the_end


def _another_report(rest: Sequence[int]) -> str:
    verb = "is" if len(rest) == 1 else "are"
    return (
        f"{listed(rest)} of the file {verb} another report, which was not read; save it as a file "
        "of its own"
    )


def _after_the_end(rest: Sequence[int]) -> str:
    comes, was = ("comes", "was") if len(rest) == 1 else ("come", "were")
    return f"{listed(rest)} of the file {comes} after the end of the report and {was} not read"


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


def _closing(kept: Sequence[Page], signs: Signs, *, numbered: bool) -> list[Problem]:
    last = kept[-_CLOSING_PAGES:]
    if any(signs.ends(page) or (page.number > 2 and _has(_CLOSING, page)) for page in last):
        return []
    if numbered or len(kept) > _CLOSING_PAGES:
        return [_problem("the last pages seem to be missing: the report does not end as others do")]
    return []
