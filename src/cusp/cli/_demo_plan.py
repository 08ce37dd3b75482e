"""The demo council's improvement plan: a year of a plan's life, told by the functions that make it.

A year ago Wexcombe moved its plan for the inspection of 2024 into Cusp. Since then actions slipped,
were re-dated, done and evidenced, ratings went out of date, and members asked questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from cusp.cli import _demo_plan_words as words
from cusp.plans.record import Reading
from cusp.web.accounts.models import User
from cusp.web.common.stored_files import StoredFile
from cusp.web.record.models import Inspection
from cusp.web.response import (
    actions,
    challenges,
    duties,
    evidence_files,
    measures,
    plans,
    priorities,
    statement_choices,
    statement_content,
    statement_making,
    statements,
)
from cusp.web.response.actions import ActionFields, EvidenceFields
from cusp.web.response.choices import DutyStatus
from cusp.web.response.duties import DutyFields
from cusp.web.response.models import Action, Measure, Plan, Priority
from cusp.web.response.plan_record import plan_record
from cusp.web.response.plans import PlanFields
from cusp.web.response.priorities import PriorityFields
from cusp.web.response.statement_choices import ChosenAction, ChosenArea, ChosenTop

INSPECTED = date(2024, 1, 29)
RECEIVED = date(2024, 3, 4)
_A_YEAR = 365


@dataclass
class _Story:
    """The plan, and whom and when each change is by; days are counted back from today."""

    plan: Plan
    officer: User
    owner: User
    member: User
    today: date
    on: date
    areas: list[Priority] = field(default_factory=list)
    actions: dict[str, Action] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)

    def day(self, ago: int) -> date:
        """So many days before today; after it if negative."""
        return self.today - timedelta(days=ago)


@transaction.atomic
def tell(*, officer: User, owner: User, member: User, today: date) -> Plan | None:
    """Make the plan, unless there is one or the inspection is not in the record.

    ``None`` if it was not made. Everything is made or nothing.
    """
    inspection = Inspection.objects.filter(authority__slug="wexcombe", start=INSPECTED).first()
    if inspection is None or inspection.document_id is None or today < RECEIVED:
        return None
    if Plan.objects.filter(inspection=inspection).exists():
        return None
    started = max(today - timedelta(days=_A_YEAR), RECEIVED)
    plan = plans.start_plan(inspection, received=RECEIVED, on=started, by=officer)
    story = _Story(plan, officer, owner, member, today, started)
    _first_days(story)
    _areas(story, inspection)
    _actions_and_measures(story)
    for step in sorted(words.STEPS, key=lambda step: -step.ago):
        story.on = max(story.day(step.ago), story.on)
        _take(story, step)
    plan.refresh_from_db()
    return plan


def _first_days(story: _Story) -> None:
    made: dict[str, Any] = {"on": story.on, "by": story.officer}
    plan = story.plan
    top = PlanFields(
        plan.title,
        received=RECEIVED,
        deadline_stated=date(2024, 6, 13),
        approval_route="Improvement board, scrutiny committee, cabinet",
        version="3.0",
    )
    plans.change_plan(plan, top, seen_version=plan.row_version, **made)
    plans.change_keys(
        plan, delivery=words.DELIVERY, impact=words.IMPACT, seen_version=plan.row_version, **made
    )
    for duty, done in zip(plan.duties.all(), words.DUTIES_DONE, strict=False):
        if done:
            duties.tick(duty, done=done, **made)
    local = DutyFields("Report on the plan", "Scrutiny committee", "Minutes of 9 May 2024")
    duties.add_duty(plan, local, **made)
    request = DutyFields(
        "Share the plan",
        "Ofsted, before the annual conversation",
        "Letter of 4 March 2024",
        DutyStatus.REQUEST,
        source_seen=True,
    )
    duties.add_duty(plan, request, **made)


def _areas(story: _Story, inspection: Inspection) -> None:
    made: dict[str, Any] = {"on": story.on, "by": story.officer}
    homes = inspection.passages.filter(text__contains=words.FINDING).first()
    if homes is not None:
        priorities.add_from_report(story.plan, homes, words=words.FINDING, **made)
    own = PriorityFields("Children in care help to choose what the plan measures")
    priorities.add_priority(story.plan, own, **made)
    story.areas = list(story.plan.priorities.all())
    for row, (title, outcome) in zip(story.areas, words.AREAS, strict=False):
        fields = PriorityFields(title, outcome)
        priorities.change_priority(row, fields, seen_version=row.row_version, **made)


def _actions_and_measures(story: _Story) -> None:
    made: dict[str, Any] = {"on": story.on, "by": story.officer}
    for one in words.ACTIONS:
        fields = ActionFields(
            one.text,
            one.lead,
            story.owner if one.owned else None,
            one.support,
            story.day(one.start) if one.start is not None else None,
        )
        due = story.day(one.due) if one.due is not None else None
        story.actions[one.name] = actions.add_action(story.areas[one.area], fields, due=due, **made)
    for name, area, measured in words.MEASURES:
        story.measures[name] = measures.add_measure(story.areas[area], measured, **made)


def _take(story: _Story, step: words.Step) -> None:
    """One thing that happened to an action, a measure, an area or the plan."""
    if step.what in ("asked", "answered"):
        _challenge(story, step)
    elif step.what == "published":
        _publish_statement(story)
    elif step.what == "reading":
        _read(story, step)
    elif step.what == "impact":
        priorities.rate_impact(
            story.areas[int(step.name)], step.code, why=step.text, on=story.on, by=story.officer
        )
    else:
        _act(story, step)


def _act(story: _Story, step: words.Step) -> None:
    action = story.actions[step.name]
    by = story.owner if action.lead_person_id else story.officer
    if step.what == "update":
        actions.report_progress(action, step.text, on=story.on, by=by)
    elif step.what == "rated":
        actions.rate_delivery(action, step.code, why=step.text, on=story.on, by=by)
    elif step.what == "re-dated":
        actions.redate(action, story.day(step.due), reason=step.text, on=story.on, by=by)
    elif step.what == "done":
        actions.mark_done(action, done=story.on, on=story.on, by=by)
    elif step.what == "closed":
        actions.close(action, reason=step.text, on=story.on, by=story.officer)
    else:
        what, _, shows = step.text.partition(": ")
        file = _file(step.code) if step.code.endswith(".csv") else None
        given = EvidenceFields(what, shows, story.on, file, "" if file else step.code)
        actions.add_evidence(action, given, on=story.on, by=by)


def _read(story: _Story, step: words.Step) -> None:
    value, top, bottom = step.value
    reading = Reading(story.on, value, top, bottom, step.text)
    measures.add_reading(story.measures[step.name], reading, on=story.on, by=story.officer)


def _challenge(story: _Story, step: words.Step) -> None:
    if step.what == "asked":
        about = story.areas[int(step.name)] if step.name else None
        who = story.officer if step.code else story.member
        challenges.raise_challenge(
            story.plan, step.text, on=story.on, by=who, about=about, asked_by=step.code
        )
        return
    asked = story.plan.challenges.get(number=int(step.name))
    challenges.answer(asked, step.text, effect=step.code, on=story.on, by=story.officer)


def _publish_statement(story: _Story) -> None:
    """The public statement: every area with its open actions, without numbers."""
    made: dict[str, Any] = {"on": story.on, "by": story.officer}
    plan = story.plan
    top = ChosenTop("Statement of action", words.INTRODUCTION, words.CONTACT)
    statement_choices.choose_top(plan, top, seen_version=0, **made)
    for area in plan_record(plan).priorities:
        chosen = tuple(ChosenAction(one.id, one.lead) for one in area.actions if not one.closed)
        one = ChosenArea(area.id, outcome=bool(area.outcome), actions=chosen)
        statement_choices.choose_area(plan, one, seen_version=0, **made)
    seen = statement_content.digest(statement_making.make(plan).statement)
    statements.publish(plan, seen=seen, **made)


def _file(name: str) -> StoredFile:
    return evidence_files.keep(ContentFile(words.FILE.encode(), name=name))
