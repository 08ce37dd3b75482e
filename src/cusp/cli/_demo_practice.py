"""The demo council's practice: seven monthly returns of made-up children, and what people wrote.

A reviewing officer, a team manager and the head of the service each see their own part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from cusp.cli import _demo_practice_words as words
from cusp.web.boards import items, papers
from cusp.web.boards.models import Board
from cusp.web.boards.papers import PaperFields
from cusp.web.practice import challenges, reasons, sharing, snapshots
from cusp.web.practice.challenges import To, When
from cusp.web.practice.choices import Stage, Standing
from cusp.web.practice.models import (
    Case,
    Chairing,
    Child,
    Clock,
    MidwayReview,
    Reach,
    Snapshot,
    Supervision,
)
from cusp.web.response import drawn_readings
from cusp.web.response.choices import Better, Unit
from cusp.web.response.measures import MeasureFields
from cusp.web.response.plans import current_plan

if TYPE_CHECKING:
    from cusp.made_up import Council
    from cusp.web.accounts.models import User

SEED, CHILDREN, MONTHS, KEEP = 11, 420, 7, 730
_SHARED = ("A1", "P2", "P3", "P6", "P7", "C1", "C5", "C6", "C7", "L2", "L3")
_DRAWN = "P6"


@dataclass(frozen=True)
class _People:
    officer: User
    head: User
    chair: User
    manager: User


def tell(*, officer: User, head: User, chair: User, manager: User, today: date) -> bool:
    """Load the returns and tell what people did with them; false if there are any already."""
    if Snapshot.objects.exists():
        return False
    people = _People(officer, head, chair, manager)
    council = _council(today)
    for day in council.days:
        loaded_at = datetime.combine(day + timedelta(days=2), time(7), tzinfo=UTC)
        keep = day + timedelta(days=KEEP)
        snapshots.load(council.annex_a(day), retain_until=keep, at=loaded_at, by=head)
    with transaction.atomic():
        _lists(council, people)
        _reach(people)
        _reasons(people, today)
        _challenges(people, today)
        sharing.share(_SHARED, on=today, by=head)
        _measure_of_the_plan(people, today)
        _paper_for_the_board(people, today)
    return True


def _council(today: date) -> Council:
    from cusp.made_up import made_up_council

    last = today.replace(day=1) - timedelta(days=1)
    return made_up_council(seed=SEED, children=CHILDREN, months=MONTHS, last=last)


def _lists(council: Council, people: _People) -> None:
    """The council's own lists. The busiest of the made-up chairs is the demo's."""
    refs = dict(Child.objects.values_list("child_id", "pk"))
    rows = [row for row in council.chairs().to_pylist() if row["child_id"] in refs]
    now = [row["name"] for row in rows if row["to"] is None]
    busiest = max(sorted(set(now)), key=now.count)
    Chairing.objects.bulk_create(
        Chairing(
            child_id=refs[row["child_id"]], role=row["role"],
            name=people.chair.name if row["name"] == busiest else row["name"],
            since=row["from"], until=row["to"],
        )
        for row in rows
    )  # fmt: skip
    MidwayReview.objects.bulk_create(
        MidwayReview(
            child_id=refs[row["child_id"]], on=row["date"],
            name=people.chair.name if row["by"] == busiest else row["by"],
            recorded_by_then=people.head.name,
        )
        for row in council.midway_reviews().to_pylist()
        if row["child_id"] in refs
    )  # fmt: skip
    teams = dict(Case.objects.values_list("worker", "team"))
    yes = {"yes": True, "no": False}
    Supervision.objects.bulk_create(
        Supervision(
            on=row["date"], worker=row["worker"], team=teams[row["worker"]],
            child_id=refs[row["child_id"]], actions_checked=yes.get(row["actions_checked"]),
            reflective=yes.get(row["reflective"]), recorded_by_then=people.head.name,
        )
        for row in council.supervision().to_pylist()
        if row["child_id"] in refs and row["worker"] in teams
    )  # fmt: skip


def _reach(people: _People) -> None:
    """The manager has the team with the most children overdue whom the demo's chair knows."""
    chaired = Chairing.objects.filter(name=people.chair.name, until=None).values("child")
    teams = Case.objects.filter(child__in=chaired).exclude(team="").values("team")
    busiest = teams.annotate(number=Count("pk")).order_by("-number", "team").first()
    Reach.objects.create(user=people.head, whole_service=True)
    Reach.objects.create(user=people.chair, names=[people.chair.name])
    Reach.objects.create(user=people.manager, teams=[busiest["team"]] if busiest else [])


def _late(people: _People) -> list[Clock]:
    """Late events of children whom the demo's chair chairs, the latest first, a child once."""
    chaired = Chairing.objects.filter(name=people.chair.name, until=None).values("child")
    rows = Clock.objects.filter(
        child__in=chaired, status=Standing.OVERDUE, start__isnull=False
    ).order_by("-days", "pk")
    return list({row.child_id: row for row in rows.select_related("child")}.values())


def _reasons(people: _People, today: date) -> None:
    for clock, (reason, agreed_by) in zip(_late(people), words.REASONS, strict=False):
        reasons.give(
            clock, reason, agreed_by=agreed_by, new_date=today + timedelta(days=9),
            on=today - timedelta(days=2), by=people.chair,
        )  # fmt: skip


def _challenges(people: _People, today: date) -> None:
    chaired = Chairing.objects.filter(name=people.chair.name, until=None).values("child")
    theirs = Child.objects.filter(pk__in=chaired).order_by("-case__drifts", "pk")
    for child, told in zip(theirs, words.CHALLENGES, strict=False):
        theme, formal, ago, answered, effect, concern, answer, changed = told
        on = today - timedelta(days=ago)
        to = To(Stage.FORMAL if formal else Stage.INFORMAL, 1, people.manager)
        challenge = challenges.raise_challenge(
            child, theme=theme, concern=concern, to=to, when=When(on, today, people.chair)
        )
        if answered is None or effect is None:
            continue
        on += timedelta(days=answered)
        challenge = challenges.answer(
            challenge, answer, when=When(on, today, people.manager),
            seen_version=challenge.row_version,
        )  # fmt: skip
        challenges.close(
            challenge, "", when=When(on + timedelta(days=14), today, people.chair),
            seen_version=challenge.row_version, effect=effect, effect_text=changed,
        )  # fmt: skip


def _paper_for_the_board(people: _People, today: date) -> None:
    """The measures that are shared are a paper of the Education Board's next meeting."""
    board = Board.objects.filter(slug="education-board").first()
    meeting = board.meetings.filter(date__gte=today).first() if board else None
    if meeting is None:
        return
    item = items.add_item(meeting, words.ITEM, on=today, by=people.officer)
    fields = PaperFields(title=words.PAPER)
    papers.attach_paper(item, fields, kind="practice", on=today, by=people.officer)


def _measure_of_the_plan(people: _People, today: date) -> None:
    """A measure of the plan whose readings come with each return."""
    plan = current_plan()
    area = plan.priorities.order_by("number").last() if plan else None
    if plan is None or area is None:
        return
    code = f"practice:{_DRAWN}"
    fields = MeasureFields(
        words.MEASURE, words.DEFINITION, Unit.PERCENT, Better.HIGHER, target=95.0,
        target_by=today + timedelta(days=120), published_code=code,
    )  # fmt: skip
    series = drawn_readings.series_of(plan, code)
    drawn_readings.add_measure(area, fields, series, on=today, by=people.officer)
