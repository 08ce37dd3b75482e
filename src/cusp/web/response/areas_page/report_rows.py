"""What the report says that could be added to the plan, and what of it the plan already has."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from cusp.web.common.wording import area_name, area_order
from cusp.web.record.choices import PassageKind, Polarity
from cusp.web.record.findings.counted_topics import BOARD
from cusp.web.record.models import Passage, ReportSentence
from cusp.web.response.choices import WordsKind
from cusp.web.response.models import Plan, Priority
from cusp.web.response.priorities import Chosen
from cusp.wording import counted

_CRITICAL = (Polarity.WEAKNESS, Polarity.MIXED)
_ELSEWHERE = "Other parts of the report"


class Choice(msgspec.Struct, frozen=True):
    """Something the report says that may be chosen.

    ``said_in`` is "Paragraph 16"; empty for a paragraph without a number.
    """

    value: str
    chosen: Chosen
    words: str
    said_in: str
    page: int | None
    mixed: bool = False
    clear: bool = True
    in_plan: Priority | None = None


class AreaFindings(msgspec.Struct, frozen=True):
    """What is criticised under one judgement, in the order of the report."""

    title: str
    clear: tuple[Choice, ...]
    unsure: tuple[Choice, ...]


def missing_areas(plan: Plan) -> list[Choice]:
    """The areas for improvement that no priority of the plan answers."""
    there = plan.priorities.filter(words_kind=WordsKind.AREA).values("address")
    passages = Passage.objects.filter(inspection=plan.inspection_id, kind=PassageKind.ITEM)
    return [
        Choice(
            value=row.address,
            chosen=Chosen(row.address),
            words=row.text,
            said_in=f"Area for improvement {row.number}",
            page=row.page,
        )
        for row in passages.exclude(address__in=there).order_by("id")
    ]


def findings(plan: Plan) -> list[AreaFindings]:
    """Sentences that criticise, by judgement; those about the safeguarding board are left out."""
    in_plan = _by_address(plan.priorities.all())
    passages = _paragraphs(plan)
    sentences = ReportSentence.objects.filter(
        inspection=plan.inspection_id, polarity__in=_CRITICAL
    ).exclude(area=BOARD)
    by_area: dict[str, dict[str, Choice]] = defaultdict(dict)
    for sentence in sentences.order_by("id"):
        passage = passages.get(sentence.address)
        if passage is not None and sentence.text in passage.text:
            choice = _choice(sentence, passage, in_plan)
            by_area[sentence.area].setdefault(choice.value, choice)
    return [_of_area(area, by_area[area].values()) for area in sorted(by_area, key=area_order)]


def answer(groups: Iterable[AreaFindings]) -> str:
    """What there is to add: "3 criticisms in the report are not in the plan"."""
    clear = [choice for group in groups for choice in group.clear]
    left = sum(choice.in_plan is None for choice in clear)
    if not clear:
        return "Cusp found no clear criticism in the body of the report"
    if not left:
        return "Every clear criticism in the report is in the plan"
    verb = "is" if left == 1 else "are"
    return f"{counted(left, 'criticism')} in the report {verb} not in the plan"


def _of_area(area: str, choices: Iterable[Choice]) -> AreaFindings:
    every = list(choices)
    return AreaFindings(
        title=area_name(area) if area else _ELSEWHERE,
        clear=tuple(one for one in every if one.clear),
        unsure=tuple(one for one in every if not one.clear),
    )


def _choice(
    sentence: ReportSentence, passage: Passage, in_plan: Mapping[str, list[Priority]]
) -> Choice:
    number = passage.number
    there = in_plan.get(sentence.address, [])
    return Choice(
        value=f"{sentence.address}:{hashlib.sha256(sentence.text.encode()).hexdigest()[:12]}",
        chosen=Chosen(sentence.address, sentence.text),
        words=sentence.text,
        said_in=f"Paragraph {number}" if number is not None else "",
        page=sentence.page,
        mixed=sentence.polarity == Polarity.MIXED,
        clear=sentence.clear,
        in_plan=next((row for row in there if _overlap(row.words, sentence.text)), None),
    )


def _overlap(words: str, others: str) -> bool:
    return words in others or others in words


def _paragraphs(plan: Plan) -> dict[str, Passage]:
    rows = Passage.objects.filter(inspection=plan.inspection_id, kind=PassageKind.PARAGRAPH)
    return {row.address: row for row in rows}


def _by_address(priorities: Iterable[Priority]) -> dict[str, list[Priority]]:
    found: dict[str, list[Priority]] = defaultdict(list)
    for row in priorities:
        if row.words_kind == WordsKind.FINDING:
            found[row.address].append(row)
    return found
