"""The demo council's boards: two past meetings, and one that has been called, told by functions.

The Education Board meets in public. Its last meeting discussed the plan and decided on an exempt
item; its next one is prepared, with a report still to follow. The Improvement Board is private.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
from django.db import transaction

from cusp.cli import _demo_board_words as words
from cusp.meetings import why_doubtful
from cusp.web.accounts.models import User
from cusp.web.boards import (
    attendance,
    boards,
    item_minutes,
    items,
    meetings,
    memberships,
    minutes,
    papers,
    plan_actions,
    publishing,
    undertakings,
)
from cusp.web.boards.attendance import AttendanceFields
from cusp.web.boards.item_minutes import ItemMinutes
from cusp.web.boards.living import making
from cusp.web.boards.living.report_paper import ReportFields
from cusp.web.boards.meetings import When
from cusp.web.boards.memberships import MembershipFields
from cusp.web.boards.models import AgendaItem, AgendaPaper, Board, Meeting, Membership, Undertaking
from cusp.web.boards.notices import notice_for
from cusp.web.boards.paper_files import PaperFile
from cusp.web.boards.papers import PaperFields
from cusp.web.boards.undertakings import UndertakingFields
from cusp.web.response.actions import ActionFields
from cusp.web.response.plans import current_plan

_TUESDAY = 1
Make = Callable[[AgendaPaper, date], PaperFile]


@dataclass(frozen=True)
class _Story:
    """Who and when: days are counted back from today."""

    officer: User
    member: User
    today: date
    make: Make

    def by(self, on: date) -> dict[str, Any]:
        """Who makes a change on a day."""
        return {"on": on, "by": self.officer}


def made_now(paper: AgendaPaper, today: date) -> PaperFile:
    """A living paper as it would have been made on a day."""
    return making.make(paper, today=today)


@transaction.atomic
def tell(*, officer: User, member: User, today: date, make: Make = made_now) -> Board | None:
    """Make the boards; None if there are any, or if there is no plan for their papers.

    ``make`` makes the papers that Cusp writes itself. Everything is made or nothing.
    """
    if Board.objects.exists() or current_plan() is None:
        return None
    story = _Story(officer, member, today, make)
    board = _education_board(story)
    first = _first_meeting(story, board)
    second = _second_meeting(story, board, first)
    _after_the_second(story, second)
    _next_meeting(story, board)
    _improvement_board(story)
    board.refresh_from_db()
    return board


def _education_board(story: _Story) -> Board:
    on = story.today - timedelta(days=300)
    board = boards.add_board(words.BOARD, **story.by(on))
    boards.set_standing_items(board, words.STANDING, seen_version=board.row_version, **story.by(on))
    _add_members(story, board, words.MEMBERS, on)
    seat = MembershipFields(name=words.SUBSTITUTE, role="substitute", starts=on)
    memberships.add_membership(board, seat, **story.by(on))
    return board


def _add_members(
    story: _Story, board: Board, people: tuple[tuple[str, str, str, bool], ...], on: date
) -> None:
    for name, role, represents, votes in people:
        person = story.member if name == str(story.member) else None
        seat = MembershipFields(
            name=name, person=person, role=role, represents=represents, votes=votes, starts=on
        )
        memberships.add_membership(board, seat, **story.by(on))


def _first_meeting(story: _Story, board: Board) -> Meeting:
    """Held, minuted and agreed; one undertaking, met since."""
    day = _tuesday_before(story.today - timedelta(days=100))
    meeting = _called(story, board, day, planned=day - timedelta(days=60))
    prepared = day - timedelta(days=15)
    item = items.add_item(meeting, words.RECRUITMENT, **story.by(prepared))
    _report(story, item, "Foster carers approved this year", words.OPEN_REPORT, prepared)
    _publish(story, meeting)
    came = {"Ed Marsh": "apologies"}
    _minute(story, meeting, came, words.FIRST_MINUTES, substitute=(words.SUBSTITUTE, "Ed Marsh"))
    given = _undertake(story, item, words.BY_DISTRICT)
    undertakings.close(
        given, how="The figures were sent to all members.", closed=day + timedelta(days=18),
        **story.by(day + timedelta(days=18)),
    )  # fmt: skip
    minutes.publish_draft(meeting, **story.by(day + timedelta(days=20)))
    return meeting


def _second_meeting(story: _Story, board: Board, first: Meeting) -> Meeting:
    """Held and minuted: the plan, its measures, and an exempt item. It agreed the first minutes."""
    day = _tuesday_before(story.today - timedelta(days=28))
    meeting = _called(story, board, day, planned=day - timedelta(days=40))
    prepared = day - timedelta(days=15)
    response = items.add_item(meeting, words.RESPONSE, **story.by(prepared))
    _living(story, response, "statement", "The response to the inspection", prepared)
    _living(story, response, "comparison", "The last two inspections compared", prepared)
    measures = items.add_item(meeting, words.MEASURES, **story.by(prepared))
    _report(story, measures, "How the measures have moved", words.MEASURES_REPORT, prepared)
    review = story.today + timedelta(days=180)
    exempt = items.add_item(
        meeting, msgspec.structs.replace(words.EXEMPT, review=review), **story.by(prepared)
    )
    _report(story, exempt, "Homes for three children", words.EXEMPT_REPORT, prepared)
    _publish(story, meeting)
    _minute(story, meeting, {"Dilys Penrose": "apologies"}, words.SECOND_MINUTES)
    _undertake(story, response, words.REASONS)
    _undertake(story, measures, words.NEIGHBOURS)
    minutes.agree_minutes(first, at=meeting, **story.by(day + timedelta(days=3)))
    minutes.publish_draft(meeting, **story.by(day + timedelta(days=6)))
    return meeting


def _after_the_second(story: _Story, meeting: Meeting) -> None:
    """The draft is corrected; one undertaking becomes an action of the plan, one is re-dated."""
    on = story.today - timedelta(days=9)
    corrected = meeting.agenda_items.get(title="Declarations of interest")
    _, version = item_minutes.minuted(corrected)
    item_minutes.record_item(corrected, words.CORRECTED, seen_version=version, **story.by(on))
    reasons, neighbours = Undertaking.objects.filter(meeting=meeting)
    plan = current_plan()
    area = plan.priorities.first() if plan else None
    if area:
        due = reasons.due_dates.get().due
        plan_actions.make_action(
            reasons, area, ActionFields(reasons.text, reasons.owner), due=due,
            seen_version=reasons.row_version, **story.by(on),
        )  # fmt: skip
    undertakings.redate(
        neighbours, story.today + timedelta(days=9),
        reason="The figures of two councils were missing", **story.by(on),
    )  # fmt: skip


def _next_meeting(story: _Story, board: Board) -> Meeting:
    """Called, with a report still to follow: the countdown to the last day to publish runs."""
    day = _tuesday_after(story.today + timedelta(days=11))
    on = story.today - timedelta(days=6)
    meeting = _called(story, board, day, planned=on)
    for fields, kind, title in (
        (words.RESPONSE, "statement", "The response to the inspection"),
        (words.INSPECTION, "comparison", "The last two inspections compared"),
    ):
        item = items.add_item(meeting, fields, **story.by(on))
        _living(story, item, kind, title, on)
    follows = msgspec.structs.replace(words.RECRUITMENT, form="to follow")
    items.add_item(meeting, follows, **story.by(on))
    review = story.today + timedelta(days=180)
    exempt = msgspec.structs.replace(words.EXEMPT, review=review)
    item = items.add_item(meeting, exempt, **story.by(on))
    _report(story, item, "Homes for three children", words.EXEMPT_REPORT, on)
    return meeting


def _improvement_board(story: _Story) -> None:
    on = story.today - timedelta(days=200)
    board = boards.add_board(words.PRIVATE_BOARD, **story.by(on))
    _add_members(story, board, words.PARTNERS, on)
    day = _tuesday_after(story.today + timedelta(days=20))
    meeting = _called(story, board, day, planned=story.today - timedelta(days=5))
    on = story.today - timedelta(days=4)
    item = items.add_item(meeting, words.PACE, **story.by(on))
    _living(story, item, "plan exceptions", "What is late in the improvement plan", on)
    _living(story, item, "measures", "Measures with charts", on)


def _called(story: _Story, board: Board, day: date, *, planned: date) -> Meeting:
    meeting = meetings.plan_meeting(board, When(date=day), **story.by(planned))
    meetings.call_meeting(meeting, **story.by(planned))
    return meeting


def _report(story: _Story, item: AgendaItem, title: str, said: ReportFields, on: date) -> None:
    papers.attach_paper(
        item, PaperFields(title=title), kind="report", made_from=msgspec.to_builtins(said),
        **story.by(on),
    )  # fmt: skip


def _living(story: _Story, item: AgendaItem, kind: str, title: str, on: date) -> None:
    papers.attach_paper(item, PaperFields(title=title), kind=kind, **story.by(on))


def _publish(story: _Story, meeting: Meeting) -> None:
    """On the last day to publish, with the papers as they would have been made then."""
    on = notice_for(meeting, today=meeting.date).publish_by
    assert on is not None  # the bank holidays of these years are known
    made = {paper.pk: story.make(paper, on) for paper in publishing.to_be_made(meeting)}
    at = datetime.combine(on, time(16, 30), tzinfo=UTC)
    publishing.publish(meeting, at=at, made=made, **story.by(on))


def _minute(
    story: _Story,
    meeting: Meeting,
    away: dict[str, str],
    said: dict[str, ItemMinutes],
    *,
    substitute: tuple[str, str] | None = None,
) -> None:
    """Who came and what was said, written up two days later."""
    on = meeting.date + timedelta(days=2)
    meetings.hold_meeting(meeting, **story.by(on))
    seats = {row.name: row for row in meeting.board.memberships.all()}
    came = [
        AttendanceFields(membership=row, presence=away.get(name, "present"))
        for name, row in seats.items()
        if row.role != "substitute"
    ]
    if substitute:
        came.append(_stood_in(seats, *substitute))
    came.append(AttendanceFields(name="Olive Officer"))
    attendance.record_attendance(meeting, came, seen_version=0, **story.by(on))
    for item in meeting.agenda_items.all():
        if item.title in said:
            item_minutes.record_item(item, said[item.title], seen_version=0, **story.by(on))


def _stood_in(seats: dict[str, Membership], name: str, member: str) -> AttendanceFields:
    return AttendanceFields(
        membership=seats[name], presence="substitute", stands_in_for=seats[member]
    )


def _undertake(story: _Story, item: AgendaItem, said: tuple[str, str, int]) -> Undertaking:
    text, owner, days = said
    day = item.meeting.date
    return undertakings.add_undertaking(
        item.meeting, UndertakingFields(text=text, owner=owner), item=item,
        due=day + timedelta(days=days), **story.by(day + timedelta(days=2)),
    )  # fmt: skip


def _tuesday_before(day: date) -> date:
    """The last Tuesday up to a day on which a board could meet."""
    while day.weekday() != _TUESDAY or why_doubtful(day, today=day):
        day -= timedelta(days=1)
    return day


def _tuesday_after(day: date) -> date:
    """The first Tuesday from a day on which a board could meet."""
    while day.weekday() != _TUESDAY or why_doubtful(day, today=day):
        day += timedelta(days=1)
    return day
