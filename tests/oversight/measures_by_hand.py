"""Measures counted again, slowly, from the lists and from clocks worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.oversight.by_hand import UNKNOWN, Line, Lists, Row, months, working_between

Answer = bool | None
GOOD, BAD = ("in time", "due soon"), ("overdue", "done late")
Counts = tuple[int, int | None, int]


def all_measures(
    lists: Lists, lines: list[Line], as_at: date, group: Callable[[Row], Any] | None = None
) -> dict[tuple[str, Any], Counts]:
    """Numerator, denominator and undetermined of each measure and group."""
    found: dict[tuple[str, Any], list[tuple[str, Answer]]] = {}
    for code, (number, judge) in MEASURES.items():
        for row in lists[number]:
            mine = [line for line in lines if line[1] == row["row"] and line[2] in CLOCKS[number]]
            for answer in judge(row, mine, lists, as_at):
                key = (code, group(row) if group else None)
                found.setdefault(key, []).append((row["child_id"], answer))
    return {key: _count(key[0], answers) for key, answers in found.items()}


def _count(code: str, answers: list[tuple[str, Answer]]) -> Counts:
    yes = [child for child, answer in answers if answer]
    known = [answer for _, answer in answers if answer is not None]
    unknown = len(answers) - len(known)
    if code in ("P3", "P3u", "N1", "C1", "C1u"):
        return len(set(yes)), None, unknown
    return len(yes), len(known), unknown


CLOCKS = {
    3: (), 4: ("T02",), 5: ("T04",), 6: (), 7: ("T06", "T07", "T08"),
    8: ("T21", "T22", "T23", "T25", "T26", "T27", "T28", "T29", "T30", "T31"), 9: ("T35",),
}  # fmt: skip


def status(line: Line) -> Answer:
    return True if line[3] in GOOD else False if line[3] in BAD else None


def recent(day: date | None, as_at: date) -> bool:
    return bool(day and months(as_at, -6) < day <= as_at)


def going_on(row: Row, end: str, as_at: date) -> bool:
    return not row[end] or row[end] > as_at


def re_referral(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    day = row["referral_date"]
    days = [r["referral_date"] for r in lists[3] if r["child_id"] == row["child_id"]]
    days = [d for d in days if d]
    if day and min(days) < day:
        yield True
    elif day and day == max(days) and row["referrals_12_months"] is not None:
        yield row["referrals_12_months"] > 0
    else:
        yield None


def within(limit: int, over: bool) -> Any:
    def judge(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
        start, done = row["assessment_start"], row["assessment_authorised"]
        if done and done <= as_at:
            if not start or done < start:
                yield None
            else:
                taken = working_between(start, done)
                yield taken > limit if over else taken <= limit

    return judge


def from_referral(row: Row, mine: list[Line], lists: Lists, as_at: date) -> Any:
    if row["assessment_authorised"] and row["assessment_authorised"] <= as_at:
        yield from map(status, mine)


def need(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    if row["assessment_authorised"] and row["assessment_authorised"] <= as_at:
        yield None if row["support_needed"] is None else row["support_needed"] == "no"


def enquiry(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    held, unnecessary = bool(row["conference_date"]), row["conference_unnecessary"] == "yes"
    yield None if held == unnecessary else held


def conference(row: Row, mine: list[Line], lists: Lists, as_at: date) -> Any:
    for line in mine:
        undecided = not row["conference_date"] and not row["led_to_plan"]
        undecided = undecided and row["conference_unnecessary"] is None
        if (line[3] == "in time" and line[4] is None) or line[3] == "done late":
            yield status(line)
        elif line[3] == UNKNOWN and not undecided:
            yield None


def second_plan(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    if recent(row["plan_start"], as_at):
        yield None if row["previous_plans"] is None else row["previous_plans"] > 0


def long_plan(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    start, end = row["plan_start"], row["plan_end"]
    if recent(end, as_at):
        yield None if not start or end < start else end >= months(start, 24)


def plan_review(row: Row, mine: list[Line], lists: Lists, as_at: date) -> Any:
    start, review = row["plan_start"], row["latest_review"]
    if not going_on(row, "plan_end", as_at) or (start and months(start, 3) > as_at):
        return
    reviewed = start and review and review > start
    yield from (status(x) for x in mine if x[2] == ("T07" if reviewed else "T06"))


def by_clock(*clocks: str) -> Any:
    return lambda row, mine, lists, as_at: [status(x) for x in mine if x[2] in clocks]


def open_if(end: str, extra: Callable[[Row], Any]) -> Any:
    """Judges rows still open by another question, which gives a list of answers."""

    def judge(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
        if going_on(row, end, as_at):
            yield from extra(row)

    return judge


def in_need(row: Row, as_at: date) -> Answer:
    """Whether a case is open: neither ended nor closed."""
    if not going_on(row, "need_end", as_at):
        return False
    return None if row["case_status"] is None else row["case_status"] != "closed"


def without_worker(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
    if in_need(row, as_at):
        yield row["worker"] is None


def yes_no(value: Any) -> Answer:
    return {"yes": True, "no": False}.get(value)


def cared(row: Row, as_at: date) -> bool:
    return going_on(row, "care_end", as_at) and row["legal_status"] not in ("V3", "V4")


def in_care(extra: Callable[[Row, list[Line], date], Any]) -> Any:
    def judge(row: Row, mine: list[Line], lists: Lists, as_at: date) -> Any:
        if cared(row, as_at):
            yield from extra(row, mine, as_at)

    return judge


def stable(row: Row, mine: list[Line], as_at: date) -> Any:
    care, born, placed = row["care_start"], row["birth_date"], row["placement_start"]
    if not care or care > months(as_at, -30) or (born and born <= months(as_at, -192)):
        return
    kind = row["placement_type"]
    if not born or not kind or kind.startswith("T") or not placed:
        yield None
    else:
        yield placed <= months(as_at, -24)


def care_review(row: Row, mine: list[Line], as_at: date) -> Any:
    reviewed = row["care_start"] and row["latest_review"]
    reviewed = reviewed and row["latest_review"] >= row["care_start"]
    yield from (status(x) for x in mine if x[2] in (("T28", "T29") if reviewed else ("T27",)))


def care_visit(row: Row, mine: list[Line], as_at: date) -> Any:
    placed, visit = row["placement_start"], row["last_visit"]
    adoptive = row["placement_type"] in ("A3", "A4", "A5", "A6")
    if adoptive and not placed:
        return
    if not adoptive and (not placed or (visit and visit >= placed)):
        yield from (status(x) for x in mine if x[2] in ("T22", "T23", "T25", "T26"))
    else:
        yield from (status(x) for x in mine if x[2] == "T21")


def a_year(row: Row, as_at: date) -> bool:
    return bool(row["care_start"] and row["care_start"] <= months(as_at, -12))


def health(row: Row, mine: list[Line], as_at: date) -> Any:
    if a_year(row, as_at):
        lines = [status(x) for x in mine if x[2] == "T31"]
        yield from lines if row["last_health_assessment"] else [False]


def dental(row: Row, mine: list[Line], as_at: date) -> Any:
    if a_year(row, as_at):
        last = row["last_dental_check"]
        yield None if last and last > as_at else bool(last and last >= months(as_at, -12))


def initial_health(row: Row, mine: list[Line], lists: Lists, as_at: date) -> Any:
    if recent(row["care_start"], as_at):
        for line in mine:
            waiting = line[3] in GOOD and not row["last_health_assessment"]
            if line[2] == "T30" and not waiting:
                yield status(line)


def missing(row: Row, mine: list[Line], as_at: date) -> Any:
    yield None if row["missing_episodes"] is None else row["missing_episodes"] > 0


def offered(row: Row, mine: list[Line], as_at: date) -> Any:
    if row["missing_episodes"]:
        yield yes_no(row["interview_offered"])


def aged(youngest: int, column: str, answers: Callable[[Any], Any]) -> Any:
    def judge(row: Row, _: Any, lists: Lists, as_at: date) -> Any:
        born = row["birth_date"]
        age = as_at.year - born.year - ((as_at.month, as_at.day) < (born.month, born.day)) if born \
            else None  # fmt: skip
        if age is None or youngest <= age <= 21:
            yield from (each if born else None for each in answers(row[column]))

    return judge


def active(code: str | None) -> Any:
    return [None if code is None else code[0] in "FP"]


MEASURES: dict[str, tuple[int, Any]] = {
    "F2": (3, re_referral),
    "F4": (3, lambda row, *_: [yes_no(row["no_further_action"])]),
    "A1": (4, within(45, over=False)),
    "A1r": (4, from_referral),
    "A2": (4, within(60, over=True)),
    "A3": (4, need),
    "P1": (5, enquiry),
    "P2": (5, conference),
    "P3": (7, lambda row, _m, _l, as_at: [going_on(row, "plan_end", as_at)]),
    "P3u": (7, lambda r, _m, _l, as_at: [going_on(r, "plan_end", as_at)] if r["unborn"] else []),
    "P4": (7, second_plan),
    "P5": (7, long_plan),
    "P6": (7, plan_review),
    "P7": (7, by_clock("T08")),
    "P7a": (7, open_if("plan_end", lambda row: [yes_no(row["seen_alone"])])),
    "N1": (6, lambda row, _m, _l, as_at: [in_need(row, as_at)]),
    "W6": (6, without_worker),
    "C1": (
        8,
        lambda r, _m, _l, as_at: (
            [] if r["legal_status"] in ("V3", "V4") else [going_on(r, "care_end", as_at)]
        ),
    ),
    "C1u": (
        8,
        in_care(lambda row, *_: [None if row["uasc"] is None else row["uasc"] == "yes"]),
    ),
    "C2": (
        8,
        in_care(
            lambda row, *_: [
                None if row["placements_12_months"] is None else row["placements_12_months"] >= 3
            ]
        ),
    ),
    "C3": (8, in_care(stable)),
    "C5": (8, in_care(care_review)),
    "C6": (8, in_care(care_visit)),
    "C7": (8, in_care(health)),
    "C7d": (8, in_care(dental)),
    "C8": (8, initial_health),
    "C11": (8, in_care(missing)),
    "C11i": (8, in_care(offered)),
    "L1": (
        9,
        aged(17, "in_touch", lambda v: [yes_no(v)] if v in ("yes", "no", None) else []),
    ),
    "L2": (
        9, aged(19, "accommodation_suitable", lambda v: [None if v is None else v == "suitable"]),
    ),
    "L3": (9, aged(19, "activity", active)),
    "L5": (9, by_clock("T35")),
}  # fmt: skip
