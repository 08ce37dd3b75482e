"""What a child's page shows of where things stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from cusp.oversight import words
from cusp.oversight.words import Place
from cusp.web.practice import links, reach, reasons
from cusp.web.practice.choices import ChairRole, Standing
from cusp.web.practice.doing import Doing, between_meetings, challenge_line
from cusp.web.practice.mine.rows import clock_row, facts
from cusp.web.practice.models import Case, Chairing, Child
from cusp.web.practice.own_children import URGENT, OwnChild, sort_out
from cusp.web.practice.reach import Reached

_WORDS = {
    Place.OVERDUE: ("Overdue", "red"),
    Place.PASSED: ("Fell due since", "orange"),
    Place.SOON: ("Due soon", "yellow"),
    Place.LATER: ("In time", ""),
    Place.DONE: ("Done", "grey"),
}
_OF_STATUS: dict[str, tuple[str, str]] = {
    Standing.DONE_LATE.value: ("Done late", "orange"),
    Standing.UNDETERMINED.value: ("Cannot be determined", "purple"),
}


def now(child: Child, found: Doing, *, as_at: date, today: date) -> dict[str, Any]:
    """Where a child's case stands. Without a case on the newest return, only who chairs."""
    chairs = found.chairs.get(child.pk, ())
    challenges = [challenge_line(row, today) for row in found.challenges.get(child.pk, ())]
    shown: dict[str, Any] = {"chairs": chairs, "challenges": challenges,
                             "challenge_address": links.raise_challenge(child)}  # fmt: skip
    case = Case.objects.filter(child=child).select_related("child").first()
    if case is None:
        return {**shown, "child": child, "answer": "This child is not on the newest return"}
    (one,) = sort_out([case], {child.pk: list(child.clocks.all())}, today)
    return {
        **shown,
        **facts(case),
        "answer": _answer(one, as_at=as_at, today=today),
        "drift": list(words.drift_sentences(case, as_at=as_at)),
        "clocks": _clocks(one, found, today),
        "passed": bool(one.at(Place.PASSED)),
        "between": between_meetings(
            case, [clock for _, clock in one.clocks], found.midway.get(child.pk, ()),
            found.contacts.get(child.pk),
        ),
    }  # fmt: skip


def roles_to_change(case: Case | None, chairs: list[Chairing]) -> list[dict[str, Any]]:
    """The roles that a child has or needs, with who has them."""
    wanted = {
        ChairRole.CHAIR: bool(case and case.on_plan),
        ChairRole.REVIEWING_OFFICER: bool(case and case.in_care),
    }
    by_role = {row.role: row for row in chairs}
    return [
        {"role": role, "label": role.label, "row": by_role.get(role)}
        for role in ChairRole
        if role in by_role or wanted[role]
    ]


def may_assign(reached: Reached, case: Case | None) -> bool:
    """Whether somebody may change who chairs: a chair alone may not.

    It decides who sees the child, so it is for those who answer for the child's team.
    """
    return reached.whole_service or (case is not None and reach.may_see_team(reached, case.team))


def _answer(one: OwnChild, *, as_at: date, today: date) -> str:
    urgent = one.at(*URGENT)
    if urgent:
        return words.sentence(urgent[0], today).split(". ")[0]
    drift = list(words.drift_sentences(one.case, as_at=as_at))
    if drift:
        return drift[0]
    if one.at(Place.UNDETERMINED):
        return "Nothing is overdue as far as the return can show"
    return "Nothing is due in the next 14 days"


def _clocks(one: OwnChild, found: Doing, today: date) -> list[dict[str, Any]]:
    rows = []
    for place, clock in one.clocks:
        label, colour = _OF_STATUS.get(clock.status) or _WORDS[place]
        row = clock_row(clock, one.case, found, today)
        if reasons.needs_reason(clock, today):
            row["address"] = links.give_reason(one.case.child, clock)
        rows.append({**row, "label": label, "colour": colour})
    return rows
