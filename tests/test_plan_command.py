"""``cusp plan compare``: what a workbook changes, as JSON and as a table."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from cusp.specimens import hostile
from tests.commands import cusp
from tests.plans.workbook.books import edited, exported, put, row_of, simple


def compare(tmp_path: Path, after: bytes, before: bytes) -> dict[str, Any]:
    (tmp_path / "before.xlsx").write_bytes(before)
    (tmp_path / "plan.xlsx").write_bytes(after)
    done = cusp(
        "plan", "compare", tmp_path / "plan.xlsx", "--against", tmp_path / "before.xlsx", "--out",
        tmp_path / "changes.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads((tmp_path / "changes.json").read_bytes())
    return found


def test_the_form_of_the_file(tmp_path: Path) -> None:
    before = simple(
        ("id", "action", "due"), ("A1", "Audit", date(2019, 3, 31)),
        ("A2", "Train", date(2019, 3, 31)), ("A3", "Write", None), ("A4", "Read", None),
    )  # fmt: skip
    after = simple(
        ("due", "id", "action"), ("7/11/2019", "A2", "Train"), ("soon", "A1", "Audit twice"),
        (None, "A4", None), (date(2020, 1, 1), None, "Meet"),
    )  # fmt: skip
    found = compare(tmp_path, after, before)
    assert found["schema"] == "cusp.plan-changes/1"
    assert found["changed"] == [
        {"id": "A2", "field": "due", "from": "2019-03-31", "to": "2019-11-07", "row": 2,
         "column": "A", "note": "7/11/2019 was read with the day first: 7 November 2019"},
        {"id": "A1", "field": "action", "from": "Audit", "to": "Audit twice", "row": 3,
         "column": "C", "note": ""},
    ]  # fmt: skip
    assert [(a["id"], a["field"], a["row"], a["column"]) for a in found["asked"]] == [
        ("A1", "due", 3, "A"), ("A4", "action", 4, "C"),
    ]  # fmt: skip
    assert found["new"] == [
        {"action": "Meet", "due": "2020-01-01", "id": None, "row": 5, "note": ""}
    ]
    assert found["missing"] == ["A3"]
    assert found["conflicts"] == []


def test_an_untouched_export_changes_nothing(tmp_path: Path) -> None:
    found = compare(tmp_path, exported(), exported())
    assert not any(found[name] for name in ("changed", "asked", "new", "missing", "conflicts"))


def test_it_is_shown_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "before.xlsx").write_bytes(exported())
    changed = edited(put("A12", "Due", "7/11/2021"), edited(put("A13", "Due", "ongoing")))
    last = edited(lambda sheet: sheet.delete_rows(row_of(sheet, "A14")), changed)
    (tmp_path / "plan.xlsx").write_bytes(last)
    paths = tmp_path / "plan.xlsx", "--against", tmp_path / "before.xlsx"
    done = cusp("plan", "compare", *paths, width=200)
    assert "read with the day first" in done.stdout
    assert "“ongoing” is not a date" in done.stdout
    assert "1 changed, 1 to ask about, 0 new, 1 missing" in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("plan.pdf", b"%PDF-1.7", "plan.pdf is a PDF, not an Excel workbook"),
        ("plan.xls", b"\xd0\xcf\x11\xe0" * 99, "plan.xls is in an old Excel format"),
        ("plan.csv", b"id,due\n1,2\n", "plan.csv is not an Excel workbook"),
        ("plan.xlsx", b"PK\x03\x04", "plan.xlsx is damaged"),
        ("plan.xlsx", simple(("x", "y"), (1, 2)), "plan.xlsx has no table of actions"),
        ("missing.xlsx", None, "missing.xlsx cannot be opened (No such file or directory)"),
    ],
)
def test_other_files_are_one_line(tmp_path: Path, name: str, data: bytes | None, why: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "before.xlsx").write_bytes(exported())
    done = cusp("plan", "compare", tmp_path / name, "--against", tmp_path / "before.xlsx")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith(why)
    assert cusp(
        "plan", "compare", tmp_path / "before.xlsx", "--against", tmp_path / name
    ).stderr.startswith(why)


def test_a_far_cell_and_a_zip_bomb_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "before.xlsx").write_bytes(exported())
    for write, why in (
        (hostile.write_far_cell, "column XFD, far from the others"),
        (lambda path: hostile.write_swollen_workbook(path, megabytes=160), "far larger"),
    ):
        write(tmp_path / "plan.xlsx")
        done = cusp(
            "plan", "compare", tmp_path / "plan.xlsx", "--against", tmp_path / "before.xlsx"
        )
        assert (done.returncode, why in done.stderr, done.stderr.count("\n")) == (1, True, 1)


@pytest.mark.slow
def test_fifty_thousand_rows(tmp_path: Path) -> None:
    for name, lead in (("before.xlsx", "Manager"), ("plan.xlsx", "Head of service")):
        with xlsxwriter.Workbook(tmp_path / name, {"constant_memory": True}) as book:
            page = book.add_worksheet()
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            page.write_row(0, 0, ["id", "priority", "action", "lead", "support", "start", "due"])
            for row in range(1, 50_001):
                page.write_row(row, 0, [f"A{row}", "Plans", f"Audit {row}", "Manager", "QA"])
                page.write_datetime(row, 5, date(2019, 1, 1), day)
                page.write_datetime(row, 6, date(2019, 3, 1), day)
            page.write_string(50_000, 3, lead)
    began = time.monotonic()
    out = tmp_path / "changes.json"
    paths = tmp_path / "plan.xlsx", "--against", tmp_path / "before.xlsx"
    done = cusp("plan", "compare", *paths, "--out", out)
    assert done.returncode == 0, done.stderr
    assert [c["id"] for c in json.loads(out.read_bytes())["changed"]] == ["A50000"]
    assert time.monotonic() - began < 60
