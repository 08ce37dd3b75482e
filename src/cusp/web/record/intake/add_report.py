"""A report becomes an inspection: whole, once, and in the log."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from cusp.reports import Report
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.common.wording import say_date
from cusp.web.record import search
from cusp.web.record.archive import pdf_store
from cusp.web.record.archive.passages import facts_of, judgements_of, passages_of
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
# How far apart first days may be and still be the same inspection under another reading.
_EARLIEST = date(2009, 1, 1)


class CannotAdd(ValueError):
    """Why a report cannot stand in the record, in one sentence that says what to do."""


class _Meanwhile(Exception):
    """The same file was added by somebody else after this one was looked up."""


class _SameReport(Exception):
    """Another file of the same report: a copy that was stamped or saved anew."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__(str(inspection))
        self.inspection = inspection


class Added(msgspec.Struct, frozen=True):
    """What came of adding: a new inspection, or one that was there already."""

    state: Literal["added", "known"]
    inspection: Inspection
    message: str


class Held(msgspec.Struct, frozen=True):
    """What came of adding a report whose council is not recognised: it waits for an officer."""

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
    """Put a report that was read into the record.

    The same report a second time changes nothing, unless its PDF was lost from the store: then it
    is stored again. One whose council is not recognised waits for an
    officer, unless ``council`` says which it is. Raises :class:`CannotAdd` for a report whose
    authority or days could not be read, for days in the future, where another file already stands
    for the same inspection, and where ``council`` is not the one that the report names; ``OSError``
    where the PDF cannot be stored. Nothing is stored then.
    """
    known = _known(report.source.sha256)
    if known:
        stored = _store_again(report, path, about=str(known), name=name, by=by)
        return Added("known", known, f"already in the record; {stored}")
    start = _checked(report, today)
    own = council_of(report)
    if council is None and own is None:
        return _hold(report, path, name=name, by=by)
    council = _chosen(own, council, start)
    if own is None:
        report = with_council(report, council)
    fresh = pdf_store.keep(path, report.source.sha256)
    try:
        with transaction.atomic():
            inspection = _inspection(report, council, start)
            replaced = _record(report, inspection, name=name, by=by)
    except _SameReport as same:
        _forget(report.source.sha256, fresh=fresh)
        said = "the same report, already in the record; nothing was changed"
        return Added("known", same.inspection, said)
    except (IntegrityError, _Meanwhile):
        # The same file, added by somebody else at the same moment: theirs stands.
        known = _known(report.source.sha256)
        if known:
            return Added("known", known, "was added a moment ago; nothing was changed")
        raise
    except BaseException:
        _forget(report.source.sha256, fresh=fresh)
        raise
    found = _found(report)
    return Added(
        "added", inspection, f"took the place of an incomplete copy; {found}" if replaced else found
    )


def is_kept(sha256: str) -> bool:
    """Whether anything in the database needs the PDF with this hash."""
    waits = WaitingReport.objects.filter(sha256=sha256, refused_at=None).exists()
    stored: tuple[type[Document | SupersededReport], ...] = (Document, SupersededReport)
    return waits or any(kind.objects.filter(sha256=sha256).exists() for kind in stored)


def _forget(sha256: str, *, fresh: bool) -> None:
    if fresh and not is_kept(sha256):
        pdf_store.place_of(sha256).unlink(missing_ok=True)


def _store_again(report: Report, path: Path, *, about: str, name: str, by: User | None) -> str:
    """Puts the PDF of a report that is in the record back where it was lost; says so."""
    if not pdf_store.keep(path, report.source.sha256):
        return "nothing was changed"
    audit.record_change("lost PDF stored again", by=by, about=about, file=name)
    return "its PDF was missing and was stored again"


def _hold(report: Report, path: Path, *, name: str, by: User | None) -> Held:
    """Keep a report whole until an officer chooses its council."""
    assert report.authority and report.inspected  # noqa: PT018  # checked before
    printed = report.authority.printed[:200]
    before = WaitingReport.objects.filter(sha256=report.source.sha256).first()
    if before and before.refused_at:
        raise CannotAdd(
            f"{before.refused_by_then} refused this file on "
            f"{say_date(timezone.localdate(before.refused_at))}: {before.refused_because}"
        )
    waits = f"the council “{printed}” is not recognised, so the report waits for an officer"
    if before:
        stored = _store_again(report, path, about=printed, name=name, by=by)
        return Held(before, f"{waits}; it was added before, {stored}")
    fresh = pdf_store.keep(path, report.source.sha256)
    try:
        with transaction.atomic():
            held = WaitingReport(
                sha256=report.source.sha256, name=name[:255], size=report.source.bytes,
                pages=report.source.pages, reader=READER, added_by=by, printed=printed,
                start=date.fromisoformat(report.inspected.start),
                end=date.fromisoformat(report.inspected.end),
            )  # fmt: skip
            held.pack(report)
            held.save()
            audit.record_change("report waits for a council", by=by, about=printed, file=name)
    except IntegrityError:  # added by somebody else at the same moment
        held = WaitingReport.objects.get(sha256=report.source.sha256)
    except BaseException:
        _forget(report.source.sha256, fresh=fresh)
        raise
    return Held(held, waits)


def _chosen(own: Authority | None, council: Authority | None, start: date) -> Authority:
    """The council that a report is added to."""
    chosen = council or own
    assert chosen is not None  # the caller looked
    if own and chosen != own:
        raise CannotAdd(f"The report is of {own}, not of {chosen}, so it was not added.")
    if council and not there_on(council, start):
        raise CannotAdd(
            f"There was no council {council} on {say_date(start)}, so the report was not added."
        )
    return chosen


def read_again(document: Document, report: Report, *, by: User | None) -> list[str]:
    """Put a newer reading in place of the stored one; gives what changed, in sentences.

    The inspection keeps its address. A reading that finds another authority or first day raises
    :class:`CannotAdd` and changes nothing: that is for a person to decide.
    """
    inspection = document.inspection
    report = _with_its_council(report, document, inspection)
    _same_inspection(report, inspection)
    differences = differ(document.report, report)
    if differences or document.reader != READER:
        with transaction.atomic():
            _fill(report, inspection)
            document.pack(report)
            document.reader = READER
            document.findings_from = ""  # its sentences may be others now
            document.save(update_fields=["packed", "reader", "findings_from"])
            if differences:
                audit.record_change(
                    "report read again", by=by, about=str(inspection), changed=differences[:50]
                )
    return differences


def differ(old: Report, new: Report) -> list[str]:
    """What two readings of one file say differently, in sentences."""
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
        raise CannotAdd("The council's name could not be read, so the report was not added.")
    if report.inspected is None:
        raise CannotAdd("The days of the inspection could not be read, so it was not added.")
    start, end = map(date.fromisoformat, (report.inspected.start, report.inspected.end))
    if end > today:
        raise CannotAdd(
            f"The report says that the inspection ended on {say_date(end)}, which is in the "
            "future, so it was not added. Check the file."
        )
    if start < _EARLIEST or end < start:
        raise CannotAdd(f"The days of the inspection, {start} to {end}, cannot be right.")
    return start


def _inspection(report: Report, council: Authority, start: date) -> Inspection:
    """The row of the inspection that a report may stand for; raises where another one stays."""
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
    """Lets a whole report pass where an incomplete one stands, and nothing else."""
    if document.sha256 == report.source.sha256:
        raise _Meanwhile
    if same_values(document.report, report):
        raise _SameReport(inspection)
    which = f"the inspection of {inspection.authority} that began on {say_date(inspection.start)}"
    if document.report.complete and not report.complete:
        raise CannotAdd(
            f"Parts of this report seem to be missing, and a whole one, “{document.name}”, already "
            f"stands for {which}. It was left as it is."
        )
    if document.report.complete or not report.complete:
        raise CannotAdd(
            f"Another file, “{document.name}”, already stands for {which}. It was left as it is."
        )


def _with_its_council(report: Report, document: Document, inspection: Inspection) -> Report:
    """A reading whose council is still not recognised, with the one that was chosen for it."""
    before, now = document.report.authority, report.authority
    if before and now and now.code is None and now.printed == before.printed:
        return with_council(report, inspection.authority) if before.code else report
    return report


def _same_inspection(report: Report, inspection: Inspection) -> None:
    code = report.authority.code if report.authority else None
    start = report.inspected.start if report.inspected else None
    if code != inspection.authority.code or start != inspection.start.isoformat():
        raise CannotAdd(
            f"{inspection}: the new reading gives another council or first day, so the stored one "
            "was left as it is."
        )


def _record(report: Report, inspection: Inspection, *, name: str, by: User | None) -> bool:
    """Give an inspection its report; true where it took the place of an incomplete one."""
    old = inspection.document
    document = Document(
        sha256=report.source.sha256, name=name[:255], size=report.source.bytes,
        pages=report.source.pages, reader=READER, added_by=by,
    )  # fmt: skip
    document.pack(report)
    document.save()
    inspection.document = document
    _fill(report, inspection)
    WaitingReport.objects.filter(sha256=report.source.sha256).delete()
    if old is None:
        audit.record_change(
            "report added", by=by, about=str(inspection), file=name,
            printed=report.authority.printed if report.authority else "",
        )  # fmt: skip
        return False
    links = carry_corrections(inspection, old.report, report)
    audit.record_change(
        "incomplete report replaced", by=by, about=str(inspection), file=name, before=old.name,
        before_sha256=old.sha256, changed=differ(old.report, report)[:50], **links,
    )  # fmt: skip
    set_aside(old, inspection)
    return True


def _fill(report: Report, inspection: Inspection) -> None:
    """Make the rows of a report, in place of those there were."""
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
    doubts = f", {len(report.problems)} doubts" if report.problems else ""
    return f"{len(report.improvements)} areas for improvement{doubts}"
