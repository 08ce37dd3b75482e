"""Check that a report is complete: every judged area has a section and no number is skipped.

Anything wrong is reported, so a report with missing pages is never mistaken for a short one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterable, Sequence
from typing import NamedTuple

from cusp.reports.area_names import AREA_WORDS
from cusp.reports.blocks import Block
from cusp.reports.frameworks.vocabulary import Framework
from cusp.reports.page_lists import listed
from cusp.reports.record import AreaCode, Paragraph, Problem, Section

# Areas that need no section: the overall judgement is in the summary.
_WITHOUT_SECTION: frozenset[AreaCode] = frozenset({"overall", "lscb"})
_MOST_NAMED = 5


class Found(NamedTuple):
    """The problems found, and whether the report seems complete."""

    problems: tuple[Problem, ...]
    complete: bool


def check_sections(sections: Sequence[Section], judged: Iterable[AreaCode]) -> Found:
    """Check that every judged area has a section with paragraphs."""
    there = {section.area for section in sections if section.paragraphs}
    missing = [area for area in judged if area not in there and area not in _WITHOUT_SECTION]
    return Found(
        tuple(
            Problem(
                f"sections.{area}",
                f"no paragraphs were found on {AREA_WORDS[area]}, which the report grades: pages "
                "may be missing, or the heading may not have been recognised",
            )
            for area in missing
        ),
        not missing,
    )


def check_numbers(blocks: Sequence[Block], form: Framework, *, pages_run: bool) -> Found:
    """Check that paragraph numbers are in sequence. Reports gaps, repeats and misprints by page.

    ``pages_run`` means that, going by the printed page numbers, no page is missing. Any gap is then
    the report's own mistake.
    """
    numbered = [b for b in blocks if b.kind == "number" and b.number is not None]
    problems = [
        Problem("sections", f"paragraph {b.number} on page {b.page} is printed “{b.first.printed}”")
        for b in numbered
        if b.first and b.first.printed
    ]
    problems += [
        Problem("sections", f"paragraph {b.number} on page {b.page} has no text")
        for b in numbered
        if not b.text
    ]
    headed = {id(b) for a, b in itertools.pairwise(blocks) if a.kind == "heading"}
    jumps = _jumps(numbered, lambda b: not form.numbers_paragraphs or id(b) in headed)
    problems += [Problem("sections", why) for _, why in jumps[:_MOST_NAMED]]
    if len(jumps) > _MOST_NAMED:
        more = f"{len(jumps) - _MOST_NAMED} more paragraph numbers are out of sequence"
        problems.append(Problem("sections", more))
    lost = any(lost for lost, _ in jumps) and not pages_run
    if form.numbers_paragraphs and not numbered:
        why = "no paragraph numbers were found, although reports of this kind have them"
        problems.append(Problem("sections", why))
    return Found(tuple(problems), not lost)


def _jumps(
    numbered: Sequence[Block], may_restart: Callable[[Block], bool]
) -> list[tuple[bool, str]]:
    """Where numbers are out of sequence: whether paragraphs may be missing, and the problem.

    ``may_restart`` says where numbers may start again at 1, such as after recommendations.
    """
    found: list[tuple[bool, str]] = []
    if numbered and numbered[0].number and numbered[0].number > 1:
        first = numbered[0]
        found.append((True, f"the first paragraph number is {first.number}, on page {first.page}"))
    for a, b in itertools.pairwise(numbered):
        assert a.number is not None
        assert b.number is not None
        if b.number == a.number + 1 or (b.number == 1 and may_restart(b)):
            continue
        if b.number == a.number:
            on = listed(sorted({a.page, b.page}))
            found.append((False, f"paragraph number {b.number} is printed twice, on {on}"))
        elif b.number > a.number:
            lost = listed(range(a.number + 1, b.number), "paragraph")
            verb = "seems" if b.number == a.number + 2 else "seem"
            why = f"{lost} {verb} to be missing before {b.number} on page {b.page}"
            found.append((a.page != b.page, why))
        else:
            why = f"paragraph numbers go back from {a.number} to {b.number} on page {b.page}"
            found.append((False, why))
    return found


def check_unnumbered(
    sections: Sequence[Section], form: Framework, judged: Container[AreaCode]
) -> tuple[Problem, ...]:
    """Report paragraphs that have lost their number or their section.

    If the form numbers every paragraph on judged areas, any without a number is reported. If not,
    those after a numbered one are, and so are judged sections without numbers if others have them.
    Numbered paragraphs outside any area are reported too, once the sections on areas have begun.
    """
    parts = [s for s in sections if s.area in judged and s.area not in _WITHOUT_SECTION]
    have = [any(p.number is not None for p in s.paragraphs) for s in parts]
    if not any(have):
        return ()  # a form without numbers, or all are lost, which is already reported
    problems = []
    for part, numbered in zip(parts, have, strict=True):
        bare = _bare(part, everywhere=form.numbers_paragraphs or not numbered)
        if bare:
            where = listed(_pages_of(bare))
            why = f"paragraphs without a number on {where}: their numbers may have been lost"
            problems.append(Problem(f"sections.{part.area}", why))
    return (*problems, *_astray(sections))


def _bare(part: Section, *, everywhere: bool) -> list[Paragraph]:
    numbers = [p.number is not None for p in part.paragraphs]
    begin = 0 if everywhere else numbers.index(True)
    return [p for p in part.paragraphs[begin:] if p.number is None]


def _astray(sections: Sequence[Section]) -> list[Problem]:
    begun = False
    problems = []
    for section in sections:
        numbered = [p for p in section.paragraphs if p.number is not None]
        begun = begun or (section.area not in (None, *_WITHOUT_SECTION) and bool(numbered))
        if begun and section.area is None and numbered:
            why = (
                f"numbered paragraphs on {listed(_pages_of(numbered))} are under a heading that "
                f"does not match an area: “{section.heading[:60]}”"
            )
            problems.append(Problem("sections", why))
    return problems


def _pages_of(paragraphs: Sequence[Paragraph]) -> list[int]:
    return sorted({p.cites[0].page for p in paragraphs if p.cites}) or [0]
