"""What needs a decision: every kind has one place, counted and linked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cusp.plans import DueDate, record
from cusp.plans.exceptions import KINDS
from cusp.web.accounts.models import User
from cusp.web.accounts.roles import Role
from cusp.web.record.choices import PassageKind
from cusp.web.record.models import Inspection, Passage, ReportSentence, TopicCount
from cusp.web.record.topics import notes
from cusp.web.response import actions, learning
from cusp.web.response.actions import ActionFields
from cusp.web.response.decision_groups import GROUPS, groups
from cusp.web.response.models import Action, Plan, Priority
from tests.plans.made_up import LATE, LATE_THEN_REDATED, REDATED_TWICE, of, story
from tests.web.response.conftest import STARTED
from tests.web.response.test_pages import browser

pytestmark = pytest.mark.django_db

PAGE = "/plan/decisions/"


def found(plan: record.Plan) -> dict[str, list[str]]:
    return {group.code: [item.id for item in group.items] for group in groups(plan)}


def test_every_kind_of_exception_is_in_exactly_one_group() -> None:
    listed = [kind for _, _, kinds in GROUPS for kind in kinds]
    assert sorted(listed) == sorted(KINDS)


def test_late_actions_are_apart_from_those_that_were_late_when_re_dated() -> None:
    later = record.Action("A9", "Act", due=(DueDate(date(2020, 4, 1), date(2019, 11, 1)),))
    by = found(of(LATE, later, LATE_THEN_REDATED, REDATED_TWICE))
    assert by["late"] == ["A9", "A3"]  # 90 days late, then 30
    assert by["late-when-re-dated"] == ["A4"]
    assert by["re-dated"] == ["A1"]
    assert by["no-lead"] == ["A9", "A4"]


def test_each_item_links_to_its_page() -> None:
    items = {item.id: item for group in groups(story()) for item in group.items}
    assert items["A3"].address == "/plan/actions/A3/"
    assert items["P2"].address == "/plan/areas/2/"
    assert items["C2"].address == "/plan/"
    assert items["C2"].name == "C2. What has changed?"
    assert next(iter(found(story()))) == "late"


def test_the_page_counts_and_links(plan: Plan, action: Action, officer: User) -> None:
    said = browser(officer).get(PAGE).content.decode()
    late = (timezone.localdate() - date(2024, 6, 28)).days
    assert f"{late:,} days late: due on 28 June 2024." in said
    assert 'href="#late"' in said
    assert 'id="late"' in said
    assert 'href="/plan/actions/A1/"' in said
    assert "1 of 1 action late" in said


def test_an_area_for_improvement_without_a_priority_is_named(
    plan: Plan, priority: Priority, officer: User
) -> None:
    Passage.objects.create(
        inspection=plan.inspection, kind=PassageKind.ITEM, address="improvement-99", number=99,
        text="The timeliness of visits.", page=1,
    )  # fmt: skip
    said = browser(officer).get(PAGE).content.decode()
    assert "Areas for improvement that are not in the plan" in said
    assert "Area for improvement 99" in said
    assert "inspections/2024-01-29/improvement-99/" in said


def test_a_long_group_is_shown_in_part_and_in_full(priority: Priority, officer: User) -> None:
    for n in range(25):
        fields = ActionFields(f"Task number {n}", lead="Head of service")
        actions.add_action(
            priority, fields, due=date(2024, 5, 1) + timedelta(n), on=STARTED, by=None
        )
    page = browser(officer)
    said = page.get(PAGE, {"only": "late"}).content.decode()
    assert "Task number 24" in said
    assert "Areas without a measure" not in said
    assert "?only=late" in page.get(PAGE).content.decode()
    assert "nothing of this kind" in page.get(PAGE, {"only": "<x>"}).content.decode()


def test_examples_of_other_councils_are_linked_and_the_note_is_quoted(
    plan: Plan, priority: Priority, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Inspection.objects.exclude(authority=plan.inspection.authority).first()
    assert other is not None
    said = {"topic": "supervision", "polarity": "strength", "sure": 0.9, "clear": True}
    ReportSentence.objects.create(
        inspection=other, address="paragraph-1", sentence=1, text="Supervision is regular.", **said
    )
    TopicCount.objects.create(inspection=other, topic="supervision", strengths=1)
    monkeypatch.setattr(learning, "_main_topic", lambda _: "supervision")
    page = browser(officer)
    said_first = page.get(PAGE).content.decode()
    assert 'href="/learn/wexcombe/2024-01-29/"' in said_first
    assert "your note" not in said_first
    note = {"text": "Supervision is regular.", "source": "Anytown", "council": "A", "caution": ""}
    monkeypatch.setattr(notes, "kept", lambda _: [note])
    said_then = page.get(PAGE).content.decode()
    assert "Supervision is regular." in said_then
    assert 'href="/notes/"' in said_then
    area = page.get("/plan/areas/1/").content.decode()
    assert f'href="/learn/?from=wexcombe/2024-01-29/{priority.address}"' in area


def test_without_reports_on_other_councils_there_is_nobody_to_learn_from(plan: Plan) -> None:
    assert learning.examples_address(plan) == ""


def test_a_member_reads_it(plan: Plan, person: Callable[..., User]) -> None:
    assert browser(person(Role.MEMBER)).get(PAGE).status_code == 200
