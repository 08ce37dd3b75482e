"""The worker's tasks for boards: publishing agendas and making packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cusp.web.boards import packs, publish_jobs
from cusp.web.boards.models import BoardChange, Meeting

if TYPE_CHECKING:
    from cusp.web.background.status import Status
    from cusp.web.background.worker import Step

_complete_at: int | None = None


def make_packs(status: Status) -> bool:
    """Make packs that are missing, such as after a paper was withdrawn."""
    global _complete_at  # noqa: PLW0603  # so that an idle worker only has to read one number
    now = BoardChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if now == _complete_at:
        return False
    changed = BoardChange.objects.filter(pk__gt=_complete_at or 0, meeting__isnull=False)
    done = 0
    for meeting in Meeting.objects.filter(pk__in=changed.values("meeting")):
        last = meeting.publications.last()
        if last:
            status.doing("Making packs of papers")
            done += packs.make_for(last)
    _complete_at = now
    return done > 0


STEPS: dict[str, Step] = {
    "Publishing agendas": publish_jobs.run_next,
    "Making packs": make_packs,
}
