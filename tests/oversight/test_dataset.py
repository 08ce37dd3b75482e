"""Clocks and measures of the Standard Safeguarding Dataset, which holds every event."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from cusp.oversight import NoClocks, Workings
from tests.length import at_length
from tests.oversight.dataset_by_hand import all_clocks
from tests.oversight.dataset_made_up import Rows, dataset, loaded
from tests.oversight.made_up import a_day

AS_AT = date(2026, 3, 31)
D = date.fromisoformat


@pytest.mark.parametrize("seed", range(40 if at_length else 2))
def test_clocks_are_those_worked_out_by_hand(seed: int) -> None:
    random = Random(seed)
    as_at = a_day(random)
    tables = dataset(random, as_at, 60)
    found = Workings(loaded(tables, as_at), as_at=as_at).clocks().to_pylist()
    lines = [(x["child_id"], x["clock"], x["status"], x["days"]) for x in found]
    # Conferences and pathway plan reviews are those of Annex A, checked in test_by_hand.
    lines = [line for line in lines if line[1] not in ("T04", "T35")]
    assert sorted(lines, key=str) == all_clocks(tables, as_at)


def workings(**tables: list[dict[str, Any]]) -> Workings:
    named: Rows = {f"ssd_{name}": rows for name, rows in tables.items()}
    return Workings(loaded(named, AS_AT), as_at=AS_AT)


def of(found: Workings, code: str, by: str | None = None) -> Any:
    measures = [each for each in found.measures(by) if each.measure.split()[0] == code]
    counts = [(m.numerator, m.denominator, m.undetermined) for m in measures]
    return counts[0] if by is None else {m.group: n for m, n in zip(measures, counts, strict=True)}


def test_conferences_and_enquiries() -> None:
    def enquiry(child: str, **more: Any) -> dict[str, Any]:
        return {
            "child_id": child,
            "enquiry_id": child,
            "strategy_discussion": D("2026-01-05"),
        } | more

    flag = '{{"OUTCOME_CP_CONFERENCE_FLAG": "{}"}}'
    found = workings(
        s47_enquiry=[
            enquiry("A"),  # held on the 15th working day
            enquiry("B", outcome=flag.format("Y")),  # to be held, and not
            enquiry("C", no_further_action="Y"),  # none needed
            enquiry("D", outcome=flag.format("N"), enquiry_end=D("2026-01-20")),
            enquiry("E", outcome=flag.format("N")),  # still open: nothing is decided
        ],
        initial_cp_conference=[
            {"child_id": "A", "enquiry_id": "A", "conference_date": D("2026-01-26"),
             "led_to_plan": "Y"},
            {"child_id": "F", "conference_date": D("2026-02-02")},
            {"child_id": "G", "conference_date": D("2026-02-02"), "transfer_in": "Y"},
        ],
        cp_plans=[{"child_id": "A", "plan_start": D("2026-01-26")}],
    )  # fmt: skip
    lines = [x for x in found.clocks().to_pylist() if x["clock"] == "T04"]
    assert {x["child_id"]: (x["status"], x["days"]) for x in lines} == {
        "A": ("in time", None),
        "B": ("overdue", 64),
        "E": ("cannot be determined", None),
        "F": ("cannot be determined", None),
    }
    assert of(found, "P1") == (1, 3, 2)
    assert of(found, "P2") == (1, 1, 1)


def test_cancelled_and_planned_reviews_are_not_reviews() -> None:
    care = {"child_id": "A", "care_id": "9", "start": D("2025-06-02")}

    def review(day: str | None, cancelled: str = "N", due: str | None = None) -> dict[str, Any]:
        return {
            "care_id": "9", "review_date": day and D(day), "cancelled": cancelled,
            "review_due": due and D(due),
        }  # fmt: skip

    found = workings(
        person=[{"child_id": "A", "sex": "F", "birth_date": D("2015-05-05")}],
        cla_episodes=[care],
        cla_reviews=[
            review("2025-06-27"), review("2025-09-20", "Y"), review("2025-10-06"),
            review(None, due="2026-04-06"),
        ],
    )  # fmt: skip
    lines = [x for x in found.clocks().to_pylist() if x["clock"] in ("T27", "T28", "T29")]
    assert [(x["clock"], x["status"], x["days"]) for x in lines] == [
        ("T27", "in time", None),
        ("T28", "done late", 9),  # due on 27 September; the one on the 20th was cancelled
        ("T29", "due soon", 6),
    ]
    assert of(found, "C5y") == (0, 1, 0)
    assert of(found, "C5") == (1, 1, 0)
    assert of(found, "C1", "sex") == {"female": (1, None, 0)}


def test_a_date_that_cannot_be_read_leaves_the_child_open() -> None:
    found = workings(
        cp_plans=[{"child_id": "A", "plan_start": D("2025-11-03")}],
        cp_reviews=[{"child_id": "A", "review_date": "31/02/2026"}],
        cp_visits=[{"child_id": "A", "visit_date": D("2026-03-30"), "seen": "N"}],
    )
    lines = {x["clock"]: x for x in found.clocks().to_pylist() if x["child_id"] == "A"}
    assert lines["T06"]["status"] == "cannot be determined"
    assert "cannot be read" in lines["T06"]["why"]
    # A visit at which the child was not seen is not a visit.
    assert (lines["T08"]["status"], lines["T08"]["due"]) == ("overdue", D("2025-11-17"))
    assert of(found, "P6y") == (0, 0, 1)


def test_who_works_with_a_child() -> None:
    found = workings(
        cp_plans=[{"child_id": "A", "plan_start": D("2025-11-03")}],
        cp_reviews=[{"child_id": "A", "review_date": D("2026-01-30")}],
        involvements=[
            {"child_id": "A", "professional_id": "7", "role": "CW", "team_id": "T1",
             "start": D("2025-10-01"), "end": D("2026-01-01")},
            {"child_id": "A", "professional_id": "8", "role": "Allocated Case Worker",
             "team_id": "T1", "start": D("2026-01-01")},
            {"child_id": "A", "professional_id": "9", "role": "Independent Reviewing Officer",
             "start": D("2025-10-01")},
        ],
        professionals=[{"professional_id": "8", "name": "Worker 8"}],
        department=[{"team_id": "T1", "name": "North"}],
    )  # fmt: skip
    first = found.clocks().to_pylist()[0]
    assert (first["team"], first["worker"]) == ("North", "Worker 8")
    assert [(x["role"], x["name"]) for x in found.staff().to_pylist()] == [
        ("worker", "7"), ("reviewing officer", "9"), ("worker", "Worker 8")
    ]  # fmt: skip
    assert of(found, "P6y", "team") == {"North": (1, 1, 0)}


def test_what_a_dataset_cannot_say() -> None:
    found = workings(cla_episodes=[{"child_id": "A", "care_id": "9", "start": D("2026-02-02")}])
    lines = {x["clock"]: x["why"] for x in found.clocks().to_pylist()}
    assert lines["T27"] == "The table ssd_cla_reviews is missing."
    measures = {each.measure.split()[0]: each for each in found.measures()}
    assert measures["C5y"].why == "the dataset does not hold every review"
    assert measures["L1"].why == "the dataset does not hold this"
    assert found.staff() is None
    with pytest.raises(NoClocks, match="none of the tables"):
        workings(person=[{"child_id": "A"}])


def test_referrals_of_the_year() -> None:
    def referral(key: str, day: str) -> dict[str, Any]:
        return {"child_id": "A", "referral_id": key, "referral_date": D(day)}

    found = workings(
        cin_episodes=[
            referral("1", "2024-06-03"), referral("2", "2025-04-15"), referral("3", "2025-05-01"),
        ]
    )  # fmt: skip
    # 15 April 2025 is within 12 months of 3 June 2024, 1 May of both. The first is before the year.
    assert of(found, "F2") == (2, 2, 0)
    basis = next(each.basis for each in found.measures() if each.measure.startswith("F2"))
    assert basis == "Of the year to 31 March 2026."


def test_a_child_with_two_referrals_is_one_child_in_need() -> None:
    def referral(key: str, day: str, **more: Any) -> dict[str, Any]:
        return {"child_id": "A", "referral_id": key, "referral_date": D(day)} | more

    found = workings(
        cin_episodes=[
            referral("1", "2025-06-03"),
            referral("2", "2025-09-01"),
            referral("3", "2025-10-01", need_end=D("2025-11-03")),
            {**referral("4", "2026-01-05"), "child_id": "B", "no_further_action": "Y"},
        ],
        cla_episodes=[{"child_id": "A", "care_id": "9", "start": D("2026-03-02")}],
        immigration_status=[{"child_id": "A", "status": "UASC", "start": D("2025-06-03")}],
        involvements=[{"child_id": "B", "professional_id": "7", "role": "CW"}],
    )
    assert of(found, "N1") == (1, None, 0)
    assert of(found, "W6") == (1, 1, 0)
    assert of(found, "C1u") == (1, None, 0)
