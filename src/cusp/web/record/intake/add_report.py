"""Adding a report to the record: in one transaction, only once, and with a log entry."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from cusp.reports import Report
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.wording import say_date
from cusp.web.record import search
from cusp.web.record.archive import pdf_store, revision
from cusp.web.record.archive.passages import facts_of, judgements_of, passages_of
from cusp.web.record.comparison import carried_over
from cusp.web.record.intake.councils import council_of, there_on, with_council
from cusp.web.record.intake.superseding import carry_corrections, same_values, set_aside
from cusp.web.record.models import (
    Authority,
    Document,
    Inspection,
    Judgement,
    Passage,
    SupersededReport,
    WaitingReport,
)

READER = f"cusp {version('cusp')}"
# No inspection under these frameworks began before this day.
_EARLIEST = date(2009, 1, 1)


class CannotAdd(ValueError):
    """A report that cannot be added; the message says why and what to do."""


class _Meanwhile(Exception):
    """Someone else added the same file after we looked for it."""


class _SameReport(Exception):
    """Another file of the same report, such as a copy that was stamped or saved again."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__(str(inspection))
        self.inspection = inspection


class Added(msgspec.Struct, frozen=True):
    """The result of adding a report: a new inspection, or one already in the record."""

    state: Literal["added", "known"]
    inspection: Inspection
    message: str


class Held(msgspec.Struct, frozen=True):
    """The result of adding a report with an unrecognised council: it waits for an officer."""

    report: WaitingReport
    message: str
    state: Literal["held"] = "held"


def add(
    report: Report,
    path: Path,
    *,
    name: str,
    by: User | None,
    today: date,
    council: Authority | None = None,
) -> Added | Held:
    """Add a report to the record.

    Adding the same report again changes nothing, unless its PDF is missing: then the PDF is stored
    again. A report with an unrecognised council waits for an
    officer, unless ``council`` is given. Raises :class:`CannotAdd` if the authority or the dates
    could not be read, if the dates are in the future, if another file is already in the record for
    the same inspection, or if ``council`` is not the council named in the report. Raises
    ``OSError`` if the PDF cannot be stored. In these cases nothing is stored.
    """
    known = _known(report.source.sha256)
    if known:
        stored = _store_again(report, path, about=str(known), name=name, by=by)
        return Added("known", known, f"already in the record{stored}")
    start = _checked(report, today)
    own = council_of(report)
    if council is None and own is None:
        return _hold(report, path, name=name, by=by)
    council = _chosen(own, council, start)
    if own is None:
        report = with_council(report, council)
    return _store(report, path, council, start, name=name, by=by)


def _store(
    report: Report, path: Path, council: Authority, start: date, *, name: str, by: User | None
) -> Added:
    """Store the PDF, and put the report and everything made from it into the database."""
    fresh = pdf_store.keep(path, report.source.sha256)
    try:
        with transaction.atomic():
            inspection = _inspection(report, council, start)
            replaced = _record(report, inspection, name=name, by=by)
            revision.bump()
    except _SameReport as same:
        _forget(report.source.sha256, fresh=fresh)
        said = "the same report is already in the record, so nothing has changed"
        return Added("known", same.inspection, said)
    except (IntegrityError, _Meanwhile):
        # Someone else added the same file at the same time: theirs is kept.
        known = _known(report.source.sha256)
        if known:
            return Added("known", known, "was added a moment ago, so nothing has changed")
        raise
    except BaseException:
        _forget(report.source.sha256, fresh=fresh)
        raise
    found = _found(report)
    return Added(
        "added", inspection, f"replaced an incomplete copy; {found}" if replaced else found
    )


def is_kept(sha256: str) -> bool:
    """Whether anything in the database uses the PDF with this hash."""
    waits = WaitingReport.objects.filter(sha256=sha256, refused_at=None).exists()
    stored: tuple[type[Document | SupersededReport], ...] = (Document, SupersededReport)
    return waits or any(kind.objects.filter(sha256=sha256).exists() for kind in stored)


def _forget(sha256: str, *, fresh: bool) -> None:
    if fresh and not is_kept(sha256):
        pdf_store.place_of(sha256).unlink(missing_ok=True)


def _store_again(report: Report, path: Path, *, about: str, name: str, by: User | None) -> str:
    """Store the PDF of a known report again if it is missing; gives the rest of the message."""
    if not pdf_store.keep(path, report.source.sha256):
        return ", so nothing has changed"
    with transaction.atomic():
        audit.record_change("missing PDF stored again", by=by, about=about, file=name)
        revision.bump()  # pages were saying that it was missing
    return "; its PDF was missing and has been stored again"


def _hold(report: Report, path: Path, *, name: str, by: User | None) -> Held:
    """Store a report until an officer chooses its council."""
    assert report.authority and report.inspected  # noqa: PT018  # checked by the caller
    printed = report.authority.printed[:200]
    before = WaitingReport.objects.filter(sha256=report.source.sha256).first()
    if before and before.refused_at:
        raise CannotAdd(
            f"{before.refused_by_then} rejected this file on "
            f"{say_date(timezone.localdate(before.refused_at))}: {before.refused_because}"
        )
    waits = f"the council “{printed}” is not recognised, so the report is waiting for an officer"
    if before:
        stored = _store_again(report, path, about=printed, name=name, by=by)
        return Held(before, f"{waits}. It was added before{stored}")
    fresh = pdf_store.keep(path, report.source.sha256)
    try:
        with transaction.atomic():
            held = WaitingReport(
                **_columns(report, name=name, by=by),
                printed=printed,
                start=date.fromisoformat(report.inspected.start),
                end=date.fromisoformat(report.inspected.end),
            )
            held.pack(report)
            held.save()
            audit.record_change("report waiting for a council", by=by, about=printed, file=name)
            revision.bump()
    except IntegrityError:  # someone else added it at the same time
        held = WaitingReport.objects.get(sha256=report.source.sha256)
    except BaseException:
        _forget(report.source.sha256, fresh=fresh)
        raise
    return Held(held, waits)


def _chosen(own: Authority | None, council: Authority | None, start: date) -> Authority:
    """The council to add a report to."""
    chosen = council or own
    assert chosen is not None  # checked by the caller
    if own and chosen != own:
        raise CannotAdd(f"The report was not added because it is about {own}, not {chosen}.")
    if council and not there_on(council, start):
        raise CannotAdd(
            f"The report was not added because {council} did not exist on {say_date(start)}."
        )
    return chosen


def read_again(document: Document, report: Report, *, by: User | None) -> list[str]:
    """Replace the stored reading with a newer one; returns what changed, in words.

    The inspection keeps its address. If the new reading finds a different authority or first day,
    this raises :class:`CannotAdd` and changes nothing, because a person must decide what to do.
    """
    inspection = document.inspection
    report = _with_its_council(report, document, inspection)
    _same_inspection(report, inspection)
    differences = differ(document.report, report)
    if differences or document.reader != READER:
        with transaction.atomic():
            _fill(report, inspection)
            carried_over.forget_proposals(inspection)
            document.pack(report)
            document.reader = READER
            document.findings_from = ""  # its sentences may be different now
            document.save(update_fields=["packed", "reader", "findings_from"])
            if differences:
                audit.record_change(
                    "report read again", by=by, about=str(inspection), changed=differences[:50]
                )
            revision.bump()
    return differences


def differ(old: Report, new: Report) -> list[str]:
    """How two readings of the same file differ, in words."""
    found = []
    for field in old.__struct_fields__:
        before, after = getattr(old, field), getattr(new, field)
        if field == "source" or before == after:
            continue
        if isinstance(before, tuple) and isinstance(after, tuple) and len(before) != len(after):
            found.append(f"{field}: {len(before)} before, {len(after)} now")
        elif isinstance(before, str | bool | None) and isinstance(after, str | bool | None):
            found.append(f"{field}: “{before}” before, “{after}” now")
        else:
            found.append(f"{field}: read differently")
    return found


def _known(sha256: str) -> Inspection | None:
    return Inspection.objects.select_related("authority").filter(document__sha256=sha256).first()


def _checked(report: Report, today: date) -> date:
    if report.authority is None or not report.authority.printed.strip():
        raise CannotAdd("The report was not added because the council's name could not be read.")
    if report.inspected is None:
        raise CannotAdd(
            "The report was not added because the dates of the inspection could not be read."
        )
    start, end = map(date.fromisoformat, (report.inspected.start, report.inspected.end))
    if end > today:
        raise CannotAdd(
            "The report was not added because it says the inspection ended in the future, on "
            f"{say_date(end)}. Check the file."
        )
    if start < _EARLIEST or end < start:
        raise CannotAdd(
            "The report was not added because the dates of the inspection cannot be right: "
            f"{say_date(start)} to {say_date(end)}."
        )
    return start


def _inspection(report: Report, council: Authority, start: date) -> Inspection:
    """The inspection to give a report to; raises if its current report must stay."""
    inspection = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("authority", "document")
        .filter(authority=council, start=start)
        .first()
    )
    if inspection is None:
        end = date.fromisoformat(report.inspected.end) if report.inspected else start
        return Inspection.objects.create(authority=council, start=start, end=end)
    if inspection.document:
        _may_replace(inspection, inspection.document, report)
    return inspection


def _may_replace(inspection: Inspection, document: Document, report: Report) -> None:
    """Allow a complete report to replace an incomplete one; raise for anything else."""
    if document.sha256 == report.source.sha256:
        raise _Meanwhile
    if same_values(document.report, report):
        raise _SameReport(inspection)
    which = f"the inspection of {inspection.authority} that began on {say_date(inspection.start)}"
    if document.report.complete and not report.complete:
        raise CannotAdd(
            "The report was not added because parts of it seem to be missing, and a complete "
            f"report, “{document.name}”, is already in the record for {which}."
        )
    if document.report.complete or not report.complete:
        raise CannotAdd(
            f"The report was not added because another file, “{document.name}”, is already in the "
            f"record for {which}."
        )


def _with_its_council(report: Report, document: Document, inspection: Inspection) -> Report:
    """A reading with the council an officer chose, if the council is still not recognised."""
    before, now = document.report.authority, report.authority
    if before and now and now.code is None and now.printed == before.printed:
        return with_council(report, inspection.authority) if before.code else report
    return report


def _same_inspection(report: Report, inspection: Inspection) -> None:
    code = report.authority.code if report.authority else None
    start = report.inspected.start if report.inspected else None
    if code != inspection.authority.code or start != inspection.start.isoformat():
        raise CannotAdd(
            f"{inspection}: the new reading was not saved because it gives a different council or "
            "first day."
        )


def _record(report: Report, inspection: Inspection, *, name: str, by: User | None) -> bool:
    """Give an inspection its report; True if this replaced an incomplete one."""
    old = inspection.document
    document = Document(**_columns(report, name=name, by=by))
    document.pack(report)
    document.save()
    inspection.document = document
    _fill(report, inspection)
    WaitingReport.objects.filter(sha256=report.source.sha256).delete()
    if old is None:
        audit.record_change(
            "report added",
            by=by,
            about=str(inspection),
            file=name,
            printed=report.authority.printed if report.authority else "",
        )
        return False
    links = carry_corrections(inspection, old.report, report)
    audit.record_change(
        "incomplete report replaced",
        by=by,
        about=str(inspection),
        file=name,
        before=old.name,
        before_sha256=old.sha256,
        changed=differ(old.report, report)[:50],
        **links,
    )
    set_aside(old, inspection)
    return True


def _columns(report: Report, *, name: str, by: User | None) -> dict[str, Any]:
    """What every stored report has as well as what was read (``pack``)."""
    return {
        "sha256": report.source.sha256,
        "name": name[:255],
        "size": report.source.bytes,
        "pages": report.source.pages,
        "reader": READER,
        "added_by": by,
    }


def _fill(report: Report, inspection: Inspection) -> None:
    """Create the rows of a report, replacing any earlier ones."""
    for column, value in facts_of(report).items():
        setattr(inspection, column, value)
    inspection.save()
    inspection.judgements.all().delete()
    Judgement.objects.bulk_create(judgements_of(report, inspection))
    search.forget(inspection)
    inspection.passages.all().delete()
    rows = Passage.objects.bulk_create(passages_of(report, inspection), batch_size=500)
    search.take_in(inspection, rows)


def _found(report: Report) -> str:
    areas, unsure = len(report.improvements), len(report.problems)
    found = f"{areas} area{'' if areas == 1 else 's'} for improvement"
    if not unsure:
        return found
    return f"{found}, {unsure} value{'' if unsure == 1 else 's'} could not be read reliably"
