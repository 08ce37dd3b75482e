"""What killed processes left in the data folder: the worker removes it.

Nothing in the database refers to these files. Another process may be writing one at this moment, so
only files that have not changed for a day are removed.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cusp.web.background.status import Status
from cusp.web.record.archive.pdf_store import UNFINISHED
from cusp.web.record.choices import JobState
from cusp.web.record.intake.add_report import is_kept
from cusp.web.record.models import UploadJob

OLD = 24 * 3600.0
LOOK_EVERY = 3600.0
_log = logging.getLogger(__name__)
# When to look again, on the clock that nobody can set.
_look_at = 0.0


def remove_now_and_then(_status: Status) -> bool:
    """Look for leftovers when the worker starts and once an hour; False, since it is never much."""
    global _look_at  # noqa: PLW0603  # so that an idle worker does not look all the time
    if time.monotonic() >= _look_at:
        remove()
        _look_at = time.monotonic() + LOOK_EVERY
    return False


def remove(*, older_than: float = OLD) -> None:
    """Remove what has been left for so many seconds, and uploads of jobs that are done."""
    for path in (*_uploads(older_than), *_pdfs(older_than)):
        _log.warning("removing %s, which an interrupted process left", path.name)
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def _uploads(older_than: float) -> Iterator[Path]:
    found = {path.name: path for path in (Path(settings.DATA) / "uploads").glob("*-*")}
    jobs = UploadJob.objects.filter(pk__in=[name for name in found if _is_id(name)])
    states = {str(pk): state for pk, state in jobs.values_list("pk", "state")}
    for name, path in found.items():
        state = states.get(name)
        if state == JobState.DONE or (state is None and _is_old(path, older_than)):
            yield path


def _pdfs(older_than: float) -> Iterator[Path]:
    for path in Path(settings.PDFS).glob("*/*"):
        unfinished = path.name.startswith(UNFINISHED)
        if _is_old(path, older_than) and (unfinished or not is_kept(path.stem)):
            yield path


def _is_old(path: Path, seconds: float) -> bool:
    with suppress(FileNotFoundError):
        return time.time() - path.stat().st_mtime >= seconds
    return False


def _is_id(name: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(name))
    return False
