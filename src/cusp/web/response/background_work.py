"""The worker's task for the response: what was carried over, for areas already in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from cusp.web.record.archive import revision
from cusp.web.response import plans, priorities

if TYPE_CHECKING:
    from cusp.web.background.status import Status
    from cusp.web.background.worker import Step

_complete_at: object = None


def note_raised_before(status: Status) -> bool:
    """Bring the plan up to date with comparisons and corrections made since it was started."""
    global _complete_at  # noqa: PLW0603  # so that an idle worker only has to read one number
    now = revision.current()
    if now == _complete_at:
        return False
    plan = plans.current_plan()
    today = timezone.localdate()
    changed = 0
    if plan is not None and today >= plan.changed_on:
        status.doing("Comparing the plan with earlier inspections")
        changed = priorities.note_raised_before(plan, on=today)
    _complete_at = now
    return changed > 0


STEPS: dict[str, Step] = {"Updating the plan": note_raised_before}
