"""A plan of Wexcombe that answers its inspection of 2024."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from cusp.reports import Report
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.intake.add_report import Added
from cusp.web.record.models import Inspection
from cusp.web.response import actions, plans
from cusp.web.response.actions import ActionFields
from cusp.web.response.models import Action, Plan, Priority

RECEIVED = date(2024, 3, 4)
STARTED = date(2024, 3, 11)
DUE = date(2024, 6, 28)


@pytest.fixture
def inspection(
    specimens: dict[str, tuple[Path, Report]],
    add_report: Callable[..., Added],
    settings: LazySettings,
) -> Inspection:
    """The inspection of 2024, of this installation's own council."""
    settings.HOME_AUTHORITY = "wexcombe"
    return add_report(*specimens["2024-01-29"]).inspection


@pytest.fixture
def officer(person: Callable[..., User]) -> User:
    return person(Role.OFFICER)


@pytest.fixture
def plan(inspection: Inspection, officer: User) -> Plan:
    return plans.start_plan(inspection, received=RECEIVED, on=STARTED, by=officer)


@pytest.fixture
def priority(plan: Plan) -> Priority:
    row = plan.priorities.first()
    assert row is not None
    return row


@pytest.fixture
def action(priority: Priority, officer: User) -> Action:
    fields = ActionFields("Audit 20 case files a month", lead="Head of quality assurance")
    return actions.add_action(priority, fields, due=DUE, on=STARTED, by=officer)
