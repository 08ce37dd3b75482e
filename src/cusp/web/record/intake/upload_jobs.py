"""Upload jobs, run in a background process.

A job and its files are rows of the database, so the progress page can be reloaded, and a job whose
process has died can be continued: files that were already added are recognised.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cusp.reports import Outcome, read_reports
from cusp.web.accounts.models import User
from cusp.web.environment import flag
from cusp.web.record import search
from cusp.web.record.choices import FileState, JobState
from cusp.web.record.comparison import carried_over
from cusp.web.record.intake.add_report import Added, CannotAdd, add
from cusp.web.record.models import Authority, Inspection, UploadedReport, UploadJob

# How often a running job sends a heartbeat, and after how long without one it counts as stopped.
BEAT = 2.0
SILENT = 20.0


class CannotTakeIn(ValueError):
    """Uploads that could not be stored; the message says why and what to do."""


def take_in(files: Iterable[UploadedFile[Any]], *, by: User | None) -> UploadJob:
    """Store uploads as a new job: all of them, or none if the disk is full.

    Raises :class:`CannotTakeIn`.
    """
    order = UploadJob(by=by)
    folder = _folder(order.pk)
    rows = []
    try:
        folder.mkdir(parents=True)
        for number, file in enumerate(files, start=1):
            place = folder / f"{number}.pdf"
            with place.open("wb") as out:
                for chunk in file.chunks():
                    out.write(chunk)
            rows.append(UploadedReport(job=order, name=_name(file), waiting=str(place)))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CannotTakeIn(
            "No reports were added because the files could not be stored "
            f"({error.strerror or error}). "
            "Free up disk space on the server and try again."
        ) from None
    with transaction.atomic():
        order.save()
        UploadedReport.objects.bulk_create(rows)
    return order


def start(order: UploadJob) -> None:
    """Run a job in a background process."""
    _start("work", str(order.pk))


def start_readings() -> None:
    """Read the findings of reports that have not been read yet, in a background process.

    Nothing waits for this: a page that is opened before then reads its own report.
    """
    if not flag("CUSP_NO_BACKGROUND"):
        _start("work-readings")


def start_again(order: UploadJob) -> None:
    """Continue a job in a new process, because its first one died."""
    UploadJob.objects.filter(pk=order.pk).update(
        state=JobState.WAITING, last_heartbeat=timezone.now()
    )
    start(order)


def is_silent(order: UploadJob) -> bool:
    """Whether a job is unfinished and its process has stopped."""
    if order.state == JobState.DONE:
        return False
    return (order.last_heartbeat or order.at) < timezone.now() - timedelta(seconds=SILENT)


def claim(order: UploadJob) -> bool:
    """Claim a job for this process; False if another process runs it or it is done."""
    now = timezone.now()
    with transaction.atomic():
        held = UploadJob.objects.select_for_update().get(pk=order.pk)
        alive = held.state == JobState.RUNNING and not is_silent(held)
        if held.state == JobState.DONE or alive:
            return False
        held.state, held.last_heartbeat = JobState.RUNNING, now
        held.save(update_fields=["state", "last_heartbeat"])
    return True


def work_off(pk: UUID) -> None:
    """Read and add every file of a job that is still waiting."""
    order = UploadJob.objects.select_related("by").get(pk=pk)
    if not claim(order):
        return
    rows = {row.waiting: row for row in order.files.filter(state=FileState.WAITING)}
    said = time.monotonic()
    added = []
    for outcome in read_reports(list(rows), jobs=settings.WORKERS):
        row = rows[outcome.path]
        _settle(row, outcome, order.by)
        if row.state == FileState.ADDED and row.inspection:
            added.append(row.inspection)
        if time.monotonic() - said > BEAT:
            UploadJob.objects.filter(pk=pk).update(last_heartbeat=timezone.now())
            said = time.monotonic()
    UploadJob.objects.filter(pk=pk).update(state=JobState.DONE, ended=timezone.now())
    shutil.rmtree(_folder(pk), ignore_errors=True)
    make_ready(added)


def add_outcome(
    outcome: Outcome, *, path: Path, name: str, by: User | None, council: Authority | None = None
) -> tuple[str, str, Inspection | None]:
    """Add a report that was read; returns the file's state, a message and the inspection.

    ``council`` is the council of a report whose council is not recognised.
    """
    if outcome.report is None:
        return FileState.REFUSED, outcome.error or "could not be read", None
    try:
        today = timezone.localdate()
        done = add(outcome.report, path, name=name, by=by, today=today, council=council)
    except CannotAdd as error:
        return FileState.REFUSED, str(error), None
    except OSError as error:
        why = error.strerror or str(error)
        return (
            FileState.REFUSED,
            f"could not be stored ({why}). Free up disk space and add it again.",
            None,
        )
    return done.state, done.message, done.inspection if isinstance(done, Added) else None


def make_ready(added: Collection[Inspection], *, background: bool = True) -> None:
    """Do once for all new reports what would otherwise slow down the first view of each."""
    search.settle()
    carried_over.prepare(added)
    if added and background:
        start_readings()


def _start(*command: str) -> None:
    subprocess.Popen(  # it continues if the web worker that started it stops
        [sys.executable, "-m", "cusp.cli", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
        close_fds=True,
        env={**os.environ, "CUSP_DATA": str(settings.DATA)},
    )


def _settle(row: UploadedReport, outcome: Outcome, by: User | None) -> None:
    row.state, message, row.inspection = add_outcome(
        outcome, path=Path(row.waiting), name=row.name, by=by
    )
    row.message = message[:500]
    row.save(update_fields=["state", "message", "inspection"])


def _folder(pk: UUID) -> Path:
    return Path(settings.DATA) / "uploads" / str(pk)


def _name(file: UploadedFile[Any]) -> str:
    # Django has already removed folders from the name, which is shown but never used as a path.
    return (file.name or "unnamed")[:255]
