"""People who want to adopt: list 11."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from cusp.made_up.chance import Chance
from cusp.made_up.days import months

_A_YEAR = 0.004
_STEPS = (
    ("stage_1_start", 10, 60, 0.8), ("stage_1_end", 50, 120, 0.85), ("stage_2_start", 5, 60, 0.95),
    ("stage_2_end", 90, 160, 0.92), ("application", 5, 20, 1.0), ("approved", 5, 30, 0.95),
    ("matched", 40, 400, 0.8), ("placed", 15, 60, 1.0), ("adoption_order", 100, 300, 1.0),
)  # fmt: skip
_ENDINGS = ("adoption_order", "left")


@dataclass(slots=True)
class Adopter:
    """A prospective adopter: the days of each step as far as they go."""

    id: str
    sex: str
    ethnicity: str
    days: dict[str, date]
    foster_to_adopt: str


def adopters_of(seed: int, children: int, first: date, last: date) -> list[Adopter]:
    """Everybody who asked from three years before the first day to the last."""
    every = timedelta(days=365 / max(children * _A_YEAR, 0.5))
    found: list[Adopter] = []
    begin = first - timedelta(days=3 * 365)
    while (day := begin + len(found) * every) <= last:
        found.append(
            _adopter(Chance(seed * 7_919 + len(found), awkward_days=False), len(found), day)
        )
    return found


def _adopter(chance: Chance, number: int, enquiry: date) -> Adopter:
    days = {"enquiry": enquiry}
    day = enquiry
    for name, low, high, goes_on in _STEPS:
        day = chance.after(day, low, high)
        if not chance.happens(goes_on):
            days["left"] = day
            break
        days[name] = day
    sex = chance.choose(["female", "male"])
    ethnicity = chance.choose(["WBRI", "WBRI", "WBRI", "WOTH", "APKN", "BCRB", "MOTH"])
    return Adopter(f"A{number:05}", sex, ethnicity, days, "yes" if chance.happens(0.2) else "no")


def adopter_columns(adopters: Sequence[Adopter], as_at: date) -> dict[str, Any]:
    """The columns of list 11 on a day: the process of the last twelve months."""
    year = months(as_at, -12)
    shown = [
        each for each in adopters
        if each.days["enquiry"] <= as_at
        and not any(each.days.get(name, as_at) <= year for name in _ENDINGS)
    ]  # fmt: skip

    def texts(values: list[str | None]) -> Any:
        return pa.array(values, pa.string())

    columns: dict[str, Any] = {
        "adopter_id": texts([each.id for each in shown]),
        "family_id": texts([f"P{each.id[1:]}" for each in shown]),
        "sex": texts([each.sex for each in shown]),
        "ethnicity": texts([each.ethnicity for each in shown]),
        "disability": texts(["no" for _ in shown]),
        "foster_to_adopt": texts([each.foster_to_adopt for each in shown]),
    }
    for name in ("enquiry", "left", *(step[0] for step in _STEPS)):
        days = [each.days.get(name) for each in shown]
        columns[name] = pa.array([d if d and d <= as_at else None for d in days], pa.date32())
    placed = [each.days.get("placed", date.max) <= as_at for each in shown]
    columns["children_placed"] = pa.array([1 if there else None for there in placed], pa.int32())
    left = [each.days.get("left", date.max) <= as_at for each in shown]
    columns["leaving_reason"] = texts(["2" if gone else None for gone in left])
    return columns
