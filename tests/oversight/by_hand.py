"""Clocks and measures worked out again, slowly: one child, one day and one rule at a time.

Written from docs/oversight.md with plain Python, and with none of the code that it checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from cusp.calendar import Calendar, england_and_wales

Row = dict[str, Any]
Lists = Mapping[int, list[Row]]
BANK: Calendar = england_and_wales()
RELAXED = (date(2020, 4, 24), date(2020, 9, 25))
UNKNOWN = "cannot be determined"
LAW = date(2011, 4, 1)
WEEK = timedelta(days=7)


def months(day: date, number: int) -> date:
    year, month = day.year, day.month + number
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def working(day: date, number: int) -> date | None:
    if not BANK.covers(day):
        return None
    while number:
        day += timedelta(days=1)
        if not BANK.covers(day):
            return None
        number -= BANK.is_working_day(day)
    return day


def working_between(start: date, end: date) -> int:
    day, number = start, 0
    while day < end:
        day += timedelta(days=1)
        number += BANK.is_working_day(day)
    return number


Count = Callable[[date], date | None]


def in_working(number: int) -> Count:
    return lambda day: working(day, number)


def in_months(number: int) -> Count:
    return lambda day: months(day, number)


def in_weeks(number: int) -> Count:
    return lambda day: day + number * WEEK


def by_law(count: Count, since: date = LAW) -> Count:
    return lambda day: count(day) if day >= since else None


def span(count: Count, day: date, relaxable: bool) -> tuple[date, date] | None:
    """The earliest and the latest day something may be due."""
    due = count(day)
    if due is None:
        return None
    if relaxable and RELAXED[0] <= due <= RELAXED[1]:
        latest = count(RELAXED[1])
        assert latest
        return due, latest
    return due, due


def judge(
    as_at: date,
    start: date | None,
    counts: Iterable[Count],
    done: date | None = None,
    *,
    relaxable: bool = False,
    latest_only: bool = False,
    starts: Iterable[date] = (),
    late_at_least: bool = False,
) -> tuple[str, int | None]:
    """The status and the days of one clock."""
    if start is None or start > as_at or (done and (done > as_at or done < start)):
        return UNKNOWN, None
    spans = [span(count, day, relaxable) for count in counts for day in (start, *starts)]
    if None in spans:
        return UNKNOWN, None
    early = min(each[0] for each in spans if each)
    late = max(each[1] for each in spans if each)
    if done:
        if done > late:
            return (UNKNOWN, None) if latest_only else ("done late", (done - late).days)
        return ("in time", None) if done <= early and not late_at_least else (UNKNOWN, None)
    if as_at > late:
        return "overdue", (as_at - late).days
    if as_at > early or late_at_least:
        return UNKNOWN, None
    left = (early - as_at).days
    return ("due soon" if left <= 14 else "in time"), left


Line = tuple[str, int, str, str, int | None]  # child, row, clock, status, days


def all_clocks(lists: Lists, as_at: date) -> list[Line]:
    found: list[Line] = []
    for kind in (_assessments, _conferences, _plans, _care, _leavers):
        found.extend(kind(lists, as_at))
    return sorted(found, key=str)


def _line(row: Row, clock: str, answer: tuple[str, int | None]) -> Line:
    return row["child_id"], row["row"], clock, *answer


NOT_KNOWN: tuple[str, int | None] = (UNKNOWN, None)


def _assessments(lists: Lists, as_at: date) -> Iterable[Line]:
    for row in lists[4]:
        start, done = row["assessment_start"], row["assessment_authorised"]
        if start is None:
            yield _line(row, "T02", NOT_KNOWN)
            continue
        referrals = [
            r["referral_date"]
            for r in lists[3]
            if r["child_id"] == row["child_id"]
            and r["no_further_action"] != "yes"
            and r["referral_date"]
            and r["referral_date"] <= start
        ]
        between = [
            r
            for r in lists[4]
            if r["child_id"] == row["child_id"]
            and r["assessment_start"]
            and referrals
            and max(referrals) <= r["assessment_start"] < start
        ]
        yield _line(
            row,
            "T02",
            judge(
                as_at,
                max(referrals, default=start),
                [in_working(45)],
                done,
                starts=[start] if between else [],
                late_at_least=not referrals,
            ),
        )


def _conferences(lists: Lists, as_at: date) -> Iterable[Line]:
    groups: dict[tuple[str, date], list[Row]] = {}
    for row in lists[5]:
        said, held, day = (
            row["conference_unnecessary"], row["conference_date"], row["strategy_discussion"],
        )  # fmt: skip
        plans = [p for p in lists[7] if p["child_id"] == row["child_id"]]
        on_plan = any(
            day and p["plan_start"] and p["plan_start"] <= day
            and not (p["plan_end"] and p["plan_end"] < day)
            for p in plans
        )  # fmt: skip
        if said == "yes" and not held and not row["led_to_plan"]:
            continue
        if on_plan and said == "no" and (not held or (day and held < day)):
            continue
        contradiction = held and (said == "yes" or (day and held < day))
        if contradiction or (not held and (row["led_to_plan"] or not said)) or not day:
            yield _line(row, "T04", NOT_KNOWN)
            continue
        if not held:
            later = [
                other["conference_date"]
                for other in lists[5]
                if other["child_id"] == row["child_id"]
                and other["conference_date"]
                and other["conference_date"] >= day
                and other["conference_unnecessary"] != "yes"
                and not (
                    other["strategy_discussion"]
                    and other["conference_date"] < other["strategy_discussion"]
                )
            ]
            if not later:
                plan_after = any(not p["plan_start"] or p["plan_start"] > day for p in plans)
                answer = NOT_KNOWN if plan_after else judge(as_at, day, [in_working(15)])
                yield _line(row, "T04", answer)
                continue
            held = min(later)
        groups.setdefault((row["child_id"], held), []).append(row)
    for (_, held), rows in groups.items():
        first = min(r["strategy_discussion"] for r in rows)
        for row in rows:
            if row["strategy_discussion"] == first:
                yield _line(row, "T04", judge(as_at, first, [in_working(15)], held))


def _plans(lists: Lists, as_at: date) -> Iterable[Line]:
    for row in lists[7]:
        start, review, end = row["plan_start"], row["latest_review"], row["plan_end"]
        going_on = not end or end > as_at
        reviewed = review and start and review > start
        due = months(start, 3) if start else None
        if going_on or reviewed or (end and due and end > due):
            if not going_on and not reviewed:
                answer = NOT_KNOWN
            elif review and start and review < start and as_at > months(start, 3):
                answer = NOT_KNOWN
            else:
                held = review if reviewed else None
                answer = judge(as_at, start, [in_months(3)], held, latest_only=True)
            yield _line(row, "T06", answer)
        if going_on and reviewed:
            yield _line(row, "T07", judge(as_at, review, [in_months(6)]))
        if going_on:
            since = max((day for day in (start, row["last_visit"]) if day), default=None)
            yield _line(row, "T08", judge(as_at, since, [in_working(10)]))


ONE, FOUR, SIX = (by_law(in_weeks(n)) for n in (1, 4, 6))
THREE_MONTHS, SIX_MONTHS = by_law(in_months(3)), by_law(in_months(6))
AGREED = by_law(in_months(6), date(2015, 4, 1))


def _care(lists: Lists, as_at: date) -> Iterable[Line]:
    for row in lists[8]:
        short = row["legal_status"] in ("V3", "V4")
        going_on = not row["care_end"] or row["care_end"] > as_at
        yield from _reviews(row, as_at, short, going_on)
        if going_on and not short:
            yield from _health(row, as_at)
        if going_on:
            yield from _visits(row, as_at, short)


def _reviews(row: Row, as_at: date, short: bool, going_on: bool) -> Iterable[Line]:
    start, review, end = row["care_start"], row["latest_review"], row["care_end"]
    due = working(start, 20) if start and start >= LAW else None
    reviewed = bool(review and start and review >= start)
    if going_on or reviewed or (end and due and end > due):
        before = review and start and review < start and (due is None or as_at > due)
        if short or before or (not going_on and not reviewed):
            answer = NOT_KNOWN
        else:
            held = review if reviewed else None
            answer = judge(as_at, start, [by_law(in_working(20))], held, latest_only=True)
        yield _line(row, "T27", answer)
    if going_on and reviewed and not short:
        first = due is not None and review <= due
        third = months(start + timedelta(days=35), 9)
        counts = [THREE_MONTHS] if first else [THREE_MONTHS, SIX_MONTHS]
        if review > third:
            counts = [SIX_MONTHS]
        answer = judge(as_at, review, counts, relaxable=True)
        yield _line(row, "T28" if first else "T29", answer)


def _health(row: Row, as_at: date) -> Iterable[Line]:
    start, last, born = row["care_start"], row["last_health_assessment"], row["birth_date"]
    early = last and start and last < start
    answer = judge(as_at, start, [in_working(20)], last, latest_only=True)
    yield _line(row, "T30", NOT_KNOWN if early else answer)
    if last:
        counts = [SIX_MONTHS, by_law(in_months(12))]
        five = months(born, 60) if born else None
        if five and five > months(last, 6):
            counts = counts[:1]
        elif five and five <= last:
            counts = counts[1:]
        yield _line(row, "T31", judge(as_at, last, counts))


def _visits(row: Row, as_at: date, short: bool) -> Iterable[Line]:
    start, visit, kind = row["placement_start"], row["last_visit"], row["placement_type"]
    adoptive, temporary = kind in ("A3", "A4", "A5", "A6"), kind in ("T0", "T1", "T2", "T3", "T4")
    visited = bool(start and visit and visit >= start)
    first = judge(as_at, start, [ONE], visit if visited else None, relaxable=True, latest_only=True)
    yield _line(row, "T21", NOT_KNOWN if short or adoptive or temporary else first)
    if short or adoptive or not (visited or start is None):
        return
    ordered = row["legal_status_start"]
    if kind == "P1" and row["legal_status"] == "C2" and visited and ordered and ordered > visit:
        yield _line(row, "T26", judge(as_at, ordered, [ONE], relaxable=True))
        return
    clock, counts = visit_rules(row)
    yield _line(row, clock, judge(as_at, visit, counts, relaxable=True))


def visit_rules(row: Row) -> tuple[str, list[Count]]:  # noqa: PLR0911 - one for each rule
    start, visit, kind = row["placement_start"], row["last_visit"], row["placement_type"]
    review, status = row["latest_review"], row["legal_status"]
    year = months(start, 12) if start else None
    in_year = bool(year and visit + 6 * WEEK <= year)
    if kind is None or start is None:
        return "T22", [ONE, SIX if in_year else AGREED]
    if kind.startswith("T"):
        return "T22", [SIX, AGREED]
    reviewed = bool(review and review >= start)
    if kind == "P1" and status == "C1":
        if reviewed:
            return "T25", [FOUR]
        return "T25", [ONE] if review is None else [ONE, FOUR]
    if kind == "P1":
        return "T26", [SIX] if reviewed and status else [ONE, SIX]
    assert year
    if kind in ("U2", "U3") and visit < year:
        return "T22", [FOUR if reviewed else ONE, SIX]
    if in_year:
        return "T22", [SIX]
    if kind in ("U1", "U4"):
        return ("T23", [THREE_MONTHS, AGREED]) if visit >= year else ("T22", [SIX, THREE_MONTHS])
    residential = kind in ("H5", "K1", "K2", "K3", "R1", "S1", "Z1")
    if residential and row["permanence_plan"] == "residential":
        return "T23", [SIX, THREE_MONTHS]
    return ("T22" if visit < year else "T23"), [SIX]


def _leavers(lists: Lists, as_at: date) -> Iterable[Line]:
    for row in lists[9]:
        if row["eligibility"] == "qualifying":
            continue
        answer = judge(as_at, row["pathway_plan_review"], [in_months(6)])
        yield _line(row, "T35", answer if row["eligibility"] else NOT_KNOWN)
