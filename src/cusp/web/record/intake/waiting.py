"""Reports with an unrecognised council, which only officers see until one of them decides.

They are stored in full, but left out of every list, count, search, feed and API response.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from cusp.reports import Report
from cusp.reports.authorities import match_authority
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.record import search
from cusp.web.record.archive import pdf_store, revision
from cusp.web.record.intake import add_report, councils
from cusp.web.record.models import (
    Authority,
    Correction,
    Document,
    Inspection,
    WaitingReport,
)
from cusp.web.record.stored_report import StoredReport


def accept(
    held: WaitingReport, *, council: Authority, by: User | None, today: date
) -> add_report.Added:
    """Add a waiting report to a council; raises ``add_report.CannotAdd``."""
    done = add_report.add(
        held.report, held.path, name=held.name, by=by, today=today, council=council
    )
    assert isinstance(done, add_report.Added)  # a council is given
    return done


def refuse(held: WaitingReport, *, reason: str, by: User) -> None:
    """Reject a report permanently: delete its file and record, but keep the reason."""
    reason = reason.strip()[:300]
    if not reason:
        raise add_report.CannotAdd("Enter a reason for rejecting the report")
    with transaction.atomic():
        held.refused_because, held.refused_by_then = reason, str(by)[:200]
        held.refused_at = timezone.now()
        held.packed = b""
        held.save()
        audit.record_change(
            "waiting report refused",
            by=by,
            about=str(held),
            file=held.name,
            reason=reason,
            sha256=held.sha256,
        )
        revision.bump()
    if not add_report.is_kept(held.sha256):
        pdf_store.place_of(held.sha256).unlink(missing_ok=True)


def withdraw_founded(*, today: date) -> int:
    """Withdraw reports from councils that were made up from an unrecognised name; returns how many.

    Earlier versions of Cusp created a council for each name they did not recognise. If the name is
    recognised now, its report is added to that council; otherwise it waits for an officer. Nothing
    is lost except officers' decisions on its links, which remain in the log.
    """
    founded = Authority.objects.filter(code=None, registered=False)
    taken = 0
    for council in founded:
        for inspection in council.inspections.select_related("document", "authority"):
            if inspection.document is not None:
                _withdraw(inspection, inspection.document, today=today)
                taken += 1
        if not council.inspections.exists():
            with transaction.atomic():
                council.delete()
                revision.bump()
    return taken


def _withdraw(inspection: Inspection, document: Document, *, today: date) -> None:
    report, path, name = document.report, document.path, document.name
    with transaction.atomic():
        held = _held_from(document, report)
        words = Correction.objects.filter(earlier=inspection) | Correction.objects.filter(
            later=inspection
        )
        audit.record_change(
            "report withdrawn from an unrecognised council",
            by=None,
            about=str(inspection),
            file=name,
            links=[f"{w.earlier}, {w.later}: {w}, by {w.by_then}: {w.note}" for w in words],
        )
        words.delete()
        search.forget(inspection)
        inspection.delete()
        document.delete()
        held.save()
        revision.bump()
    council = _meant(report)
    if council is not None:
        try:
            add_report.add(report, path, name=name, by=None, today=today, council=council)
        except add_report.CannotAdd:
            return  # it waits


def _held_from(stored: StoredReport, report: Report) -> WaitingReport:
    assert report.authority and report.inspected  # noqa: PT018  # it was added, so both have been read
    return WaitingReport(
        **stored.stored_columns,
        printed=report.authority.printed[:200],
        start=date.fromisoformat(report.inspected.start),
        end=date.fromisoformat(report.inspected.end),
    )


def _meant(report: Report) -> Authority | None:
    assert report.authority and report.inspected  # noqa: PT018
    known = match_authority(report.authority.printed, on=date.fromisoformat(report.inspected.start))
    return Authority.objects.filter(code=known.code).first() if known else None


def councils_for(held: WaitingReport) -> list[Authority]:
    """Councils that a waiting report may be about: those that existed on its first day."""
    every = Authority.objects.exclude(code=None, registered=False)
    return [council for council in every if councils.there_on(council, held.start)]


def file_of(held: WaitingReport) -> Path | None:
    """The path of its PDF, if the file exists."""
    return held.path if held.refused_at is None and held.path.exists() else None
