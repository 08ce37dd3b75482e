"""The parts of a report with their addresses, and their database rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from cusp.reports import Report
from cusp.reports.record import Cite, Improvement
from cusp.web.common.wording import area_name, area_order
from cusp.web.record.models import Inspection, Judgement, Passage

Kind = Literal["judgement", "item", "lscb-item", "paragraph"]


class Part(msgspec.Struct, frozen=True):
    """A judgement, area for improvement or paragraph, with its address in the inspection.

    Addresses never change: ``judgement-leaders``, ``improvement-3``, ``board-improvement-1``,
    ``paragraph-16``. A paragraph without a number is identified by its place: ``page-4-2`` is the
    second of those on page 4.
    """

    address: str
    kind: Kind
    text: str
    cites: tuple[Cite, ...]
    number: int | None = None
    area: str = ""
    heading: str = ""
    section: int = -1

    @property
    def page(self) -> int | None:
        """The page it starts on."""
        return self.cites[0].page if self.cites else None

    @property
    def name(self) -> str:
        """A name for readers: “area for improvement 3”, “paragraph 16”."""
        if self.kind == "judgement":
            return f"judgement on {area_name(self.area).lower()}"
        if self.kind == "item":
            return f"area for improvement {self.number}"
        if self.kind == "lscb-item":
            return f"safeguarding board’s area for improvement {self.number}"
        return f"paragraph {self.number}" if self.number is not None else f"page {self.page}"


def parts_of(report: Report) -> dict[str, Part]:
    """Every part by address, in report order."""
    parts: dict[str, Part] = {}
    for part in _all(report):
        address, times = part.address, 1
        while address in parts:  # a number printed twice
            times += 1
            address = f"{part.address}-{times}"
        parts[address] = msgspec.structs.replace(part, address=address)
    return parts


def _all(report: Report) -> Iterator[Part]:
    for judged in report.judgements:
        yield Part(
            address=f"judgement-{judged.area.replace('_', '-')}",
            kind="judgement",
            text=f"{judged.area_printed or area_name(judged.area)}: {judged.printed}",
            cites=(judged.cite,),
            area=judged.area,
        )
    for item in report.improvements:
        yield _item(item, "item", "improvement")
    for item in report.lscb_improvements:
        yield _item(item, "lscb-item", "board-improvement")
    on_page: Counter[int] = Counter()
    for place, section in enumerate(report.sections):
        for paragraph in section.paragraphs:
            page = paragraph.cites[0].page if paragraph.cites else 0
            on_page[page] += paragraph.number is None
            yield Part(
                address=f"page-{page}-{on_page[page]}"
                if paragraph.number is None
                else f"paragraph-{paragraph.number}",
                kind="paragraph",
                text=paragraph.text,
                cites=paragraph.cites,
                number=paragraph.number,
                area=section.area or "",
                heading=paragraph.heading or section.heading,
                section=place,
            )


def _item(item: Improvement, kind: Kind, word: str) -> Part:
    return Part(
        address=f"{word}-{item.number}",
        kind=kind,
        text=item.text,
        cites=item.cites,
        number=item.number,
        heading=item.heading or "",
    )


def facts_of(report: Report) -> dict[str, object]:
    """An inspection's columns that come from its report."""
    assert report.inspected is not None  # checked by the caller
    facts: dict[str, object] = {
        "end": date.fromisoformat(report.inspected.end),
        "framework": report.framework,
        "kind": report.kind or "",
        "reinspection": report.reinspection,
        "overall_given": report.overall_given,
        "lead_inspector": _clean(report.lead_inspector or "")[:120],
        "improvements": len(report.improvements),
        "improvements_read": all(problem.field != "improvements" for problem in report.problems),
        "complete": report.complete,
        "priority": sum(i.priority for i in report.improvements),
        "paragraphs": report.last_paragraph or 0,
        "sha256": report.source.sha256,
    }
    if report.published:  # otherwise keep a date from Ofsted's list
        facts |= {"published": date.fromisoformat(report.published), "published_from": "report"}
    return facts


def judgements_of(report: Report, inspection: Inspection) -> list[Judgement]:
    """One row for each area."""
    return [
        Judgement(
            inspection=inspection, area=j.area, grade=j.grade, printed=_clean(j.printed)[:120]
        )
        for j in sorted(
            {j.area: j for j in report.judgements}.values(), key=lambda j: area_order(j.area)
        )
    ]


def passages_of(report: Report, inspection: Inspection) -> list[Passage]:
    """A row for every item and paragraph."""
    return [
        Passage(
            inspection=inspection,
            kind=part.kind,
            address=part.address,
            number=part.number,
            area=part.area,
            heading=_clean(part.heading)[:300],
            page=part.page,
            text=_clean(part.text),
        )
        for part in parts_of(report).values()
        if part.kind != "judgement"
    ]


def _clean(text: str) -> str:
    return text.replace("\x00", "")  # PostgreSQL stores no NUL
