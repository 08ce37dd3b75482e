"""The table of due dates agrees with the calendar, rule by rule and day by day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cusp.calendar import due_by, england_and_wales
from cusp.oversight import CannotUseRules, Workings, national_rules, rules_with
from cusp.oversight.due_dates import due_dates
from tests.oversight.rows import loaded

RULES = national_rules()
LAST = date(2027, 6, 30)


@lru_cache(maxsize=1)
def table() -> dict[tuple[str, date], dict[str, Any]]:
    rows = due_dates(RULES, england_and_wales(), LAST).to_pylist()
    return {(row["rule"], row["start"]): row for row in rows}


def days() -> list[date]:
    random = Random(1)
    ends = [date(y, m, 1) - timedelta(days=1) for y in range(2012, 2028) for m in range(1, 7)]
    near = [h.day + timedelta(days=n) for h in england_and_wales().holidays for n in (-1, 0, 1)]
    some = [date(1995, 1, 1) + timedelta(days=random.randint(0, 11_000)) for _ in range(300)]
    return [day for day in {*ends, *near, *some, LAST} if day <= LAST]


@pytest.mark.parametrize("code", RULES.codes)
def test_each_day_is_due_as_the_calendar_says(code: str) -> None:
    for day in days():
        rule = next((r for r in RULES.of(code) if r.why_not_on(day) is None), RULES.of(code)[-1])
        row = table()[code, day]
        assert row["due"] == due_by(rule, day, calendar=england_and_wales()).by
        assert (row["due"] is None) == (row["no_due_why"] is not None)


def test_the_latest_day_only_differs_where_limits_were_relaxed() -> None:
    for (code, _), row in table().items():
        relaxed = row["due"] and date(2020, 4, 24) <= row["due"] <= date(2020, 9, 25)
        assert (row["due"] != row["due_latest"]) == bool(relaxed and RULES.relaxing(code)), row


def test_working_together_2026_is_marked_as_unseen() -> None:
    for code in ("T02", "T04", "T06", "T07"):
        latest = RULES.of(code)[-1]
        assert latest.source.endswith("2026")
        assert latest.valid_from == date(2026, 3, 19)
        assert not latest.seen


def test_what_is_known_only_from_memory_is_local() -> None:
    assert {r.code for r in RULES.rules if r.status == "local"} == {"T08", "T13", "T30", "T35"}


LOCAL = """
[[rule]]
code = "{code}"
what = "Visit the child on a protection plan"
count = {count}
unit = "weeks"
starts = "the day of the last statutory visit"
source = "Our practice standards, 2025"
status = "{status}"
seen = true
"""


def local(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "local.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_council_sets_its_own_interval_for_visits(tmp_path: Path) -> None:
    rules = rules_with(local(tmp_path, LOCAL.format(code="T08", count=4, status="local")))
    as_at = date(2026, 3, 31)
    row = {"child_id": "A", "plan_start": date(2025, 12, 1), "last_visit": date(2026, 3, 10)}
    workings = Workings(loaded({7: [row]}, as_at), as_at=as_at, rules=rules)
    [visit] = [line for line in workings.clocks().to_pylist() if line["clock"] == "T08"]
    assert (visit["due"], visit["status"], visit["days"]) == (date(2026, 4, 7), "due soon", 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LOCAL.format(code="T27", count=4, status="local"), "a council cannot change it"),
        (LOCAL.format(code="T99", count=4, status="local"), "there is no clock"),
        (LOCAL.format(code="T08", count=4, status="law"), 'the status "local"'),
        (LOCAL.format(code="T08", count=0, status="local"), "at least 1"),
        ("this is no file of rules", "these are not rules"),
    ],
)
def test_other_local_rules_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CannotUseRules, match=said):
        rules_with(local(tmp_path, text))
