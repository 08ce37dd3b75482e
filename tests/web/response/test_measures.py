"""Measures, readings and challenges of the plan."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cusp.plans.record import Reading
from cusp.web.accounts.models import User
from cusp.web.response import challenges, measures
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measures import MeasureFields
from cusp.web.response.models import Measure, Plan, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile
from tests.web.response.conftest import STARTED

pytestmark = pytest.mark.database

LATER = STARTED + timedelta(days=30)
VISITS = MeasureFields(
    "Children seen in time", "Visits within 10 working days", Unit.PERCENT, Better.HIGHER,
    baseline=Reading(date(2024, 1, 31), 72.0, 72, 100), target=90.0, target_by=date(2024, 12, 31),
)  # fmt: skip


@pytest.fixture
def visits(priority: Priority, officer: User) -> Measure:
    return measures.add_measure(priority, VISITS, on=STARTED, by=officer)


def test_a_measure_comes_back_as_it_was_written(visits: Measure) -> None:
    assert measures.fields_of(Measure.objects.get()) == VISITS
    found = plan_record(Plan.objects.get()).priorities[0].measures[0]
    assert (found.id, found.better, found.target) == ("M1", "higher", 90.0)
    assert found.baseline == VISITS.baseline


def test_a_target_needs_a_direction(priority: Priority, officer: User) -> None:
    with pytest.raises(CannotChange) as refused:
        measures.add_measure(priority, MeasureFields("Visits", target=90), on=STARTED, by=officer)
    assert refused.value.field == "better"
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(priority=priority, number=9, name="Visits", target=90)


@pytest.mark.parametrize(
    ("reading", "field"),
    [
        (Reading(STARTED, 120.0), "value"),
        (Reading(STARTED, float("nan")), "value"),
        (Reading(STARTED, 80.0, 80, None), "denominator"),
        (Reading(STARTED, 80.0, None, 100), "numerator"),
        (Reading(STARTED, 100.0, 101, 100), "numerator"),
        (Reading(STARTED, 0.0, 0, 0), "denominator"),
        (Reading(STARTED, 70.0, 80, 100), "value"),
        (Reading(LATER, 80.0), "as_at"),
    ],
)
def test_a_reading_that_contradicts_itself_is_refused(
    visits: Measure, officer: User, reading: Reading, field: str
) -> None:
    with pytest.raises(CannotChange) as refused:
        measures.add_reading(visits, reading, on=STARTED, by=officer)
    assert refused.value.field == field
    assert not visits.readings.exists()


def test_a_corrected_reading_keeps_the_first_one(visits: Measure, officer: User) -> None:
    for reading in (
        Reading(date(2024, 3, 31), 80.0, 80, 100),
        Reading(date(2024, 2, 29), 75.0),
        Reading(date(2024, 3, 31), 81.0, 81, 100),
    ):
        measures.add_reading(visits, reading, on=LATER, by=officer)
    found = plan_record(Plan.objects.get()).priorities[0].measures[0].readings
    assert [(r.on.month, r.value) for r in found] == [(2, 75.0), (3, 80.0), (3, 81.0)]


def test_two_people_editing_a_measure_both_see_both_versions(
    visits: Measure, officer: User
) -> None:
    theirs, yours = MeasureFields("Visits in time"), MeasureFields("Visits on time")
    measures.change_measure(visits, theirs, seen_version=1, on=STARTED, by=officer)
    with pytest.raises(ChangedMeanwhile) as refused:
        measures.change_measure(visits, yours, seen_version=1, on=STARTED, by=officer)
    assert (refused.value.theirs, refused.value.yours) == (theirs, yours)


def test_a_challenge_is_open_until_it_has_a_reply(priority: Priority, officer: User) -> None:
    plan = priority.plan
    asked = challenges.raise_challenge(
        plan, "What has changed for children?", about=priority, asked_by="Independent chair",
        on=STARTED, by=officer,
    )  # fmt: skip
    with pytest.raises(CannotChange):
        challenges.answer(asked, " ", on=STARTED, by=officer)
    found = plan_record(Plan.objects.get()).challenges[0]
    assert (found.id, found.by, found.about, found.answers) == ("C1", "Independent chair", "P1", ())
    challenges.answer(asked, "Audits show it.", effect="A1 brought forward", on=LATER, by=officer)
    (reply,) = plan_record(Plan.objects.get()).challenges[0].answers
    assert (reply.on, reply.effect, reply.by) == (LATER, "A1 brought forward", "Officer")
