"""Clocks and drift in sentences: each with its date, and nothing said that a return cannot know."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from cusp.oversight.children import LONG_PLAN, MANY_PLACEMENTS, NO_PERMANENCE
from cusp.oversight.clock_names import CLOCKS, said_of
from cusp.oversight.rules import national_rules
from cusp.oversight.statuses import LATEST_ONLY, STATUSES
from cusp.oversight.words import (
    KINDS,
    Place,
    drift_sentences,
    kind_of,
    place_of,
    sentence,
    whole_months,
)
from cusp.returns.forms import code_sets
from cusp.returns.words import CATEGORIES, LEGAL_STATUS, PERMANENCE, PLACEMENTS

AS_AT = date(2026, 3, 31)


@dataclass
class Clock:
    clock: str = "T29"
    due: date | None = None
    status: str = "in time"
    done: date | None = None
    why: str = ""
    days: int | None = None


@dataclass
class Case:
    drift: list[str] = field(default_factory=list)
    plan_start: date | None = None
    care_start: date | None = None
    placements: int | None = None


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (
            Clock("T07", date(2026, 3, 8), "overdue", days=20),
            "Review conference was due on 8 March 2026 and 20 days overdue at the return",
        ),
        (
            Clock("T29", date(2026, 3, 30), "overdue", days=1),
            "Care review was due on 30 March 2026 and 1 day overdue at the return",
        ),
        (
            Clock("T29", date(2026, 4, 9), "due soon"),
            "Care review is due in 9 days, on 9 April 2026",
        ),
        (Clock("T29", date(2026, 4, 1), "due soon"), "Care review is due tomorrow, 1 April 2026"),
        (Clock("T29", AS_AT, "due soon"), "Care review is due today, 31 March 2026"),
        (
            Clock("T02", date(2026, 3, 2), "done late", date(2026, 3, 3)),
            "Assessment took place on 3 March 2026, 1 day late",
        ),
        (
            Clock("T02", date(2026, 3, 4), "in time", date(2026, 3, 3)),
            "Assessment took place on 3 March 2026, in time",
        ),
        (
            Clock("T22", None, "cannot be determined", why="The last visit is missing."),
            "Social work visit cannot be determined. The last visit is missing",
        ),
    ],
)  # fmt: skip
def test_a_clock_is_said_with_its_date(clock: Clock, said: str) -> None:
    assert sentence(clock, AS_AT) == said


def test_what_fell_due_after_the_return_is_not_called_overdue() -> None:
    clock, today = Clock("T29", date(2026, 4, 9), "due soon"), date(2026, 4, 12)
    assert place_of(clock, today) is Place.PASSED
    assert (
        sentence(clock, today)
        == "Care review fell due on 9 April 2026, 3 days ago, after the return"
    )


@pytest.mark.parametrize(
    ("days", "place"), [(-1, Place.PASSED), (0, Place.SOON), (14, Place.SOON), (15, Place.LATER)]
)
def test_what_is_due_is_soon_for_14_days(days: int, place: Place) -> None:
    assert place_of(Clock(due=AS_AT + timedelta(days)), AS_AT) is place


def test_every_status_has_a_place() -> None:
    done = date(2026, 3, 1)
    places = {
        status: place_of(
            Clock(due=AS_AT, status=status, done=done if "late" in status else None), AS_AT
        )
        for status in STATUSES
    }
    assert places["overdue"] is Place.OVERDUE
    assert places["done late"] is Place.DONE
    assert places["cannot be determined"] is Place.UNDETERMINED


def test_a_first_review_of_long_ago_whose_date_is_not_held_is_not_urgent() -> None:
    clock = Clock("T27", status="cannot be determined", done=date(2026, 1, 1), why=LATEST_ONLY)
    assert place_of(clock, AS_AT) is Place.DONE
    assert sentence(clock, AS_AT).startswith(
        "First care review cannot be determined. Only the latest"
    )


def test_drift_is_said_with_its_date() -> None:
    # 20 working days after 3 February 2025 is 3 March, and three months after that 3 June.
    case = Case(
        [LONG_PLAN, NO_PERMANENCE, MANY_PLACEMENTS], date(2024, 11, 20), date(2025, 2, 3), 4
    )
    assert list(drift_sentences(case, as_at=AS_AT)) == [
        "The plan has lasted 16 months, since 20 November 2024",
        "No permanence plan by the second review, which was due by 3 June 2025",
        "4 placements in the 12 months to 31 March 2026",
    ]
    assert list(drift_sentences(Case(), as_at=AS_AT)) == []


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 11, 20), date(2026, 2, 19), 14),
        (date(2024, 11, 20), date(2026, 2, 20), 15),
        (date(2024, 11, 30), date(2026, 2, 28), 15),
        (date(2026, 3, 31), date(2026, 3, 31), 0),
    ],
)
def test_months_are_counted_as_due_dates_are(start: date, end: date, months: int) -> None:
    assert whole_months(start, end) == months


def test_every_clock_has_a_name_and_a_kind() -> None:
    codes = {code.split("-")[0] for code in national_rules().codes if code.startswith("T")}
    assert codes <= set(CLOCKS)
    assert {kind_of(code) for code in codes} == set(KINDS)
    assert said_of("T99") == "T99"


def test_every_code_that_is_read_has_words() -> None:
    sets = code_sets()
    assert set(sets["legal_status"].begins.values()) == set(LEGAL_STATUS)
    assert set(sets["placement_type"].begins.values()) == set(PLACEMENTS)
    assert set(sets["abuse"].spellings.values()) == set(CATEGORIES)
    assert set(sets["permanence"].spellings.values()) == set(PERMANENCE)
