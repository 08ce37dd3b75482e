"""Starting a plan from an inspection, its header and its keys."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from cusp.plans.record import KeyEntry
from cusp.web.accounts.models import Event, User
from cusp.web.record.models import Inspection
from cusp.web.response import actions, duties, keys, plans, priorities
from cusp.web.response.models import Action, Duty, Plan, PlanChange, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.priorities import Chosen, PriorityFields
from cusp.web.response.refusals import CannotChange, ChangedMeanwhile
from tests.web.response.conftest import RECEIVED, STARTED

pytestmark = pytest.mark.database


def test_a_plan_has_a_priority_for_each_area_for_improvement(
    plan: Plan, inspection: Inspection
) -> None:
    assert inspection.document
    printed = inspection.document.report.improvements
    assert len(printed) > 1
    rows = list(plan.priorities.all())
    assert [row.words for row in rows] == [item.text for item in printed]
    assert [row.item_number for row in rows] == [item.number for item in printed]
    assert [row.page for row in rows] == [item.cites[0].page for item in printed]
    assert [row.address for row in rows] == [f"improvement-{item.number}" for item in printed]
    assert [row.public_id for row in rows] == [f"P{n}" for n in range(1, len(printed) + 1)]


def test_its_header_has_the_facts_of_the_inspection(plan: Plan, inspection: Inspection) -> None:
    header = plan_record(plan).header
    assert header.council == "Wexcombe"
    assert header.inspected == (inspection.start, inspection.end)
    assert header.received == RECEIVED
    assert len(header.grades) == inspection.judgements.count() > 0
    assert header.deadline_stated is None
    # 70 working days, counted by hand: Easter and both bank holidays in May are left out.
    assert header.deadline_worked_out == date(2024, 6, 14)


def test_the_publication_of_the_report_never_stands_in_for_the_day_it_was_received(
    inspection: Inspection, officer: User
) -> None:
    inspection.published = date(2024, 3, 20)
    inspection.save()
    plan = plans.start_plan(inspection, received=None, on=STARTED, by=officer)
    header = plan_record(plan).header
    assert (header.received, header.deadline_worked_out) == (None, None)
    assert "not known" in header.why_not


def test_it_has_the_duties_of_the_law_and_says_which_texts_were_seen(plan: Plan) -> None:
    rows = list(plan.duties.all())
    assert {row.working_days for row in rows} == {30, 70}
    recipients = {row.recipient: row for row in rows}
    assert {"Secretary of State", "Chief Inspector"} <= recipients.keys()
    assert not recipients["Secretary of State"].source_seen
    assert all(row.source_seen for row in rows if row.working_days == 30)
    assert {row.status for row in rows} == {"law"}


@pytest.mark.parametrize(
    "received", [STARTED + timedelta(days=1), date(2024, 2, 1)], ids=["future", "during"]
)
def test_a_day_of_receipt_that_cannot_be_right_is_refused(
    inspection: Inspection, officer: User, received: date
) -> None:
    with pytest.raises(CannotChange) as refused:
        plans.start_plan(inspection, received=received, on=STARTED, by=officer)
    assert refused.value.field == "received"
    assert not Plan.objects.exists()


def test_an_inspection_has_one_plan(plan: Plan, officer: User) -> None:
    with pytest.raises(CannotChange, match="already a plan"):
        plans.start_plan(plan.inspection, received=RECEIVED, on=STARTED, by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            inspection=plan.inspection, inspected_from=STARTED, inspected_to=STARTED,
            changed_on=STARTED,
        )  # fmt: skip


def test_an_inspection_without_a_report_has_no_plan(officer: User, db: None) -> None:
    bare = Inspection.objects.filter(document=None).first()
    assert bare is not None
    with pytest.raises(CannotChange, match="not in the record"):
        plans.start_plan(bare, received=RECEIVED, on=STARTED, by=officer)


def test_an_inspection_with_a_plan_cannot_be_deleted(plan: Plan) -> None:
    with pytest.raises(ProtectedError):
        plan.inspection.delete()


def test_two_people_editing_the_top_both_see_both_versions(plan: Plan, officer: User) -> None:
    before, seen = plans.fields_of(plan), plan.row_version
    mine = plans.PlanFields("Getting to good", received=RECEIVED, version="1")
    plans.change_plan(plan, mine, seen_version=seen, on=STARTED, by=officer)
    yours = plans.PlanFields("Our plan", received=RECEIVED, version="2")
    with pytest.raises(ChangedMeanwhile) as refused:
        plans.change_plan(plan, yours, seen_version=seen, on=STARTED, by=officer)
    assert (refused.value.theirs, refused.value.yours) == (mine, yours)
    plan.refresh_from_db()
    assert plan.title == "Getting to good" != before.title
    plans.change_plan(plan, yours, seen_version=refused.value.version, on=STARTED, by=officer)
    assert plan.title == "Our plan"


def test_an_entry_of_a_key_that_is_in_use_stays(plan: Plan, action: Action, officer: User) -> None:
    actions.rate_delivery(action, "Green", on=STARTED, by=officer)
    own = (KeyEntry("Done", "done and checked", "complete"),)

    def change(delivery: tuple[KeyEntry, ...]) -> None:
        plans.change_keys(
            plan, delivery=delivery, impact=keys.IMPACT, seen_version=plan.row_version,
            on=STARTED, by=officer,
        )  # fmt: skip

    with pytest.raises(CannotChange, match="“Green” has been used for action A1,"):
        change(own)
    with pytest.raises(CannotChange, match="at least one entry"):
        change(())
    change((*own, KeyEntry("Green", "on course", "on track")))
    assert [entry.words for entry in plan_record(plan).delivery_key] == [
        "done and checked",
        "on course",
    ]


def test_two_people_editing_the_keys_both_see_both_versions(plan: Plan, officer: User) -> None:
    seen = plan.row_version
    mine, yours = (*keys.DELIVERY[:-1],), (*keys.DELIVERY[1:],)
    change: dict[str, Any] = {"impact": keys.IMPACT, "on": STARTED, "by": officer}
    plans.change_keys(plan, delivery=mine, seen_version=seen, **change)
    with pytest.raises(ChangedMeanwhile) as refused:
        plans.change_keys(plan, delivery=yours, seen_version=seen, **change)
    assert refused.value.theirs == plans.Keys(mine, keys.IMPACT)
    assert refused.value.yours == plans.Keys(yours, keys.IMPACT)
    plans.change_keys(plan, delivery=mine, seen_version=seen, **change)  # as it is already
    assert PlanChange.objects.filter(plan=plan, what="keys changed").count() == 1


def test_the_inspectors_words_never_change(priority: Priority, officer: User) -> None:
    words = priority.words
    fields = priorities.PriorityFields("Oversight", "Children’s plans do not drift")
    priorities.change_priority(
        priority, fields, seen_version=priority.row_version, on=STARTED, by=officer
    )
    priority.refresh_from_db()
    assert (priority.title, priority.words) == ("Oversight", words)


def test_a_finding_must_be_in_the_report(plan: Plan, officer: User) -> None:
    passage = plan.inspection.passages.filter(kind="paragraph").first()
    assert passage is not None
    with pytest.raises(CannotChange, match="does not contain"):
        priorities.add_from_report(plan, passage, words="Made up.", on=STARTED, by=officer)
    words = passage.text[:60]
    row = priorities.add_from_report(plan, passage, words=words, on=STARTED, by=officer)
    assert (row.words_kind, row.words, row.address) == ("finding", words, passage.address)
    item = plan.inspection.passages.filter(kind="item").first()
    assert item is not None
    with pytest.raises(CannotChange, match="already has"):
        priorities.add_from_report(plan, item, on=STARTED, by=officer)


def test_moving_a_priority_keeps_its_number(plan: Plan, officer: User) -> None:
    first, second = list(plan.priorities.all())[:2]
    priorities.move_priority(second, up=True, on=STARTED, by=officer)
    assert [p.public_id for p in plan.priorities.all()][:2] == ["P2", "P1"]
    assert [p.id for p in plan_record(Plan.objects.get()).priorities][:2] == ["P2", "P1"]
    priorities.move_priority(second, up=True, on=STARTED, by=officer)  # already first
    assert [p.public_id for p in plan.priorities.all()][:2] == ["P2", "P1"]
    assert first.row_version == 1


def test_several_things_are_added_from_the_report_at_once(plan: Plan, officer: User) -> None:
    passage = plan.inspection.passages.filter(kind="paragraph").first()
    assert passage is not None
    before = plan.priorities.count()
    one, other = Chosen(passage.address, passage.text[:40]), Chosen(passage.address)
    made = priorities.add_chosen(plan, [one, other], on=STARTED, by=officer)
    assert [row.words for row in made] == [passage.text[:40], passage.text]
    third = Chosen(passage.address, passage.text[:20])
    for refused in (one, Chosen("page-99-1")):
        with pytest.raises(CannotChange, match=r"already has this finding|no longer has"):
            priorities.add_chosen(plan, [third, refused], on=STARTED, by=officer)
    assert plan.priorities.count() == before + 2  # nothing was added in part


def test_priorities_are_put_in_an_order_of_their_numbers(plan: Plan, officer: User) -> None:
    numbers = [row.number for row in plan.priorities.all()]
    turned, seen = numbers[::-1], priorities.order_version(plan)
    priorities.order_priorities(plan, turned, seen_version=seen, on=STARTED, by=officer)
    assert [row.number for row in plan.priorities.all()] == turned
    assert [row.id for row in plan_record(Plan.objects.get()).priorities] == [
        f"P{number}" for number in turned
    ]
    moved = PlanChange.objects.filter(plan=plan, what="moved")
    assert [(one.thing, one.order) for one in moved] == [
        (f"P{number}", place)
        for place, number in enumerate(turned, start=1)
        if number != numbers[place - 1]
    ]
    with pytest.raises(CannotChange, match="every area"):
        priorities.order_priorities(
            plan, numbers[1:], on=STARTED, by=officer, seen_version=priorities.order_version(plan)
        )


def test_two_people_who_order_the_priorities_do_not_undo_each_other(
    plan: Plan, officer: User
) -> None:
    numbers, seen = [row.number for row in plan.priorities.all()], priorities.order_version(plan)
    mine, yours = [*numbers[1:], numbers[0]], [numbers[-1], *numbers[:-1]]
    order: dict[str, Any] = {"on": STARTED, "by": officer}
    priorities.order_priorities(plan, mine, seen_version=seen, **order)
    with pytest.raises(ChangedMeanwhile) as refused:
        priorities.order_priorities(plan, yours, seen_version=seen, **order)
    assert (refused.value.theirs, refused.value.yours) == (tuple(mine), tuple(yours))
    priorities.add_priority(plan, PriorityFields("Our own"), **order)
    with pytest.raises(ChangedMeanwhile) as again:  # the new one has no place yet
        priorities.order_priorities(plan, yours, seen_version=refused.value.version, **order)
    both = [*yours, max(numbers) + 1]
    priorities.order_priorities(plan, both, seen_version=again.value.version, **order)
    assert [row.number for row in plan.priorities.all()] == both


def test_a_duty_is_ticked_with_who_and_when(plan: Plan, officer: User) -> None:
    duty = plan.duties.first()
    assert duty is not None
    with pytest.raises(CannotChange, match="past"):
        duties.tick(duty, done=STARTED + timedelta(days=1), on=STARTED, by=officer)
    duties.tick(duty, done=RECEIVED, on=STARTED, by=officer)
    assert (duty.done_on, duty.done_by_then) == (RECEIVED, "Officer")
    with pytest.raises(CannotChange, match="already"):
        duties.tick(duty, done=RECEIVED, on=STARTED, by=officer)
    with pytest.raises(CannotChange, match="reason"):
        duties.untick(duty, reason=" ", on=STARTED, by=officer)
    duties.untick(duty, reason="Wrong paper", on=STARTED, by=officer)
    assert Duty.objects.get(pk=duty.pk).done_on is None
    said = PlanChange.objects.filter(thing=duty.public_id).values_list("what", flat=True)
    assert list(said) == ["added", "ticked", "unticked"]


def test_every_change_is_in_the_log(plan: Plan) -> None:
    events = Event.objects.filter(about__startswith=str(plan))
    assert events.count() == PlanChange.objects.filter(plan=plan).count()
    assert events.filter(action="plan started").count() == 1
