"""Random Standard Safeguarding Datasets: a few children with every event of their time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from cusp.outside.large_sheets import Care, LargeSheet
from cusp.returns.coded import coded
from cusp.returns.record import Return
from cusp.returns.ssd import from_files

Rows = dict[str, list[dict[str, Any]]]
_TYPES = ["U1", "U2", "U6", "U6", "P1", "P1", "K2", "A5", "T1", "T1"]


def dataset(random: Random, as_at: date, children: int) -> Rows:
    """Tables of some children, as their rows."""
    tables: Rows = {name: [] for name in coded("ssd")}
    for number in range(children):
        child = f"C{number:03}"
        born = as_at - timedelta(days=random.randint(30, 7000))
        tables["ssd_person"].append({"child_id": child, "sex": "F", "birth_date": born})
        _referred(random, tables, child, as_at)
        _on_plan(random, tables, child, as_at)
        _in_care(random, tables, child, as_at)
        if random.random() < 0.5:
            made = maybe(random, 0.6, as_at - timedelta(days=random.randint(0, 500)))
            tables["ssd_care_leavers"].append(
                {"child_id": child, "eligibility": "Eligible", "pathway_plan_review": made}
            )
    return tables


def loaded(tables: Rows, as_at: date) -> Return:
    """The tables as a return."""
    sheets = []
    for name, rows in tables.items():
        columns = coded("ssd")[name].form.columns
        cells = [[row.get(column.name) for column in columns] for row in rows]
        headings = [column.heading for column in columns]
        sheets.append(LargeSheet(name, 1, 1, [headings, *cells], Care()))
    return from_files("ssd", sheets, as_at)


def maybe(random: Random, share: float, value: Any) -> Any:
    """The value, or nothing."""
    return value if random.random() < share else None


def _days(random: Random, first: date, last: date, step: int) -> Iterator[date]:
    """Days from the first to the last, with gaps of up to twice the step."""
    day = first + timedelta(days=random.randint(0, step))
    while day <= last:
        yield day
        day += timedelta(days=random.randint(1, 2 * step))


def _referred(random: Random, tables: Rows, child: str, as_at: date) -> None:
    for number, day in enumerate(_days(random, as_at - timedelta(days=900), as_at, 300)):
        key = f"{child}-{number}"
        nfa = random.choice("YNN")
        tables["ssd_cin_episodes"].append(
            {"child_id": child, "referral_id": key, "referral_date": day, "no_further_action": nfa}
        )
        for start in _days(random, day, min(day + timedelta(days=60), as_at), 25):
            done = maybe(random, 0.8, start + timedelta(days=random.randint(0, 90)))
            tables["ssd_cin_assessments"].append(
                {"child_id": child, "referral_id": maybe(random, 0.9, key),
                 "assessment_start": start, "assessment_authorised": done}
            )  # fmt: skip


def _on_plan(random: Random, tables: Rows, child: str, as_at: date) -> None:
    if random.random() < 0.4:
        return
    start = as_at - timedelta(days=random.choice([40, 200, 500, 2400]) + random.randint(0, 60))
    end = maybe(random, 0.3, start + timedelta(days=random.randint(10, 500)))
    tables["ssd_cp_plans"].append(
        {"child_id": child, "plan_id": child, "plan_start": start, "plan_end": end}
    )
    for day in _days(random, start - timedelta(days=20), as_at, 110):
        tables["ssd_cp_reviews"].append({"child_id": child, "plan_id": child, "review_date": day})
    tables["ssd_cp_reviews"].append({"child_id": child, "plan_id": child, "review_due": as_at})
    for day in _days(random, max(start, as_at - timedelta(days=300)), as_at, 9):
        seen = random.choice("YYYYN")
        tables["ssd_cp_visits"].append({"child_id": child, "visit_date": day, "seen": seen})
    letter = maybe(random, 0.8, start + timedelta(days=random.randint(0, 30)))
    ended = maybe(random, 0.6, start + timedelta(days=random.randint(31, 200)))
    tables["ssd_pre_proceedings"].append(
        {"child_id": child, "decision_date": start, "letter_sent": letter, "ended": ended}
    )


def _in_care(random: Random, tables: Rows, child: str, as_at: date) -> None:
    if random.random() < 0.3:
        return
    start = as_at - timedelta(days=random.choice([10, 150, 800, 2300]) + random.randint(0, 90))
    end = maybe(random, 0.2, start + timedelta(days=random.randint(5, 700)))
    end = end if end and end <= as_at else None
    tables["ssd_cla_episodes"].append(
        {"child_id": child, "care_id": f"P{child}", "start": start, "entered_care": start,
         "end": end, "reason_ended": "E4A" if end else None}
    )  # fmt: skip
    last = end or as_at
    for day in _days(random, start, last, 80):
        cancelled = random.choice("NNNY")
        tables["ssd_cla_reviews"].append(
            {"care_id": f"P{child}", "review_date": day, "cancelled": cancelled}
        )
    for day in _days(random, start, last, 25):
        seen = random.choice(["Y", "Y", "Y", "Y", "N", None])
        tables["ssd_cla_visits"].append({"child_id": child, "visit_date": day, "seen": seen})
    for day in _days(random, start - timedelta(days=100), last, 200):
        tables["ssd_cla_health"].append(
            {"child_id": child, "check_type": random.choice(["Health Assessment", "Dental Check"]),
             "check_date": day, "check_status": random.choice(["Completed", None, "Refused"])}
        )  # fmt: skip
    statuses = random.choice([["C2"], ["C1", "C2"], ["V2"], ["V2", "C1"], ["V4"]])
    for number, status in enumerate(statuses):
        since = start if not number else start + timedelta(days=random.randint(1, 300))
        tables["ssd_legal_status"].append(
            {"child_id": child, "legal_status": status, "legal_status_start": since}
        )
    _placed(random, tables, child, start, end, as_at)


def _placed(
    random: Random, tables: Rows, child: str, start: date, end: date | None, as_at: date
) -> None:
    while True:
        until = start + timedelta(days=random.choice([5, 40, 300, 900]))
        over = end if end and until >= end else None if until > as_at else until
        tables["ssd_cla_placement"].append(
            {"child_id": child, "placement_start": start, "placement_end": over,
             "placement_type": random.choice(_TYPES), "placement_provider": "PR1"}
        )  # fmt: skip
        if over is None or over == end:
            return
        start = over
