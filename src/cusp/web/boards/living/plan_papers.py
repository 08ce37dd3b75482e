"""Papers that are made from the improvement plan. None of them is public."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Min

from cusp.packs.written import Block, Heading, WrittenPaper
from cusp.web.boards.choices import MeetingStatus, PaperKind
from cusp.web.boards.living.laying_out import LaidOut, NotMade
from cusp.web.boards.living.measure_blocks import measure_blocks
from cusp.web.common.wording import say_date
from cusp.web.response import paper_making
from cusp.web.response.models import PlanChange
from cusp.web.response.plan_record import plan_record
from cusp.web.response.plans import current_plan

if TYPE_CHECKING:
    from cusp.web.boards.models import Meeting
    from cusp.web.response.models import Plan

_KINDS = {
    PaperKind.PLAN_FULL.value: "full",
    PaperKind.PLAN_EXCEPTIONS.value: "exceptions",
    PaperKind.PLAN_CHANGES.value: "changes",
}


def plan_paper(kind: str, meeting: Meeting, *, today: date) -> LaidOut:
    """The plan in full, its exceptions, or what changed since the last meeting, as PDF.

    Raises ``NotMade``.
    """
    plan = _plan()
    now, before = plan_record(plan, today), None
    if kind == PaperKind.PLAN_CHANGES:
        before = plan_record(plan, since_day(plan, meeting, today=today))
    try:
        return LaidOut(paper_making.made(_KINDS[kind], "pdf", now, before))
    except paper_making.NotMade as error:
        raise NotMade(str(error)) from None


def since_day(plan: Plan, meeting: Meeting, *, today: date) -> date:
    """The day of the board's last meeting or, if the plan is newer, the day it was started."""
    started: date = PlanChange.objects.filter(plan=plan).aggregate(first=Min("on"))["first"]
    earlier = meeting.board.meetings.filter(
        date__lt=min(meeting.date, today), status__in=(MeetingStatus.CALLED, MeetingStatus.HELD)
    ).last()
    return max(earlier.date, started) if earlier else started


def measures_paper(*, today: date) -> WrittenPaper:
    """Every measure of the plan with its chart and readings. Raises ``NotMade``."""
    plan = plan_record(_plan(), today)
    blocks: list[Block] = []
    for priority in plan.priorities:
        if priority.measures:
            blocks.append(Heading(f"{priority.id[1:]}. {priority.title}"))
        for measure in priority.measures:
            blocks += measure_blocks(measure, today)
    if not blocks:
        raise NotMade("The plan has no measures. Add one to the plan, or remove this paper.")
    council = plan.header.council
    return WrittenPaper(
        title="Measures of the improvement plan",
        council=council,
        under=(council, f"As at {say_date(today)}"),
        footer=f"{council}: measures of the improvement plan, {say_date(today)}",
        as_at=today,
        blocks=tuple(blocks),
    )


def _plan() -> Plan:
    plan = current_plan()
    if plan is None:
        raise NotMade("There is no improvement plan yet. Start one, or remove this paper.")
    return plan
