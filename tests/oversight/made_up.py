"""Random returns, with days near month ends, bank holidays and leap days, and with mistakes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from cusp.calendar import england_and_wales
from tests.oversight.rows import Row

_DATES = {
    3: {"referral_date": 200},
    4: {"assessment_start": 200, "assessment_authorised": 120},
    5: {"strategy_discussion": 200, "conference_date": 190},
    6: {"need_start": 900, "need_end": 200},
    7: {"plan_start": 900, "last_visit": 60, "latest_review": 400, "plan_end": 180},
    8: {
        "care_start": 2200, "legal_status_start": 600, "latest_review": 420, "last_visit": 210,
        "last_health_assessment": 500, "last_dental_check": 500, "care_end": 180,
        "placement_start": 900,
    },
    9: {"pathway_plan_review": 300},
}  # fmt: skip
_BLANK = {
    "assessment_authorised": 0.4, "conference_date": 0.5, "need_end": 0.7, "plan_end": 0.7,
    "care_end": 0.8, "latest_review": 0.25, "last_health_assessment": 0.2,
}  # fmt: skip
_CODES: dict[str, list[Any]] = {
    "no_further_action": ["yes", "no", "no", None],
    "referrals_12_months": [0, 0, 1, 2, None],
    "support_needed": ["yes", "no", None],
    "conference_unnecessary": ["yes", "no", "no", None],
    "led_to_plan": ["yes", "no", None, None, None],
    "case_status": ["need_plan", "looked_after", "closed", None],
    "previous_plans": [0, 0, 1, None],
    "seen_alone": ["yes", "no", "unknown", None],
    "legal_status": ["C1", "C2", "C2", "V2", "V3", "V4", "E1", None],
    "placement_type": [
        "U1",
        "U2",
        "U3",
        "U4",
        "U6",
        "U6",
        "A5",
        "P1",
        "P1",
        "K2",
        "T1",
        "R5",
        None,
    ],
    "permanence_plan": ["residential", "fostering", None],
    "placements_12_months": [1, 2, 3, 4, None],
    "missing_episodes": [0, 0, 1, None],
    "interview_offered": ["yes", "no", "unknown", None],
    "eligibility": ["relevant", "former_relevant", "qualifying", None],
    "in_touch": ["yes", "yes", "no", "died", "refused", None],
    "accommodation_suitable": ["suitable", "unsuitable", None],
    "activity": ["F1", "P2", "G4", None],
}
_OF_LIST = {
    3: ["no_further_action", "referrals_12_months"],
    4: ["support_needed"],
    5: ["conference_unnecessary", "led_to_plan"],
    6: ["case_status"],
    7: ["previous_plans", "seen_alone"],
    8: [
        "legal_status", "placement_type", "permanence_plan", "placements_12_months",
        "missing_episodes", "interview_offered",
    ],
    9: ["eligibility", "in_touch", "accommodation_suitable", "activity"],
}  # fmt: skip


def a_day(random: Random) -> date:
    """A day on which something is counted: often a month end, a leap day or near a holiday."""
    year = random.randint(2019, 2027)
    special = [
        date(year, 2, 28), date(year, 3, 31), date(year, 8, 31), date(year, 12, 24),
        date(2024, 2, 29), date(2020, 2, 29), date(2020, 6, 15), date(2020, 9, 30),
        random.choice(england_and_wales().holidays).day,
    ]  # fmt: skip
    day = random.choice([*special, date(year, 1, 1) + timedelta(days=random.randint(0, 364))])
    return min(max(day, date(2019, 1, 1)), date(2027, 6, 30))


def made_up(random: Random, as_at: date, rows: int) -> dict[int, list[Row]]:
    """Lists of a made-up council. Children appear more than once, and some dates are wrong."""
    return {
        number: [_row(random, as_at, number, place, rows) for place in range(rows)]
        for number in _DATES
    }


def _row(random: Random, as_at: date, number: int, place: int, rows: int) -> Row:
    child = place if number >= 6 else random.randint(0, rows // 2)
    row: dict[str, Any] = {
        "child_id": f"C{child}",
        "team": random.choice(["A", "B", None]),
        "birth_date": _near(random, as_at, 8500) if random.random() > 0.1 else None,
        "unborn": random.random() < 0.05,
    }
    for name, most in _DATES[number].items():
        blank = random.random() < _BLANK.get(name, 0.04)
        row[name] = None if blank else _near(random, as_at, most)
    for name in _OF_LIST[number]:
        row[name] = random.choice(_CODES[name])
    return row


def _near(random: Random, as_at: date, most: int) -> date:
    day = as_at - timedelta(days=random.randint(-3 if random.random() < 0.05 else 0, most))
    if random.random() < 0.3:  # the end of that month, or the day of its number a year before
        day = min(
            as_at, (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        )
    return day
