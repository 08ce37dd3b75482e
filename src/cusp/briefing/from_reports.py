"""Take the facts of a briefing from reports that have been read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from cusp.briefing.facts import (
    Carried,
    Facts,
    Inspected,
    Item,
    LeftOut,
    Placed,
    Said,
    Source,
    Sources,
)
from cusp.briefing.leaving_out import of_report
from cusp.briefing.said import Spoken, chosen
from cusp.briefing.wording import AREA_PHRASES
from cusp.calendar.wording import period
from cusp.findings import Finding, findings_of
from cusp.findings.place import Place, places_of
from cusp.findings.topic_counts import certain_topics
from cusp.history.carried_over import CannotCompare, Link, compare
from cusp.history.inspections import Inspection, inspection_of
from cusp.reports.record import AreaCode, Cite, Report

KNOWN = Source(
    "Cusp’s facts about inspections, with dates of publication from Ofsted’s website",
    "history/facts.csv",
)


def facts_from(
    latest: Report,
    others: Sequence[Report] = (),
    *,
    known: Iterable[Inspection] = (),
) -> Facts:
    """The facts of one inspection, with the council's others, from the reports alone.

    ``known`` are inspections of the council whose reports may not be at hand. They count in the
    order of inspections, but nothing that only they hold is said. Raises
    :class:`~cusp.history.inspections.NotAnInspection` for a report without a council or dates.
    """
    listed = {each.start: each for each in known}
    now = inspected(latest, listed=listed)
    every = [inspected(report, listed=listed) for report in others]
    starts = {each.inspection.start for each in (now, *every)}
    every += [Inspected(each, (KNOWN,)) for start, each in listed.items() if start not in starts]
    start = now.inspection.start
    said = chosen(list(_spoken(latest, findings_of(latest))))
    return Facts(
        authority=_name(latest),
        latest=now,
        earlier=tuple(each for each in every if each.inspection.start < start),
        later=later_of(each for each in every if each.inspection.start > start),
        carried=_carried(now, others, latest),
        said=said,
        places=tuple(placed(latest, places_of(latest).places)),
        left_out=tuple(_left_out(latest, said)),
    )


def later_of(inspections: Iterable[Inspected]) -> Inspected | None:
    """The newest of the inspections of all services, if there are any."""
    whole = (each for each in inspections if each.inspection.whole_service)
    return max(whole, key=lambda each: each.inspection.start, default=None)


def inspected(
    report: Report, *, listed: dict[date, Inspection] | None = None, file: str = ""
) -> Inspected:
    """The facts of one inspection, with the places in its report. ``file`` is what sources name."""
    facts = _inspection(report)
    known = (listed or {}).get(facts.start)
    if known and known.published and not facts.published and known.published >= facts.end:
        facts = _inspection(report, listed=known.published)
    printed = _source(report, report.published_cite, "date of publication", file)
    return Inspected(
        inspection=facts,
        days=_sources(report, report.inspected.cites if report.inspected else (), "dates", file),
        published=printed if facts.published_from == "report" else KNOWN,
        grades={
            judged.area: source
            for judged in report.judgements
            if (source := _source(report, judged.cite, _judgement(judged.area), file))
        },
        items=_items(report, file) if facts.improvements_read else None,
    )


def _inspection(report: Report, listed: date | None = None) -> Inspection:
    """The inspection. A council that Cusp does not know goes by its printed name."""
    council = report.authority
    if council and not council.code:
        named = msgspec.structs.replace(council, code=council.printed)
        report = msgspec.structs.replace(report, authority=named)
    return inspection_of(report, listed=listed)


def placed(report: Report, places: Iterable[Place]) -> Iterator[Placed]:
    """Places with the passages that pull them most, as their sources."""
    for place in places:
        if place.position is None or place.range is None or place.reads_as is None:
            continue
        cites = dict.fromkeys((pull.cite, pull.paragraph) for pull in place.pulls)
        sources = tuple(
            _source(report, cite, _paragraph(number, cite), "") for cite, number in cites
        )
        yield Placed(
            place.area, place.printed, place.position, *place.range, place.reads_as, sources
        )


def _items(report: Report, file: str) -> tuple[Item, ...]:
    return tuple(
        Item(
            item.number,
            item.text,
            item.priority,
            _sources(report, item.cites, f"area for improvement {item.number}", file),
        )
        for item in report.improvements
    )


def _spoken(report: Report, findings: Sequence[Finding]) -> Iterator[Spoken]:
    for finding, after in zip(findings, [*findings[1:], None], strict=True):
        area = finding.area or ""
        yield Spoken(
            text=finding.text,
            polarity=finding.polarity,
            clear=finding.clear,
            sure=finding.sure,
            area=area,
            topics=certain_topics(area, ((one.topic, one.sure) for one in finding.topics)),
            sources=paragraph_sources(report, finding.paragraph, finding.cites),
            taken_back=_takes_back(finding, after),
        )


def _takes_back(finding: Finding, after: Finding | None) -> bool:
    """Whether the next sentence of the same paragraph clearly criticises."""
    if after is None or after.cites != finding.cites:
        return False
    return after.clear and after.polarity in ("weakness", "mixed")


def paragraph_sources(
    report: Report, number: int | None, cites: Iterable[Cite], *, file: str = ""
) -> Sources:
    """The places of a paragraph."""
    return tuple(_source(report, cite, _paragraph(number, cite), file) for cite in cites)


def _carried(
    now: Inspected, others: Sequence[Report], latest: Report
) -> tuple[Carried, ...] | None:
    """Links to the whole-service report before; ``None`` if the lists cannot be compared."""
    pairs = [(_inspection(report), report) for report in others]
    before = [pair for pair in pairs if pair[0].whole_service]
    before = [pair for pair in before if pair[0].start < now.inspection.start]
    if not before or not now.inspection.whole_service:
        return None
    facts, report = max(before, key=lambda pair: pair[0].start)
    if not facts.improvements_read or not now.inspection.improvements_read:
        return None
    try:
        return tuple(map(carried, compare(report, latest).links))
    except CannotCompare:
        return None


def carried(link: Link) -> Carried:
    """A suggested link as a fact."""
    return Carried(link.later, link.earlier, link.kind, link.sure)


def _left_out(report: Report, said: Said) -> Iterator[LeftOut]:
    yield from of_report(report.problems)
    if said == Said():
        yield LeftOut("praise and criticism", "No sentence of the report is clear enough.")


def _judgement(area: AreaCode) -> str:
    return "overall grade" if area == "overall" else f"grade for {AREA_PHRASES[area]}"


def _paragraph(number: int | None, cite: Cite) -> str:
    return f"paragraph {number}" if number is not None else f"text on page {cite.page}"


def _sources(report: Report, cites: Iterable[Cite], part: str, file: str) -> Sources:
    return tuple(_source(report, cite, part, file) for cite in cites)


def _source(report: Report, cite: Cite | None, part: str, file: str) -> Source | None:
    """A place in the report, or ``None`` without one."""
    if cite is None:
        return None
    return Source(document_of(report), file or report.source.file, cite, part)


def document_of(report: Report) -> str:
    """What a report is called."""
    if report.inspected is None:
        return "Ofsted’s report"
    start, end = map(date.fromisoformat, (report.inspected.start, report.inspected.end))
    return f"Ofsted’s report on the inspection of {period(start, end)}"


def _name(report: Report) -> str:
    authority = report.authority
    return (authority.name or authority.printed) if authority else "the council"
