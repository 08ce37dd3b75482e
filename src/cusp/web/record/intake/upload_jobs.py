"""Orders to add files, worked off by a process of their own.

An order and its files are rows, so a progress page can be reloaded, and an order whose process died
can be gone on with: a file that was added before is found to be known.
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

# A worker says that it is alive at least this often, in seconds; one silent for longer has died.
BEAT = 2.0
SILENT = 20.0


class CannotTakeIn(ValueError):
    """Why uploads were not taken in, in one sentence that says what to do."""


def take_in(files: Iterable[UploadedFile[Any]], *, by: User | None) -> UploadJob:
    """Keep uploads and order them to be added: all of them, or none where the disk is full.

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
            f"The files could not be stored ({error.strerror or error}), so none was added. Make "
            "room on the disk of the server and try again."
        ) from None
    with transaction.atomic():
        order.save()
        UploadedReport.objects.bulk_create(rows)
    return order


def start(order: UploadJob) -> None:
    """Have a process of its own work an order off."""
    _start("work", str(order.pk))


def start_readings() -> None:
    """Have a process of its own read the words of reports that were not read yet.

    Nothing waits for it: a page that is looked at before reads its own report.
    """
    if not flag("CUSP_NO_BACKGROUND"):
        _start("work-readings")


def start_again(order: UploadJob) -> None:
    """Have a new process go on with an order whose first one died."""
    UploadJob.objects.filter(pk=order.pk).update(
        state=JobState.WAITING, last_heartbeat=timezone.now()
    )
    start(order)


def is_silent(order: UploadJob) -> bool:
    """Whether an order that is not done has nobody at work on it."""
    if order.state == JobState.DONE:
        return False
    return (order.last_heartbeat or order.at) < timezone.now() - timedelta(seconds=SILENT)


def claim(order: UploadJob) -> bool:
    """Take an order for this process; false where another is at work on it or it is done."""
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
    """Read and add every file of an order that is still waiting."""
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
    """Add what was read; gives a state of :class:`UploadedReport`, a sentence, and the inspection.

    ``council`` is whose report it is where that is not recognised.
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
            f"could not be stored ({why}); make room and add it again",
            None,
        )
    return done.state, done.message, done.inspection if isinstance(done, Added) else None


def make_ready(added: Collection[Inspection], *, background: bool = True) -> None:
    """What is better done once, when many reports were added, than at the first look at each."""
    search.settle()
    carried_over.prepare(added)
    if added and background:
        start_readings()


def _start(*command: str) -> None:
    subprocess.Popen(  # it goes on when the web server's worker that started it is gone
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
    # Django has taken folders off the name already; what is left is shown and never used as a path.
    return (file.name or "unnamed")[:255]
