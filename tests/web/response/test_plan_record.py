"""The plan as a record: now, and as it stood; the two agree for today."""

from datetime import date, timedelta
from itertools import count

import msgspec
import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from cusp.plans.record import Reading
from cusp.web.accounts.models import User
from cusp.web.response import actions, challenges, duties, measures, plans, priorities
from cusp.web.response.actions import ActionFields, EvidenceFields
from cusp.web.response.choices import Better
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import (
    Action,
    ActionUpdate,
    DeliveryRating,
    DueDate,
    Evidence,
    ImpactRating,
    Measure,
    MeasureReading,
    Plan,
    PlanChange,
    Priority,
)
from cusp.web.response.plan_record import NotStarted, plan_as_it_stood, plan_record
from tests.web.response.conftest import RECEIVED, STARTED

pytestmark = pytest.mark.database

WEEK = timedelta(days=7)


@pytest.fixture
def lived(plan: Plan, priority: Priority, action: Action, officer: User) -> Plan:
    """A plan in which everything has been changed once, a week apart."""
    evidence = EvidenceFields("Audit", "Better", STARTED, link="https://a.example/1")
    measure = MeasureFields("Visits", better=Better.HIGHER, target=90)
    top = plans.PlanFields("Better", version="2")
    second, duty = plan.priorities.all()[1], plan.duties.all()[0]
    days = (STARTED + n * WEEK for n in count(1))
    actions.report_progress(action, "Begun", on=next(days), by=officer)
    actions.redate(action, date(2024, 9, 1), reason="Slow", on=next(days), by=officer)
    actions.rate_delivery(action, "Amber", on=next(days), by=officer, why="Slow")
    actions.add_evidence(action, evidence, on=next(days), by=officer)
    priorities.rate_impact(priority, "2", on=next(days), by=officer)
    row = measures.add_measure(priority, measure, on=next(days), by=officer)
    measures.add_reading(row, Reading(STARTED, 80.0, 80, 100), on=next(days), by=officer)
    asked = challenges.raise_challenge(plan, "Why?", about=second, on=next(days), by=officer)
    challenges.answer(asked, "Because.", on=next(days), by=officer)
    priorities.move_priority(second, up=True, on=next(days), by=officer)
    actions.add_action(second, ActionFields("Train"), on=next(days), by=officer)
    duties.tick(duty, done=RECEIVED, on=next(days), by=officer)
    plans.change_plan(plan, top, seen_version=1, on=next(days), by=officer)
    actions.mark_done(action, done=STARTED, on=next(days), by=officer)
    return Plan.objects.get()


def test_the_plan_as_it_stands_today_is_the_plan(lived: Plan) -> None:
    today = lived.changed_on
    assert plan_as_it_stood(lived, today) == plan_record(lived, today)
    later = today + timedelta(days=100)
    assert plan_as_it_stood(lived, later) == plan_record(lived, later)


def test_the_plan_as_it_stood_has_only_what_had_happened(lived: Plan) -> None:
    begun = plan_record(lived, STARTED + WEEK)
    (action,) = begun.priorities[0].actions
    assert [u.text for u in action.updates] == ["Begun"]
    assert (len(action.due), action.delivery, action.evidence, action.done) == (1, (), (), None)
    assert (begun.as_at, begun.header.title) == (
        STARTED + WEEK,
        "Response to the inspection of 29 January 2024 to 9 February 2024",
    )
    assert begun.challenges == ()
    assert [p.id for p in begun.priorities][:2] == ["P1", "P2"]
    assert [p.id for p in plan_record(lived).priorities][:2] == ["P2", "P1"]


def test_each_day_of_the_history_equals_the_plan_of_that_day(
    plan: Plan, action: Action, officer: User
) -> None:
    kept = {}
    for n in range(1, 5):
        day = STARTED + n * WEEK
        actions.report_progress(action, f"Update {n}", on=day, by=officer)
        kept[day] = plan_record(Plan.objects.get(), day)
    for day, record in kept.items():
        assert plan_as_it_stood(plan, day) == record
        assert plan_as_it_stood(plan, day + timedelta(days=1)) == msgspec.structs.replace(
            record, as_at=day + timedelta(days=1)
        )


def test_before_its_first_day_there_was_no_plan(plan: Plan) -> None:
    with pytest.raises(NotStarted):
        plan_as_it_stood(plan, STARTED - timedelta(days=1))


def test_a_plan_that_changed_is_read_again(plan: Plan, action: Action, officer: User) -> None:
    assert plan_record(Plan.objects.get()).priorities[0].actions[0].updates == ()
    actions.report_progress(action, "Begun", on=STARTED, by=officer)
    assert len(plan_record(Plan.objects.get()).priorities[0].actions[0].updates) == 1


def test_a_large_plan_takes_few_queries(
    plan: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    large(plan)
    with django_assert_max_num_queries(8):
        record = plan_record(plan)
    assert len(record.priorities) == 40
    assert sum(len(p.actions) for p in record.priorities) == 400
    assert sum(len(a.updates) for p in record.priorities for a in p.actions) == 5000
    assert sum(len(p.impact) for p in record.priorities) == 80
    assert sum(len(m.readings) for p in record.priorities for m in p.measures) == 240
    plan.refresh_from_db()
    plan_record(plan)
    with django_assert_max_num_queries(0):
        assert plan_record(plan) == record


def large(plan: Plan) -> None:
    """40 priorities, 400 actions and 5,000 updates, written directly."""
    have = plan.priorities.count()
    Priority.objects.bulk_create(
        Priority(plan=plan, number=n, order=n, title=f"Priority {n}") for n in range(have + 1, 41)
    )
    rows = list(plan.priorities.all())
    Action.objects.bulk_create(
        Action(priority=rows[n % 40], number=n + 1, text=f"Action {n}") for n in range(400)
    )
    acts = list(Action.objects.all())
    said = {"on": STARTED, "by_then": "Officer"}
    ActionUpdate.objects.bulk_create(
        ActionUpdate(action=acts[n % 400], text=f"Update {n}", **said) for n in range(5000)
    )
    DueDate.objects.bulk_create(DueDate(action=a, due=STARTED, **said) for a in acts)
    DeliveryRating.objects.bulk_create(DeliveryRating(action=a, code="Green", **said) for a in acts)
    Evidence.objects.bulk_create(
        Evidence(action=a, what="a", shows="b", as_at=STARTED, **said) for a in acts
    )
    ImpactRating.objects.bulk_create(
        ImpactRating(priority=p, code="2", **said) for p in rows for _ in range(2)
    )
    Measure.objects.bulk_create(
        Measure(priority=p, number=n, name="m") for n, p in enumerate(rows, start=1)
    )
    MeasureReading.objects.bulk_create(
        MeasureReading(measure=m, as_at=STARTED, value=n, **said)
        for m in Measure.objects.all()
        for n in range(6)
    )


def test_every_change_of_state_is_in_the_history(lived: Plan) -> None:
    kinds = set(PlanChange.objects.values_list("kind", flat=True))
    assert kinds == {"plan", "priority", "action", "measure", "challenge", "duty"}
    said = set(PlanChange.objects.values_list("what", flat=True))
    assert {"started", "added", "re-dated", "delivery rated", "impact rated", "answered"} <= said
