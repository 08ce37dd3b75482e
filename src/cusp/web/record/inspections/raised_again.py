"""Which of a council's other inspections raise the same areas for improvement, in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from cusp.history.carried_over import Link
from cusp.history.threads import Raised, Step, thread
from cusp.reports.page_lists import listed
from cusp.web.record.archive.carried_links import CarriedLink, together
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Comparison, Correction, Inspection, Passage


class AlsoRaised(NamedTuple):
    """Another inspection that raises an area: its link, and the words before and after it."""

    start: date
    before: str
    when: str
    after: str


def also_raised(
    found: Inspection, siblings: Sequence[Inspection]
) -> dict[int, tuple[AlsoRaised, ...]]:
    """For each area that other inspections raise too, by number: which ones, oldest first.

    Follows only links that are certain or that an officer made, from one readable list to the next.
    Empty while any of these lists still have to be compared.
    """
    rows = [row for row in siblings if row.document_id and row.improvements_read]
    inspections = _raised(rows) if found in rows and len(rows) > 1 else None
    if inspections is None:
        return {}
    at = rows.index(found)
    said = {
        number: in_words(thread(inspections, at, number), found.start)
        for number in inspections[at].items
    }
    return {number: words for number, words in said.items() if words}


def in_words(steps: Iterable[Step], start: date) -> tuple[AlsoRaised, ...]:
    """A thread in words, without the inspection that began on ``start``.

    For example "Also raised in 2016 (areas 1 and 4, in part) and in 2024 (area 2).", to be joined
    by spaces. Months are given if two inspections began in the same year.
    """
    steps = [step for step in steps if step.items]
    years = Counter(step.start.year for step in steps)
    others = [step for step in steps if step.start != start]
    words = []
    for place, step in enumerate(others):
        left = len(others) - 1 - place
        before = "Also raised in" if not place else "in" if left else "and in"
        when = f"{step.start:%B %Y}" if years[step.start.year] > 1 else str(step.start.year)
        areas = listed(step.items, "area") + ("" if step.whole else ", in part")
        end = "." if not left else "" if left == 1 else ","
        words.append(AlsoRaised(step.start, before, when, f"({areas}){end}"))
    return tuple(words)


def _raised(rows: Sequence[Inspection]) -> list[Raised] | None:
    """The lists with the links between them; ``None`` if two have not been compared yet."""
    compared = {
        (row.earlier_id, row.later_id): [CarriedLink(*link) for link in row.links]
        for row in Comparison.objects.filter(earlier__in=rows, later__in=rows)
    }
    if any((before.pk, after.pk) not in compared for before, after in pairwise(rows)):
        return None
    corrections: dict[tuple[int, int], list[Correction]] = defaultdict(list)
    for correction in Correction.objects.filter(earlier__in=rows, later__in=rows):
        corrections[correction.earlier_id, correction.later_id].append(correction)
    numbers = _numbers(rows)
    found = [Raised(rows[0].start, dict.fromkeys(numbers[rows[0].pk], ""))]
    for before, after in pairwise(rows):
        pair = (before.pk, after.pk)
        earlier, later = numbers[before.pk], numbers[after.pk]
        carried = together(
            compared[pair], corrections[pair], earlier_items=earlier, later_items=later
        ).carried
        links = tuple(
            Link(link.later, link.earlier, link.kind, score=1.0)
            for link in carried
            if link.later in later and link.earlier in earlier
        )
        found.append(Raised(after.start, dict.fromkeys(later, ""), links))
    return found


def _numbers(rows: Sequence[Inspection]) -> dict[int, list[int]]:
    """The numbers in each list, except any that are printed twice."""
    items = Passage.objects.filter(inspection__in=rows, kind=PassageKind.ITEM)
    printed: dict[int, Counter[int]] = {row.pk: Counter() for row in rows}
    for inspection, number in items.values_list("inspection_id", "number"):
        if number is not None:
            printed[inspection][number] += 1
    return {
        pk: [n for n, times in counted.items() if times == 1] for pk, counted in printed.items()
    }
