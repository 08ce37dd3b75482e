"""Adding reports from Ofsted's website that are not in the record, and reporting each change.

The website never removes anything from the record: a report that disappears there is kept, and
``add_report`` decides whether another edition may replace a report.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

from cusp.reports import Outcome, read_reports
from cusp.reports.acquire.fetch import Document as Fetched
from cusp.reports.acquire.rounds import Checked
from cusp.reports.files import printable
from cusp.web.accounts import audit
from cusp.web.common.wording import say_date
from cusp.web.record.archive import revision
from cusp.web.record.choices import FileState, PublishedFrom
from cusp.web.record.intake import sync_wording as words
from cusp.web.record.intake.sync_memory import Memory, Note
from cusp.web.record.intake.upload_jobs import add_outcome
from cusp.web.record.models import Document, Inspection

OTHER_EDITION, UNREAD, GONE, BACK = "other edition", "unread", "gone", "back"


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change; ``text`` describes it in a sentence.

    ``change`` is "added", "other edition", "gone", "back" or another state of an added file.
    """

    schema: str = "cusp.sync/1"
    at: datetime
    authority: dict[str, str | None]
    change: str
    text: str
    inspected: dict[str, date] | None = None
    published: date | None = None
    grade: str | None = None
    grade_before: str | None = None
    judgements: dict[str, str] = {}
    file: str
    sha256: str
    address: str


class Came(msgspec.Struct):
    """The result for one council.

    ``failed`` describes what went wrong in this run; ``still`` counts files that cannot be added
    and that an earlier run reported.
    """

    changes: list[Change] = []
    failed: list[str] = []
    still: int = 0
    added: list[Inspection] = []


class Into(msgspec.Struct, frozen=True):
    """Where files are and what was reported about them. ``again`` also retries and reports files
    that failed before; ``jobs`` is the number of processes that read."""

    folder: Path
    memory: Memory
    at: datetime
    again: bool = False
    jobs: int | None = None


class _File(msgspec.Struct, frozen=True):
    """A file that is not in the record, and the document it was fetched for."""

    path: Path
    sha256: str
    document: Fetched


def take_in(checked: Checked, into: Into, came: Came) -> None:
    """Add reports from a council's page that are not in the record.

    Results are added to ``came`` as they happen, so they are kept even if the rest fails.
    """
    taking = _Taking(checked, into, came)
    taking.name_failed()
    taking.add_new()
    taking.name_gone()
    taking.name_back()


class _Taking:
    def __init__(self, checked: Checked, into: Into, came: Came) -> None:
        self.checked, self.into, self.came = checked, into, came
        self.known = checked.council.known

    def name_failed(self) -> None:
        for result in self.checked.results:
            if result.outcome == "failed":
                self._failed(words.report_of(result.document.published), "fetched", result.reason)
        for link in self.checked.undated:
            why = f"its link on Ofsted’s page has no date ({link.address})"
            self._failed(link.title, "fetched", why)

    def add_new(self) -> None:
        files = {printable(file.path): file for file in self._new() if not self._is_settled(file)}
        if files:
            outcomes = list(
                read_reports([file.path for file in files.values()], jobs=self.into.jobs)
            )
            for outcome in sorted(outcomes, key=_start):
                self._add(files[outcome.path], outcome)

    def name_gone(self) -> None:
        for entry in self.checked.gone:
            file = _File(self.into.folder / entry.file, entry.sha256, entry)
            held = _held(file)
            said = f"{words.report_of(entry.published, held)} is no longer on Ofsted’s site"
            if self._is_news(entry.file, GONE, said):
                self._changed(GONE, f"{said}; Cusp has kept it", file, held)

    def name_back(self) -> None:
        for result in self.checked.results:
            if result.outcome != "failed" and self.into.memory.state(result.file) == GONE:
                path = self.into.folder / result.file
                file = _File(path, _digest(path), result.document)
                held = _held(file)
                said = (
                    f"{words.report_of(result.document.published, held)} is back on Ofsted’s site"
                )
                self._is_news(result.file, BACK, said)
                self._changed(BACK, said, file, held)

    def _new(self) -> list[_File]:
        """Files that are not in the record."""
        found: dict[str, _File] = {}
        for result in self.checked.results:
            path = self.into.folder / result.file
            if result.file and path.is_file():
                digest = _digest(path)
                found.setdefault(digest, _File(path, digest, result.document))
        held = set(Document.objects.filter(sha256__in=found).values_list("sha256", flat=True))
        return [file for digest, file in found.items() if digest not in held]

    def _is_settled(self, file: _File) -> bool:
        """Whether reading a file again would give the result already reported."""
        note = None if self.into.again else self.into.memory.current(file.sha256, at=self.into.at)
        if note is None:
            return False
        if note.state == UNREAD:
            self.came.still += 1
            return True
        held = Document.objects.filter(sha256=note.held)
        return note.state == OTHER_EDITION and held.exists()

    def _add(self, file: _File, outcome: Outcome) -> None:
        before = _standing(outcome)
        state, message, inspection = add_outcome(
            outcome, path=file.path, name=file.path.name, by=None
        )
        if state == FileState.REFUSED and before:
            self._other_edition(file, before, message)
        elif state == FileState.REFUSED:
            self._not_added(file, UNREAD if outcome.report is None else state, message)
        elif state == FileState.ADDED and inspection and before is None:
            self.came.added.append(inspection)
            self._added(file, outcome, inspection)
        elif state != FileState.KNOWN:
            about = f"inspection of {say_date(inspection.start)}: " if inspection else ""
            self.came.added += [inspection] if inspection else []
            if self._is_news(file.sha256, state, message):
                self._changed(state, about + message, file, inspection)

    def _added(self, file: _File, outcome: Outcome, inspection: Inspection) -> None:
        date_by_ofsted(inspection, file.document.published, today=self.into.at.date())
        problems = len(outcome.report.problems) if outcome.report else 0
        now, before = words.now_and_before(inspection)
        said = words.added(now, before, problems=problems)
        self._changed(
            "added",
            said,
            file,
            inspection,
            grade=now.grades.get("overall"),
            grade_before=before.grades.get("overall") if before else None,
            judgements=dict(now.grades),
        )

    def _other_edition(self, file: _File, held: Inspection, why: str) -> None:
        digest = held.document.sha256 if held.document else ""
        said = (
            f"Ofsted’s site has a different edition of the {words.report_of(held.end, held)}; "
            "Cusp has kept the one in the record"
        )
        if self._is_news(file.sha256, OTHER_EDITION, why, held=digest) or self.into.again:
            self._changed(OTHER_EDITION, f"{said} ({printable(file.path)})", file, held)

    def _not_added(self, file: _File, state: str, why: str) -> None:
        if self._is_news(file.sha256, state, why) or self.into.again:
            what = words.report_of(file.document.published)
            self._failed(what, "added", f"{why} ({printable(file.path)})")
        else:
            self.came.still += 1

    def _is_news(self, about: str, state: str, message: str, *, held: str = "") -> bool:
        return self.into.memory.is_news(Note(about, state, message, self.into.at, held))

    def _failed(self, what: str, done: str, why: str) -> None:
        self.came.failed.append(f"{self.known.name}: {what} not {done}: {why}")

    def _changed(
        self,
        change: str,
        said: str,
        file: _File,
        inspection: Inspection | None = None,
        **more: Any,
    ) -> None:
        # A page may list another council's report: what the report itself says is used.
        council = inspection.authority if inspection else self.known
        published = inspection.published if inspection else None
        days = {"start": inspection.start, "end": inspection.end} if inspection else None
        self.came.changes.append(
            Change(
                at=self.into.at,
                change=change,
                text=f"{council.name}: {said}",
                authority={"name": council.name, "code": council.code},
                inspected=days,
                published=published or file.document.published,
                file=printable(file.path),
                sha256=file.sha256,
                address=file.document.address,
                **more,
            )
        )


def date_by_ofsted(inspection: Inspection, day: date, *, today: date) -> None:
    """Use the publication date on Ofsted's website if the report does not print one."""
    if inspection.published is None and inspection.end <= day <= today:
        inspection.published, inspection.published_from = day, PublishedFrom.OFSTED
        with transaction.atomic():
            inspection.save(update_fields=["published", "published_from", "changed_at"])
            audit.record_change(
                "publication date added", by=None, about=str(inspection), published=day.isoformat()
            )
            revision.bump()


def _held(file: _File) -> Inspection | None:
    """The inspection whose report is this file."""
    rows = Inspection.objects.select_related("authority")
    return rows.filter(document__sha256=file.sha256).first()


def _standing(outcome: Outcome) -> Inspection | None:
    """The inspection that a report is about, if the record already has a report on it."""
    report = outcome.report
    if report is None or report.authority is None or report.inspected is None:
        return None
    rows = Inspection.objects.select_related("authority", "document").defer("document__packed")
    start = date.fromisoformat(report.inspected.start)
    return rows.filter(
        authority__code=report.authority.code or "", start=start, document__isnull=False
    ).first()


def _start(outcome: Outcome) -> str:
    """Sort key to add the oldest first, so that changes are reported in order."""
    return outcome.report.inspected.start if outcome.report and outcome.report.inspected else ""


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
