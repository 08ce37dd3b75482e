"""A report becomes an inspection: whole, once, and in the log."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from cusp.reports import Report
from cusp.reports.authorities import bare_name
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.record import search, store
from cusp.web.record.models import Authority, Document, Inspection, Judgement, Passage
from cusp.web.record.passages import facts_of, judgements_of, passages_of

READER = f"cusp {version('cusp')}"
# How far apart first days may be and still be the same inspection under another reading.
_EARLIEST = date(2009, 1, 1)


class CannotAdd(ValueError):
    """Why a report cannot stand in the record, in one sentence that says what to do."""


class _Meanwhile(Exception):
    """The same file was added by somebody else after this one was looked up."""


class Added(msgspec.Struct, frozen=True):
    """What came of adding: a new inspection, or one that was there already."""

    state: Literal["added", "known"]
    inspection: Inspection
    message: str


def add(report: Report, path: Path, *, name: str, by: User | None, today: date) -> Added:
    """Put a report that was read into the record.

    The same file a second time changes nothing. Raises :class:`CannotAdd` for a report whose
    authority or days could not be read, for days in the future, and where another file already
    stands for the same inspection; ``OSError`` where the PDF cannot be stored. Nothing is stored
    then.
    """
    known = _known(report.source.sha256)
    if known:
        return Added("known", known, "already in the record; nothing was changed")
    start = _checked(report, today)
    fresh = store.keep(path, report.source.sha256)
    try:
        with transaction.atomic():
            inspection = _inspection(report, start)
            _record(report, inspection, name=name, by=by)
            audit.changed("report added", by=by, about=str(inspection), file=name)
    except (IntegrityError, _Meanwhile):
        # The same file, added by somebody else at the same moment: theirs stands.
        known = _known(report.source.sha256)
        if known:
            return Added("known", known, "was added a moment ago; nothing was changed")
        raise
    except BaseException:
        if fresh and not Document.objects.filter(sha256=report.source.sha256).exists():
            store.place_of(report.source.sha256).unlink(missing_ok=True)
        raise
    return Added("added", inspection, _found(report))


def read_again(document: Document, report: Report, *, by: User | None) -> list[str]:
    """Put a newer reading in place of the stored one; gives what changed, in sentences.

    The inspection keeps its address. A reading that finds another authority or first day raises
    :class:`CannotAdd` and changes nothing: that is for a person to decide.
    """
    inspection = document.inspection
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
                audit.changed(
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
            f"The report says that the inspection ended on {end:%-d %B %Y}, which is in the "
            "future, so it was not added. Check the file."
        )
    if start < _EARLIEST or end < start:
        raise CannotAdd(f"The days of the inspection, {start} to {end}, cannot be right.")
    return start


def _inspection(report: Report, start: date) -> Inspection:
    authority = _authority(report)
    inspection = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("authority", "document")
        .filter(authority=authority, start=start)
        .first()
    )
    if inspection is None:
        end = date.fromisoformat(report.inspected.end) if report.inspected else start
        return Inspection.objects.create(authority=authority, start=start, end=end)
    if inspection.document and inspection.document.sha256 == report.source.sha256:
        raise _Meanwhile
    if inspection.document:
        raise CannotAdd(
            f"Another file, “{inspection.document.name}”, already stands for the inspection of "
            f"{authority} that began on {start:%-d %B %Y}. It was left as it is."
        )
    return inspection


def _authority(report: Report) -> Authority:
    """The council that the reader matched, or one under its printed name that nobody knows yet."""
    assert report.authority is not None  # checked before
    if report.authority.code:
        return Authority.objects.get(code=report.authority.code)
    name = bare_name(report.authority.printed)[:120]
    slug = slugify(name)[:110] or "unnamed"
    while True:
        found, _ = Authority.objects.get_or_create(slug=slug, defaults={"name": name})
        if found.code is None and found.name == name:
            return found
        slug += "-2"


def _same_inspection(report: Report, inspection: Inspection) -> None:
    code = report.authority.code if report.authority else None
    start = report.inspected.start if report.inspected else None
    if code != inspection.authority.code or start != inspection.start.isoformat():
        raise CannotAdd(
            f"{inspection}: the new reading gives another council or first day, so the stored one "
            "was left as it is."
        )


def _record(report: Report, inspection: Inspection, *, name: str, by: User | None) -> None:
    document = Document(
        sha256=report.source.sha256, name=name[:255], size=report.source.bytes,
        pages=report.source.pages, reader=READER, added_by=by,
    )  # fmt: skip
    document.pack(report)
    document.save()
    inspection.document = document
    _fill(report, inspection)


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
