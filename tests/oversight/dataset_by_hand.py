"""The clocks of a Standard Safeguarding Dataset worked out slowly, one event at a time.

Written from docs/oversight.md with plain Python, and with none of the code that it checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tests.oversight.by_hand import (
    NOT_KNOWN,
    ONE,
    SIX_MONTHS,
    THREE_MONTHS,
    Count,
    by_law,
    in_months,
    in_weeks,
    in_working,
    judge,
    months,
    visit_rules,
)

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
Line = tuple[str, str, str, int | None]  # child, clock, status, days
ADOPTIVE = ("A3", "A4", "A5", "A6")


def all_clocks(tables: Rows, as_at: date) -> list[Line]:
    found: list[Line] = []
    for person in tables["ssd_person"]:
        child = person["child_id"]
        own = {
            name: [row for row in rows if row.get("child_id") == child]
            for name, rows in tables.items()
        }
        care = {row["care_id"] for row in own["ssd_cla_episodes"]}
        reviews = tables["ssd_cla_reviews"]
        own["ssd_cla_reviews"] = [row for row in reviews if row["care_id"] in care]
        for kind in (_assessments, _plans, _reviews, _health, _visits, _pre_proceedings, _pathway):
            found.extend((child, *line) for line in kind(own, as_at))
    return sorted(found, key=str)


def _days(rows: list[dict[str, Any]], name: str, as_at: date, **but: str) -> list[date]:
    return sorted(
        {
            row[name]
            for row in rows
            if row.get(name)
            and row[name] <= as_at
            and all(row.get(key) != value for key, value in but.items())
        }
    )


def _chain(
    start: date,
    end: date | None,
    days: list[date],
    as_at: date,
    answer: Callable[[int, bool, date | None, date | None], Any],
) -> Iterable[Any]:
    """Ask for each event and the next one: its number, whether all are known, the one before."""
    known = start >= months(as_at, -72)
    open_now = end is None or end > as_at
    before: date | None = None
    for number, day in enumerate([*days, None] if open_now else days, 1):
        if known or before or day is None:
            yield answer(number, known, before, day)
        before = day


def _assessments(own: Rows, as_at: date) -> Iterable[Any]:
    rows = own["ssd_cin_assessments"]
    for row in rows:
        start = row["assessment_start"]
        days = [
            r["referral_date"]
            for r in own["ssd_cin_episodes"]
            if r["referral_id"] == row["referral_id"]
        ]
        between = [r for r in rows if days and days[0] <= r["assessment_start"] < start]
        yield (
            "T02",
            *judge(
                as_at, days[0] if days else start, [in_working(45)], row["assessment_authorised"],
                starts=[start] if between else [], late_at_least=not days,
            ),
        )  # fmt: skip


def _plans(own: Rows, as_at: date) -> Iterable[Any]:
    for plan in own["ssd_cp_plans"]:
        start, end = plan["plan_start"], plan["plan_end"]
        last = end or date.max
        reviews = _days(own["ssd_cp_reviews"], "review_date", as_at)
        visits = _days(own["ssd_cp_visits"], "visit_date", as_at, seen="N")

        def review(
            number: int, known: bool, before: date | None, day: date | None, start: date = start
        ) -> Any:
            if number > 1:
                return ("T07", *judge(as_at, before, [in_months(6)], day))
            if known:
                return ("T06", *judge(as_at, start, [in_months(3)], day))
            return ("T07", *NOT_KNOWN)

        def visit(
            number: int, known: bool, before: date | None, day: date | None, start: date = start
        ) -> Any:
            if number == 1 and not known:
                return ("T08", *NOT_KNOWN)
            return ("T08", *judge(as_at, before or start, [in_working(10)], day))

        held = [day for day in reviews if start < day <= last]
        yield from _chain(start, end, held, as_at, review)
        held = [day for day in visits if start <= day <= last]
        yield from _chain(start, end, held, as_at, visit)


def _short(own: Rows) -> bool:
    return any(row["legal_status"] in ("V3", "V4") for row in own["ssd_legal_status"])


def _reviews(own: Rows, as_at: date) -> Iterable[Any]:
    for period in own["ssd_cla_episodes"]:
        start, end = period["start"], period["end"]
        held = _days(own["ssd_cla_reviews"], "review_date", as_at, cancelled="Y")
        third = months(start + timedelta(days=35), 9)

        def review(
            number: int, known: bool, before: date | None, day: date | None,
            start: date = start, third: date = third,
        ) -> Any:  # fmt: skip
            clock = "T29" if number > 2 or not known else ("T27", "T28")[number - 1]
            if _short(own) or (number == 1 and not known):
                return (clock, *NOT_KNOWN)
            if number == 1:
                return (clock, *judge(as_at, start, [by_law(in_working(20))], day))
            assert before
            counts = [THREE_MONTHS if number == 2 else SIX_MONTHS]
            if not known:
                counts = [SIX_MONTHS] if before > third else [THREE_MONTHS, SIX_MONTHS]
            return (clock, *judge(as_at, before, counts, day, relaxable=True))

        yield from _chain(start, end, held, as_at, review)
        known = start >= months(as_at, -72)
        long = end and (end - start).days > 35
        if end and end <= as_at and long and known and not held and not _short(own):
            yield ("T27", *NOT_KNOWN)


def _health(own: Rows, as_at: date) -> Iterable[Any]:
    born = own["ssd_person"][0]["birth_date"]
    rows = [r for r in own["ssd_cla_health"] if r["check_type"] == "Health Assessment"]
    every = _days(rows, "check_date", as_at, check_status="Refused")
    for period in own["ssd_cla_episodes"]:
        start = period["start"]
        if period["end"] or _short(own):
            continue

        def answer(
            number: int, known: bool, before: date | None, day: date | None, start: date = start
        ) -> Any:
            if number == 1 and known:
                early = day is None and any(other < start for other in every)
                found = judge(as_at, start, [in_working(20)], day)
                return ("T30", *(NOT_KNOWN if early else found))
            if before is None:
                return ("T31", *NOT_KNOWN)
            five = months(born, 60)
            counts = [SIX_MONTHS, by_law(in_months(12))]
            if five > months(before, 6):
                counts = counts[:1]
            elif five <= before:
                counts = counts[1:]
            return ("T31", *judge(as_at, before, counts, day))

        yield from _chain(start, None, [d for d in every if d >= start], as_at, answer)


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Placements, each as one with those before and after a temporary move."""
    found: list[dict[str, Any]] = []
    away = False
    for row in sorted(rows, key=lambda r: r["placement_start"]):
        if row["placement_type"].startswith("T"):
            away = True
            continue
        if found and away and found[-1]["placement_type"] == row["placement_type"]:
            found[-1]["placement_end"] = row["placement_end"]
        else:
            found.append(dict(row))
        away = False
    return found


def _visits(own: Rows, as_at: date) -> Iterable[Any]:
    if not own["ssd_cla_episodes"]:
        return
    over = own["ssd_cla_episodes"][0]["end"]
    placements = _merged(own["ssd_cla_placement"])
    away = any(
        row["placement_type"].startswith("T") and row["placement_end"] is None
        for row in own["ssd_cla_placement"]
    )
    visits = _days(own["ssd_cla_visits"], "visit_date", as_at, seen="N")
    for number, placement in enumerate(placements, 1):
        last = number == len(placements)
        ended = placement["placement_end"]
        going_on = over is None and (ended is None or (last and away))
        until = as_at if going_on else min(day for day in (ended, over, as_at) if day)
        there = [day for day in visits if placement["placement_start"] <= day <= until]
        yield from _first_visit(own, placement, there, until, going_on, as_at)
        for day, after in zip(there, [*there, None][1:], strict=True):
            if after or going_on:
                yield from _next_visit(own, placement, day, after, as_at)


def _status(own: Rows, day: date) -> tuple[str | None, date | None]:
    since = [
        (row["legal_status_start"], row["legal_status"])
        for row in own["ssd_legal_status"]
        if row["legal_status_start"] <= day
    ]
    return max(since)[::-1] if since else (None, None)


def _first_visit(
    own: Rows, placement: Row, there: list[date], until: date, going_on: bool, as_at: date
) -> Iterable[Any]:
    start = placement["placement_start"]
    never = not there and not going_on
    if never and (until - start).days <= 7:
        return
    short = _status(own, until)[0] in ("V3", "V4")
    if short or never or placement["placement_type"] in ADOPTIVE:
        yield ("T21", *NOT_KNOWN)
    else:
        done = there[0] if there else None
        yield ("T21", *judge(as_at, start, [ONE], done, relaxable=True))


def _next_visit(
    own: Rows, placement: Row, day: date, after: date | None, as_at: date
) -> Iterable[Any]:
    start, until = placement["placement_start"], after or as_at
    status, since = _status(own, until)
    if status in ("V3", "V4") or placement["placement_type"] in ADOPTIVE:
        return
    if (
        placement["placement_type"] == "P1" and status == "C2" and since
        and since > start and since > day
    ):  # fmt: skip
        yield ("T26", *judge(as_at, since, [ONE], after, relaxable=True))
        return
    reviews = _days(own["ssd_cla_reviews"], "review_date", until, cancelled="Y")
    review = reviews[-1] if reviews else None
    if review and review > day and review >= start:
        review = start - timedelta(days=1)  # held in between, so it is not clear which rule it was
    row = {
        **placement, "last_visit": day, "latest_review": review, "legal_status": status,
        "permanence_plan": "residential",
    }  # fmt: skip
    clock, counts = visit_rules(row)
    yield (clock, *judge(as_at, day, counts, after, relaxable=True))


def _pre_proceedings(own: Rows, as_at: date) -> Iterable[Any]:
    for row in own["ssd_pre_proceedings"]:
        answer = judge(as_at, row["letter_sent"], [in_weeks(16)], row["ended"])
        yield ("T13", *answer)


def _pathway(own: Rows, as_at: date) -> Iterable[Any]:
    born = own["ssd_person"][0]["birth_date"]
    if _short(own) or not own["ssd_cla_episodes"]:
        return
    period = own["ssd_cla_episodes"][0]
    fourteen, sixteen, eighteen = (months(born, 12 * years) for years in (14, 16, 18))
    long_enough = max(period["start"], fourteen) + timedelta(days=91)
    eligible = max(sixteen, long_enough)
    if period["end"] or eligible > as_at or eighteen <= as_at:
        return
    if not own["ssd_care_leavers"]:
        yield ("T34", *NOT_KNOWN)
        return
    made = own["ssd_care_leavers"][0]["pathway_plan_review"]
    done = max(made, eligible) if made else None
    count: Count = by_law(in_months(3))
    yield ("T34", *judge(as_at, eligible, [count], done, latest_only=True))
