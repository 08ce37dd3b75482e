"""``cusp clocks`` and ``cusp measures`` on a small folder of CSV files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import cusp

HEADINGS = (
    "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),"
    "Does the Child have a Disability,Child Protection Plan Start Date,Initial Category of Abuse,"
    "Latest Category of Abuse,Date of the Last Statutory Visit,Was the Child Seen Alone?,"
    "Date of latest review conference,Child Protection Plan End Date,"
    "Number of Previous Child Protection Plans,Allocated Team,Allocated Worker"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "return"
    place.mkdir()
    row = "A1,F,WBRI,01/06/2015,10,No,30/11/2025,Neglect,Neglect,25/03/2026,Yes,,,0,North,Worker 1"
    (place / "list 7.csv").write_text(f"{HEADINGS}\n{row}\n", encoding="utf-8")
    return place


def test_clocks_as_lines(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "clocks.jsonl"
    done = cusp("clocks", folder, "--as-at", "2026-03-31", "--out", out)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    first = next(line for line in lines if line["clock"] == "T06")
    assert first["schema"] == "cusp.clock/1"
    assert first["child_id"] == "A1"
    assert (first["from"], first["due"], first["done"]) == ("2025-11-30", "2026-02-28", None)
    assert (first["status"], first["days"], first["why"]) == ("overdue", 31, None)
    assert "1 overdue, 1 due soon" in done.stderr


def test_clocks_on_the_screen_begin_with_what_is_overdue(folder: Path) -> None:
    done = cusp("clocks", folder, "--as-at", "31 March 2026")
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("28 February 2026") < done.stdout.index("10 April 2026")


def test_measures_as_lines_and_by_team(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "measures.jsonl"
    done = cusp("measures", folder, "--as-at", "2026-03-31", "--by", "team", "--out", out)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    visits = next(line for line in lines if line["measure"] == "P7 visits in time")
    assert {k: visits[k] for k in ("group", "numerator", "denominator", "undetermined")} == {
        "group": "North", "numerator": 1, "denominator": 1, "undetermined": 0,
    }  # fmt: skip
    assert visits["value"] == 1
    for name in ("measures.csv", "clocks.xlsx"):
        command = name.split(".", maxsplit=1)[0]
        assert cusp(command, folder, "--as-at", "2026-03-31", "-o", tmp_path / name).returncode == 0


def test_what_is_wrong_is_said_in_one_line(folder: Path, tmp_path: Path) -> None:
    for arguments, said in (
        (("measures", folder, "--as-at", "2026-03-31", "--by", "postcode"), "Use one of team"),
        (("clocks", folder, "--as-at", "31 June 2026"), "is not a date"),
        (("clocks", tmp_path / "none.xlsx", "--as-at", "2026-03-31"), "none.xlsx"),
        (("clocks", folder, "--as-at", "2026-03-31", "-o", tmp_path / "a.pdf"), "must end in"),
        (
            ("clocks", folder, "--as-at", "2026-03-31", "--rules", tmp_path / "none.toml"),
            "cannot be read",
        ),
    ):
        done = cusp(*arguments)
        assert done.returncode == 1
        assert said in done.stderr
        assert done.stderr.count("\n") == 1
