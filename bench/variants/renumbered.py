"""Change the paragraph numbers printed in a real report: gaps, repeats, stray marks, none."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from bench.variants import making, writing
from bench.variants.choosing import Original
from bench.variants.facts import Facts, Text
from cusp import Report

_MARK = re.compile(r"^(\d{1,3})(\s*\.)?(?=\s|$|[A-Z‘“(])")
_LEAST = 12  # how many numbered paragraphs a report must have
# Returns what to print instead of a number; ``None`` leaves it unchanged.
Change = Callable[[int], str | None]


def numbers_of(report: Report) -> list[int]:
    """The paragraph numbers in order."""
    paragraphs = [p for section in report.sections for p in section.paragraphs]
    return [p.number for p in paragraphs if p.number is not None]


def middle_of(report: Report) -> int | None:
    """A number in the middle of the report, or ``None`` if few paragraphs are numbered."""
    numbers = numbers_of(report)
    return numbers[len(numbers) // 2] if len(numbers) >= _LEAST else None


def starts_of(report: Report) -> dict[int, list[float]]:
    """For each page, how far from the top each numbered text begins."""
    cited = [i.cites for i in (*report.improvements, *report.lscb_improvements)]
    cited += [p.cites for s in report.sections for p in s.paragraphs if p.number is not None]
    tops = defaultdict(list)
    for cites in cited:
        if cites:
            tops[cites[0].page].append(cites[0].box[1])
    return dict(tops)


def renumbered(original: Original, change: Change) -> bytes | None:
    """The report with its numbers changed, or ``None`` if no number could be changed."""
    done = 0
    with making.opened(original.data) as document:
        for number, tops in starts_of(original.report).items():
            page = document[number - 1]
            here = _change_page(page, tops, change)
            if here is None:
                return None
            if here:
                writing.keep(page)
            done += here
            page.close()
        return making.saved(document) if done else None


def _change_page(page: Any, tops: Iterable[float], change: Change) -> int | None:
    """How many numbers were changed, or ``None`` if one could not be removed."""
    done = 0
    top_of_page = page.get_cropbox()[3]
    for line in writing.lines_of(page):
        found = _MARK.match(writing.words_of(line))
        from_top = top_of_page - line[0].y
        if not found or not any(-2 < from_top - top < 1.5 * line[0].size for top in tops):
            continue
        mark = change(int(found[1]))
        if mark is None:
            continue
        if not _rewrite_mark(page, line, mark):
            return None
        done += 1
    return done


def _rewrite_mark(page: Any, line: list[writing.Char], mark: str) -> bool:
    """Replaces the number at the start of a line with ``mark``."""
    digits = [c for c in line if c.sign.strip("\0 \t\xa0")]
    length = len(_MARK.match(writing.words_of(line)).group().replace(" ", ""))  # type: ignore[union-attr]
    pieces = {c.piece for c in digits[:length] if c.piece}
    removed = [c for c in line if c.piece in pieces]
    after = [c for c in removed if c not in digits[:length]]
    if not writing.remove(page, pieces):
        return False
    first, face = line[0], writing.BOLD if line[0].bold else writing.REGULAR
    if mark:
        writing.write(page, mark, (first.x, first.y), size=first.size, face=face)
    words = writing.words_of(after)
    if words:
        start = next(c for c in after if c.sign.strip())
        writing.write(page, words, (start.x, start.y), size=start.size, face=face)
    return True


def jump(by: int) -> tuple[Callable[[int, int], str | None], Callable[[int, int], int | None]]:
    """From one number onwards, all numbers are higher (or lower) by this much."""
    return (
        lambda number, start: f"{number + by}." if number >= start else None,
        lambda number, start: number + by if number >= start else number,
    )


def vanished() -> tuple[Callable[[int, int], str | None], Callable[[int, int], int | None]]:
    """From one number onwards, there are no numbers."""
    return (
        lambda number, start: "" if number >= start else None,
        lambda number, start: None if number >= start else number,
    )


def stray() -> tuple[Callable[[int, int], str | None], Callable[[int, int], int | None]]:
    """There is a stray mark after a number."""
    return (
        lambda number, start: f"{number}. ." if number == start else None,
        lambda number, _: number,
    )


def with_numbers(facts: Facts, new: Callable[[int], int | None]) -> Facts:
    """The facts with each paragraph number changed."""

    def renumber(number: int | None, text: str) -> Text:
        return (new(number) if number is not None else None, text)

    lists = {
        name: [renumber(*text) for text in texts] if name != "improvements" else texts
        for name, texts in facts.lists.items()
    }
    return Facts(facts.values, facts.judgements, lists)
