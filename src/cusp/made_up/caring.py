"""Being looked after: placements, legal status, reviews, visits and health."""

from __future__ import annotations

from datetime import date, timedelta

from cusp.made_up.chance import Chance
from cusp.made_up.days import DAY, months, planned
from cusp.made_up.leaving import leave
from cusp.made_up.lives import Adoption, Care, Case, Child, Placement
from cusp.made_up.protecting import cut_short
from cusp.made_up.staff import IN_CARE, Staff, allocate

_FIRST = {"U6": 60, "U3": 13, "U2": 2, "P1": 6, "K2": 9, "R1": 1, "Z1": 1, "H5": 3, "K1": 1}
_OLDER = {"U6": 38, "U3": 6, "P1": 4, "K2": 22, "H5": 14, "P2": 12, "Z1": 2, "K1": 2}
_PROVIDERS = {"U": {"PR1": 55, "PR4": 45}, "K": {"PR4": 80, "PR1": 20}, "H": {"PR4": 90, "PR1": 10}}
_NEEDS = {"N1": 64, "N2": 4, "N3": 3, "N4": 8, "N5": 13, "N6": 2, "N7": 1, "N8": 5}
_PERMANENCE = {
    "fostering": 40, "return_to_family": 18, "guardianship": 12, "adoption": 9, "residential": 6,
    "supported_living": 9, "other": 6,
}  # fmt: skip
WEEK = timedelta(days=7)


def look_after(chance: Chance, child: Child, staff: Staff, case: Case, start: date) -> date:
    """A period of care from a day on. The day it ends."""
    adult = months(child.born, 216)
    if start >= adult - timedelta(days=20):
        return start
    care = _period(chance, child, start, adult)
    _permanence(chance, child, care)
    _statuses(chance, child, care)
    _placements(chance, child, care)
    _reviews(chance, staff, care)
    _visits(chance, care)
    _health(chance, child, care)
    _missing(chance, child, care)
    child.cares.append(care)
    for plan in child.plans:
        if plan.end > start:
            cut_short(plan, start)
    case.statuses.append((start, "looked_after"))
    case.statuses.append((care.end, "need_plan"))
    case.seen += care.visits
    allocate(chance, child, staff, start, IN_CARE)
    if not care.short_breaks:
        leave(chance, child, staff, care)
    return care.end


def _period(chance: Chance, child: Child, start: date, adult: date) -> Care:
    low, high = chance.one_of({(3, 180): 27, (181, 600): 25, (601, 1500): 28, (1501, 6600): 20})
    end = min(start + timedelta(days=chance.between(low, high)), adult)
    if child.uasc:
        end = adult
    grown = end == adult
    home = {"E4A": 34, "E4B": 12, "E45": 20, "E46": 10, "E48": 6, "E8": 18}
    reason = chance.one_of({"E15": 20, "E14": 15, "E8": 65}) if grown else chance.one_of(home)
    before = child.cares[-1].end if child.cares else None
    return Care(
        start, end, reason, "N5" if child.uasc else chance.one_of(_NEEDS),
        second=before is not None and before > months(start, -12),
        short_breaks=not child.uasc and child.disability == "yes" and chance.happens(0.1),
    )  # fmt: skip


def _permanence(chance: Chance, child: Child, care: Care) -> None:
    if chance.happens(0.06):
        return  # never made: drift
    day = care.start + timedelta(days=chance.between(20, 150))
    plan = chance.one_of(_PERMANENCE)
    if care.end - care.start > timedelta(days=1500) and chance.happens(0.7):
        plan = "fostering"
    young = care.start < months(child.born, 72)
    if plan == "adoption" and (care.short_breaks or not young):
        plan = "fostering" if not care.short_breaks else "return_to_family"
    care.permanence.append((day, plan))
    if plan == "adoption":
        _adoption(chance, care)


def _adoption(chance: Chance, care: Care) -> None:
    decision = chance.after(care.start, 120, 300)
    found = Adoption(decision, placement_order=chance.after(decision, 30, 120))
    care.adoption = found
    assert found.placement_order
    if chance.happens(0.12):
        found.reversed = chance.after(found.placement_order, 60, 200)
        return
    found.matched = chance.after(found.placement_order, 40, 250)
    found.placed = chance.after(found.matched, 10, 40)
    found.order = chance.after(found.placed, 100, 300)
    care.end, care.reason = found.order, chance.one_of({"E11": 8, "E12": 92})


def _statuses(chance: Chance, child: Child, care: Care) -> None:
    if care.short_breaks:
        care.statuses = [(care.start, chance.choose(["V3", "V4"]))]
        return
    first = "V2" if child.uasc else chance.one_of({"V2": 42, "C1": 43, "L2": 15})
    care.statuses = [(care.start, first)]
    if first == "L2":
        care.statuses.append((care.start + 8 * DAY, "C1"))
    if first == "V2" and chance.happens(0.2):
        care.statuses.append((chance.after(care.start, 60, 200), "C1"))
    if care.statuses[-1][1] == "C1":
        ordered = chance.after(care.statuses[-1][0], 150, 330)
        care.statuses.append((ordered, "C2"))
        if care.adoption and care.adoption.placement_order:
            placed = max(care.adoption.placement_order, ordered + DAY)
            care.statuses.append((placed, "E1"))


def _placements(chance: Chance, child: Child, care: Care) -> None:
    day = care.start
    mean = 75 if chance.happens(0.1) else 900
    placed = care.adoption.placed if care.adoption else None
    while day < care.end:
        if placed and day >= placed:
            care.placements.append(_placement(chance, day, "A5"))
            return
        kinds = _OLDER if day >= months(child.born, 15 * 12) else _FIRST
        kind = chance.one_of(kinds)
        settled = day > care.start + timedelta(days=300)
        if settled and care.permanence and care.permanence[0][1] == "fostering":
            kind = chance.one_of({"U4": 70, "U1": 15, "U6": 15})
            mean = 1600
        if care.short_breaks:
            kind = "U6"
        care.placements.append(_placement(chance, day, kind))
        day += timedelta(days=7 + chance.around(mean))
        if placed and care.placements[-1].start < placed < day:
            day = placed
        if chance.happens(0.05) and day < care.end and day != placed:
            care.placements.append(_placement(chance, day, chance.choose(["T0", "T1", "T4"])))
            day += timedelta(days=chance.between(4, 25))


def _placement(chance: Chance, day: date, kind: str) -> Placement:
    provider = (
        "PR0" if kind == "P1" else chance.one_of(_PROVIDERS.get(kind[0], {"PR1": 50, "PR4": 50}))
    )
    return Placement(day, kind, provider, chance.happens(0.42 if kind in ("K2", "H5") else 0.3))


def _limit(care: Care, place: Placement, last: date) -> date:
    """When the next visit is due by the rule that the council goes by."""
    reviewed = any(place.start <= day <= last for day in care.reviews)
    status = [code for day, code in care.statuses if day <= last][-1:] or [""]
    if place.kind == "P1" and status[0] == "C1":
        return last + WEEK * (4 if reviewed else 1)
    if place.kind in ("U1", "U4") and last >= months(place.start, 12):
        return months(last, 3)
    return last + 6 * WEEK


def _visits(chance: Chance, care: Care) -> None:
    ends = [each.start for each in care.placements[1:]] + [care.end]
    for place, end in zip(care.placements, ends, strict=True):
        last, due = place.start, place.start + WEEK
        while True:
            day = max(chance.done(last, due, in_time=0.9, much_later=0.15), last + DAY)
            if day >= end:
                break
            care.visits.append(day)
            last, due = day, _limit(care, place, day)


def _reviews(chance: Chance, staff: Staff, care: Care) -> None:
    last, due = care.start, planned(care.start, 20)
    care.officers.append((care.start, chance.choose(staff.officers)))
    while True:
        day = max(chance.done(last, due, in_time=0.88), last + DAY)
        if day >= care.end:
            return
        if care.reviews and chance.happens(0.6):
            care.contacts.append(last + (day - last) // 2)
        if chance.happens(0.08):
            care.officers.append((day + DAY, chance.choose(staff.officers)))
        due = months(day, 6 if care.reviews else 3)
        care.reviews.append(day)
        last = day


def _health(chance: Chance, child: Child, care: Care) -> None:
    if chance.happens(0.03):
        care.health.append(care.start - timedelta(days=chance.between(5, 90)))
    if chance.happens(0.98):
        day = chance.done(care.start, planned(care.start, 20), in_time=0.62, much_later=0.3)
        while day < care.end:
            care.health.append(day)
            every = 6 if day < months(child.born, 60) else 12
            due = months(day, every)
            day = max(chance.done(day, due, in_time=0.8, much_later=0.4), day + DAY)
    if chance.happens(0.93):
        day = care.start + timedelta(days=chance.between(20, 150))
        while day < care.end:
            care.dental.append(day)
            day += timedelta(days=chance.between(150, 400))


def _missing(chance: Chance, child: Child, care: Care) -> None:
    day = max(care.start, months(child.born, 12 * 12))
    if not chance.happens(0.14):
        return
    while (day := day + timedelta(days=chance.around(120))) < care.end:
        if chance.happens(0.2):
            care.absent.append(day)
            continue
        offered = chance.one_of({"yes": 82, "no": 10, "unknown": 8})
        accepted = chance.one_of({"yes": 65, "no": 35}) if offered == "yes" else "no"
        care.missing.append((day, offered, accepted))
