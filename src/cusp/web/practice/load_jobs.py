"""Loading a return by the worker: it checks the file, a person decides, then it is loaded.

A job is a row, so the page can be reloaded and a job that was cut off is resumed: a check is
repeated, and a load finds the snapshot there already or starts again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from cusp.outside.process import NotNow, NoWorkers
from cusp.returns import CannotRead, load_return
from cusp.returns.pseudonyms import WeakKey
from cusp.web.accounts import audit
from cusp.web.accounts.models import User
from cusp.web.background.worker import is_passing
from cusp.web.common.refusals import CannotChange
from cusp.web.practice import load_checks, snapshots, uploaded_files
from cusp.web.practice.choices import LoadState
from cusp.web.practice.load_checks import Found
from cusp.web.practice.models import LoadJob, Snapshot
from cusp.web.practice.one_at_a_time import AlreadyRunning, alone

if TYPE_CHECKING:
    from cusp.returns.record import Return
    from cusp.web.background.status import Status

# An upload that nobody has decided on is deleted after this.
KEPT_FOR = timedelta(days=7)
UNDECIDED = (LoadState.WAITING, LoadState.CHECKED, LoadState.LOADING)
_LOADED_BEFORE = "This file was loaded before, so nothing has changed."
_log = logging.getLogger(__name__)


def take_in(
    chosen: Sequence[UploadedFile[Any]],
    *,
    as_at: date,
    retain_until: date,
    at: datetime,
    by: User,
) -> LoadJob:
    """Store an uploaded return for the worker to check. Raises ``CannotChange``."""
    token, name = uploaded_files.store(chosen)
    try:
        with transaction.atomic():
            job = LoadJob.objects.create(
                name=name, folder=token, as_at=as_at, retain_until=retain_until, asked_at=at,
                **audit.by_whom(by),
            )  # fmt: skip
            audit.record_change("uploaded a return", by=by, about=_about(job), file=name)
    except BaseException:
        uploaded_files.forget(token)
        raise
    return job


def found_of(job: LoadJob) -> Found | None:
    """What the check found, once it has."""
    return msgspec.convert(job.found, Found) if job.found else None


@transaction.atomic
def accept(job: LoadJob, *, accepted: Collection[str], by: User) -> None:
    """Have the worker load a return that was checked. Raises ``CannotChange``.

    ``accepted`` are the codes of the questions that somebody said yes to.
    """
    job = _locked(job)
    if job.state in (LoadState.LOADING, LoadState.LOADED):
        return
    found = found_of(job)
    if job.state != LoadState.CHECKED or found is None:
        raise CannotChange("This return has not been checked, so it cannot be loaded.")
    if {one.code for one in found.questions} - set(accepted):
        raise CannotChange("Confirm each of these before you load the return", field="accepted")
    job.state, job.accepted_by, job.accepted, job.doing = (
        LoadState.LOADING, by, sorted(accepted), "",
    )  # fmt: skip
    job.save()
    audit.record_change("accepted a return", by=by, about=_about(job), file=job.name)


def cancel(job: LoadJob, *, by: User | str, why: str) -> None:
    """Do not load a return, and delete its file. Raises ``CannotChange``."""
    with transaction.atomic():
        job = _locked(job)
        if job.state not in (LoadState.WAITING, LoadState.CHECKED):
            raise CannotChange("It is too late to cancel this upload.")
        audit.record_change("did not load a return", by=by, about=_about(job), why=why)
        _end(job, LoadState.CANCELLED, why)


def run_next(status: Status) -> bool:
    """Check or load the return that comes first; False if there is none."""
    waiting = LoadJob.objects.filter(state__in=(LoadState.WAITING, LoadState.LOADING))
    job = waiting.select_related("by", "accepted_by").order_by("id").first()
    if job is None:
        return False
    try:
        with alone():
            run(job, status)
    except AlreadyRunning:
        _say(job, "Another return is being loaded or deleted")
        return False
    return True


def run(job: LoadJob, status: Status | None = None) -> None:
    """Check or load a return, or record why not. Nobody else may be loading."""
    if status:
        status.doing(f"{'Loading' if job.state == LoadState.LOADING else 'Checking'} a return")
    snapshots.sweep()
    try:
        _say(job, "Reading the file")
        loaded = load_return(_path(job), job.as_at)
        if job.state == LoadState.LOADING:
            _load(job, loaded)
        else:
            _check(job, loaded)
    except (CannotRead, CannotChange, WeakKey) as error:
        _refuse(job, str(error))
    except (NotNow, NoWorkers):
        raise  # the worker tries again
    except Exception as error:
        if is_passing(error):
            raise
        # The message of an error may name a child, so the log has only its kind and place.
        _log.error("a return was not loaded: %s at %s", type(error).__name__, _place(error))
        _refuse(job, "There was an error in Cusp; the log has the details. Try again.")


def _check(job: LoadJob, loaded: Return) -> None:
    if not load_checks.rows_of(loaded):
        raise CannotChange(
            f"{job.name} has headings but no rows: use the file in which the lists are filled in."
        )
    if already := snapshots.held_already(loaded):
        _same_file(job, already)
        return
    found = load_checks.found_in(loaded)
    uploaded_files.keep_problems(job.folder, loaded.problems)
    changed = {"state": LoadState.CHECKED, "doing": "", "found": msgspec.to_builtins(found)}
    # Unless somebody has cancelled it meanwhile.
    LoadJob.objects.filter(pk=job.pk, state=LoadState.WAITING).update(**changed)


def _load(job: LoadJob, loaded: Return) -> None:
    asked = load_checks.questions(loaded)
    codes = {one.code for one in asked}
    if codes - set(job.accepted):  # another return was loaded or deleted since
        found = msgspec.structs.replace(load_checks.found_in(loaded), questions=asked)
        job.state, job.doing, job.found = LoadState.CHECKED, "", msgspec.to_builtins(found)
        job.save()
        return
    by = job.accepted_by or job.by or job.by_then
    done = snapshots.load(
        loaded, retain_until=job.retain_until, at=timezone.now(), by=by,
        replace=load_checks.ANOTHER_FILE in job.accepted, say=lambda what: _say(job, what),
    )  # fmt: skip
    job.snapshot = done.snapshot
    _end(job, LoadState.LOADED, "" if done.new else _LOADED_BEFORE)


def _same_file(job: LoadJob, snapshot: Snapshot) -> None:
    with transaction.atomic():
        job = _locked(job)
        if job.state != LoadState.WAITING:
            return  # cancelled meanwhile
        job.snapshot = snapshot
        _end(job, LoadState.LOADED, _LOADED_BEFORE)


def _refuse(job: LoadJob, why: str) -> None:
    with transaction.atomic():
        job = _locked(job)
        if job.state not in (LoadState.WAITING, LoadState.LOADING):
            return  # cancelled meanwhile
        by = job.accepted_by or job.by or job.by_then
        audit.record_change("refused a return", by=by, about=_about(job), file=job.name)
        _end(job, LoadState.REFUSED, why)


def _end(job: LoadJob, state: LoadState, why: str) -> None:
    token, job.folder = job.folder, ""
    job.state, job.why, job.doing = state, why, ""
    if job.found:  # what is quoted from the file goes with it
        job.found = {**job.found, "first": [], "questions": []}
    job.save()
    transaction.on_commit(lambda: uploaded_files.forget(token))


def _locked(job: LoadJob) -> LoadJob:
    return LoadJob.objects.select_for_update().get(pk=job.pk)


def _path(job: LoadJob) -> Path:
    return uploaded_files.base() / job.folder / job.name


def _about(job: LoadJob) -> str:
    return f"return as at {job.as_at}"


def _say(job: LoadJob, doing: str) -> None:
    LoadJob.objects.filter(pk=job.pk).update(doing=doing[:200])


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    code = trace.tb_frame.f_code if trace else None
    return f"{Path(code.co_filename).name}:{trace.tb_lineno}" if code and trace else "?"
