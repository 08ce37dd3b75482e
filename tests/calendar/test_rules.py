"""The rule book: every rule has a source and a status, and rules apply from a day to a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from cusp.calendar import KINDS, add_months, due_by, england_and_wales, read_rules, rule_book
from cusp.calendar.rules import Rule

CALENDAR = england_and_wales()
ROOT = Path(__file__).resolve().parents[2]


def a_rule(**changes: object) -> Rule:
    usual: dict[str, object] = {
        "code": "visit",
        "what": "Visit the child",
        "count": 10,
        "unit": "working days",
        "starts": "the last visit",
        "source": "The council's procedures",
        "status": "local",
        "seen": True,
    }
    return msgspec.convert(usual | changes, Rule)


def test_every_entry_names_its_source_and_how_we_know() -> None:
    book = rule_book()
    for entry in (*book.rules, *book.meanings):
        assert entry.source
        assert entry.seen or entry.note, entry.code
    assert {rule.code for rule in book.rules} >= set(KINDS)


def test_the_documentation_lists_every_rule() -> None:
    page = (ROOT / "docs" / "calendar.md").read_text("utf-8")
    for rule in rule_book().rules:
        seen = "yes" if rule.seen else "no"
        assert f"| `{rule.code}` | {rule.count} {rule.unit} | {rule.status} | {seen} |" in page


def test_a_rule_without_a_source_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text('[[rule]]\ncode = "x"\nwhat = "y"\ncount = 1\nunit = "days"\n', "utf-8")
    with pytest.raises(msgspec.ValidationError):
        read_rules(file)


def test_the_rule_in_force_on_the_day_is_used(tmp_path: Path) -> None:
    entry = (
        '[[rule]]\ncode = "visit"\nwhat = "Visit"\ncount = {}\nunit = "days"\nstarts = "x"\n'
        'source = "y"\nstatus = "local"\nseen = true\n{}\n'
    )
    file = tmp_path / "rules.toml"
    old, new = (
        entry.format(28, "valid_to = 2020-12-31"),
        entry.format(14, "valid_from = 2021-01-01"),
    )
    file.write_text(old + new, "utf-8")
    book = read_rules(file)
    assert book.rule("visit", date(2020, 12, 31)).count == 28
    assert book.rule("visit", date(2021, 1, 1)).count == 14
    with pytest.raises(KeyError):
        book.rule("unknown", date(2021, 1, 1))


def test_a_rule_that_no_longer_applies_gives_no_date_and_says_so() -> None:
    due = due_by(a_rule(valid_to=date(2020, 9, 25)), date(2020, 9, 28), calendar=CALENDAR)
    assert due.by is None
    assert due.why
    assert "until 25 September 2020" in due.why


@pytest.mark.parametrize(
    ("count", "unit", "start", "by"),
    [
        (15, "working days", date(2025, 12, 15), date(2026, 1, 8)),
        (7, "days", date(2025, 12, 25), date(2026, 1, 1)),
        (6, "weeks", date(2025, 1, 1), date(2025, 2, 12)),
        (3, "months", date(2025, 11, 30), date(2026, 2, 28)),
        (3, "months", date(2025, 12, 1), date(2026, 3, 1)),
        (6, "months", date(2025, 8, 31), date(2026, 2, 28)),
        (6, "months", date(2027, 8, 31), date(2028, 2, 29)),
    ],
)
def test_rules_count_in_their_own_unit(count: int, unit: str, start: date, by: date) -> None:
    assert due_by(a_rule(count=count, unit=unit), start, calendar=CALENDAR).by == by


def test_months_and_weeks_do_not_need_bank_holidays() -> None:
    rule = a_rule(count=6, unit="months")
    assert due_by(rule, date(2028, 12, 1), calendar=CALENDAR).by == date(2029, 6, 1)
    assert add_months(date(2028, 12, 31), 2) == date(2029, 2, 28)


def test_closed_days_count_in_local_rules_only() -> None:
    calendar = CALENDAR.closing([date(2025, 12, 24)])
    start = date(2025, 12, 23)
    local = due_by(a_rule(count=1), start, calendar=calendar)
    law = due_by(a_rule(count=1, status="law"), start, calendar=calendar)
    assert (local.by, law.by) == (date(2025, 12, 29), date(2025, 12, 24))


def test_clear_days_are_counted_back_from_a_meeting_only() -> None:
    with pytest.raises(ValueError, match="counted back"):
        due_by(a_rule(unit="clear days"), date(2025, 1, 1), calendar=CALENDAR)
