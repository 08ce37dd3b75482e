"""Section 47 enquiries, conferences and child protection plans."""

from __future__ import annotations

from datetime import date, timedelta

from cusp.made_up.chance import Chance
from cusp.made_up.days import DAY, months, on_or_after, planned
from cusp.made_up.lives import Case, Child, Enquiry, Plan
from cusp.made_up.staff import Staff, allocate

_CATEGORIES = {"neglect": 50, "emotional": 36, "physical": 8, "sexual": 4, "multiple": 2}
# How long plans last in England in 2025: shares of plans ended, and the days they lasted.
_LENGTHS = {(20, 91): 15.9, (92, 182): 11.0, (183, 365): 43.5, (366, 729): 25.2, (731, 1200): 4.4}
_NEVER_HELD = 0.012


def enquire(chance: Chance, child: Child, start: date, *, needed: bool) -> Enquiry:
    """An enquiry soon after ``start``, with or without a conference."""
    strategy = chance.after(start, 0, 14)
    decided = planned(strategy, chance.between(2, 9))
    conference = None
    if needed:
        due = planned(strategy, 15)
        held = chance.done(strategy, due, in_time=0.78, much_later=0.1)
        conference = max(held, decided)
        if chance.happens(_NEVER_HELD):
            conference, child.stuck = None, True
    enquiry = Enquiry(
        strategy, decided, needed, conference, conference is not None and chance.happens(0.84),
        strategy, on_plan=False, closed=conference or decided,
    )  # fmt: skip
    _add(child, enquiry)
    again = strategy + timedelta(days=chance.between(2, 8))
    if conference and again < conference and chance.happens(0.08):
        second = Enquiry(
            again, max(decided, again), needed, conference, enquiry.led_to_plan, strategy,
            on_plan=False, closed=conference,
        )  # fmt: skip
        _add(child, second)
    return enquiry


def _add(child: Child, enquiry: Enquiry) -> None:
    since = months(enquiry.strategy, -12)
    before = [each for each in child.enquiries if since < each.strategy < enquiry.strategy]
    enquiry.earlier = len(before)
    enquiry.earlier_conferences = len({each.conference for each in before} - {None})
    child.enquiries.append(enquiry)


def protect(chance: Chance, child: Child, staff: Staff, case: Case, start: date, team: int) -> date:
    """An enquiry with a conference and, mostly, a plan. The day the plan ends, or a day soon."""
    enquiry = enquire(chance, child, start, needed=True)
    if enquiry.conference is None:
        return enquiry.strategy + timedelta(days=chance.between(60, 200))
    if not enquiry.led_to_plan:
        return enquiry.conference
    low, high = chance.one_of(_LENGTHS)
    begin = enquiry.conference
    end = min(begin + timedelta(days=chance.between(low, high)), months(child.born, 216) - DAY)
    if end <= begin + DAY:
        end = begin + timedelta(days=2)
    plan = _plan(chance, child, staff, begin, end)
    case.statuses.append((begin, "protection_plan"))
    case.seen += [day for day, _ in plan.visits]
    allocate(chance, child, staff, begin, team)
    if chance.happens(0.1) and (end - begin).days > 60:
        _enquiry_on_plan(chance, child, plan)
    return plan.end


def _plan(chance: Chance, child: Child, staff: Staff, begin: date, end: date) -> Plan:
    first = chance.one_of(_CATEGORIES)
    plan = Plan(begin, end, [(begin, first)], child.previous_plans)
    child.previous_plans += 1
    if chance.happens(0.1):
        changed = begin + (end - begin) // 2
        plan.categories.append((changed, chance.one_of(_CATEGORIES)))
    plan.emergency = "yes" if chance.happens(0.05) else "no"
    plan.chairs.append((begin, chance.choose(staff.chairs)))
    _reviews(chance, staff, plan)
    _visits(chance, child, plan)
    child.plans.append(plan)
    return plan


def _reviews(chance: Chance, staff: Staff, plan: Plan) -> None:
    last, number = plan.start, 3
    while True:
        held = chance.done(last, months(last, number), in_time=0.83)
        if held <= last:
            held = last + DAY
        if held >= plan.end:
            break
        if chance.happens(0.7):
            plan.midway.append(last + (held - last) // 2)
        plan.reviews.append(held)
        if chance.happens(0.15):
            plan.chairs.append((held + DAY, chance.choose(staff.chairs)))
        last, number = held, 6
    if chance.happens(0.85) and (plan.end - last).days > 20:
        plan.reviews.append(plan.end)  # the review ended the plan


def _visits(chance: Chance, child: Child, plan: Plan) -> None:
    last = plan.start
    while True:
        last = max(chance.done(last, planned(last, 10), in_time=0.88), last + DAY)
        if last >= plan.end:
            return
        unborn = last < child.born
        alone = "" if unborn else chance.one_of({"yes": 70, "no": 24, "unknown": 6})
        plan.visits.append((last, alone))


def _enquiry_on_plan(chance: Chance, child: Child, plan: Plan) -> None:
    """Another enquiry while the plan runs: no new conference, as the child has a plan."""
    latest = (plan.end - plan.start).days - 8
    day = on_or_after(plan.start + timedelta(days=chance.between(20, latest)))
    enquiry = Enquiry(day, day, True, None, False, day, on_plan=True, closed=day)
    _add(child, enquiry)


def cut_short(plan: Plan, day: date) -> None:
    """End a plan on a day, and with it its reviews and visits."""
    plan.end = day
    plan.reviews = [each for each in plan.reviews if each <= day]
    plan.visits = [each for each in plan.visits if each[0] <= day]
