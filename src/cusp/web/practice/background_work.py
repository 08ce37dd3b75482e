"""The worker's tasks for practice: loading and deleting returns, and removing old uploads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.utils import timezone

from cusp.web.accounts import audit
from cusp.web.practice import load_jobs, retention, uploaded_files
from cusp.web.practice.choices import LoadState
from cusp.web.practice.models import ListUpload, LoadJob

if TYPE_CHECKING:
    from cusp.web.background.status import Status
    from cusp.web.background.worker import Step

LOOK_EVERY = 3600.0
# When to look again, on the clock that nobody can set.
_look_at = 0.0
_NOBODY_DECIDED = "Nobody loaded it within 7 days, so the file was deleted."


def remove_uploads_now_and_then(_status: Status) -> bool:
    """Look for old uploads when the worker starts and once an hour; False, as it is never much."""
    global _look_at  # noqa: PLW0603  # so that an idle worker does not look all the time
    if time.monotonic() >= _look_at:
        remove_uploads()
        _look_at = time.monotonic() + LOOK_EVERY
    return False


def remove_uploads() -> None:
    """Delete uploads that nobody has decided on, and files that no job names."""
    before = timezone.now() - load_jobs.KEPT_FOR
    for job in LoadJob.objects.filter(state=LoadState.CHECKED, asked_at__lt=before):
        load_jobs.cancel(job, by=audit.CUSP, why=_NOBODY_DECIDED)
    ListUpload.objects.filter(at__lt=before).delete()
    named = LoadJob.objects.exclude(folder="").values_list("folder", flat=True)
    uploaded_files.forget_all_but(named, older_than=LOOK_EVERY)


STEPS: dict[str, Step] = {
    "Loading returns": load_jobs.run_next,
    "Deleting returns": retention.delete_next,
    "Removing uploaded returns": remove_uploads_now_and_then,
}
