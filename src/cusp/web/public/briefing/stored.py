"""The facts of a briefing from what the record stores: nothing is read or compared here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import cast

from django.urls import reverse
from django.utils import timezone

from cusp.briefing.facts import (
    Carried,
    Facts,
    Inspected,
    LeftOut,
    MeetingFact,
    NoStatement,
    Placed,
    Said,
    Source,
    Sources,
    Statement,
)
from cusp.briefing.folder import NoBriefing, inspection_on
from cusp.briefing.from_reports import inspected, later_of, paragraph_sources
from cusp.briefing.leaving_out import of_report
from cusp.briefing.said import Spoken, chosen
from cusp.calendar.wording import period
from cusp.findings.topic_counts import certain_topics
from cusp.reports.record import AreaCode, GradeCode
from cusp.web.boards.facts import next_meeting_fact
from cusp.web.record.archive.carried_links import CarriedLink, together
from cusp.web.record.archive.home_council import home_council
from cusp.web.record.archive.library_records import inspection_facts
from cusp.web.record.archive.lookup import authorities_like
from cusp.web.record.archive.passages import Part, parts_of
from cusp.web.record.archive.published_response import published_response
from cusp.web.record.findings.page_context import why_missing
from cusp.web.record.models import (
    Authority,
    Comparison,
    Correction,
    GradePlace,
    Inspection,
    ReportSentence,
)


def facts_of_council(typed: str, on: date | None) -> Facts:
    """The facts of a council's latest inspection, or the one on a day.

    Raises :class:`NoBriefing`.
    """
    like = authorities_like(typed)
    if len(like.found) != 1:
        names = ", ".join(str(each) for each in (*like.found, *like.near)[:8])
        more = f" Did you mean one of these? {names}." if names else ""
        raise NoBriefing(f"“{typed}” is not the name of one council.{more}")
    authority = like.found[0]
    rows = [row for row in inspections_of(authority) if row.document]
    if not rows:
        raise NoBriefing(
            f"The record has no report on {authority}. Add one with “cusp add”, "
            "or name a folder of reports with --corpus."
        )
    chosen_row = rows[inspection_on([(row.start, row.end) for row in rows], on)]
    return facts_of(chosen_row, inspections_of(authority))


def inspections_of(authority: Authority) -> list[Inspection]:
    """Every inspection of an authority in order, with its report and judgements."""
    rows = authority.inspections.select_related("authority", "document")
    return list(rows.prefetch_related("judgements"))


def facts_of(found: Inspection, rows: Sequence[Inspection]) -> Facts:
    """The facts of one inspection with a report; ``rows`` are all those of the authority."""
    assert found.document  # checked by the caller
    every = {row.start: _inspected(row) for row in rows}
    others = [each for start, each in every.items() if start != found.start]
    parts = parts_of(found.document.report)
    why = why_missing(found)
    newest_report = max(row.start for row in rows if row.document)
    return Facts(
        authority=found.authority.name,
        latest=every[found.start],
        earlier=tuple(each for each in others if each.inspection.start < found.start),
        later=later_of(each for each in others if each.inspection.start > found.start),
        carried=_carried(found, every[found.start], rows),
        said=Said() if why else chosen(list(_spoken(found, parts))),
        places=() if why else tuple(_placed(found, parts)),
        response=_response(found),
        meeting=_meeting(found) if found.start == newest_report else None,
        left_out=tuple(_left_out(found, why)),
    )


def _meeting(found: Inspection) -> MeetingFact | None:
    """The next meeting of a board of this installation's own council that deals with it."""
    home = home_council()
    if home is None or home.slug != found.authority.slug:
        return None
    return next_meeting_fact(today=timezone.localdate())


def report_address(row: Inspection) -> str:
    """The address of an inspection's report, which sources name as their file."""
    return reverse("report-pdf", args=[row.authority.slug, row.start.isoformat()])


def _inspected(row: Inspection) -> Inspected:
    """An inspection's facts; without a report, nothing on its grades can be cited."""
    facts = inspection_facts(row)
    in_record = Source(f"Inspection of {period(row.start, row.end)}", row.get_absolute_url())
    if not row.document:
        return Inspected(facts, (in_record,))
    listed = {row.start: facts} if row.published else None
    return inspected(row.document.report, listed=listed, file=report_address(row))


def _carried(
    found: Inspection, latest: Inspected, rows: Sequence[Inspection]
) -> tuple[Carried, ...] | None:
    """Stored links to the inspection of all services before; ``None`` if there are none yet."""
    before = [row for row in rows if row.start < found.start]
    before = [row for row in before if inspection_facts(row).whole_service]
    if not before or not before[-1].document or not latest.inspection.whole_service:
        return None
    earlier, report = before[-1], before[-1].document.report
    if not (earlier.improvements_read and found.improvements_read):
        return None
    stored = Comparison.objects.filter(earlier=earlier, later=found).first()
    if stored is None:
        return None
    links = together(
        [CarriedLink(*row) for row in stored.links],
        Correction.objects.filter(earlier=earlier, later=found),
        earlier_items=[item.number for item in report.improvements],
        later_items=[item.number for item in latest.items or ()],
    ).links
    return tuple(
        Carried(link.later, link.earlier, link.kind, link.sure, link.correction is not None)
        for link in links
    )


def _spoken(found: Inspection, parts: dict[str, Part]) -> Iterator[Spoken]:
    columns = ("address", "area", "polarity", "sure", "clear", "topics", "taken_back", "text")
    rows = ReportSentence.objects.filter(inspection=found).values_list(*columns)
    for address, area, polarity, sure, clear, topics, taken_back, text in rows:
        yield Spoken(
            text=text,
            polarity=polarity,
            clear=clear,
            sure=sure,
            area=area,
            topics=certain_topics(area, topics),
            sources=_passage(found, parts.get(address)),
            taken_back=taken_back,
        )


def _placed(found: Inspection, parts: dict[str, Part]) -> Iterator[Placed]:
    for row in GradePlace.objects.filter(inspection=found):
        if row.position is None or row.low is None or row.high is None:
            continue
        addresses = dict.fromkeys(pull["address"] for pull in row.pulls if pull["address"])
        yield Placed(
            area=cast(AreaCode, row.area),
            printed=cast(GradeCode, row.printed) if row.printed else None,
            position=row.position,
            low=row.low,
            high=row.high,
            reads_as=cast(GradeCode, row.reads_as),
            sources=tuple(_passages(found, map(parts.get, addresses))),
        )


def _passages(found: Inspection, parts: Iterable[Part | None]) -> Iterator[Source | None]:
    for part in parts:
        yield from _passage(found, part)


def _passage(found: Inspection, part: Part | None) -> Sources:
    assert found.document
    if part is None:
        return ()
    report = found.document.report
    return paragraph_sources(report, part.number, part.cites, file=report_address(found))


def _response(found: Inspection) -> Statement | NoStatement | None:
    """The published statement that answers this inspection, or that there is none here."""
    response = published_response(found.authority)
    if response is None:
        page = Source(f"{found.authority} in Cusp’s record", found.authority.get_absolute_url())
        return NoStatement(page)
    if response.inspected != found.start:
        return None
    slug = found.authority.slug
    address = reverse("public-response-version", args=[slug, response.version])
    source = Source(f"Statement of action, version {response.version}", address)
    return Statement(response.on, response.areas, response.actions, response.done, source)


def _left_out(found: Inspection, why: str | None) -> Iterator[LeftOut]:
    assert found.document
    yield from of_report(found.document.report.problems)
    if why:
        yield LeftOut("praise, criticism and the place in the grade", why)
