"""Find one council's reports in a folder, and make the facts of a briefing from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from cusp.briefing.facts import Facts
from cusp.briefing.from_reports import facts_from
from cusp.briefing.wording import day, listed
from cusp.history.facts import known_inspections
from cusp.reports.authorities import KnownAuthority, known_authorities
from cusp.reports.batch import read_reports
from cusp.reports.council_search import councils_like
from cusp.reports.files import files_of
from cusp.reports.names import plain_name
from cusp.reports.record import Report


class NoBriefing(LookupError):
    """There is nothing to brief on; the message says why and what to do."""


def facts_in_folder(folder: Path, council: str, on: date | None = None) -> Facts:
    """The facts of a council's latest inspection, or the one on a day, from reports in a folder.

    Raises :class:`NoBriefing`, and :class:`~cusp.history.inspections.NotAnInspection`.
    """
    known = council_named(council)
    files = _files(folder, known)
    reports = [outcome.report for outcome in read_reports(files) if outcome.report]
    own = each_once(report for report in reports if _is_of(report, council, known))
    if not own:
        raise NoBriefing(f"{folder} has no report on {known.name if known else council}.")
    latest = own[inspection_on([_days(report) for report in own], on)]
    facts = [each for each in known_inspections() if known and each.authority == known.code]
    return facts_from(latest, [each for each in own if each is not latest], known=facts)


def council_named(typed: str) -> KnownAuthority | None:
    """The council that a name means; ``None`` for one that Cusp does not know.

    Raises :class:`NoBriefing` if several may be meant.
    """
    found = councils_like(typed).found
    by_slug = {council.slug: council for council in known_authorities()}
    if typed in by_slug:
        return by_slug[typed]
    if len(found) > 1:
        names = listed((by_slug[slug].name for slug in found), last="or")
        raise NoBriefing(f"“{typed}” may mean {names}. Enter the name in full.")
    return by_slug[found[0]] if found else None


def inspection_on(days: Sequence[tuple[date, date]], on: date | None) -> int:
    """Which of some inspections, in order, was on site on a day; without one, the last.

    Raises :class:`NoBriefing`.
    """
    if on is None:
        return len(days) - 1
    for place, (start, end) in enumerate(days):
        if start <= on <= end:
            return place
    began = listed(day(start) for start, _ in days)
    raise NoBriefing(f"No inspection was on site on {day(on)}. Inspections began on {began}.")


def each_once(reports: Iterable[Report]) -> list[Report]:
    """Reports with known dates in order, one for each inspection: a complete one, if there is."""
    found: dict[date, Report] = {}
    for report in reports:
        if report.inspected is None:
            continue
        start = _days(report)[0]
        if start not in found or (report.complete and not found[start].complete):
            found[start] = report
    return [found[start] for start in sorted(found)]


def _days(report: Report) -> tuple[date, date]:
    assert report.inspected is not None
    return date.fromisoformat(report.inspected.start), date.fromisoformat(report.inspected.end)


def _files(folder: Path, known: KnownAuthority | None) -> list[Path]:
    """The council's own folder if there is one, as ``cusp fetch`` makes it; else everything."""
    own = folder / known.slug if known else folder
    return files_of([own if own.is_dir() else folder])


def _is_of(report: Report, typed: str, known: KnownAuthority | None) -> bool:
    if report.authority is None:
        return False
    if known:
        return report.authority.code == known.code
    return plain_name(typed) in plain_name(report.authority.printed)
