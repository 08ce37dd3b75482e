"""How much longer an upload job will take, based on the reports added so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from cusp.web.record.choices import FileState
from cusp.web.record.models import UploadJob
from cusp.wording import counted

# A gap longer than this, in seconds, means that the job was interrupted.
LONGEST_GAP = 60.0


def time_left(job: UploadJob, waiting: int) -> str:
    """For example "About 3 minutes left"; empty if it is too early to tell."""
    added = job.files.filter(state=FileState.ADDED, inspection__document__isnull=False)
    times = sorted(added.values_list("inspection__document__added_at", flat=True))
    left = estimate([job.at, *times], waiting)
    return in_words(left) if left is not None else ""


def estimate(times: Sequence[datetime], waiting: int) -> timedelta | None:
    """The time needed for the remaining files, from when the job started and when it added files.

    Longer gaps, when the job had stopped, do not count.
    """
    gaps = [after - before for before, after in pairwise(times)]
    working = [gap for gap in gaps if timedelta() <= gap <= timedelta(seconds=LONGEST_GAP)]
    return sum(working, timedelta()) / len(working) * waiting if working else None


def in_words(left: timedelta) -> str:
    """For example "About 3 minutes left", rounded up."""
    minutes = -(-left // timedelta(minutes=1))
    if minutes <= 1:
        return "Less than a minute left" if left < timedelta(minutes=1) else "About a minute left"
    hours, rest = divmod(minutes, 60)
    said = [counted(hours, "hour")] if hours else []
    said += [counted(rest, "minute")] if rest else []
    return f"About {' '.join(said)} left"
