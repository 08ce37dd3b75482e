"""Reviews from the SSDA903, which holds all of its year but none from before."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from cusp.oversight import Workings
from cusp.returns.record import Return, Table

D = date.fromisoformat


def test_reviews_of_children_in_care_before_the_year_and_in_short_breaks() -> None:
    care = {
        "child_id": ["A", "B"],
        "care_start": [D("2023-01-09"), D("2025-06-02")],
        "care_end": pa.nulls(2, pa.date32()),
        "certain": [True, True],
    }
    reviews = {
        "child_id": ["A", "A", "B"],
        "review_date": [D("2025-05-01"), D("2025-11-03"), D("2025-06-20")],
    }
    episodes = {"child_id": ["A", "B"], "legal_status": ["C2", "V4"]}
    tables = {
        name: Table(name, pa.table(cells))
        for name, cells in (("care", care), ("reviews", reviews), ("episodes", episodes))
    }
    loaded = Return(kind="ssda903", as_at=D("2026-03-31"), tables=tables)
    found = Workings(loaded, as_at=D("2026-03-31")).clocks().to_pylist()
    answers = [(x["child_id"], x["clock"], x["status"], x["days"]) for x in found]
    # A: 1 May to 3 November is two days over six months; the next is due on 3 May.
    assert [each for each in answers if each[0] == "A" and each[1] != "T22"] == [
        ("A", "T29", "done late", 2),
        ("A", "T29", "in time", 33),
    ]
    assert {each[2] for each in answers if each[0] == "B"} == {"cannot be determined"}
