"""What was carried over becomes known after the plan was started."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cusp.reports import Report
from cusp.web.background.status import Status
from cusp.web.record.comparison import carried_over
from cusp.web.record.intake.add_report import Added
from cusp.web.response import background_work
from cusp.web.response.models import Plan, PlanChange

pytestmark = pytest.mark.django_db


def test_the_plan_learns_of_earlier_inspections_once_they_are_compared(
    plan: Plan,
    specimens: dict[str, tuple[Path, Report]],
    add_report: Callable[..., Added],
    tmp_path: Path,
) -> None:
    status = Status(tmp_path / "status")
    assert not background_work.note_raised_before(status)
    assert not any(row.raised_before for row in plan.priorities.all())

    earlier = add_report(*specimens[sorted(specimens)[-3]]).inspection
    carried_over.propose(earlier, plan.inspection)

    assert background_work.note_raised_before(status)
    found = [row.raised_before for row in plan.priorities.all() if row.raised_before]
    assert found
    assert all(days == [earlier.start.isoformat()] for days in found)
    assert {row.by_then for row in PlanChange.objects.filter(what__contains="compared")} == {"Cusp"}
    assert not background_work.note_raised_before(status)
