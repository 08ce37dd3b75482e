"""What each clock says of small lists. Each expectation was counted with a calendar."""

from __future__ import annotations

from typing import Any

from tests.oversight.checking import AS_AT, UNKNOWN, Case, D, check
from tests.oversight.rows import Row, clocks

# T02 Assessments


def assessment(start: str, done: str | None = None) -> Row:
    return {
        "child_id": "A", "assessment_start": D(start), "assessment_authorised": done and D(done),
    }  # fmt: skip


def referral(day: str, no_further_action: str | None = "no") -> Row:
    return {
        "child_id": "A", "referral_date": D(day), "no_further_action": no_further_action,
    }  # fmt: skip


ASSESSMENTS_RUN_FROM_THE_REFERRAL: list[Any] = [
    # 9 March 2026 is the 45th working day after 5 January.
    ([referral("2026-01-05")], [assessment("2026-01-08", "2026-03-09")], ("in time", None)),
    ([referral("2026-01-05")], [assessment("2026-01-08", "2026-03-10")], ("done late", 1)),
    ([referral("2026-01-05")], [assessment("2026-01-08")], ("overdue", 22)),
    ([referral("2026-03-02")], [assessment("2026-03-04")], ("in time", 37)),
    # No referral: late all the same, or not known.
    ([], [assessment("2026-01-05", "2026-03-10")], ("done late", 1)),
    ([], [assessment("2026-01-05", "2026-03-09")], UNKNOWN),
    ([], [assessment("2026-03-27")], UNKNOWN),
    # A referral that ended without further action led to no assessment.
    ([referral("2026-01-05", "yes")], [assessment("2026-01-08", "2026-03-10")], UNKNOWN),
    # The latest referral before the start, not one that came after it.
    (
        [referral("2025-12-01"), referral("2026-01-05"), referral("2026-02-02")],
        [assessment("2026-01-08", "2026-03-09")],
        ("in time", None),
    ),
]  # fmt: skip


def test_assessments_run_from_the_referral() -> None:
    check(
        ({3: referrals, 4: assessments}, "T02", expected)
        for referrals, assessments, expected in ASSESSMENTS_RUN_FROM_THE_REFERRAL
    )


def test_second_assessment_after_one_referral_may_run_from_either_day() -> None:
    lists = {
        3: [referral("2025-11-03")],
        4: [assessment("2025-11-05", "2025-12-01"), assessment("2026-02-02", "2026-02-20")],
    }
    found = [line for line in clocks(lists, AS_AT) if line["clock"] == "T02"]
    assert [line["status"] for line in found] == ["in time", UNKNOWN]


# T04 Conferences


def enquiry(
    day: str | None,
    unnecessary: str | None = "no",
    conference: str | None = None,
    led: str | None = None,
) -> Row:
    return {
        "child_id": "A", "strategy_discussion": day and D(day),
        "conference_unnecessary": unnecessary, "conference_date": conference and D(conference),
        "led_to_plan": led,
    }  # fmt: skip


def plan(
    start: str, review: str | None = None, end: str | None = None, visit: str | None = None
) -> Row:
    return {
        "child_id": "A", "plan_start": D(start), "latest_review": review and D(review),
        "plan_end": end and D(end), "last_visit": visit and D(visit),
    }  # fmt: skip


CONFERENCES_RUN_FROM_THE_STRATEGY_DISCUSSION: list[Any] = [
    # The 15th working day after 15 December 2025 is 8 January, with three bank holidays.
    ([enquiry("2025-12-15", "no", "2026-01-08")], [], ("in time", None)),
    ([enquiry("2025-12-15", "no", "2026-01-09")], [], ("done late", 1)),
    ([enquiry("2025-12-15")], [], ("overdue", 82)),
    ([enquiry("2026-03-16")], [], ("due soon", 8)),
    ([enquiry("2026-03-31")], [], ("in time", 23)),
    # A blank is not a no, and yes means that there is none.
    ([enquiry("2025-12-15", None)], [], UNKNOWN),
    ([enquiry("2025-12-15", "yes")], [], None),
    ([enquiry("2025-12-15", "yes", "2026-01-08")], [], UNKNOWN),
    ([enquiry("2025-12-15", "no", "2025-12-01")], [], UNKNOWN),
    ([enquiry("2025-12-15", "no", None, "yes")], [], UNKNOWN),
    ([enquiry(None, "no", "2026-01-08")], [], UNKNOWN),
    # A child who already had a plan has no new conference.
    ([enquiry("2025-12-15")], [plan("2025-09-01")], None),
    ([enquiry("2025-12-15", "no", "2025-09-01")], [plan("2025-09-01")], None),
    ([enquiry("2025-12-15")], [plan("2025-09-01", end="2026-01-20")], None),
    ([enquiry("2025-12-15")], [plan("2025-09-01", end="2025-12-01")], ("overdue", 82)),
    # A plan that started later came from a conference that the list does not show.
    ([enquiry("2025-12-15")], [plan("2026-01-08")], UNKNOWN),
    # Two discussions before one conference: the first counts.
    (
        [enquiry("2025-12-15", "no", "2026-01-09"), enquiry("2026-01-05", "no", "2026-01-09")],
        [],
        ("done late", 1),
    ),
    (
        [enquiry("2025-12-15"), enquiry("2026-01-05", "no", "2026-01-09")],
        [],
        ("done late", 1),
    ),
]  # fmt: skip


def test_conferences_run_from_the_strategy_discussion() -> None:
    check(
        ({5: enquiries, 7: plans}, "T04", expected)
        for enquiries, plans, expected in CONFERENCES_RUN_FROM_THE_STRATEGY_DISCUSSION
    )


def test_conference_cannot_be_said_to_be_overdue_if_plans_are_missing() -> None:
    check([({5: [enquiry("2025-12-15")]}, "T04", UNKNOWN)])


# T06, T07, T08 Plans


REVIEW_CONFERENCES: list[Any] = [
    # From 30 November, three months end on the last day of February.
    (plan("2025-11-30"), "2026-03-01", ("overdue", 1), None),
    (plan("2025-12-01"), "2026-03-01", ("due soon", 0), None),
    (plan("2023-11-30"), "2024-02-29", ("due soon", 0), None),
    (plan("2025-05-01", "2025-08-01"), "2026-01-10", ("in time", None), ("in time", 22)),
    # The latest review is too late to be the first in time; an earlier one may not have been.
    (plan("2025-05-01", "2025-08-31"), "2026-03-01", UNKNOWN, ("overdue", 1)),
    (plan("2025-05-01", "2025-04-01"), "2026-03-01", UNKNOWN, None),
    (plan("2026-01-05", "2025-12-01"), "2026-03-01", ("in time", 35), None),
    (plan("2025-11-30", end="2026-02-01"), "2026-03-01", None, None),
    (plan("2025-10-30", end="2026-02-20"), "2026-03-01", UNKNOWN, None),
    # An end still to come is not an end.
    (plan("2025-11-30", end="2026-04-01"), "2026-03-01", ("overdue", 1), None),
    (plan("2026-03-05"), "2026-03-01", UNKNOWN, None),
]  # fmt: skip


def test_review_conferences() -> None:
    for as_at in {as_at for _, as_at, _, _ in REVIEW_CONFERENCES}:
        same = [case for case in REVIEW_CONFERENCES if case[1] == as_at]
        check((({7: [row]}, "T06", first) for row, _, first, _ in same), D(as_at))
        check((({7: [row]}, "T07", later) for row, _, _, later in same), D(as_at))


VISITS_UNDER_A_PLAN: list[Any] = [
    (plan("2025-11-03", visit="2026-03-18"), ("due soon", 1)),
    (plan("2025-11-03", visit="2026-03-17"), ("due soon", 0)),
    (plan("2025-11-03", visit="2026-03-16"), ("overdue", 1)),
    (plan("2026-03-16"), ("overdue", 1)),
    # A visit before the plan is not a visit under it.
    (plan("2026-03-17", visit="2026-03-02"), ("due soon", 0)),
]  # fmt: skip


def test_visits_under_a_plan() -> None:
    check(({7: [row]}, "T08", expected) for row, expected in VISITS_UNDER_A_PLAN)


# T21 to T26 Visits in care


def care(start: str = "2025-01-06", **more: Any) -> Row:
    cells = {"legal_status": "C2", "placement_type": "U6", "placement_start": start} | more
    return {"child_id": "A", "care_start": D(start)} | {
        name: D(value) if value and len(value) == 10 and value[4] == "-" else value
        for name, value in cells.items()
    }


SIX_WEEKS_AGO, A_DAY_LATE = "2026-02-17", "2026-02-16"


VISITS_TO_CHILDREN_IN_CARE: list[Any] = [
    # No visit yet: a week from the start of the placement.
    (care("2026-03-24"), "T21", ("due soon", 0)),
    (care("2026-03-23"), "T21", ("overdue", 1)),
    (care("2026-03-23", last_visit="2026-03-20"), "T21", ("overdue", 1)),
    (care("2026-03-09", last_visit="2026-03-16"), "T21", ("in time", None)),
    (care("2026-03-09", last_visit="2026-03-17"), "T21", UNKNOWN),
    # Six weeks in the first year, and after it unless the placement is to last to 18.
    (care("2025-11-03", last_visit=SIX_WEEKS_AGO), "T22", ("due soon", 0)),
    (care("2025-11-03", last_visit=A_DAY_LATE), "T22", ("overdue", 1)),
    (care(last_visit=A_DAY_LATE), "T23", ("overdue", 1)),
    # Long-term fostering: three months, or six if the child agreed.
    (care(last_visit="2026-01-10", placement_type="U4"), "T23", ("due soon", 10)),
    (care("2024-01-08", last_visit="2025-12-30", placement_type="U4"), "T23", UNKNOWN),
    (care("2024-01-08", last_visit="2025-09-29", placement_type="U4"), "T23", ("overdue", 2)),
    (care("2025-11-03", last_visit=A_DAY_LATE, placement_type="U4"), "T22", ("overdue", 1)),
    # A children's home may be meant to last to 18.
    (
        care(last_visit=A_DAY_LATE, placement_type="K2", permanence_plan="residential"),
        "T23",
        UNKNOWN,
    ),
    (care(last_visit=A_DAY_LATE, placement_type="K2"), "T23", ("overdue", 1)),
    # With a parent under an interim order: weekly until the first review, then four weeks.
    (
        care("2026-01-05", last_visit="2026-03-23", placement_type="P1", legal_status="C1"),
        "T25",
        ("overdue", 1),
    ),
    (
        care(
            "2026-01-05", last_visit="2026-03-03", placement_type="P1", legal_status="C1",
            latest_review="2026-01-30",
        ),
        "T25",
        ("due soon", 0),
    ),
    # With a parent under a care order: weekly if not assessed before, or six weeks.
    (care("2026-01-05", last_visit="2026-03-23", placement_type="P1"), "T26", UNKNOWN),
    (care("2026-01-05", last_visit=A_DAY_LATE, placement_type="P1"), "T26", ("overdue", 1)),
    (
        care(
            "2026-01-05", last_visit="2026-02-20", placement_type="P1",
            latest_review="2026-01-30",
        ),
        "T26",
        ("due soon", 3),
    ),
    # The order was made after the last visit: a week from it.
    (
        care(
            "2026-01-05", last_visit="2026-03-19", placement_type="P1",
            legal_status_start="2026-03-20",
        ),
        "T26",
        ("overdue", 4),
    ),
    # A relative's approval may be temporary.
    (care("2026-01-05", last_visit="2026-03-20", placement_type="U3"), "T22", UNKNOWN),
    (care("2026-01-05", last_visit="2026-03-25", placement_type="U3"), "T22", ("due soon", 1)),
    (care("2026-01-05", last_visit=A_DAY_LATE, placement_type="U3"), "T22", ("overdue", 1)),
    # Short breaks and adoptive placements have their own rules.
    (care("2026-01-05", legal_status="V4"), "T21", UNKNOWN),
    (care("2026-01-05", last_visit="2026-01-20", legal_status="V4"), "T22", None),
    (care("2026-01-05", placement_type="A5"), "T21", UNKNOWN),
    # A hospital stay is not a placement.
    (care("2026-01-05", placement_type="T1"), "T21", UNKNOWN),
    # No longer looked after.
    (care("2026-01-05", care_end="2026-02-01"), "T21", None),
]  # fmt: skip


def test_visits_to_children_in_care() -> None:
    check(({8: [row]}, clock, expected) for row, clock, expected in VISITS_TO_CHILDREN_IN_CARE)


def test_visits_that_fell_due_in_the_relaxed_months_of_2020() -> None:
    row = care("2020-01-06", last_visit="2020-03-30")  # Six weeks later is 11 May 2020.
    before = care("2020-01-06", last_visit="2020-03-12")  # Due on 23 April, the day before.
    cases: list[Case] = [({8: [row]}, "T22", UNKNOWN), ({8: [before]}, "T22", ("overdue", 39))]
    check(cases, D("2020-06-01"))
    # Six weeks from 25 September, when the limits came back, end on 6 November.
    check([({8: [row]}, "T22", UNKNOWN)], D("2020-11-06"))
    check([({8: [row]}, "T22", ("overdue", 1))], D("2020-11-07"))


# T27 to T29 Reviews, T30 and T31 Health


REVIEWS_AND_HEALTH_ASSESSMENTS: list[Any] = [
    # The 20th working day after 1 December 2025 is 31 December.
    (care("2025-12-01"), "T27", ("overdue", 90)),
    (care("2026-03-03"), "T27", ("due soon", 0)),
    (care("2025-12-01", latest_review="2025-12-31"), "T27", ("in time", None)),
    (care("2025-12-01", latest_review="2026-01-02"), "T27", UNKNOWN),
    (care("2026-03-09", latest_review="2025-06-02"), "T27", ("due soon", 8)),
    (care("2025-12-01", latest_review="2025-06-02"), "T27", UNKNOWN),
    (care("2025-12-01", legal_status="V4"), "T27", UNKNOWN),
    (care("2025-12-01", care_end="2025-12-20"), "T27", None),
    (care("2025-12-01", care_end="2026-02-20"), "T27", UNKNOWN),
    # A first review in time, so the second is due in three months.
    (care("2025-11-03", latest_review="2025-11-28"), "T28", ("overdue", 31)),
    (care("2025-12-01", latest_review="2025-12-31"), "T28", ("due soon", 0)),
    # First (late) or second: three months or six.
    (care("2025-09-01", latest_review="2025-12-15"), "T29", UNKNOWN),
    (care("2025-09-01", latest_review="2026-01-15"), "T29", ("in time", 15)),
    (care("2025-04-01", latest_review="2025-09-30"), "T29", ("overdue", 1)),
    # In care for years: six months.
    (care("2023-01-09", latest_review="2025-10-15"), "T29", ("in time", 15)),
    (care("2023-01-09", latest_review="2025-09-30"), "T29", ("overdue", 1)),
    (care("2025-12-01"), "T30", ("overdue", 90)),
    (care("2025-12-01", last_health_assessment="2025-12-31"), "T30", ("in time", None)),
    (care("2025-12-01", last_health_assessment="2026-01-02"), "T30", UNKNOWN),
    (care("2025-12-01", last_health_assessment="2025-11-28"), "T30", UNKNOWN),
    # Every six months under 5, then twelve.
    (
        care(last_health_assessment="2025-09-30", birth_date="2023-05-01"),
        "T31",
        ("overdue", 1),
    ),
    (care(last_health_assessment="2025-03-31", birth_date="2015-05-01"), "T31", ("due soon", 0)),
    (care(last_health_assessment="2025-03-30", birth_date="2015-05-01"), "T31", ("overdue", 1)),
    (care(last_health_assessment="2025-08-30", birth_date="2020-10-01"), "T31", UNKNOWN),
    (care(last_health_assessment="2025-08-30"), "T31", UNKNOWN),
]  # fmt: skip


def test_reviews_and_health_assessments() -> None:
    check(({8: [row]}, clock, expected) for row, clock, expected in REVIEWS_AND_HEALTH_ASSESSMENTS)


# T35 Pathway plans


PATHWAY_PLANS: list[Any] = [
    ("former_relevant", "2025-09-30", ("overdue", 1)),
    ("relevant", "2025-10-01", ("due soon", 1)),
    ("relevant", None, UNKNOWN),
    (None, "2025-10-01", UNKNOWN),
    ("qualifying", "2020-10-01", None),
]  # fmt: skip


def test_pathway_plans() -> None:
    def row(eligibility: str | None, review: str | None) -> Row:
        return {"eligibility": eligibility, "pathway_plan_review": review and D(review)}

    check(({9: [row(who, review)]}, "T35", expected) for who, review, expected in PATHWAY_PLANS)
