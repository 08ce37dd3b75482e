"""Upload jobs, which the worker runs.

A job and its files are rows in the database, so the progress page can be reloaded and an
interrupted job can continue: files that were already added are recognised.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from cusp.reports import Outcome, read_reports
from cusp.web.accounts.models import User
from cusp.web.background.status import Status
from cusp.web.background.worker import is_passing, reason_of
from cusp.web.record import search
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.intake.add_report import Added, CannotAdd, add
from cusp.web.record.models import Authority, Inspection, UploadedReport, UploadJob

# A file is abandoned after this many failures that had no temporary cause.
MOST_FAILURES = 3
_failures: Counter[int] = Counter()
_log = logging.getLogger(__name__)


class ClaimLost(RuntimeError):
    """Another process is working on the job now."""


class CannotTakeIn(ValueError):
    """Uploads that could not be stored; the message says why and what to do."""


def take_in(files: Iterable[UploadedFile[Any]], *, by: User | None) -> UploadJob:
    """Store uploads as a new job: all of them, or none if the disk is full.

    Raises :class:`CannotTakeIn`.
    """
    job = UploadJob(by=by)
    folder = _folder(job.pk)
    rows = []
    try:
        folder.mkdir(parents=True)
        for number, file in enumerate(files, start=1):
            place = folder / f"{number}.pdf"
            with place.open("wb") as out:
                for chunk in file.chunks():
                    out.write(chunk)
            rows.append(UploadedReport(job=job, name=_name(file), waiting=str(place)))
        with transaction.atomic():
            job.save()
            UploadedReport.objects.bulk_create(rows)
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if (why := _why_not_taken_in(error)) is None:
            raise
        raise CannotTakeIn(why) from None
    return job


def _why_not_taken_in(error: BaseException) -> str | None:
    if isinstance(error, OSError):
        return (
            "No reports were added because the files could not be stored "
            f"({error.strerror or error}). Free up disk space on the server and try again."
        )
    if isinstance(error, OperationalError | InterfaceError):
        reason = reason_of(error).partition(".")[0]
        return f"No reports were added. {reason}. Try again in a few minutes."
    return None


def run_next(status: Status) -> bool:
    """Read and add the files of the oldest unfinished job; False if there is none.

    Only the worker calls this, and there is only one worker. So a job marked as running was
    interrupted, and is continued.
    """
    job = UploadJob.objects.exclude(state=JobState.DONE).order_by("at").first()
    if job is None:
        return False
    run(job, status)
    return True


def run(job: UploadJob, status: Status) -> None:
    """Read and add every file of a job that is still waiting.

    Raises :class:`ClaimLost` if another process has taken over the job.
    """
    claim = uuid4()
    UploadJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, claim=claim)
    rows = {row.waiting: row for row in job.files.filter(state=FileState.WAITING)}
    total = job.files.count()
    done = total - len(rows)
    status.doing(f"Reading reports: {done} of {total}")
    for outcome in read_reports(list(rows), jobs=settings.WORKERS):
        _settle(rows[outcome.path], outcome, job, claim)
        done += 1
        status.doing(f"Reading reports: {done} of {total}")
    search.settle()
    ended = UploadJob.objects.filter(pk=job.pk, claim=claim)
    if ended.update(state=JobState.DONE, ended=timezone.now()):
        shutil.rmtree(_folder(job.pk), ignore_errors=True)


def _settle(row: UploadedReport, outcome: Outcome, job: UploadJob, claim: UUID) -> None:
    """Add one file, or say why not, in the same transaction as the check of the claim."""
    with transaction.atomic():
        if not UploadJob.objects.select_for_update().filter(pk=job.pk, claim=claim).exists():
            raise ClaimLost(f"Another process has taken over upload job {job.pk}.")
        row.state, message, row.inspection = _added(row, outcome, job.by)
        row.message = message[:500]
        row.save(update_fields=["state", "message", "inspection"])


def _added(
    row: UploadedReport, outcome: Outcome, by: User | None
) -> tuple[str, str, Inspection | None]:
    """The result for a file; one that keeps failing is abandoned, so that others can continue."""
    try:
        with transaction.atomic():
            return add_outcome(outcome, path=Path(row.waiting), name=row.name, by=by)
    except Exception as error:
        if is_passing(error):
            raise
        _failures[row.pk] += 1
        if _failures[row.pk] < MOST_FAILURES:
            raise
        _log.exception("%s was abandoned", row.name)
        why = "could not be added because of an error in Cusp (details are in the log)"
        return FileState.REFUSED, why, None


def add_outcome(
    outcome: Outcome, *, path: Path, name: str, by: User | None, council: Authority | None = None
) -> tuple[str, str, Inspection | None]:
    """Add a report that was read; returns the file's state, a message and the inspection.

    ``council`` is for a report whose council is not recognised. Raises ``OSError`` if the PDF
    cannot be stored.
    """
    if outcome.report is None:
        return FileState.REFUSED, outcome.error or "could not be read", None
    try:
        today = timezone.localdate()
        done = add(outcome.report, path, name=name, by=by, today=today, council=council)
    except CannotAdd as error:
        return FileState.REFUSED, str(error), None
    return done.state, done.message, done.inspection if isinstance(done, Added) else None


def add_now(
    outcome: Outcome, *, path: Path, name: str, council: Authority | None = None
) -> tuple[str, str, Inspection | None]:
    """Like :func:`add_outcome`, but for commands: refuses a PDF that cannot be stored."""
    try:
        return add_outcome(outcome, path=path, name=name, by=None, council=council)
    except OSError as error:
        why = error.strerror or str(error)
        message = f"could not be stored ({why}). Free up disk space and add it again"
        return FileState.REFUSED, message, None


def _folder(pk: UUID) -> Path:
    return Path(settings.DATA) / "uploads" / str(pk)


def _name(file: UploadedFile[Any]) -> str:
    # Django has already removed folders from the name, which is shown but never used as a path.
    return (file.name or "unnamed")[:255]
