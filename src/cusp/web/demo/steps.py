"""The 8 steps of the story, with links to what the demo holds."""

from __future__ import annotations

from datetime import date

import msgspec
from django.urls import reverse

from cusp.web.boards.models import Board, Meeting
from cusp.web.record.models import Inspection
from cusp.web.response.models import Measure, Plan

_HEAD, _CHAIR, _MANAGER = "Hana Head", "Carys Chair", "Tariq Manager"
_OFFICER, _MEMBER, _OWNER = "Olive Officer", "Max Member", "Orla Owner"
_ANYONE = "No need to sign in."
Link = tuple[str, str]


class Step(msgspec.Struct, frozen=True):
    """A step: what happens, what to look at, and who to sign in as."""

    title: str
    what: str
    links: tuple[Link, ...]
    sign_in_as: str = _ANYONE


def steps(slug: str, *, today: date) -> tuple[Step, ...]:
    """The steps for a council; links to what the demo does not hold are left out."""
    council = reverse("authority", args=[slug])
    rows = Inspection.objects.filter(authority__slug=slug, document__isnull=False)
    held = list(rows.order_by("start").select_related("authority"))
    return (*_of_record(held), *_of_plan(), *_of_boards(council, today))


def _of_record(held: list[Inspection]) -> tuple[Step, ...]:
    plan = Plan.objects.select_related("inspection__authority").last()
    latest = plan.inspection if plan else (held[-1] if held else None)
    before = [one for one in held if latest and one.start < latest.start]
    here = latest.get_absolute_url() if latest else ""
    compared = (
        (("Both inspections side by side", reverse("comparison", args=_pair(before[-1], latest))),)
        if before and latest
        else ()
    )
    reports = tuple(
        (f"Inspection of {one.start.year}", one.get_absolute_url()) for one in held[-3:]
    )
    return (
        Step(
            "Inspectors report",
            "Each grade and each area for improvement opens the page of the report where it is "
            "printed, with its words marked.",
            reports,
        ),
        Step(
            "Compare with the last inspection",
            "Which areas for improvement were carried over, which are new, and which are no longer "
            "raised.",
            compared,
        ),
        Step(
            "Praise and criticism",
            "What inspectors praised and criticised, topic by topic, sentence by sentence.",
            (("Findings", f"{here}findings/"),) if latest else (),
        ),
        Step(
            "The place in the grade",
            "Where each judgement stands in its grade, going by the report’s wording, and why.",
            (("Place in the grade", f"{here}place/"),) if latest else (),
        ),
    )


def _of_plan() -> tuple[Step, ...]:
    measures = Measure.objects.filter(readings__isnull=False).distinct().order_by("number")
    return (
        Step(
            "The response",
            "The improvement plan answers each area for improvement. Actions slip and are "
            "re-dated, and delivery and impact are rated separately.",
            (
                ("The plan", reverse("plan")),
                ("What needs a decision", reverse("plan-decisions")),
                ("What Orla Owner must update", reverse("plan-mine")),
            ),
            f"Sign in as {_OFFICER}, or as {_OWNER} for the last link.",
        ),
        Step(
            "Practice",
            "Which children are waiting, whose plan drifts, and what challenge changed. Every "
            "child is made up. Only safe figures reach the plan.",
            (
                ("What Carys Chair chairs or reviews next", reverse("practice-mine")),
                ("Who is waiting", reverse("practice")),
                ("Challenges", reverse("practice-challenges")),
                ("The figures that reach the plan", reverse("plan-practice")),
                *(
                    (f"In the plan: {one.name}", reverse("plan-measure", args=[one.public_id]))
                    for one in measures
                ),
            ),
            f"Sign in as {_CHAIR} or {_MANAGER}, as {_HEAD} who sees the whole service, or as "
            f"{_OFFICER} for the plan.",
        ),
    )


def _of_boards(council: str, today: date) -> tuple[Step, ...]:
    board = Board.objects.filter(slug="education-board").first()
    links: list[Link] = []
    if board:
        coming, past = _meetings(board, today)
        links = [("The Education Board", board.get_absolute_url())]
        if coming:
            links += [("Its next meeting, to be published soon", coming.get_absolute_url())]
        if past:
            links += [
                ("Its last meeting, with papers", past.get_absolute_url()),
                ("The minutes", reverse("board-minutes", args=[board.slug, past.address])),
            ]
        links += [
            ("Undertakings", reverse("board-undertakings", args=[board.slug])),
            ("Decisions", reverse("board-decisions", args=[board.slug])),
        ]
    return (
        Step(
            "The board",
            "The agenda carries the response and its measures as papers, frozen when they are "
            "published. Undertakings are raised at every meeting until they are closed. Only "
            "members of the board and officers can see an exempt item or a private board.",
            tuple(links),
            f"Sign in as {_OFFICER}, who is the clerk, or {_MEMBER}, a member of the board.",
        ),
        Step(
            "The public",
            "Open the same pages without signing in: nothing exempt is there.",
            (
                ("The council’s page", council),
                ("The briefing on one page", f"{council}briefing/"),
                *links[:1],
            ),
        ),
    )


def _meetings(board: Board, today: date) -> tuple[Meeting | None, Meeting | None]:
    rows = board.meetings.select_related("board")
    return rows.filter(date__gte=today).first(), rows.filter(date__lt=today).last()


def _pair(before: Inspection, after: Inspection) -> list[str]:
    return [before.authority.slug, before.start.isoformat(), after.start.isoformat()]
