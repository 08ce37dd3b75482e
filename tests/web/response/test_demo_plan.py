"""The plan that the demo shows: everything that its pages can show is in it."""

import io
import random
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cusp.cli._demo_plan import tell
from cusp.plans import needs_decision, summarise
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.models import Inspection
from cusp.web.response.models import Plan, PlanChange, PlanImport
from cusp.web.response.plan_record import plan_as_it_stood, plan_record
from cusp.web.response.workbook.review import review
from tests.plans.workbook.books import edited, put
from tests.web.response.test_pages import browser
from tests.web.response.test_workbook import exported, upload

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


@pytest.fixture
def told(inspection: Inspection, officer: User, person: Callable[..., User]) -> Plan:
    owner, member = person(Role.ACTION_OWNER), person(Role.MEMBER)
    plan = tell(officer=officer, owner=owner, member=member, today=TODAY)
    assert plan is not None
    return plan


def test_the_demo_plan_shows_what_goes_wrong_in_a_year(told: Plan) -> None:
    plan = plan_record(told, TODAY)
    kinds = {one.kind for one in needs_decision(plan)}
    assert {
        "late", "re-dated more than once", "rating contradicted", "rating stale", "no update",
        "no lead", "lead is not a person", "no date", "no measure", "no actions", "no outcome",
        "moving the wrong way", "target missed", "only asserted", "question open",
    } <= kinds  # fmt: skip
    counted = summarise(plan)
    assert counted.actions.late_when_redated >= 1
    assert counted.actions.complete == 2
    assert counted.actions.closed == 1
    assert counted.open_questions == 2
    assert {len(one.answers) for one in plan.challenges} == {0, 1}
    assert counted.showing_impact > counted.showing_measured_impact > 0
    assert plan.delivery_key != plan.impact_key


def test_it_is_a_year_long_and_can_be_rebuilt(told: Plan) -> None:
    days = PlanChange.objects.filter(plan=told).values_list("on", flat=True)
    assert (min(days), max(days)) == (date(2025, 11, 24), date(2026, 11, 9))
    assert plan_as_it_stood(told, TODAY) == plan_record(told, TODAY)


def test_it_is_told_once(told: Plan, officer: User) -> None:
    number = PlanChange.objects.count()
    assert tell(officer=officer, owner=officer, member=officer, today=TODAY) is None
    assert (Plan.objects.count(), PlanChange.objects.count()) == (1, number)


def test_areas_raised_before_say_so(
    wexcombe: list[Inspection], settings: object, officer: User
) -> None:
    settings.HOME_AUTHORITY = "wexcombe"  # type: ignore[attr-defined]
    plan = tell(officer=officer, owner=officer, member=officer, today=TODAY)
    assert plan is not None
    record = plan_record(plan, TODAY)
    assert "raised before" in {one.kind for one in needs_decision(record)}
    repeated = next(one for one in record.priorities if one.raised_before)
    assert repeated.id == "P2"


def test_thirty_edits_of_the_demo_plan_in_excel_are_exactly_those(
    told: Plan, officer: User
) -> None:
    page = browser(officer)
    data = exported(page)
    assert "Nothing has changed." in upload(page, data).content.decode()
    rows = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    ids = sorted({str(row[0]) for row in rows if str(row[0]).removeprefix("A").isdigit()})
    columns = {"Action": "action", "Support": "support", "New update": "new_update"}
    chosen = random.Random(14).sample([*product(ids, columns)], 30)

    def change(sheet: Worksheet) -> None:
        for number, (name, heading) in enumerate(chosen):
            put(name, heading, f"Text {number}")(sheet)

    upload(page, edited(change, data))
    found = review(PlanImport.objects.latest("pk"), on=TODAY).changes
    expected: dict[Any, str] = {
        (name, columns[heading]): f"Text {number}" for number, (name, heading) in enumerate(chosen)
    }
    assert {(one.id, one.field): one.after.plain for one in found.changed} == expected
    assert (found.asked, found.new, found.missing) == ((), (), ())
