"""A child's case in words: what a return says of it, without codes."""

from __future__ import annotations

from collections.abc import Iterator

from cusp.oversight.children import MANY_PLACEMENTS
from cusp.returns import words
from cusp.web.common.wording import say_date
from cusp.web.practice.models import Case
from cusp.wording import counted


def age(case: Case) -> str:
    """The age in words."""
    if case.age is None:
        return "Age not known"
    return "Unborn" if case.age < 0 else f"Age {case.age}"


def standing(case: Case) -> list[str]:
    """What the child's case is now, as short labels."""
    found = [
        ("Child protection plan", case.on_plan),
        ("In care", case.in_care),
        ("Care leaver", case.care_leaver and not case.in_care),
        ("Child in need", case.in_need and not (case.on_plan or case.in_care)),
    ]
    return [words for words, is_so in found if is_so]


def situation(case: Case) -> list[str]:
    """The plan, and the care with its legal status and placement, each as a sentence."""
    return [*_plan(case), *_care(case)] or standing(case)


def _plan(case: Case) -> Iterator[str]:
    if case.on_plan:
        why = f" for {words.category(case.category)}" if case.category else ""
        since = f" since {say_date(case.plan_start)}" if case.plan_start else ""
        yield f"On a child protection plan{why}{since}"


def _care(case: Case) -> Iterator[str]:
    if not case.in_care:
        return
    since = f" since {say_date(case.care_start)}" if case.care_start else ""
    status = f": {words.legal_status(case.legal_status)}" if case.legal_status else ""
    yield f"In care{since}{status}"
    if case.placement_type:
        moved = f" (since {say_date(case.placement_start)})" if case.placement_start else ""
        kind = words.placement(case.placement_type)
        yield f"{kind[0].upper()}{kind[1:]}{moved}"
    if case.permanence_plan:
        yield f"Permanence plan: {words.permanence(case.permanence_plan)}"
    if case.placements and case.placements > 1 and MANY_PLACEMENTS not in case.drift:
        yield f"{counted(case.placements, 'placement')} in 12 months"
