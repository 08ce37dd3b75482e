"""A large plan made by the functions that change plans, and the addresses of all pages about it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cusp.cli._demo_plan import INSPECTED, RECEIVED, tell
from cusp.plans.record import Reading
from cusp.reports import read_report
from cusp.specimens import write_all
from cusp.web.accounts import people
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.intake.add_report import add
from cusp.web.record.models import Inspection
from cusp.web.response import actions, measures, plans, priorities
from cusp.web.response.actions import ActionFields
from cusp.web.response.choices import Better
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Action, Plan, Priority
from cusp.web.response.priorities import PriorityFields
from tests.web.addresses import patterns
from tests.web.clients import signed_in
from tests.web.password import PASSWORD

__all__ = ["address_of", "grown", "made", "officer", "pages", "patterns", "signed_in"]

EMAIL = "officer@wexcombe.example"


def officer() -> User:
    """The officer, made if need be."""
    found = User.objects.filter(email=EMAIL).first()
    roles = [Role.OFFICER, Role.MEMBER]
    return found or people.add(
        email=EMAIL, name="Olive Officer", roles=roles, by=None, password=PASSWORD
    )


def made(folder: Path, **size: int) -> Plan:
    """The report, the demo's plan, and so many more areas, actions and updates."""
    (paper,) = (file for file in write_all(folder / "specimens") if file.stem == "wexcombe-2024")
    today = timezone.localdate()
    add(read_report(paper), paper, name=paper.name, by=None, today=today)
    return grown(officer(), today=today, **size)


@transaction.atomic
def grown(by: User, *, today: date, areas: int, actions: int, updates: int) -> Plan:
    """The demo's plan with more of everything, up to these numbers, over the last ten days."""
    inspection = Inspection.objects.get(authority__slug="wexcombe", start=INSPECTED)
    plan = tell(officer=by, owner=by, member=by, today=today)
    plan = plan or plans.start_plan(inspection, received=RECEIVED, on=today, by=by)
    days = [today - timedelta(days=ago) for ago in range(10, -1, -1)]
    rows = list(plan.priorities.all())
    while len(rows) < areas:
        rows.append(_area(plan, len(rows) + 1, on=days[0], by=by))
    acts = [_action(rows[n % areas], n, on=days[1], by=by) for n in range(_left(actions))]
    for n in range(updates):
        on = days[2 + n * 9 // updates]
        _update(acts[n % len(acts)], n, on=on, by=by)
    plan.refresh_from_db()
    return plan


def _left(number: int) -> int:
    return number - Action.objects.count()


def _area(plan: Plan, number: int, *, on: date, by: User) -> Priority:
    fields = PriorityFields(f"Area {number} of the plan", "Children are safer at home")
    row = priorities.add_priority(plan, fields, on=on, by=by)
    priorities.rate_impact(row, "First signs", on=on, by=by, why="Children say so")
    measured = MeasureFields("Visits in time", better=Better.HIGHER, target=95.0)
    measure = measures.add_measure(row, measured, on=on, by=by)
    for n in range(6):
        reading = Reading(on - timedelta(days=30 * n), 80.0 + n, 80 + n, 100)
        measures.add_reading(measure, reading, on=on, by=by)
    return row


def _action(row: Priority, number: int, *, on: date, by: User) -> Action:
    fields = ActionFields(f"Do thing {number} so that practice changes", "Head of service", by)
    due = on + timedelta(days=number % 120 - 40)
    return actions.add_action(row, fields, on=on, by=by, due=due)


def _update(action: Action, number: int, *, on: date, by: User) -> None:
    if number % 25 == 0:
        actions.rate_delivery(action, "On course", on=on, by=by)
    said = "Met the team, agreed what comes next and wrote it into the plan of work for the month"
    actions.report_progress(action, f"Update {number}: {said}.", on=on, by=by)


# Pages


def pages() -> dict[str, str]:
    """Every address of the response that can be opened, by name; papers are left out."""
    found = {}
    for route, pattern, kinds in patterns():
        address = address_of(route, kinds)
        if not pattern.callback.__module__.startswith("cusp.web.response"):
            continue
        if route.startswith("authorities/"):
            continue  # nothing is public
        if "remove" in route or "template" in route or pattern.name in _NOT_PAGES:
            continue
        if "workbook/<" in route or "import/<" in route or route.endswith("download/"):
            continue  # these need an upload, or make a file
        found[str(pattern.name)] = address + _QUERIES.get(str(pattern.name), "")
    return found


_NOT_PAGES = (
    "plan-paper", "plan-papers-since", "plan-evidence-file", "plan-start", "plan-mine-report",
    "plan-statement-publish", "plan-readings-draw",
)  # fmt: skip
_DAY = timezone.localdate() - timedelta(days=5)
_QUERIES = {
    name: f"?from={_DAY}&to={timezone.localdate()}"
    for name in ("plan-history-compare", "plan-history-compare-data")
}


def address_of(route: str, kinds: dict[str, Any]) -> str:
    """The address with a value in each place: what the demo's plan has."""
    for name, converter in kinds.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = {"day": str(_DAY), "form": "json", "int": "1", "slug": "A2"}.get(kind, "1")
        value = {"what": "update", "measure_id": "M2"}.get(name, value)
        route = route.replace(f"<{kind}:{name}>", value)
    return f"/{route}"
