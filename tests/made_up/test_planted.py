"""What was planted is what the clocks say, and what slow sums say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cusp.calendar import england_and_wales
from cusp.made_up import Council, made_up_council
from cusp.made_up.answers import UNKNOWN, answer, by_regulation, relaxed
from cusp.made_up.lives import Care, Child, Enquiry, Placement, Plan
from cusp.made_up.planted import planted_answers
from tests.length import at_length
from tests.made_up.comparing import a_council, days_to_try, differences

D = date.fromisoformat
# Limits were relaxed on the first. `dev.py bench planted` tries 1,000 councils.
DAYS = [D("2020-06-15"), D("2024-02-29"), *(days_to_try(50) if at_length else ())]


@pytest.mark.parametrize("as_at", DAYS, ids=str)
def test_three_ways_to_the_same_answers(as_at: date) -> None:
    groups = (None, "team", "worker") if at_length else (None,)
    found = differences(a_council(as_at.toordinal(), as_at), as_at, groups)
    assert found.compared > 60
    assert found.wrong == []


def test_the_answers_hold_every_status_and_awkward_days() -> None:
    council = made_up_council(
        seed=3, children=200, last=D("2024-05-31"), months=1, awkward_days=True
    )
    planted = council.planted(D("2024-05-31"))
    assert {each.status for each in planted} == {
        "in time", "due soon", "overdue", "done late", "cannot be determined",
    }  # fmt: skip
    days = [day for child in council.children for care in child.cares for day in care.visits]
    days += [each.start for child in council.children for each in child.assessments]
    assert any((day.month, day.day) == (2, 29) for day in days)
    assert any(england_and_wales().holiday_on(day) for day in days)
    # Without a preference it would be one in thirty.
    assert sum((day + timedelta(days=1)).day == 1 for day in days) > len(days) / 15


def _child(**more: object) -> Child:
    return Child("1", "female", "WBRI", D("2015-06-01"), "no", False, **more)  # type: ignore[arg-type]


def _planted(child: Child, as_at: str) -> dict[str, tuple[str, int | None]]:
    found = planted_answers([child], D(as_at))
    return {each.clock: (each.status, each.days) for each in found}


def test_a_plan_that_began_on_30_november() -> None:
    plan = Plan(D("2025-11-30"), D("2026-09-01"), [(D("2025-11-30"), "neglect")], 0)
    assert _planted(_child(plans=[plan]), "2026-02-28")["T06"] == ("due soon", 0)
    assert _planted(_child(plans=[plan]), "2026-03-01")["T06"] == ("overdue", 1)
    plan.reviews = [D("2026-02-28")]
    # From 28 February, six months end on 28 August.
    assert _planted(_child(plans=[plan]), "2026-08-29")["T07"] == ("overdue", 1)


def test_a_conference_over_christmas() -> None:
    """From Friday 12 December 2025: 8 working days to 24 December, 3 from 29 December, 4 from
    2 January. So it is due on Wednesday 7 January."""
    first = D("2025-12-12")
    enquiry = Enquiry(
        first, first, True, D("2026-01-08"), True, first, on_plan=False, closed=D("2026-01-08")
    )
    child = _child(enquiries=[enquiry])
    assert _planted(child, "2026-01-07")["T04"] == ("due soon", 0)
    assert _planted(child, "2026-01-08")["T04"] == ("done late", 1)


def test_a_visit_due_while_limits_were_relaxed() -> None:
    care = Care(D("2020-01-06"), D("2022-01-01"), "E8", "N1", False, False)
    care.placements = [Placement(D("2020-01-06"), "U6", "PR1", False)]
    care.statuses = [(D("2020-01-06"), "C2")]
    care.visits = [D("2020-01-10"), D("2020-04-01")]
    child = _child(cares=[care])
    # Due on 13 May 2020, and surely by 6 weeks after 25 September: 6 November.
    assert _planted(child, "2020-05-13")["T22"] == ("due soon", 0)
    assert _planted(child, "2020-05-14")["T22"] == UNKNOWN
    assert _planted(child, "2020-11-06")["T22"] == UNKNOWN
    assert _planted(child, "2020-11-07")["T22"] == ("overdue", 1)


def test_answers_of_two_rules_are_only_what_both_say() -> None:
    early, late = D("2026-03-01"), D("2026-03-20")
    assert answer(D("2026-02-01"), [early, late], None) == ("in time", 28)
    assert answer(D("2026-03-10"), [early, late], None) == UNKNOWN
    assert answer(D("2026-03-21"), [early, late], None) == ("overdue", 1)
    assert answer(D("2026-04-01"), [early, None], None) == UNKNOWN
    assert answer(D("2026-04-01"), [early], D("2026-03-01")) == ("in time", None)
    assert answer(D("2026-04-01"), [early], D("2026-03-02")) == ("done late", 1)


def test_leap_days() -> None:
    assert by_regulation(D("2023-08-31"), in_months=6) == D("2024-02-29")
    assert by_regulation(D("2024-02-29"), in_months=12) == D("2025-02-28")
    assert relaxed(D("2020-04-24"), in_months=3) == D("2020-12-25")
    assert by_regulation(D("2011-03-31"), weeks=6) is None


def test_a_day_outside_its_months_is_refused() -> None:
    council: Council = a_council(1, D("2026-03-31"))
    with pytest.raises(ValueError, match="Ask for a day from 31 March 2026"):
        council.annex_a(D("2026-04-30"))
