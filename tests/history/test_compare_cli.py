"""``cusp compare`` as a user runs it, on specimens about a made-up council."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from cusp.specimens import write_all
from tests.commands import cusp, cusp_process


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories")
    write_all(folder)
    return folder


def pair(stories: Path) -> tuple[Path, Path]:
    return stories / "wexcombe-2016.pdf", stories / "wexcombe-2019.pdf"


def test_prints_both_lists_side_by_side(stories: Path) -> None:
    done = cusp_process("compare", *pair(stories))
    assert done.returncode == 0, done.stderr
    assert "Areas for improvement:" in done.stdout
    assert "Before, 2016-" in done.stdout
    assert "After, 2019-" in done.stdout


def test_writes_one_json_line(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared.jsonl"
    done = cusp("compare", *pair(stories), "--out", out)
    assert done.returncode == 0, done.stderr
    (line,) = out.read_text("utf-8").splitlines()
    found = json.loads(line)
    assert found["schema"] == "cusp.comparison/1"
    assert {"earlier", "later", "judgements", "links", "new", "no_longer_raised"} <= set(found)
    assert [Path(found[side]["file"]).name for side in ("earlier", "later")] == [
        "wexcombe-2016.pdf",
        "wexcombe-2019.pdf",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["compared.jsonl"]


def test_that_no_overall_grade_is_given_is_an_answer(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "compared.jsonl"
    done = cusp("compare", stories / "wexcombe-2024.pdf", stories / "wexcombe-2026.pdf", "-o", out)
    assert done.returncode == 0, done.stderr
    overall = json.loads(out.read_text("utf-8"))["judgements"][0]
    assert overall["area"] == "overall"
    assert overall["before"] in {"good", "requires improvement", "inadequate", "outstanding"}
    assert overall["after"] == "not given"


def test_writes_tables_that_hold_every_item(stories: Path, tmp_path: Path) -> None:
    for ending in ("jsonl", "csv", "xlsx", "parquet"):
        assert cusp("compare", *pair(stories), "-o", tmp_path / f"c.{ending}").returncode == 0
    found = json.loads((tmp_path / "c.jsonl").read_text("utf-8"))
    count = sum(len(found[part]) for part in ("links", "new", "no_longer_raised"))
    rows = list(csv.DictReader((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == count
    assert openpyxl.load_workbook(tmp_path / "c.xlsx")["improvements"].max_row == count + 1
    assert pq.read_table(tmp_path / "c.parquet").to_pylist()[0]["new"] == found["new"]


def test_swaps_reports_given_the_wrong_way_round(stories: Path, tmp_path: Path) -> None:
    earlier, later = pair(stories)
    done = cusp("compare", later, earlier, "--out", tmp_path / "c.jsonl")
    assert done.returncode == 0
    assert "the other way round" in done.stderr
    found = json.loads((tmp_path / "c.jsonl").read_text("utf-8"))
    assert Path(found["earlier"]["file"]).name == earlier.name


def test_says_in_one_line_what_is_wrong(stories: Path, tmp_path: Path) -> None:
    earlier, later = pair(stories)
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(earlier.read_bytes())
    for arguments, why in (
        ((earlier, copy), "copies of the same report"),
        ((earlier, earlier), "copies of the same report"),
        ((earlier, tmp_path / "gone.pdf"), "not read"),
        ((earlier, later, "--out", tmp_path / "c.txt"), "must end in"),
    ):
        done = cusp("compare", *arguments)
        assert done.returncode == 1
        assert why in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert done.stdout == ""
