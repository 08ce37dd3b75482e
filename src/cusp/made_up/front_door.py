"""A life from the referral on: assessment, help in need, closure, and perhaps another referral."""

from __future__ import annotations

from datetime import date, timedelta

from cusp.made_up.caring import look_after
from cusp.made_up.chance import Chance
from cusp.made_up.days import DAY, months, on_or_after, planned
from cusp.made_up.lives import Assessment, Case, Child, Referral
from cusp.made_up.protecting import enquire, protect
from cusp.made_up.staff import (
    DISABLED,
    FRONT_DOOR,
    Staff,
    allocate,
    assessment_team,
    safeguarding_team,
)

_ETHNICITIES = {
    "WBRI": 66, "WOTH": 6, "WIRI": 0.5, "WROM": 0.4, "MWBC": 3, "MWBA": 1.5, "MWAS": 2, "MOTH": 3,
    "AIND": 1.5, "APKN": 4, "ABAN": 1.5, "AOTH": 2, "BCRB": 2, "BAFR": 5, "BOTH": 1.5, "CHNE": 0.3,
    "OOTH": 2, "NOBT": 2,
}  # fmt: skip
SOURCES = {
    "6": 30, "2B": 18, "3A": 10, "5B": 14, "1A": 7, "1B": 2, "1C": 2, "3C": 3, "5C": 5, "5A": 4,
    "7": 2, "8": 3,
}  # fmt: skip
_NEEDS = {"N1": 57, "N2": 10, "N3": 3, "N4": 8, "N5": 14, "N6": 2, "N7": 1, "N8": 4, "N9": 1}
# What an assessment leads to: out of 100, close to England's figures.
_PATHS = {"none": 33, "need": 50, "protection": 11, "care": 6}
_AGES = {0: 10, 1: 6, 3: 8, 5: 16, 8: 18, 11: 20, 14: 16, 16: 6}
_CLOSED_AT_ONCE = 0.12
_RETURNS = 0.36


def newcomer(chance: Chance, child_id: str, day: date) -> Child:
    """A child about to be referred."""
    unborn = chance.happens(0.02)
    years = chance.one_of(_AGES)
    born = months(day, -12 * years) - timedelta(days=chance.between(1, 700))
    if unborn:
        born = day + timedelta(days=chance.between(20, 160))
    return Child(
        id=child_id,
        sex=chance.one_of({"male": 53.0, "female": 46.5, "unknown": 0.2, "neither": 0.3}),
        ethnicity=chance.one_of(_ETHNICITIES),
        born=min(born, day) if not unborn else born,
        disability=chance.one_of({"no": 86, "yes": 12, "unknown": 2}),
        uasc=chance.happens(0.006),
        previous_plans=chance.one_of({0: 77, 1: 17, 2: 5, 3: 1}),
    )


def path_of(chance: Chance) -> str:
    """What the child's first assessment leads to."""
    return chance.one_of(_PATHS)


def live(chance: Chance, child: Child, staff: Staff, day: date, path: str) -> None:
    """The child's life from a first referral."""
    east = chance.happens(0.5)
    if child.uasc:
        path = "care"
        child.born = months(day, -12 * chance.between(15, 17)) + timedelta(days=30)
    for _ in range(6):
        if day >= months(child.born, 216) - timedelta(days=60):
            return
        end = _referred(chance, child, staff, day, path, east=east)
        if child.stuck or child.leaver or not chance.happens(_RETURNS):
            return
        day = on_or_after(end + timedelta(days=chance.between(10, 300)))
        path = path_of(chance)


def _referred(
    chance: Chance, child: Child, staff: Staff, day: date, path: str, *, east: bool
) -> date:
    """A referral and what follows, up to the day the case is closed."""
    earlier = sum(each.day > months(day, -12) for each in child.referrals)
    closed = path != "care" and chance.happens(_CLOSED_AT_ONCE)
    child.referrals.append(Referral(day, chance.one_of(SOURCES), closed, earlier))
    child.with_worker.append((day, FRONT_DOOR, chance.choose(staff.of_team[FRONT_DOOR])))
    if closed:
        return day
    start = day if chance.happens(0.5) else planned(day, chance.between(1, 3))
    due = planned(day, 45)
    done: date | None = chance.done(start, due, in_time=0.855, much_later=0.28)
    if chance.happens(0.006):
        done = None
    case = Case(day, day, "", chance.one_of(_NEEDS))
    child.cases.append(case)
    case.statuses.append((day, "open_assessment"))
    allocate(chance, child, staff, start, assessment_team(east))
    seen_by = start + timedelta(days=chance.between(0, 12))
    assessment = Assessment(
        day, start, done,
        chance.one_of({"yes": 94, "no": 5, "unknown": 1}),
        "no" if path == "none" else "yes", day,
    )  # fmt: skip
    child.assessments.append(assessment)
    case.seen.append(seen_by)
    over = done or due + timedelta(days=chance.between(20, 300))
    end = _follow(chance, child, staff, case, path, start, over, east=east)
    case.end = min(max(end, over, day + DAY), months(child.born, 216))
    case.reason = _reason(chance, child, case, path)
    assessment.closed = case.end
    if assessment.done and assessment.done > case.end:
        assessment.done = None
    for enquiry in child.enquiries:
        enquiry.closed = (
            max(enquiry.closed, case.end) if enquiry.strategy >= day else enquiry.closed
        )
    case.seen = sorted(each for each in case.seen if each <= case.end)
    return case.end


def _follow(  # noqa: PLR0913
    chance: Chance, child: Child, staff: Staff, case: Case, path: str, start: date, over: date,
    *, east: bool,
) -> date:  # fmt: skip
    """What an assessment leads to, up to its end."""
    team = (
        DISABLED if child.disability == "yes" and chance.happens(0.4) else safeguarding_team(east)
    )
    recent = child.plans and start < child.plans[-1].end + timedelta(days=260)
    if recent and path in ("protection", "care"):
        path = "need"
    if path == "none":
        if not recent and chance.happens(0.22):
            enquire(chance, child, start, needed=False)
        return over + timedelta(days=chance.between(0, 12))
    if path == "need":
        if not recent and chance.happens(0.3):
            enquire(chance, child, start, needed=False)
        return _in_need(chance, child, staff, case, over, team)
    if path == "protection":
        end = protect(chance, child, staff, case, start, team)
        return _in_need(chance, child, staff, case, max(end, over), team)
    protected = not child.uasc and chance.happens(0.3)
    begin = protect(chance, child, staff, case, start, team) if protected else start
    begin = begin if protected else chance.after(begin, 0, 40)
    end = look_after(chance, child, staff, case, max(begin, child.born))
    return end + timedelta(days=chance.between(0, 90))


def _in_need(chance: Chance, child: Child, staff: Staff, case: Case, day: date, team: int) -> date:
    """A plan for a child in need, with visits every three or four weeks."""
    end = day + timedelta(days=min(chance.between(40, 120) + chance.around(150), 900))
    case.statuses.append((day, "need_plan"))
    if child.with_worker[-1][1] != team:
        allocate(chance, child, staff, day, team)
    seen = day
    while (seen := seen + timedelta(days=chance.between(17, 31))) < end:
        case.seen.append(seen)
    return end


def _reason(chance: Chance, child: Child, case: Case, path: str) -> str:
    if case.end >= months(child.born, 216):
        return "RC7"
    if path == "none":
        return "RC8"
    return chance.one_of({"RC7": 80, "RC9": 12, "RC4": 2, "RC5": 2, "RC1": 2, "RC6": 2})
