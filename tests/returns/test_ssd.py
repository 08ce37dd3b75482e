"""The Standard Safeguarding Dataset, from CSV files and from a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import ibis
import pytest

from cusp.returns import CannotRead
from cusp.returns.database import from_database
from cusp.returns.loading import load
from tests.returns.datasets import write

AS_AT = date(2026, 3, 31)
D = date.fromisoformat
TABLES = {
    "ssd_person": [
        {"child_id": "A1", "sex": "F", "birth_date": "2012-05-01 00:00:00"},
        {"child_id": "A2", "sex": "M", "expected_birth_date": "2026-06-01"},
    ],
    "ssd_cla_episodes": [
        {"child_id": "A1", "care_id": "9", "start": "2025-06-02", "entered_care": "2025-06-02"}
    ],
    "ssd_cla_reviews": [
        {"care_id": "9", "review_due": "2025-06-30", "review_date": "2025-06-27"},
        {"care_id": "9", "review_due": "2026-05-01", "cancelled": "N"},
        {"care_id": "8", "review_date": "31/02/2026", "cancelled": "Y"},
    ],
    "ssd_cp_reviews": [
        {"child_id": "A2", "plan_id": "3", "review_date": "2026-02-02", "quorate": "N"}
    ],
}


def test_tables_are_known_by_their_headings(tmp_path: Path) -> None:
    found = load(write(tmp_path / "ssd", TABLES), AS_AT)
    assert found.kind == "ssd"
    assert set(found.tables) == {*TABLES, "care"}
    first, second = found.tables["ssd_person"].rows.to_pylist()
    assert (first["sex"], first["birth_date"], first["row"]) == ("female", D("2012-05-01"), 2)
    assert second["expected_birth_date"] == D("2026-06-01")
    reviews = found.tables["ssd_cla_reviews"].rows.to_pylist()
    assert [review["child_id"] for review in reviews] == ["A1", "A1", None]
    assert [review["cancelled"] for review in reviews] == [None, "no", "yes"]
    assert reviews[1]["review_due"] == D("2026-05-01")


def test_what_is_wrong_in_the_tables(tmp_path: Path) -> None:
    folder = write(tmp_path / "ssd", TABLES)
    (folder / "address.csv").write_text("addr_table_id,addr_person_id\n1,A1\n")
    (folder / "notes.csv").write_text("note\nx\n")
    found = load(folder, AS_AT)
    said = [(p.list, p.row, p.child_id, p.severity) for p in found.problems]
    assert ("ssd_cla_reviews", 4, None, "error") in said  # 31 February; and nobody's review
    assert ("ssd_cp_reviews", 2, "A2", "warning") in said  # not quorate
    assert ("notes", None, None, "warning") in said
    assert ("ssd_cp_plans", None, None, "warning") in said  # missing
    assert not [p for p in found.problems if p.list == "address"]
    assert not [p for p in found.problems if "is after" in p.what]  # due dates may be


def test_the_same_from_a_database(tmp_path: Path) -> None:
    file = tmp_path / "council.duckdb"
    with duckdb.connect(file) as made:
        made.execute("CREATE SCHEMA ssd")
        made.execute(
            "CREATE TABLE ssd.SSD_PERSON AS SELECT 12 AS pers_person_id, 'F' AS pers_sex, "
            "TIMESTAMP '2012-05-01' AS pers_dob, 'GB' AS pers_nationality"
        )
    connection = ibis.duckdb.connect(file)
    found = from_database(connection, "ssd", AS_AT)
    (child,) = found.tables["ssd_person"].rows.to_pylist()
    assert (child["child_id"], child["sex"]) == ("12", "female")
    assert child["birth_date"] == D("2012-05-01")
    with pytest.raises(CannotRead, match="has none of the tables"):
        from_database(connection, "main", AS_AT)
