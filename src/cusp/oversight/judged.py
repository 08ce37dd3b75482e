"""Rows judged for a measure: each counts (yes), does not (no), or cannot be judged (null).

Every function gives a table of ``row``, ``child_id`` and ``yes``, for the rows that belong to the
measure. Rows are those of one list, so they can be grouped by any of its columns.
"""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cusp.calendar import add_months
from cusp.oversight.care import in_short_breaks
from cusp.oversight.conferences import NOT_HELD
from cusp.oversight.events import months_after, on
from cusp.oversight.judging import HELD, answers, by_status, clocks_of, every, in_time, unknown
from cusp.oversight.lists import List, Lists, open_on
from cusp.oversight.statuses import DUE_SOON, IN_TIME, UNDETERMINED
from cusp.oversight.visits import NEVER_VISITED

# Annex A lists what ended or came in during the six months before.
PERIOD = 6
_YES_NO = ("yes", "no")


# Referrals and assessments


def re_referrals(source: List, lists: Lists) -> ir.Table:
    """The count in the list is for the child's latest referral, so it says nothing of earlier ones.

    An earlier row counts if the list itself holds one before it. Other returns have every count.
    """
    rows = source.rows
    if lists.since:
        return answers(rows.filter(lists.covers(rows.referral_date)), rows.referrals_12_months > 0)
    child = ibis.window(group_by=rows.child_id)
    rows = rows.mutate(
        latest=rows.referral_date == rows.referral_date.max().over(child),
        first=rows.referral_date.min().over(child),
    )
    earlier = rows.first < rows.referral_date
    by_count = ibis.ifelse(rows.latest, rows.referrals_12_months > 0, unknown())
    return answers(rows, ibis.ifelse(earlier, True, by_count))


def no_further_action(source: List, lists: Lists) -> ir.Table:
    """Referrals that ended without further action."""
    rows = source.rows.filter(lists.covers(source.rows.referral_date))
    return answers(rows, rows.no_further_action == "yes")


def assessed_within(days: int, *, over: bool = False) -> Callable[[List, Lists], ir.Table]:
    """Completed assessments within a number of working days of their start, or over it."""

    def judge(source: List, lists: Lists) -> ir.Table:
        rows = _completed(source, lists)
        numbers = ibis.table({"day": "date", "number": "int64"}, name="working_days")
        started = numbers.select(assessment_start="day", from_number="number")
        ended = numbers.select(assessment_authorised="day", to_number="number")
        rows = rows.left_join(started, "assessment_start").left_join(ended, "assessment_authorised")
        taken = rows.to_number - rows.from_number
        sound = rows.assessment_authorised >= rows.assessment_start
        within = taken > days if over else taken <= days
        return answers(rows, ibis.ifelse(sound, within, unknown()))

    return judge


def not_in_need(source: List, lists: Lists) -> ir.Table:
    """Completed assessments that found no need for support."""
    rows = _completed(source, lists)
    return answers(rows, rows.support_needed == "no")


def _completed(source: List, lists: Lists) -> ir.Table:
    rows = source.rows
    done = rows.assessment_authorised
    counted = (done <= on(lists.as_at)) & lists.covers(done)
    return rows.filter(counted | source.is_unread("assessment_authorised"))


# Child protection


def led_to_conference(source: List, lists: Lists) -> ir.Table:
    """Enquiries that led to a conference. Those still without a decision or date are unknown."""
    rows = source.rows.filter(lists.covers(source.rows.strategy_discussion))
    unclear = source.is_unread("conference_date") | source.is_unread("conference_unnecessary")
    answer = ibis.cases(
        (unclear, unknown()),
        (rows.conference_date.notnull() & (rows.conference_unnecessary == "yes"), unknown()),
        (rows.conference_date.notnull(), True),
        (rows.conference_unnecessary == "yes", False),
        else_=unknown(),
    )
    return answers(rows, answer)


def conferences_in_time(source: List, lists: Lists) -> ir.Table:
    """Conferences that were held: in time or late."""
    rows = clocks_of(source, "T04")
    rows = rows.filter(rows.done.isnull() | lists.covers(rows.done))
    held = rows.done.notnull() | ((rows.status == UNDETERMINED) & ~rows.why.isin(NOT_HELD))
    return by_status(rows.filter(held))


def plans_open(source: List, lists: Lists) -> ir.Table:
    """Children on a plan."""
    return answers(source.rows, _open(source, "plan_end", lists))


def plans_open_unborn(source: List, lists: Lists) -> ir.Table:
    """Unborn children with a plan."""
    rows = source.rows.filter(source.rows.unborn.fill_null(False))
    return answers(rows, _open(source, "plan_end", lists))


def second_plans(source: List, lists: Lists) -> ir.Table:
    """Plans that started in the period, for children who had one before."""
    rows = source.rows
    rows = rows.filter(_in_period(rows.plan_start, lists))
    return answers(rows, rows.previous_plans > 0)


def long_plans(source: List, lists: Lists) -> ir.Table:
    """Plans that ended in the period after two years or more."""
    rows = source.rows
    rows = rows.filter(_in_period(rows.plan_end, lists))
    sound = rows.plan_end >= rows.plan_start
    lasted = rows.plan_end >= months_after(rows.plan_start, 24)
    return answers(rows, ibis.ifelse(sound, lasted, unknown()))


def plan_reviews(source: List, lists: Lists) -> ir.Table:
    """Children on a plan for three months or more whose next review conference is not overdue."""
    plans = source.rows.filter(open_on(source.rows.plan_end, lists.as_at))
    long_enough = months_after(plans.plan_start, 3) <= on(lists.as_at)
    plans = plans.filter(long_enough | plans.plan_start.isnull()).select("row")
    rows = clocks_of(source, "T06", "T07")
    return by_status(rows.filter(rows.done.isnull()).semi_join(plans, "row"))


def every_plan_review(source: List, lists: Lists) -> ir.Table:
    """Children on a plan for three months or more who had every review of the year in time."""
    plans = source.rows.filter(open_on(source.rows.plan_end, lists.as_at))
    plans = plans.filter(months_after(plans.plan_start, 3) <= on(lists.as_at))
    held = ibis.table(HELD, name="plan_reviews")
    reviews = plans.select("row", "child_id", "plan_start").join(held, "child_id")
    reviews = reviews.filter(reviews.held > reviews.plan_start)
    return every(clocks_of(source, "T06", "T07"), plans, reviews, lists)


def plan_visits(source: List, _lists: Lists) -> ir.Table:
    """Children on a plan whose next visit is not overdue by the local standard."""
    rows = clocks_of(source, "T08")
    return by_status(rows.filter(rows.done.isnull()))


def seen_alone(source: List, lists: Lists) -> ir.Table:
    """Children on a plan who were seen alone at the last visit."""
    rows = source.rows.filter(open_on(source.rows.plan_end, lists.as_at))
    return answers(rows, _yes_or_no(rows.seen_alone))


# Children in need, children in care


def in_need(source: List, lists: Lists) -> ir.Table:
    """Children in need, open."""
    return answers(source.rows, _in_need(source, lists))


def unallocated(source: List, lists: Lists) -> ir.Table:
    """Children in need without an allocated worker."""
    rows = source.rows.filter(_in_need(source, lists).fill_null(False))
    unread = source.is_unread("worker")
    return answers(rows, ibis.ifelse(unread, unknown(), rows.worker.isnull()))


def looked_after(source: List, lists: Lists) -> ir.Table:
    """Children looked after, without those who only have short breaks."""
    rows = source.rows.filter(~in_short_breaks(source.rows))
    return answers(rows, _open(source, "care_end", lists))


def three_placements(source: List, lists: Lists) -> ir.Table:
    """Children with three or more placements in 12 months."""
    rows = _in_care(source, lists)
    return answers(rows, rows.placements_12_months >= 3)


def stable_placements(source: List, lists: Lists) -> ir.Table:
    """Children under 16 in care for two and a half years, in one placement for two years."""
    rows, as_at = _in_care(source, lists), lists.as_at
    long_enough = rows.care_start <= on(add_months(as_at, -30))
    under_16 = (rows.birth_date > on(add_months(as_at, -192))).fill_null(True)
    rows = rows.filter(long_enough & under_16)
    known = rows.birth_date.notnull() & ~rows.placement_type.startswith("T")
    same = rows.placement_start <= on(add_months(as_at, -24))
    return answers(rows, ibis.ifelse(known, same, unknown()))


def care_reviews(source: List, lists: Lists) -> ir.Table:
    """Children in care whose next review is not overdue."""
    rows = clocks_of(source, "T27", "T28", "T29")
    rows = rows.filter(rows.done.isnull())
    return by_status(rows.semi_join(_in_care(source, lists).select("row"), "row"))


def every_care_review(source: List, lists: Lists) -> ir.Table:
    """Children in care who had every review of the year in time. A first one to come is not one."""
    rows = _in_care(source, lists)
    held = ibis.table(HELD, name="care_reviews")
    reviews = rows.select("row", "child_id", "care_start").join(held, "child_id")
    reviews = reviews.filter(reviews.held >= reviews.care_start)
    found = clocks_of(source, "T27", "T28", "T29")
    to_come = (found.clock == "T27") & found.done.isnull()
    found = found.filter(~(to_come & found.status.isin((IN_TIME, DUE_SOON))))
    return every(found, rows, reviews, lists)


def unaccompanied(source: List, lists: Lists) -> ir.Table:
    """Unaccompanied asylum-seeking children who are looked after."""
    rows = _in_care(source, lists)
    return answers(rows, rows.uasc == "yes")


def care_visits(source: List, lists: Lists) -> ir.Table:
    """Children in care whose next visit is not overdue."""
    rows = clocks_of(source, "T21", "T22", "T23", "T25", "T26")
    # Without the start of the placement, the next visit is judged and the first is not.
    first = (rows.clock == "T21") & rows["from"].isnull()
    ended = (rows.why == NEVER_VISITED).fill_null(False)
    rows = rows.filter(rows.done.isnull() & ~first & ~ended)
    return by_status(rows.semi_join(_in_care(source, lists).select("row"), "row"))


def health_up_to_date(source: List, lists: Lists) -> ir.Table:
    """Children in care for a year or more whose health assessment is not overdue."""
    rows = _in_care_for_a_year(source, lists)
    clock = clocks_of(source, "T31")
    clock = clock.filter(clock.done.isnull()).select("row", "status")
    unread = source.is_unread("last_health_assessment")
    rows = rows.mutate(none=rows.last_health_assessment.isnull() & ~unread)
    rows = rows.left_join(clock, "row")
    return answers(rows, ibis.ifelse(rows.none, False, in_time(rows.status)))


def dental_check(source: List, lists: Lists) -> ir.Table:
    """Children in care for a year or more with a dental check in the last 12 months."""
    rows = _in_care_for_a_year(source, lists)
    last, unread = rows.last_dental_check, source.is_unread("last_dental_check")
    recent = (last >= on(add_months(lists.as_at, -12))) & (last <= on(lists.as_at))
    to_come = last > on(lists.as_at)
    return answers(
        rows, ibis.cases((unread | to_come, unknown()), (last.isnull(), False), else_=recent)
    )


def initial_health(source: List, lists: Lists) -> ir.Table:
    """Children who became looked after in the period: initial assessment done or due by now."""
    entrants = source.rows.filter(_in_period(source.rows.care_start, lists)).select("row")
    rows = clocks_of(source, "T30")
    to_come = rows.done.isnull() & rows.status.isin((IN_TIME, DUE_SOON))
    return by_status(rows.filter(~to_come).semi_join(entrants, "row"))


def missing(source: List, lists: Lists) -> ir.Table:
    """Children in care with an episode of being missing."""
    rows = _in_care(source, lists)
    return answers(rows, rows.missing_episodes > 0)


def interview_offered(source: List, lists: Lists) -> ir.Table:
    """Children who were missing and were offered a return interview."""
    rows = _in_care(source, lists)
    rows = rows.filter(rows.missing_episodes > 0)
    return answers(rows, _yes_or_no(rows.interview_offered))


# Care leavers


def in_touch(source: List, lists: Lists) -> ir.Table:
    """Care leavers aged 17 to 21 with whom the council is in touch."""
    rows = _aged(source, lists, 17, 21)
    counted = rows.in_touch.isin(_YES_NO) | rows.in_touch.isnull()
    return answers(rows.filter(counted), _of_known_age(rows.filter(counted), "in_touch", "yes"))


def suitable_home(source: List, lists: Lists) -> ir.Table:
    """Care leavers aged 19 to 21 in suitable accommodation."""
    rows = _aged(source, lists, 19, 21)
    return answers(rows, _of_known_age(rows, "accommodation_suitable", "suitable"))


def in_education_or_work(source: List, lists: Lists) -> ir.Table:
    """Care leavers aged 19 to 21 in education, employment or training."""
    rows = _aged(source, lists, 19, 21)
    active = rows.activity.startswith("F") | rows.activity.startswith("P")
    return answers(rows, ibis.ifelse(rows.birth_date.notnull(), active, unknown()))


def pathway_plans(source: List, _lists: Lists) -> ir.Table:
    """Care leavers whose pathway plan was reviewed in time."""
    return by_status(clocks_of(source, "T35"))


def assessed_from_referral(source: List, lists: Lists) -> ir.Table:
    """Completed assessments, counted from the referral."""
    rows = clocks_of(source, "T02")
    lost = (rows.status == UNDETERMINED) & _unread(source, rows, "assessment_authorised")
    counted = (rows.done <= on(lists.as_at)) & lists.covers(rows.done)
    return by_status(rows.filter(counted | lost))


# What they share


def _unread(source: List, rows: ir.Table, column: str) -> ir.BooleanValue:
    """Whether a clock's row has a cell in this column that cannot be read."""
    if column not in source.unread:
        return ibis.literal(False)
    unread = source.rows.filter(source.is_unread(column))
    return rows.row.isin(unread.row)


def _yes_or_no(answer: ir.StringValue) -> ir.BooleanValue:
    return ibis.ifelse(answer.isin(_YES_NO), answer == "yes", unknown())


def _in_period(day: ir.DateValue, lists: Lists) -> ir.BooleanValue:
    if lists.since:
        return lists.covers(day)
    return (day > on(add_months(lists.as_at, -PERIOD))) & (day <= on(lists.as_at))


def _open(source: List, end: str, lists: Lists) -> ir.BooleanValue:
    """Whether it is still open; null if its end cannot be read."""
    return ibis.ifelse(source.is_unread(end), unknown(), open_on(source.rows[end], lists.as_at))


def _in_need(source: List, lists: Lists) -> ir.BooleanValue:
    rows = source.rows
    return (rows.case_status != "closed") & _open(source, "need_end", lists)


def _in_care(source: List, lists: Lists) -> ir.Table:
    rows = source.rows
    return rows.filter(open_on(rows.care_end, lists.as_at) & ~in_short_breaks(rows))


def _in_care_for_a_year(source: List, lists: Lists) -> ir.Table:
    rows = _in_care(source, lists)
    return rows.filter(rows.care_start <= on(add_months(lists.as_at, -12)))


def _aged(source: List, lists: Lists, youngest: int, oldest: int) -> ir.Table:
    """Those of an age on the day, and those whose age is not known."""
    born = source.rows.birth_date
    old_enough = born <= on(add_months(lists.as_at, -12 * youngest))
    too_old = born <= on(add_months(lists.as_at, -12 * (oldest + 1)))
    return source.rows.filter((old_enough & ~too_old) | born.isnull())


def _of_known_age(rows: ir.Table, column: str, value: str) -> ir.BooleanValue:
    return ibis.ifelse(rows.birth_date.notnull(), rows[column] == value, unknown())
